import type { ESLint } from "eslint";
import { join } from "node:path";
import { rules } from "../../../../rules/index.js";
import type { Judge, Message, State } from "../../../lsp/judge.js";
import { readConfigFile } from "../../../repository/configuration/config-file.js";
import { lintableFiles } from "../../../repository/chart-files.js";
import type { Repository } from "../../../repository/repository.js";
import { type Arguments, parseArguments } from "../../args.js";
import { isOwn, lintFiles, resultOf } from "../../lint/lint-repository.js";
import type { RootResult } from "../../lint/outcome.js";
import { acceptingTexts, suppressAll } from "../../suppressions/apply.js";
import { pathOf } from "../../suppressions/file.js";

const NAMES = Object.keys(rules);

/** What the command finds without options, for the language server. */
export function commandJudge(): Judge {
  const args = parseArguments([], "", NAMES);
  return {
    configOf: (root) => readConfigFile(root, NAMES),
    storeOf: () => undefined,
    filesOf: (repository) => lintableFiles(repository).filter(isOwn(repository)),
    judge: async (paths, state) => await judged(paths, state, args),
    fixed: async (path, state) => await fixed(path, state, args),
    accepting: async (path, rule, state) => {
      const result = resultIn(state, await linted([path], state, args));
      const texts = acceptingTexts(result, { ...args, suppressRule: [rule] });
      return new Map(texts.map(({ file, text }) => [pathOf(result.root, file), text]));
    },
  };
}

async function judged(
  paths: readonly string[],
  state: State,
  args: Arguments,
): Promise<ReadonlyMap<string, readonly Message[]>> {
  // What the repository's suppressions accept is left out.
  const { results } = suppressAll([resultIn(state, await linted(paths, state, args))], args);
  const byPath = new Map(results.map((result) => [result.filePath, result]));
  return new Map(paths.map((path) => [path, byPath.get(join(state.repository.root, path))?.messages ?? []]));
}

/** ESLint goes over a file again and again until nothing is left to fix, or for ten times. */
async function fixed(path: string, state: State, args: Arguments): Promise<string | undefined> {
  const { results } = await linted([path], state, { ...args, fix: true });
  return results[0]?.output;
}

interface LintedFiles {
  linted: readonly string[];
  results: ESLint.LintResult[];
}

async function linted(paths: readonly string[], state: State, args: Arguments): Promise<LintedFiles> {
  const { repository, settings, config, analysis } = state;
  const isLinted = isOwn(repository);
  const files = paths.filter((path) => repository.has(path) && isLinted(path));
  // Texts of editors are on no disk.
  const task = { repository, settings, config, args, analysis, isOffDisk: true };
  const { outcomes } = await lintFiles(files, task);
  return {
    linted: files,
    results: files.flatMap((path) => resultOf(repository.root, path, outcomes.get(path))),
  };
}

/** As much of a result as suppressions are about. They count as they are in the editor. */
function resultIn({ repository, config }: State, { linted, results }: LintedFiles): RootResult {
  const result: Pick<RootResult, "root" | "config" | "linted" | "results" | "leavesOut" | "staged"> = {
    ...{ root: repository.root, config, linted, results },
    leavesOut: () => false,
    staged: textsOf(repository),
  };
  return result as RootResult;
}

function textsOf(repository: Repository): NonNullable<RootResult["staged"]> {
  return {
    kindAt: (path) => (repository.textAt(path) === undefined ? "nothing" : "file"),
    bytes: (path) => Buffer.from(repository.textAt(path) ?? ""),
  };
}

import type { ESLint } from "eslint";
import { join } from "node:path";
import { rules } from "../../../../rules/index.js";
import type { Judge, Message, State } from "../../../lsp/judge.js";
import { readConfigFile } from "../../../repository/configuration/config-file.js";
import { lintableFiles } from "../../../repository/chart-files.js";
import { type Arguments, parseArguments } from "../../args.js";
import { isOwn, lintFiles, resultOf } from "../../lint/lint-repository.js";
import type { RootResult } from "../../lint/outcome.js";
import { suppressAll } from "../../suppressions/apply.js";

const NAMES = Object.keys(rules);

/** What the command finds without options, for the language server. */
export function commandJudge(): Judge {
  const args = parseArguments([], "", NAMES);
  return {
    configOf: (root) => readConfigFile(root, NAMES),
    storeOf: () => undefined,
    filesOf: (repository) => lintableFiles(repository).filter(isOwn(repository)),
    judge: async (paths, state) => await judged(paths, state, args),
  };
}

async function judged(
  paths: readonly string[],
  state: State,
  args: Arguments,
): Promise<ReadonlyMap<string, readonly Message[]>> {
  const { repository, settings, config, analysis } = state;
  const isLinted = isOwn(repository);
  const files = paths.filter((path) => repository.has(path) && isLinted(path));
  // Texts of editors are on no disk.
  const task = { repository, settings, config, args, analysis, isOffDisk: true };
  const { outcomes } = await lintFiles(files, task);
  const results = files.flatMap((path) => resultOf(repository.root, path, outcomes.get(path)));
  const byPath = new Map(suppressed(state, files, results, args).map((result) => [result.filePath, result]));
  return new Map(paths.map((path) => [path, byPath.get(join(repository.root, path))?.messages ?? []]));
}

/** Leaves out what the repository's suppressions accept. */
function suppressed(
  { repository: { root }, config }: State,
  linted: readonly string[],
  results: ESLint.LintResult[],
  args: Arguments,
): ESLint.LintResult[] {
  const result: Pick<RootResult, "root" | "config" | "linted" | "results" | "leavesOut"> = {
    ...{ root, config, linted, results },
    leavesOut: () => false,
  };
  return suppressAll([result as RootResult], args).results;
}

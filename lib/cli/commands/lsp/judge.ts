import type { ESLint } from "eslint";
import { join } from "node:path";
import { rules } from "../../../../rules/index.js";
import type { Judge, Message, State } from "../../../lsp/judge.js";
import { isConfigFile, readConfigFile } from "../../../repository/configuration/config-file.js";
import { lintableFiles } from "../../../repository/chart-files.js";
import type { Repository } from "../../../repository/repository.js";
import { type Arguments, parseArguments } from "../../args.js";
import { UsageError } from "../../command-line.js";
import { isOwn, lintFiles, resultOf } from "../../lint/lint-repository.js";
import type { RootResult } from "../../lint/outcome.js";
import { acceptingTexts, suppressAll } from "../../suppressions/apply.js";
import { pathOf } from "../../suppressions/file.js";
import { ServerStore } from "./store.js";

const NAMES = Object.keys(rules);

/**
 * What the command finds without options, for the language server.
 * @param cache the directory in which facts of texts are kept; undefined if nothing is to be kept
 */
export function commandJudge(cache?: string): Judge {
  const args = parseArguments([], "", NAMES);
  // A run freezes the repository that it is about, so there is one at a time.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <Answer>(find: () => Promise<Answer>): Promise<Answer> => {
    const turn = last.then(find);
    last = turn.catch(() => undefined);
    return await turn;
  };
  return {
    configOf: (root, openText) => readConfigFile(root, NAMES, openText),
    isConfig: isConfigFile,
    storeOf: (root) => (cache === undefined ? undefined : new ServerStore(cache, root)),
    filesOf: (repository) => lintableFiles(repository).filter(isOwn(repository)),
    judge: (paths, state) => inTurn(() => judged(paths, state, args)),
    fixed: (path, state) => inTurn(() => fixed(path, state, args)),
    accepting: (path, rule, state) => inTurn(() => accepting(path, rule, state, args)),
  };
}

async function judged(
  paths: readonly string[],
  state: State,
  args: Arguments,
): Promise<ReadonlyMap<string, readonly Message[]>> {
  const results = suppressed(state, await linted(paths, state, args), args);
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

/** What the files of suppressions say once the findings of a rule in a file are accepted, by path. */
async function accepting(
  path: string,
  rule: string,
  state: State,
  args: Arguments,
): Promise<ReadonlyMap<string, string>> {
  const result = resultIn(state, await linted([path], state, args));
  const texts = acceptingTexts(result, { ...args, suppressRule: [rule] });
  return new Map(texts.map(({ file, text }) => [pathOf(result.root, file), text]));
}

/**
 * Leaves out what the repository's suppressions accept. While those in the editor cannot be understood, those on disk
 * count; if these cannot either, none do.
 */
function suppressed(state: State, found: LintedFiles, args: Arguments): ESLint.LintResult[] {
  // There is nothing to accept.
  if (found.results.every(({ messages }) => messages.length === 0)) return found.results;
  const shown = resultIn(state, found);
  for (const one of [shown, { ...shown, staged: undefined }]) {
    try {
      return suppressAll([one], args).results;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  return found.results;
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

/** The files of a repository as they are in the editor, for who reads a few of them. */
function textsOf(repository: Repository): NonNullable<RootResult["staged"]> {
  return {
    kindAt: (path) => (repository.textAt(path) === undefined ? "nothing" : "file"),
    bytes: (path) => Buffer.from(repository.textAt(path) ?? ""),
  };
}

import type { ESLint } from "eslint";
import { join } from "node:path";
import { rules } from "../../../../rules/index.js";
import type { Judge, Message, State } from "../../../lsp/judge.js";
import { isConfigFile, readConfigFile } from "../../../repository/configuration/config-file.js";
import { lintableFiles } from "../../../repository/chart-files.js";
import type { FileTree } from "../../../repository/disk/file-tree.js";
import { type Arguments, parseArguments } from "../../args.js";
import { UsageError } from "../../command-line.js";
import { isOwn, lintFiles, resultOf } from "../../lint/lint-repository.js";
import type { RootResult } from "../../lint/outcome.js";
import { suppressAll } from "../../suppressions/apply.js";
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
  return {
    configOf: (root, openText) => readConfigFile(root, NAMES, openText),
    isConfig: isConfigFile,
    storeOf: (root) => (cache === undefined ? undefined : new ServerStore(cache, root)),
    filesOf: (repository) => lintableFiles(repository).filter(isOwn(repository)),
    judge: async (paths, state) => {
      const turn = last.then(() => judged(paths, state, args));
      last = turn.catch(() => undefined);
      return await turn;
    },
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

/**
 * Leaves out what the repository's suppressions accept. While those in the editor cannot be understood, those on disk
 * count; if these cannot either, none do.
 */
function suppressed(
  { repository, config }: State,
  linted: readonly string[],
  results: ESLint.LintResult[],
  args: Arguments,
): ESLint.LintResult[] {
  // There is nothing to accept.
  if (results.every(({ messages }) => messages.length === 0)) return results;
  const { root } = repository;
  const result: Pick<RootResult, "root" | "config" | "linted" | "results" | "leavesOut"> = {
    ...{ root, config, linted, results },
    leavesOut: () => false,
  };
  const shown = { ...result, staged: treeOf(repository) };
  for (const one of [shown, result]) {
    try {
      return suppressAll([one as RootResult], args).results;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  return results;
}

/** The files of a repository as they are in the editor, for who reads a few of them. */
function treeOf(repository: State["repository"]): FileTree {
  const tree: Pick<FileTree, "kindAt" | "bytes"> = {
    kindAt: (path) => (repository.textAt(path) === undefined ? "nothing" : "file"),
    bytes: (path) => Buffer.from(repository.textAt(path) ?? ""),
  };
  return tree as FileTree;
}

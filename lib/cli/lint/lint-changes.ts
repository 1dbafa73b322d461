import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Linter } from "eslint";
import { rules } from "../../../rules/index.js";
import { Analysis } from "../../analysis/analysis.js";
import { decode } from "../../manifests/decode.js";
import {
  configFileFrom,
  ConfigError,
  type ConfigFile,
  readConfigFile,
} from "../../repository/configuration/config-file.js";
import { type Base, filesBefore, stagedFiles } from "../../repository/git/base.js";
import type { GitTree } from "../../repository/git/tree.js";
import { type FactStore, readRepository } from "../../repository/read-repository.js";
import { type Repository } from "../../repository/repository.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import { filesIn, isOwn, lintFiles, lookedAt, resultOf, scopeOf } from "./lint-repository.js";
import type { Task } from "./task.js";
import { matchFindings } from "./match-findings.js";
import { leftOut } from "./vendored.js";
import type { Progress } from "./progress.js";
import { silenceIn, silenceOf } from "./silence.js";
import { unchangedFiles } from "./unchanged-files.js";
import type { Outcome, RootResult } from "./outcome.js";

/**
 * Lints what has changed in one repository, and what the change breaks elsewhere: the findings in files that have
 * changed, and those in others that were not there before. All of it is read, as it is now and as it was.
 * @param reported the files and directories to report on, absolute; they may be gone
 */
export async function lintChanges(
  root: string,
  reported: readonly string[],
  args: Arguments,
  work?: Progress,
): Promise<RootResult> {
  const { now, before, same, base, staged } = compare(root, reported, args);
  const { name } = base;
  const inScope = scopeOf(root, reported);
  const paths = [...now.repository.files.keys()].filter(isOwn(now.repository));
  const pathsBefore = [...before.repository.files.keys()];
  for (const scope of reported) {
    if (existsSync(scope) || [...paths, ...pathsBefore].some(scopeOf(root, [scope]))) continue;
    throw new UsageError(
      `There is no file or directory '${relative(process.cwd(), scope)}', neither now nor in ${name}.`,
    );
  }

  const files = paths.filter(inScope);
  const { outcomes, crashes } = await lintFiles(files, { ...now, work });
  const found = resultsIn(outcomes).filter(
    ({ path, result }) => same.has(path) && result.messages.length > 0,
  );
  const known =
    found.length === 0 ? new Set<Linter.LintMessage>() : await knownOf(found, before, same, pathsBefore);
  const stayed = new Set(same.values());
  const changed = [
    ...files.filter((path) => !same.has(path)),
    // Files with new content are among those already.
    ...pathsBefore.filter((path) => inScope(path) && !stayed.has(path) && !now.repository.files.has(path)),
  ];
  return {
    root,
    config: now.config,
    linted: files.filter((path) => outcomes.get(path) !== "ignored"),
    results: files.flatMap((path) => resultOf(root, path, outcomes.get(path))),
    before: known,
    base,
    ...(staged && { staged }),
    crashes,
    leavesOut: leftOut(now.repository, now.settings, args),
    looked: {
      ...lookedAt(now.repository, inScope, outcomes),
      ...(now.analysis && { silence: silenceIn(silenceOf(now.analysis), inScope) }),
      compared: { name, changed: changed.length, known: known.size },
    },
  };
}

type Found = { path: string; result: Exclude<Outcome, string> };

function resultsIn(outcomes: ReadonlyMap<string, Outcome>): Found[] {
  return [...outcomes].flatMap(([path, result]) => (typeof result === "object" ? [{ path, result }] : []));
}

/** Which findings in files that have not changed were there before. */
async function knownOf(
  found: readonly Found[],
  before: Comparison["before"],
  same: Comparison["same"],
  pathsBefore: readonly string[],
): Promise<Set<Linter.LintMessage>> {
  const { root } = before.repository;
  // A finding about a namespace can have been in any file where namespaces are reported.
  const wanted = new Set([...found.map(({ path }) => same.get(path)), ...before.analysis.namespaceFiles]);
  const { outcomes } = await lintFiles(
    pathsBefore.filter((path) => wanted.has(path)),
    before,
  );
  const pathBefore = (file: string) => same.get(relative(root, file).split(sep).join("/")) ?? "";
  return matchFindings(
    found.map(({ result }) => result),
    resultsIn(outcomes).map(({ result }) => result),
    (file) => join(root, pathBefore(file)),
  );
}

interface Comparison {
  now: Task;
  before: Task & { analysis: Analysis };
  /** The files with unchanged content, and where they were. */
  same: ReadonlyMap<string, string>;
  /** What it is compared with. */
  base: Base;
  staged: GitTree | undefined;
}

function compare(root: string, reported: readonly string[], given: Arguments): Comparison {
  const stage = given.staged ? stagedFiles(root) : undefined;
  const base = stage?.base ?? filesBefore(root, given.changedSince ?? "");
  const config = stage ? configIn(stage.tree) : readConfigFile(root, Object.keys(rules));
  const explicit = filesIn(root, reported);
  const repository = readRepository(root, undefined, undefined, { tree: stage?.tree, explicit });
  const facts = factsOfSame(repository);
  const repositoryBefore = readRepository(root, undefined, facts, { tree: base.tree, explicit });

  // The states are compared within one thread.
  const args: Arguments = { ...given, concurrency: "off" };
  const configBefore = possibleConfigIn(base.tree) ?? config;
  const settingsBefore = { ...configBefore?.settings, root };
  const settings = { ...config?.settings, root };
  const analysisBefore = new Analysis(repositoryBefore, settingsBefore);
  const analysis = new Analysis(repository, settings, repositoryBefore, analysisBefore);
  return {
    now: { repository, settings, config, args, analysis, isInGit: stage !== undefined },
    before: {
      repository: repositoryBefore,
      settings: settingsBefore,
      config: configBefore,
      args,
      analysis: analysisBefore,
      isInGit: true,
    },
    same: unchangedFiles(repository, repositoryBefore),
    base,
    staged: stage?.tree,
  };
}

/** Files that are the same in both need not be parsed and resolved twice. */
function factsOfSame({ contents, files }: Repository): FactStore {
  return { get: (path, content) => (contents.get(path) === content ? files.get(path) : undefined) };
}

/** The configuration file of a tree in git; undefined if there is none. */
function configIn(tree: GitTree): ConfigFile | undefined {
  return configFileFrom(
    (name) => (tree.contentAt(name) === undefined ? undefined : decode(tree.bytes(name)).text),
    Object.keys(rules),
  );
}

/** The same, but also undefined if it is one that this version cannot read. */
function possibleConfigIn(tree: GitTree): ConfigFile | undefined {
  try {
    return configIn(tree);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

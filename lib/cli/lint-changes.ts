import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { rules } from "../../rules/index.js";
import { Builds } from "../builds/builds.js";
import {
  CONFIG_FILE,
  ConfigError,
  type ConfigFile,
  parseConfigFile,
  readConfigFile,
} from "../repository/config-file.js";
import { DiskTree } from "../repository/file-tree.js";
import { filesBefore, stagedFiles } from "../repository/git-base.js";
import type { GitTree } from "../repository/git-tree.js";
import { readRepository, readText, type RepositoryCache } from "../repository/repository.js";
import { type Arguments, UsageError } from "./args.js";
import { lintState, type RootResult, scopeOf, type State } from "./lint-root.js";
import { onlyNew } from "./new-findings.js";
import { contentsOf, moved, unchanged } from "./unchanged.js";

/**
 * Lints what has changed in one repository, and what the change breaks elsewhere: the findings in files that have
 * changed, and those in others that were not there before. All of it is read, as it is now and as it was.
 * @param reported the files and directories to report on, absolute; they may be gone
 */
export async function lintChanges(
  root: string,
  reported: readonly string[],
  args: Arguments,
): Promise<RootResult> {
  const { now, before, same, name } = compare(root, args);
  const inScope = scopeOf(root, reported);
  const paths = [...now.builds.repository.files.keys(), ...before.builds.repository.files.keys()];
  for (const scope of reported) {
    if (existsSync(scope) || paths.some(scopeOf(root, [scope]))) continue;
    throw new UsageError(
      `There is no file or directory '${relative(process.cwd(), scope)}', neither now nor in ${name}.`,
    );
  }

  const result = await lintState(now, inScope, args);
  const pathOf = (file: string) => relative(root, file).split(sep).join("/");
  const isSame = ({ filePath }: { filePath: string }) => same.has(pathOf(filePath));
  const found = result.results.filter((one) => isSame(one) && one.messages.length > 0);
  const files = new Set(found.map(({ filePath }) => same.get(pathOf(filePath))));
  const earlier =
    files.size === 0
      ? []
      : (await lintState(before, isWanted(files, before.builds), { ...args, fix: false })).results;
  const fresh = onlyNew(found, earlier, (file) => join(root, same.get(pathOf(file)) ?? ""));
  const count = (some: readonly { messages: readonly unknown[] }[]) =>
    some.reduce((sum, { messages }) => sum + messages.length, 0);
  const left = new Set(same.values());
  const changed = new Set([
    ...[...now.builds.repository.files.keys()].filter((path) => !same.has(path)),
    ...[...before.builds.repository.files.keys()].filter((path) => !left.has(path)),
  ]);
  return {
    ...result,
    results: [...result.results.filter((one) => !isSame(one)), ...fresh].sort((one, other) =>
      one.filePath < other.filePath ? -1 : 1,
    ),
    looked: {
      ...result.looked,
      compared: { name, changed: [...changed].filter(inScope).length, known: count(found) - count(fresh) },
    },
  };
}

/** Of what was there before: the files that have findings now, and all in which a namespace can have had one. */
function isWanted(
  files: ReadonlySet<string | undefined>,
  { namespaceFiles }: Builds,
): (path: string) => boolean {
  const bearers = new Set(namespaceFiles);
  return (path) => files.has(path) || bearers.has(path);
}

interface Comparison {
  now: State;
  before: State;
  /** The files whose content is as it was, and where they were. */
  same: ReadonlyMap<string, string>;
  /** What it is compared with. */
  name: string;
}

function compare(root: string, { staged, changedSince = "" }: Arguments): Comparison {
  const stage = staged ? stagedFiles(root) : undefined;
  const { tree: treeBefore, name } = stage?.base ?? filesBefore(root, changedSince);
  const tree = stage?.tree ?? new DiskTree(root);
  const config = stage ? configIn(stage.tree) : readConfigFile(root, Object.keys(rules));
  const contents = contentsOf(tree, treeBefore);

  const cache: RepositoryCache = new Map();
  const repository = readRepository(root, cache, tree);
  const kept = unchanged(repository.files.keys(), contents);
  // What is the same need not be read and resolved twice.
  const cacheBefore: RepositoryCache = new Map();
  for (const path of kept) {
    const entry = cache.get(path);
    const size = treeBefore.stat(path)?.size ?? 0;
    if (entry) cacheBefore.set(path, { ...entry, found: { path, mtime: 0, size } });
  }
  const repositoryBefore = readRepository(root, cacheBefore, treeBefore);
  const fresh = [...repository.files.keys()].filter((path) => !repositoryBefore.files.has(path));
  const gone = [...repositoryBefore.files.keys()].filter((path) => !repository.files.has(path));

  const configBefore = possibleConfigIn(treeBefore) ?? config;
  const settingsBefore = { ...configBefore?.settings, root };
  const settings = { ...config?.settings, root };
  const buildsBefore = new Builds(repositoryBefore, settingsBefore);
  const builds = new Builds(repository, settings, repositoryBefore, buildsBefore);
  return {
    now: { root, config, settings, builds, isOnDisk: !stage },
    before: { root, config: configBefore, settings: settingsBefore, builds: buildsBefore, isOnDisk: false },
    same: new Map([...kept.map((path): [string, string] => [path, path]), ...moved(fresh, gone, contents)]),
    name,
  };
}

/** The configuration file of a tree in git; nothing where there is none. */
function configIn(tree: GitTree): ConfigFile | undefined {
  if (tree.contentAt(CONFIG_FILE) === undefined) return undefined;
  return parseConfigFile(readText(tree, CONFIG_FILE), Object.keys(rules));
}

/** The same, where it may be one that this version cannot read. */
function possibleConfigIn(tree: GitTree): ConfigFile | undefined {
  try {
    return configIn(tree);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

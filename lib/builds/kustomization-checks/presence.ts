import type { Ignore } from "ignore";
import type { FileTree } from "../../repository/file-tree.js";
import type { Repository } from "../../repository/repository.js";
import { ignoreRules } from "../../repository/walk.js";
import { directoryOf } from "../directories.js";
import { below, KUSTOMIZATION_FILES, kustomizationIn } from "../kustomize/kustomization.js";

/** What is at a path of the repository; often there is no telling. */
export type Presence = "file" | "kustomization" | "bareDirectory" | "missing" | "unknown";

/** Directories that are never part of what is kept in git. */
const NOT_KEPT = /(?:^|\/)(?:\.git|node_modules|\.terraform|\.venv)(?:\/|$)/;
/** More is no list of patterns. */
const MAX_IGNORE_SIZE = 1_000_000;

/**
 * What is at a path. The repository lists neither what .gitignore names, nor what links lead to, nor files of
 * other kinds: only what is not where it was read from either, and could not be made or fetched later, is missing.
 */
export function presenceOf(repository: Repository, path: string): Presence {
  if (repository.files.has(path)) return "file";
  if (kustomizationIn(repository, path)) return "kustomization";
  const { tree } = repository;
  // A file that is judged alone has no repository around it.
  if (!tree || NOT_KEPT.test(path)) return "unknown";
  const found = tree.kindAt(path);
  if (found === "other") return "unknown";
  if (isIgnored(repository, path) || tree.isSubmodule(path)) return "unknown";
  if (found === "nothing") return "missing";
  const isKustomized = KUSTOMIZATION_FILES.some(
    (name) => tree.kindAt(below(path, name)) !== "nothing" || isIgnored(repository, below(path, name)),
  );
  return isKustomized ? "unknown" : "bareDirectory";
}

/** Whether some .gitignore names a path, or a directory that it is in: who builds may make it first. */
function isIgnored(repository: Repository, path: string): boolean {
  for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
    const relative = directory === "" ? path : path.slice(directory.length + 1);
    const rules = rulesIn(repository, directory);
    if (rules?.test(relative).ignored || rules?.test(`${relative}/`).ignored) return true;
    if (directory === "") return false;
  }
}

const known = new WeakMap<Repository, Map<string, Ignore | undefined>>();

/** The patterns of the .gitignore in a directory, read once. */
function rulesIn(repository: Repository, directory: string): Ignore | undefined {
  let rules = known.get(repository);
  if (!rules) known.set(repository, (rules = new Map<string, Ignore | undefined>()));
  if (!rules.has(directory)) rules.set(directory, readRules(repository.tree, below(directory, ".gitignore")));
  return rules.get(directory);
}

function readRules(tree: FileTree | undefined, path: string): Ignore | undefined {
  try {
    const entry = tree?.list(directoryOf(path)).find(({ name }) => name === ".gitignore");
    if (!tree || !entry?.isFile()) return undefined;
    const { size } = tree.stat(path, entry) ?? { size: 0 };
    return size <= MAX_IGNORE_SIZE ? ignoreRules(tree.text(path)) : undefined;
  } catch {
    return undefined;
  }
}

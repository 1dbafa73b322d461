import { lstatSync, opendirSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { Ignore } from "ignore";
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
 * other kinds: only what is not on the disk either, and could not be made or fetched later, is missing.
 */
export function presenceOf(repository: Repository, path: string): Presence {
  if (repository.files.has(path)) return "file";
  if (kustomizationIn(repository, path)) return "kustomization";
  // A file that is judged alone has no repository around it.
  if (repository.root === "" || NOT_KEPT.test(path)) return "unknown";
  const found = kindOnDisk(repository, path);
  if (found === "other") return "unknown";
  if (isIgnored(repository, path) || isSubmodule(repository, path)) return "unknown";
  if (found === "nothing") return "missing";
  const isKustomized = KUSTOMIZATION_FILES.some(
    (name) =>
      kindOnDisk(repository, below(path, name)) !== "nothing" || isIgnored(repository, below(path, name)),
  );
  return isKustomized ? "unknown" : "bareDirectory";
}

/** What lies behind a link that leads out of the repository is nobody's to know, not even whether it is there. */
function kindOnDisk({ root }: Repository, path: string): "directory" | "other" | "nothing" {
  try {
    let at = root;
    let isDirectory = true;
    for (const name of path.split("/").filter(Boolean)) {
      at = join(at, name);
      if (lstatSync(at).isSymbolicLink()) {
        const target = behindLink(at, root);
        if (target === undefined) return "other";
        at = target;
      }
      isDirectory = lstatSync(at).isDirectory();
    }
    return isDirectory ? "directory" : "other";
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? "nothing" : "other";
  }
}

/** Where a link leads to; nothing where that is not in the repository. */
function behindLink(link: string, root: string): string | undefined {
  try {
    const target = realpathSync(link);
    return target.startsWith(join(realpathSync(root), sep)) ? target : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a path lies where git keeps nothing: an empty directory is that of a submodule that was not fetched. */
function isSubmodule({ root }: Repository, path: string): boolean {
  for (let directory = path; directory !== ""; directory = directoryOf(directory)) {
    try {
      return isEmpty(join(root, directory));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") return false;
    }
  }
  return false;
}

function isEmpty(directory: string): boolean {
  const opened = opendirSync(directory);
  try {
    return opened.readSync() === null;
  } finally {
    opened.closeSync();
  }
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
  if (!rules.has(directory)) rules.set(directory, readRules(join(repository.root, directory, ".gitignore")));
  return rules.get(directory);
}

function readRules(file: string): Ignore | undefined {
  try {
    const stat = lstatSync(file);
    return stat.isFile() && stat.size <= MAX_IGNORE_SIZE
      ? ignoreRules(readFileSync(file, "utf8"))
      : undefined;
  } catch {
    return undefined;
  }
}

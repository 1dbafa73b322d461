import { lstatSync, opendirSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { Ignore } from "ignore";
import { ignoreRules } from "./walk.js";

/** What is on the disk at a path that the repository does not list. */
export type Absence = "missing" | "directory" | "unknown";

/** Directories that are never part of what is kept in git. */
const NOT_KEPT = /(?:^|\/)(?:\.git|node_modules|\.terraform|\.venv)(?:\/|$)/;
/** More is no list of patterns. */
const MAX_IGNORE_SIZE = 1_000_000;

/**
 * What lies on the disk below a root besides the files that the repository lists. Each answer is given once and
 * then kept, so that one reading of a repository stays one.
 */
export class Disk {
  readonly #root: string;
  readonly #answers = new Map<string, Absence>();
  readonly #rules = new Map<string, Ignore | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Everything that was asked so far, with its answer. */
  get answers(): ReadonlyMap<string, Absence> {
    return this.#answers;
  }

  /**
   * What is at a path that the repository does not list, below the root. It lists neither what .gitignore names, nor
   * what links lead to, nor files of other kinds: only what is not on the disk either, and could not be made or
   * fetched later, is missing.
   */
  at(path: string): Absence {
    let answer = this.#answers.get(path);
    if (answer === undefined) this.#answers.set(path, (answer = this.#look(path)));
    return answer;
  }

  #look(path: string): Absence {
    if (NOT_KEPT.test(path)) return "unknown";
    const found = this.#kindOf(path);
    if (found === "other" || this.#isIgnored(path) || this.#isSubmodule(path)) return "unknown";
    return found === "nothing" ? "missing" : "directory";
  }

  /** What lies behind a link that leads out of the repository is nobody's to know, not even whether it is there. */
  #kindOf(path: string): "directory" | "other" | "nothing" {
    try {
      let at = this.#root;
      let isDirectory = true;
      for (const name of path.split("/").filter(Boolean)) {
        at = join(at, name);
        if (lstatSync(at).isSymbolicLink()) {
          const target = this.#behindLink(at);
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
  #behindLink(link: string): string | undefined {
    try {
      const target = realpathSync(link);
      return target.startsWith(join(realpathSync(this.#root), sep)) ? target : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whether a path lies where git keeps nothing: an empty directory is that of a submodule that was not fetched. */
  #isSubmodule(path: string): boolean {
    for (let directory = path; directory !== ""; directory = parentOf(directory)) {
      try {
        return isEmpty(join(this.#root, directory));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") return false;
      }
    }
    return false;
  }

  /** Whether some .gitignore names a path, or a directory that it is in: who builds may make it first. */
  #isIgnored(path: string): boolean {
    for (let directory = parentOf(path); ; directory = parentOf(directory)) {
      const relative = directory === "" ? path : path.slice(directory.length + 1);
      const rules = this.#rulesIn(directory);
      if (rules?.test(relative).ignored || rules?.test(`${relative}/`).ignored) return true;
      if (directory === "") return false;
    }
  }

  /** The patterns of the .gitignore in a directory, read once. */
  #rulesIn(directory: string): Ignore | undefined {
    if (!this.#rules.has(directory)) {
      this.#rules.set(directory, readRules(join(this.#root, directory, ".gitignore")));
    }
    return this.#rules.get(directory);
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function isEmpty(directory: string): boolean {
  const opened = opendirSync(directory);
  try {
    return opened.readSync() === null;
  } finally {
    opened.closeSync();
  }
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

import type { Ignore } from "ignore";
import { type FileTree, MAX_SIDE_SIZE } from "./file-tree.js";
import { ignoreRules, MAX_DEPTH } from "./walk.js";

/** What is on the disk at a path that the repository does not list. */
export type Absence = "missing" | "directory" | "refused" | "unknown";

/** Directories that are never tracked by git. */
const NOT_KEPT = /(?:^|\/)(?:\.git|node_modules|\.terraform|\.venv)(?:\/|$)/;

/**
 * What is on disk below a root besides the files that the repository lists. Each path is checked once and the
 * answer kept, so that a repository stays consistent.
 */
export class Disk {
  readonly #tree: FileTree;
  readonly #answers = new Map<string, Absence>();
  readonly #rules = new Map<string, Ignore | "missing" | undefined>();

  /** @param tree where the repository is read from, which need not be the disk */
  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  /** Every path that was asked about so far, with its answer. */
  get answers(): ReadonlyMap<string, Absence> {
    return this.#answers;
  }

  /**
   * What is at a path below the root that the repository does not list. The repository lists neither what .gitignore
   * names nor files of other types that nothing names, so a path is missing only if it is not on disk either and could
   * not be generated or fetched later. A link that leads out of the root is refused.
   */
  at(path: string): Absence {
    let answer = this.#answers.get(path);
    if (answer === undefined) this.#answers.set(path, (answer = this.#look(path)));
    return answer;
  }

  #look(path: string): Absence {
    const found = this.#tree.kindAt(path);
    if (found === "outside") return "refused";
    if (NOT_KEPT.test(path)) return "unknown";
    if (found === "file" || found === "other" || this.#isIgnored(path) || this.#tree.isSubmodule(path))
      return "unknown";
    return found === "nothing" ? "missing" : "directory";
  }

  /** Whether a .gitignore names a path or a directory that it is in: a build may generate it first. */
  #isIgnored(path: string): boolean {
    // No .gitignore is read further down.
    const parts = path.split("/").slice(0, MAX_DEPTH);
    for (let depth = 0; depth < parts.length; depth++) {
      const relative = parts.slice(depth).join("/");
      const rules = this.#rulesIn(parts.slice(0, depth).join("/"));
      if (rules === "missing") return false;
      if (rules?.test(relative).ignored || rules?.test(`${relative}/`).ignored) return true;
    }
    return false;
  }

  /** The patterns of the .gitignore in a directory, read once; `missing` if there is no such directory. */
  #rulesIn(directory: string): Ignore | "missing" | undefined {
    if (!this.#rules.has(directory)) {
      this.#rules.set(directory, readRules(this.#tree, directory));
    }
    return this.#rules.get(directory);
  }
}

function readRules(tree: FileTree, directory: string): Ignore | "missing" | undefined {
  try {
    const path = directory === "" ? ".gitignore" : `${directory}/.gitignore`;
    const entries = tree.list(directory);
    if (tree.steering) {
      const text = tree.steering.ignoresIn(directory);
      return text === undefined ? undefined : ignoreRules(text).rules;
    }
    const entry = entries.find(({ name }) => name === ".gitignore");
    if (!entry?.isFile()) return undefined;
    const { size } = tree.stat(path, entry) ?? { size: 0 };
    return size <= MAX_SIDE_SIZE ? ignoreRules(tree.bytes(path).toString("utf8")).rules : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT" || code === "ENOTDIR" ? "missing" : undefined;
  }
}

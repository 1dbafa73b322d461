import {
  type Dirent,
  lstatSync,
  opendirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { join, relative, sep } from "node:path";

/** Larger files, in bytes, are not manifests but attacks on memory: etcd accepts objects up to 1.5 MB. */
export const MAX_SIZE = 32 * 2 ** 20;
/**
 * Larger files beside the manifests, in bytes, are not what they are named: lists of patterns and configurations that
 * people write have a hundredth of it.
 */
export const MAX_SIDE_SIZE = 2 ** 20;

/** A name in a directory, and its type. */
export type TreeEntry = Pick<Dirent, "name" | "isDirectory" | "isFile" | "isSymbolicLink">;

/**
 * What is at a path, following links. A link that leads out of the root is `outside`, as is one that leads nowhere: not
 * even whether its target exists may be revealed. `other` is anything else, such as a device, or cannot be accessed.
 */
export type PathKind = "file" | "directory" | "outside" | "other" | "nothing";

/** What says how a repository is read, where its own files are not trusted to. */
export interface Steering {
  /** The state of the repository whose files count; undefined if none is trusted. */
  readonly trusted: FileTree | undefined;
  /** The text of the .gitignore that counts in a directory; undefined if there is none. */
  ignoresIn(directory: string): string | undefined;
  /** Whether a directory is the root of a repository of its own. */
  isRoot(directory: string): boolean;
  /** Whether git tracks a path, or something below it: to git, no .gitignore is about those. */
  isTracked(path: string): boolean;
}

/**
 * The files of a repository at one moment: those on disk, in a commit, or in git's index.
 * All paths are below its root, with `/` as separator; the empty string is the root.
 */
export interface FileTree {
  /** The entries of a directory, in any order; throws the system's error if it cannot be read. */
  list(directory: string): TreeEntry[];
  /**
   * The modification time, 0 if it means nothing, and the size in bytes of a file from the listing of its directory;
   * undefined if it is not a file, or a link that leads out of the root. If they mean anything, also the time of the
   * last change of any kind, which no program can set, and the inode number; in git, the id of its content.
   */
  stat(
    path: string,
    entry: TreeEntry,
  ): { mtime: number; size: number; ctime?: number; ino?: number; id?: string } | undefined;
  /** The content of a file, following links; throws if it cannot be read. */
  bytes(path: string): Buffer;
  /** Announces that the contents of files will be needed: it is faster to load them together. */
  expect?(paths: readonly string[]): void;
  /** The sizes of files in bytes, where `stat` does not tell all of them. */
  measure?(paths: readonly string[]): ReadonlyMap<string, number> | undefined;
  kindAt(path: string): PathKind;
  /** The path of a directory without links on the way; as it is if it is not there or they lead out of the root. */
  realDirectory(path: string): string;
  /** Whether a path is in a directory in which git tracks nothing, such as that of a submodule. */
  isSubmodule(path: string): boolean;
  /** Which files may say how it is read, if not simply its own. */
  readonly steering?: Steering;
}

/** The tick of a file system's clock, in milliseconds: a second change within it does not change the time. */
const TICK = 50;
/** The tick of file systems whose times are whole seconds, or even ones. */
const COARSE_TICK = 2000;

/** Whether no later change can have this time, in milliseconds. */
export function isSettled(time: number, now = Date.now()): boolean {
  return Math.abs(now - time) > (time % 1000 === 0 ? COARSE_TICK : TICK);
}

/** The files on disk. */
export class DiskTree implements FileTree {
  readonly #root: string;
  #realRoot: string | undefined;

  /** @param root an absolute path */
  constructor(root: string) {
    this.#root = root;
  }

  list(directory: string): TreeEntry[] {
    return readdirSync(this.#at(directory), { withFileTypes: true });
  }

  stat(path: string, entry: TreeEntry): ReturnType<FileTree["stat"]> {
    const absolute = this.#at(path);
    if (entry.isSymbolicLink() && !this.#isInside(realpathSync(absolute))) return undefined;
    const stats = statSync(absolute);
    if (!stats.isFile()) return undefined;
    const { mtimeMs: mtime, size, ctimeMs: ctime, ino } = stats;
    return { mtime, size, ctime, ino };
  }

  bytes(path: string): Buffer {
    return readFileSync(this.#at(path));
  }

  kindAt(path: string): PathKind {
    try {
      let at = this.#root;
      let stats = statSync(at);
      for (const name of path.split("/").filter(Boolean)) {
        at = join(at, name);
        stats = lstatSync(at);
        if (!stats.isSymbolicLink()) continue;
        const target = this.#targetOf(at);
        if (target === undefined) return "outside";
        at = target;
        stats = lstatSync(at);
      }
      return stats.isDirectory() ? "directory" : stats.isFile() ? "file" : "other";
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === "ENOENT" || code === "ENOTDIR" ? "nothing" : "other";
    }
  }

  realDirectory(path: string): string {
    try {
      this.#realRoot ??= realpathSync(this.#root);
      const target = realpathSync(this.#at(path));
      return this.#isInside(target) ? relative(this.#realRoot, target).split(sep).join("/") : path;
    } catch {
      return path;
    }
  }

  /**
   * Git does not track empty directories: one belongs to a submodule that was not fetched. The deepest directory on the
   * way that is there decides. It is searched for by halves, as a path can have thousands of parts.
   */
  isSubmodule(path: string): boolean {
    const ends = [...path.matchAll(/\/|$/g)].map(({ index }) => index);
    // The whole path comes first: the system refuses one that is too long, but not its beginning.
    let [there, missing] = [-1, ends.length];
    let answer = false;
    for (let at = ends.length - 1; there < missing - 1; at = (there + missing) >> 1) {
      const found = this.#isEmpty(path.slice(0, ends[at]));
      if (found === undefined) missing = at;
      else [there, answer] = [at, found];
    }
    return answer;
  }

  /** Whether a path leads to a directory without entries; undefined if there is nothing. */
  #isEmpty(path: string): boolean | undefined {
    if (path === "" || path === ".") return false;
    try {
      const directory = opendirSync(this.#at(path));
      try {
        return directory.readSync() === null;
      } finally {
        directory.closeSync();
      }
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ENOENT" ? undefined : false;
    }
  }

  /** A path on disk. It needs no normalization, which takes longer than accessing the file. */
  #at(path: string): string {
    return `${this.#root}/${path}`;
  }

  /** The target of a link; undefined if it is not in the repository. */
  #targetOf(link: string): string | undefined {
    try {
      const target = realpathSync(link);
      return this.#isInside(target) ? target : undefined;
    } catch {
      return undefined;
    }
  }

  #isInside(target: string): boolean {
    this.#realRoot ??= realpathSync(this.#root);
    return target.startsWith(join(this.#realRoot, sep));
  }
}

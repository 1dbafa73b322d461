import {
  type Dirent,
  lstatSync,
  opendirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";

/** Larger files, in bytes, are not manifests but attacks on memory: etcd takes objects up to 1.5 MB. */
export const MAX_SIZE = 32 * 2 ** 20;

/** A name in a directory, and what bears it. */
export type TreeEntry = Pick<Dirent, "name" | "isDirectory" | "isFile" | "isSymbolicLink">;

/**
 * What is at a path, links followed. What lies behind a link that leads out of the root is nobody's to know, not even
 * whether it is there: that is `outside`, as is a link that leads nowhere. `other` is what is no file, as a device, and all that cannot be looked at.
 */
export type PathKind = "file" | "directory" | "outside" | "other" | "nothing";

/**
 * The files of a repository at one moment: those on the disk, those of a commit, or those of git's index.
 * All paths are below its root, with `/` between the parts; the empty text is the root.
 */
export interface FileTree {
  /** What a directory holds, in any order; throws the system's error where it cannot be read. */
  list(directory: string): TreeEntry[];
  /**
   * The time of change, which is 0 where it means nothing, and the size in bytes of a file that the listing
   * of its directory has shown; nothing where there is no file or a link leads out of the root. Where they mean
   * something, the time of the last change of any kind, which no program can set, and the number of the file.
   */
  stat(
    path: string,
    entry: TreeEntry,
  ): { mtime: number; size: number; ctime?: number; ino?: number } | undefined;
  /** The content of a file, links followed; throws where it cannot be read. */
  bytes(path: string): Buffer;
  /** Says that the contents of files will be asked for, which takes less time at once. */
  expect?(paths: readonly string[]): void;
  kindAt(path: string): PathKind;
  /** Whether a path lies in a directory in which git keeps nothing, as that of a submodule. */
  isSubmodule(path: string): boolean;
}

/** Within the same tick of a file system's clock, in milliseconds, a second change leaves the time as it is. */
const TICK = 50;
/** The same where times are whole seconds, or even ones. */
const COARSE_TICK = 2000;

/** Whether no change from now on can have a time any more, in milliseconds. */
export function isSettled(time: number, now = Date.now()): boolean {
  return Math.abs(now - time) > (time % 1000 === 0 ? COARSE_TICK : TICK);
}

/** The files on the disk. */
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
        const target = this.#behindLink(at);
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

  /** Git keeps no empty directory: one is that of a submodule that was not fetched. */
  isSubmodule(path: string): boolean {
    for (let directory = path; directory !== "" && directory !== "."; directory = dirname(directory)) {
      try {
        return isEmpty(join(this.#root, directory));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") return false;
      }
    }
    return false;
  }

  /** A path on the disk. Nothing in it needs to be put in order, which takes longer than to look there. */
  #at(path: string): string {
    return `${this.#root}/${path}`;
  }

  /** Where a link leads to; nothing where that is not in the repository. */
  #behindLink(link: string): string | undefined {
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

function isEmpty(directory: string): boolean {
  const opened = opendirSync(directory);
  try {
    return opened.readSync() === null;
  } finally {
    opened.closeSync();
  }
}

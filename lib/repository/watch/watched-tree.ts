import { statSync, type Stats } from "node:fs";
import { join } from "node:path";
import { DiskTree, type FileTree, isSettled, type PathKind, type TreeEntry } from "../disk/file-tree.js";
import { directoryOf } from "../paths.js";

type Stat = ReturnType<FileTree["stat"]>;

/** A directory as it was when it was last looked at. */
interface Kept {
  /** When that was, in milliseconds, by the clock that never goes back. */
  looked: number;
  version: Version | undefined;
  /** What it holds, in the order of the names, or why that cannot be read. */
  entries: TreeEntry[] | Error;
  /** What was asked of its files, by name. */
  stats: Map<string, { entry: TreeEntry; stat: Stat | Error }>;
}

/** What differs after a directory has got or lost a name. */
type Version = Pick<Stats, "mtimeMs" | "ctimeMs" | "ino">;

/** What was found changed since it was last asked. */
export interface Changes {
  /** The files that are still there and have changed. */
  files: ReadonlyMap<string, { mtime: number; size: number }>;
  /** Whether anything else has changed: which files there are, or which of them git ignores. */
  others: boolean;
}

/** What decides which other files count. */
const DECIDING = /^\.(?:gitignore|sourceignore)$/;

/** The files on the disk as they were when each directory was last looked at, so that only changes cost time. */
export class WatchedTree implements FileTree {
  readonly #root: string;
  readonly #disk: DiskTree;
  readonly #kept = new Map<string, Kept>();
  #files = new Map<string, { mtime: number; size: number }>();
  #others = false;

  /** @param root an absolute path */
  constructor(root: string) {
    this.#root = root;
    this.#disk = new DiskTree(root);
  }

  list(directory: string): TreeEntry[] {
    const { entries } = this.#keep(directory);
    if (entries instanceof Error) throw entries;
    return entries;
  }

  stat(path: string, entry: TreeEntry): Stat {
    const { stats } = this.#keep(directoryOf(path));
    let known = stats.get(entry.name);
    if (!known) stats.set(entry.name, (known = { entry, stat: this.#look(path, entry) }));
    if (known.stat instanceof Error) throw known.stat;
    return known.stat;
  }

  bytes(path: string): Buffer {
    const directory = directoryOf(path);
    const base = directory === "" ? path : path.slice(directory.length + 1);
    if (DECIDING.test(base)) {
      const entry = this.list(directory).find(({ name }) => name === base);
      if (entry) this.stat(path, entry);
    }
    return this.#disk.bytes(path);
  }

  kindAt(path: string): PathKind {
    return this.#disk.kindAt(path);
  }

  isSubmodule(path: string): boolean {
    return this.#disk.isSubmodule(path);
  }

  /** When that was looked at which was not looked at for longest; infinity where nothing was. */
  get oldest(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { looked } of this.#kept.values()) if (looked < oldest) oldest = looked;
    return oldest;
  }

  /**
   * Looks again at every directory, and the files in it, that was last looked at before some time. It can be left
   * after each directory and taken up later.
   */
  *lookAgain(before: number): Generator<void, void> {
    for (const [directory, kept] of [...this.#kept]) {
      if (kept.looked >= before || this.#kept.get(directory) !== kept) continue;
      this.#lookAgain(directory, kept);
      yield;
    }
  }

  /** What has changed since this was last asked. */
  takeChanges(): Changes | undefined {
    const [files, others] = [this.#files, this.#others];
    if (files.size === 0 && !others) return undefined;
    this.#files = new Map();
    this.#others = false;
    return { files, others };
  }

  #lookAgain(directory: string, kept: Kept): void {
    const looked = performance.now();
    const version = this.#versionOf(directory);
    if (!isSameVersion(kept.version, version)) {
      const entries = this.#entriesOf(directory);
      if (!isSameList(kept.entries, entries)) {
        // All that is known of it is forgotten: what walks it next looks anew.
        this.#kept.delete(directory);
        this.#others = true;
        return;
      }
      kept.version = version;
    }
    kept.looked = looked;
    for (const [name, known] of kept.stats) {
      const path = directory === "" ? name : `${directory}/${name}`;
      const stat = this.#look(path, known.entry);
      if (isSame(known.stat, stat)) continue;
      const isPlain = known.stat && stat && !(known.stat instanceof Error) && !(stat instanceof Error);
      known.stat = stat;
      if (isPlain && !DECIDING.test(name)) this.#files.set(path, stat as NonNullable<Stat>);
      else this.#others = true;
    }
  }

  #keep(directory: string): Kept {
    let kept = this.#kept.get(directory);
    if (!kept) {
      const looked = performance.now();
      const version = this.#versionOf(directory);
      kept = { looked, version, entries: this.#entriesOf(directory), stats: new Map() };
      this.#kept.set(directory, kept);
    }
    return kept;
  }

  #entriesOf(directory: string): TreeEntry[] | Error {
    try {
      return this.#disk.list(directory).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      return error as Error;
    }
  }

  /** Nothing where there is no directory, or where its last change is too young to tell a later one by it. */
  #versionOf(directory: string): Version | undefined {
    try {
      const { mtimeMs, ctimeMs, ino } = statSync(join(this.#root, directory));
      return isSettled(mtimeMs) && isSettled(ctimeMs) ? { mtimeMs, ctimeMs, ino } : undefined;
    } catch {
      return undefined;
    }
  }

  #look(path: string, entry: TreeEntry): Stat | Error {
    try {
      const stat = this.#disk.stat(path, entry);
      if (!stat || (isSettled(stat.mtime) && isSettled(stat.ctime ?? 0))) return stat;
      // It equals nothing, so that the file is read once more.
      return { ...stat, mtime: Number.NaN };
    } catch (error) {
      return error as Error;
    }
  }
}

function isSameVersion(a: Version | undefined, b: Version | undefined): boolean {
  return a !== undefined && a.ctimeMs === b?.ctimeMs && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}

function isSame(a: Stat | Error, b: Stat | Error): boolean {
  if (a instanceof Error || b instanceof Error) {
    return a instanceof Error && b instanceof Error && a.message === b.message;
  }
  return a?.mtime === b?.mtime && a?.size === b?.size && a?.ctime === b?.ctime && a?.ino === b?.ino;
}

function isSameList(a: TreeEntry[] | Error, b: TreeEntry[] | Error): boolean {
  if (a instanceof Error || b instanceof Error) {
    return a instanceof Error && b instanceof Error && a.message === b.message;
  }
  return a.length === b.length && a.every((entry, index) => isSameEntry(entry, b[index] as TreeEntry));
}

function isSameEntry(a: TreeEntry, b: TreeEntry): boolean {
  return (
    a.name === b.name &&
    a.isDirectory() === b.isDirectory() &&
    a.isFile() === b.isFile() &&
    a.isSymbolicLink() === b.isSymbolicLink()
  );
}

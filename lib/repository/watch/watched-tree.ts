import { statSync, type Stats } from "node:fs";
import { DiskTree, type FileTree, isSettled, type PathKind, type TreeEntry } from "../disk/file-tree.js";
import { directoryOf, isAtOrBelow } from "../paths.js";

type Stat = ReturnType<FileTree["stat"]>;

/** A directory as it was when it was last checked. */
interface Snapshot {
  /** When that was, in milliseconds of the monotonic clock. */
  checked: number;
  version: Version | undefined;
  /** Its entries, sorted by name, or why they cannot be read. */
  entries: TreeEntry[] | Error;
  /** The stats of its files that were asked for, by name. */
  stats: Map<string, { entry: TreeEntry; stat: Stat | Error }>;
}

/** What changes when a directory gains or loses a name. */
type Version = Pick<Stats, "mtimeMs" | "ctimeMs" | "ino">;

/** What has changed since the last call of `takeChanges`. */
export interface Changes {
  /** The files that have changed and still exist. */
  files: ReadonlyMap<string, { mtime: number; size: number }>;
  /** Whether anything else has changed: which files there are, or which of them git ignores. */
  others: boolean;
}

/** The files that decide which other files count. */
const DECIDING = /^\.(?:gitignore|sourceignore)$/;

/** The files on disk as they were when each directory was last checked, so that only changes cost time. */
export class WatchedTree implements FileTree {
  readonly #root: string;
  readonly #disk: DiskTree;
  readonly #snapshots = new Map<string, Snapshot>();
  #files = new Map<string, { mtime: number; size: number }>();
  #others = false;

  /** @param root an absolute path */
  constructor(root: string) {
    this.#root = root;
    this.#disk = new DiskTree(root);
  }

  list(directory: string): TreeEntry[] {
    const { entries } = this.#snapshotOf(directory);
    if (entries instanceof Error) throw entries;
    return entries;
  }

  stat(path: string, entry: TreeEntry): Stat {
    const { stats } = this.#snapshotOf(directoryOf(path));
    let file = stats.get(entry.name);
    if (!file) stats.set(entry.name, (file = { entry, stat: this.#look(path, entry) }));
    if (file.stat instanceof Error) throw file.stat;
    return file.stat;
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

  realDirectory(path: string): string {
    return this.#disk.realDirectory(path);
  }

  isSubmodule(path: string): boolean {
    return this.#disk.isSubmodule(path);
  }

  /** The time of the check that was longest ago; infinity if there was none. */
  get oldest(): number {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { checked } of this.#snapshots.values()) if (checked < oldest) oldest = checked;
    return oldest;
  }

  /**
   * Checks every directory that was last checked before some time, and its files. It can be suspended after each
   * directory and resumed later.
   */
  *lookAgain(before: number): Generator<void, void> {
    for (const [directory, snapshot] of [...this.#snapshots]) {
      if (snapshot.checked >= before || this.#snapshots.get(directory) !== snapshot) continue;
      this.#lookAgain(directory, snapshot);
      yield;
    }
  }

  /**
   * Checks what something has happened to.
   * @param paths files and directories, new and deleted ones included
   */
  lookAt(paths: Iterable<string>): void {
    const directories = new Set<string>();
    for (const path of paths) {
      // A new directory is seen in the one above it.
      let directory = directoryOf(path);
      while (directory !== "" && !this.#snapshots.has(directory)) directory = directoryOf(directory);
      directories.add(directory);
      if (!this.#snapshots.has(path)) continue;
      // Of a directory that is moved or deleted, one may be told nothing else.
      for (const one of this.#snapshots.keys()) if (isAtOrBelow(one, path)) directories.add(one);
    }
    for (const directory of directories) {
      const snapshot = this.#snapshots.get(directory);
      if (snapshot) this.#lookAgain(directory, snapshot);
    }
  }

  /** What has changed since the last call, or undefined if nothing has. */
  takeChanges(): Changes | undefined {
    const [files, others] = [this.#files, this.#others];
    if (files.size === 0 && !others) return undefined;
    this.#files = new Map();
    this.#others = false;
    return { files, others };
  }

  #lookAgain(directory: string, snapshot: Snapshot): void {
    const checked = performance.now();
    const version = this.#versionOf(directory);
    if (!isSameVersion(snapshot.version, version)) {
      const entries = this.#entriesOf(directory);
      if (!isSameList(snapshot.entries, entries)) {
        // The next walk reads it afresh.
        this.#snapshots.delete(directory);
        this.#others = true;
        return;
      }
      snapshot.version = version;
    }
    snapshot.checked = checked;
    for (const [name, file] of snapshot.stats) {
      const path = directory === "" ? name : `${directory}/${name}`;
      const stat = this.#look(path, file.entry);
      if (isSame(file.stat, stat)) continue;
      const isPlain = file.stat && stat && !(file.stat instanceof Error) && !(stat instanceof Error);
      file.stat = stat;
      if (isPlain && !DECIDING.test(name)) this.#files.set(path, stat as NonNullable<Stat>);
      else this.#others = true;
    }
  }

  #snapshotOf(directory: string): Snapshot {
    let snapshot = this.#snapshots.get(directory);
    if (!snapshot) {
      const checked = performance.now();
      // Its version is asked for at the next look, which lists it once more: somebody waits for the first.
      snapshot = { checked, version: undefined, entries: this.#entriesOf(directory), stats: new Map() };
      this.#snapshots.set(directory, snapshot);
    }
    return snapshot;
  }

  #entriesOf(directory: string): TreeEntry[] | Error {
    try {
      return this.#disk.list(directory).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      return error as Error;
    }
  }

  /** Undefined if there is no directory, or if it changed so recently that a later change may not show. */
  #versionOf(directory: string): Version | undefined {
    try {
      const { mtimeMs, ctimeMs, ino } = statSync(`${this.#root}/${directory}`);
      return isSettled(mtimeMs) && isSettled(ctimeMs) ? { mtimeMs, ctimeMs, ino } : undefined;
    } catch {
      return undefined;
    }
  }

  #look(path: string, entry: TreeEntry): Stat | Error {
    try {
      const stat = this.#disk.stat(path, entry);
      if (!stat || (isSettled(stat.mtime) && isSettled(stat.ctime ?? 0))) return stat;
      // NaN equals nothing, so the file is read once more.
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

import { isAtOrBelow } from "../paths.js";
import { decode } from "../../manifests/decode.js";
import { type FileTree, MAX_SIZE, type PathKind, type TreeEntry } from "../disk/file-tree.js";
import type { Changes, WatchedTree } from "./watched-tree.js";

interface OpenBuffer {
  content: Buffer;
  /** Grows with each change, and stands for the time of one. */
  version: number;
}

/**
 * The files on disk, but those that are open in an editor as they are there, saved or not. A buffer need not have a file
 * yet, nor its file a directory.
 */
export class BuffersTree implements FileTree {
  readonly #tree: WatchedTree;
  readonly #buffers = new Map<string, OpenBuffer>();
  #changed = new Map<string, { mtime: number; size: number }>();
  #others = false;
  #version = 0;

  /** @param tree the files on disk */
  constructor(tree: WatchedTree) {
    this.#tree = tree;
  }

  /** Shows a text for a file, until the buffer is closed. */
  open(path: string, text: string): void {
    const before = this.#buffers.get(path);
    const content = this.#saved(path, text, before !== undefined) ?? Buffer.from(text);
    if (before?.content.equals(content)) return;
    const version = ++this.#version;
    this.#buffers.set(path, { content, version });
    if (!before && this.#tree.kindAt(path) !== "file") this.#others = true;
    // Times of files are positive.
    this.#changed.set(path, { mtime: -version, size: content.length });
  }

  /** Shows the file again, if there is one. */
  close(path: string): void {
    if (!this.#buffers.delete(path)) return;
    this.#changed.delete(path);
    const stat = this.#tree.kindAt(path) === "file" ? this.#statOf(path) : undefined;
    if (stat) this.#changed.set(path, stat);
    else this.#others = true;
  }

  /** Whether a file is open. */
  isOpen(path: string): boolean {
    return this.#buffers.has(path);
  }

  list(directory: string): TreeEntry[] {
    const above = [...this.#buffers.keys()].filter(
      (path) => path !== directory && isAtOrBelow(path, directory),
    );
    if (above.length === 0) return this.#tree.list(directory);
    const isThere = this.#tree.kindAt(directory) === "directory";
    const entries = new Map((isThere ? this.#tree.list(directory) : []).map((entry) => [entry.name, entry]));
    for (const path of above) {
      const [name = "", ...rest] = path.slice(directory === "" ? 0 : directory.length + 1).split("/");
      if (!entries.has(name)) entries.set(name, { name, ...(rest.length > 0 ? DIRECTORY : FILE) });
    }
    return [...entries.values()];
  }

  stat(path: string, entry: TreeEntry): ReturnType<FileTree["stat"]> {
    const buffer = this.#buffers.get(path);
    if (!buffer) return this.#tree.stat(path, entry);
    return { mtime: -buffer.version, size: buffer.content.length };
  }

  bytes(path: string): Buffer {
    return this.#buffers.get(path)?.content ?? this.#tree.bytes(path);
  }

  kindAt(path: string): PathKind {
    if (this.#buffers.has(path)) return "file";
    const kind = this.#tree.kindAt(path);
    if (kind !== "nothing" || path === "") return kind;
    return [...this.#buffers.keys()].some((open) => isAtOrBelow(open, path)) ? "directory" : kind;
  }

  realDirectory(path: string): string {
    return this.#tree.realDirectory(path);
  }

  isSubmodule(path: string): boolean {
    return this.#tree.isSubmodule(path);
  }

  /** When what is known of the disk was last checked: as of the tree below. */
  get oldest(): number {
    return this.#tree.oldest;
  }

  /** Looks at the disk again: as of the tree below. */
  lookAgain(before: number): Generator<void, void> {
    return this.#tree.lookAgain(before);
  }

  /** Looks at what something has happened to: as of the tree below. */
  lookAt(paths: Iterable<string>): void {
    this.#tree.lookAt(paths);
  }

  /** The text of an open file; undefined for one that is not. */
  textOf(path: string): string | undefined {
    const content = this.#buffers.get(path)?.content;
    return content && decode(content).text;
  }

  /** What has changed on disk and in buffers since the last call; what is on disk does not count where a file is open. */
  takeChanges(): Changes | undefined {
    const below = this.#tree.takeChanges();
    const files = new Map([...(below?.files ?? [])].filter(([path]) => !this.#buffers.has(path)));
    for (const [path, change] of this.#changed) files.set(path, change);
    const others = this.#others || (below?.others ?? false);
    this.#changed = new Map();
    this.#others = false;
    return files.size === 0 && !others ? undefined : { files, others };
  }

  /**
   * The content of a file on disk, if this text is what an editor makes of it: editors leave out its byte order mark, and
   * replace what is not in its encoding.
   * @param isOpen whether it has been compared before
   */
  #saved(path: string, text: string, isOpen: boolean): Buffer | undefined {
    if (isOpen && !text.includes("\uFFFD")) return undefined;
    try {
      if (this.#tree.kindAt(path) !== "file" || (this.#statOf(path)?.size ?? 0) > MAX_SIZE) return undefined;
      const bytes = this.#tree.bytes(path);
      return decode(bytes).text === text ? bytes : undefined;
    } catch {
      return undefined;
    }
  }

  #statOf(path: string): { mtime: number; size: number } | undefined {
    const at = path.lastIndexOf("/");
    const [directory, name] = [path.slice(0, Math.max(at, 0)), path.slice(at + 1)];
    try {
      const entry = this.#tree.list(directory).find((one) => one.name === name);
      return entry && this.#tree.stat(path, entry);
    } catch {
      return undefined;
    }
  }
}

const FILE = { isDirectory: () => false, isFile: () => true, isSymbolicLink: () => false };
const DIRECTORY = { isDirectory: () => true, isFile: () => false, isSymbolicLink: () => false };

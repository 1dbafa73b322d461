import { isAtOrBelow } from "../paths.js";
import type { FileTree, PathKind, Steering, TreeEntry } from "./file-tree.js";

/** The files of a repository with one more, or with another text for one of them. */
export class OverlaidTree implements FileTree {
  /**
   * @param tree the other files
   * @param path where the file is, below the root; the directories above it need not be there
   */
  constructor(
    readonly tree: FileTree,
    readonly path: string,
    readonly content: Buffer,
  ) {}

  get steering(): Steering | undefined {
    return this.tree.steering;
  }

  list(directory: string): TreeEntry[] {
    const isAbove = directory !== this.path && isAtOrBelow(this.path, directory);
    if (!isAbove) return this.tree.list(directory);
    const [name = "", ...rest] = this.path.slice(directory === "" ? 0 : directory.length + 1).split("/");
    const own = rest.length > 0 ? DIRECTORY : FILE;
    const isThere = this.tree.kindAt(directory) === "directory";
    const others = isThere ? this.tree.list(directory) : [];
    if (rest.length > 0 && others.some((other) => other.name === name)) return others;
    return [...others.filter((other) => other.name !== name), { name, ...own }];
  }

  stat(path: string, entry: TreeEntry): ReturnType<FileTree["stat"]> {
    return path === this.path ? { mtime: 0, size: this.content.length } : this.tree.stat(path, entry);
  }

  bytes(path: string): Buffer {
    return path === this.path ? this.content : this.tree.bytes(path);
  }

  expect(paths: readonly string[]): void {
    this.tree.expect?.(paths.filter((path) => path !== this.path));
  }

  measure(paths: readonly string[]): ReadonlyMap<string, number> | undefined {
    const sizes = this.tree.measure?.(paths.filter((path) => path !== this.path));
    return sizes && new Map(sizes).set(this.path, this.content.length);
  }

  kindAt(path: string): PathKind {
    if (path === this.path) return "file";
    const kind = this.tree.kindAt(path);
    return kind === "nothing" && path !== "" && isAtOrBelow(this.path, path) ? "directory" : kind;
  }

  realDirectory(path: string): string {
    return this.tree.realDirectory(path);
  }

  isSubmodule(path: string): boolean {
    return this.tree.isSubmodule(path);
  }
}

const FILE = { isDirectory: () => false, isFile: () => true, isSymbolicLink: () => false };
const DIRECTORY = { isDirectory: () => true, isFile: () => false, isSymbolicLink: () => false };

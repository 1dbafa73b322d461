import { ArchiveError, readArchive } from "../../util/tar.js";
import { CONFIG_FILES } from "../configuration/config-file.js";
import { type FileTree, MAX_SIZE, type PathKind, type TreeEntry } from "../disk/file-tree.js";
import { MANIFEST } from "../disk/walk.js";
import { below } from "../paths.js";
import type { LockedSource } from "./locked.js";
import { reachFrom } from "./reach.js";
import type { SourceRequest } from "./request.js";
import { isPathInTree } from "./store-layout.js";
import type { SourceFile, SourceStore } from "./stored.js";

/**
 * What a source has, as files below a directory, so that it can be read as a repository; undefined if the store lacks it.
 * Charts have the paths that Helm gives to their files. What would say how a repository is read (`.gitignore`,
 * `.gitops-lint.yaml`) says nothing here: all of it was committed, and it is another's.
 * @param directory where it lies below the root of the repository that names it, such as `.gitops-lint.lock/web`
 * @param only the directories in it that are needed, with what their kustomizations reach; left out for all
 * @throws {ArchiveError} for an archive that Helm would not read
 */
export function sourceTree(
  store: SourceStore,
  source: Pick<LockedSource, "content" | "digest" | "request">,
  directory: string,
  only?: readonly string[],
): FileTree | undefined {
  const files = filesOf(store, source);
  if (!files) return undefined;
  const steered = new Map([...files].filter(([path]) => isPathInTree(path) && !isSteering(path)));
  const reached = only && reachFrom(steered, only);
  return new SourceTree(
    reached ? new Map([...steered].filter(([path]) => reached.has(path))) : steered,
    directory,
  );
}

/** The files of a source, by path in it. */
function filesOf(
  store: SourceStore,
  { content, digest, request }: Pick<LockedSource, "content" | "digest" | "request">,
): ReadonlyMap<string, SourceFile> | undefined {
  if (content === "tree") {
    const tree = store.tree(digest);
    if (!tree) return undefined;
    return new Map(
      [...tree].map(([path, { size, digest: id }]) => [
        path,
        { size, id, bytes: () => contentOf(store, id) },
      ]),
    );
  }
  const bytes = store.content(digest);
  if (!bytes) return undefined;
  if (content === "file")
    return new Map([[fileName(request), { size: bytes.length, id: digest, bytes: () => bytes }]]);
  const archived = readArchive(bytes).map(({ path, bytes: file }): [string, SourceFile] => {
    const own = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
    return [path, { size: own.length, bytes: () => own }];
  });
  return new Map(archived);
}

function contentOf(store: SourceStore, digest: string): Buffer {
  const bytes = store.content(digest);
  if (!bytes) throw new ArchiveError("it is missing or damaged in the store");
  return bytes;
}

/** What a file is called that was fetched by itself. */
export function fileName(request: SourceRequest): string {
  const name = request.type === "http" && URL.canParse(request.url) ? new URL(request.url).pathname : "";
  const last = name.slice(name.lastIndexOf("/") + 1);
  // Other programs take whatever is at an address for YAML.
  return MANIFEST.test(last) && isPathInTree(last) && !isSteering(last) ? last : "manifest.yaml";
}

function isSteering(path: string): boolean {
  const parts = path.split("/");
  return parts.includes(".git") || [...CONFIG_FILES, ".gitignore"].includes(parts.at(-1) ?? "");
}

type Directory = Map<string, "file" | "directory">;

/** Files that are known in full, as a tree below a directory. */
export class SourceTree implements FileTree {
  readonly #files = new Map<string, SourceFile>();
  readonly #directories = new Map<string, Directory>([["", new Map()]]);

  /**
   * @param files by path below the directory, none of them below another one
   * @param directory where they lie below the root; the empty string is the root
   */
  constructor(files: ReadonlyMap<string, SourceFile>, directory: string) {
    if (directory !== "") this.#note(directory, "directory");
    for (const [path, file] of files) {
      const place = below(directory, path);
      this.#note(place, "file");
      this.#files.set(place, file);
    }
  }

  list(directory: string): TreeEntry[] {
    const entries = this.#directories.get(directory);
    if (!entries) throw Object.assign(new Error("no such file or directory"), { code: "ENOENT" });
    return [...entries].map(([name, kind]) => ({
      name,
      isDirectory: () => kind === "directory",
      isFile: () => kind === "file",
      isSymbolicLink: () => false,
    }));
  }

  stat(path: string): ReturnType<FileTree["stat"]> {
    const file = this.#files.get(path);
    return file && { mtime: 0, size: file.size, ...(file.id !== undefined && { id: file.id }) };
  }

  bytes(path: string): Buffer {
    const file = this.#files.get(path);
    if (!file || file.size > MAX_SIZE)
      throw Object.assign(new Error("no such file or directory"), { code: "ENOENT" });
    return file.bytes();
  }

  measure(paths: readonly string[]): ReadonlyMap<string, number> {
    return new Map(paths.map((path) => [path, this.#files.get(path)?.size ?? 0]));
  }

  kindAt(path: string): PathKind {
    const plain = path.replace(/\/+$/, "");
    return this.#files.has(plain) ? "file" : this.#directories.has(plain) ? "directory" : "nothing";
  }

  /** There are no links. */
  realDirectory(path: string): string {
    return path;
  }

  isSubmodule(): boolean {
    return false;
  }

  #note(path: string, kind: "file" | "directory"): void {
    if (kind === "directory")
      this.#directories.set(path, this.#directories.get(path) ?? new Map<string, "file" | "directory">());
    for (let at = path, what = kind; at !== ""; what = "directory") {
      const slash = at.lastIndexOf("/");
      const above = at.slice(0, Math.max(slash, 0));
      let entries = this.#directories.get(above);
      const isKnown = entries?.has(at.slice(slash + 1));
      if (!entries) this.#directories.set(above, (entries = new Map<string, "file" | "directory">()));
      entries.set(at.slice(slash + 1), what);
      // What is above it is known as well.
      if (isKnown) return;
      at = above;
    }
  }
}

import { posix } from "node:path";
import { CONFIG_FILE } from "../configuration/config-file.js";
import { type FileTree, MAX_SIZE, type PathKind, type TreeEntry } from "../disk/file-tree.js";
import { type Git, GitError } from "./git.js";
import type { GitBlobs } from "./blobs.js";
import { MANIFEST } from "../disk/walk.js";

type Kind = "file" | "link" | "submodule";

/** Something that git keeps. */
interface Kept {
  kind: Kind;
  /** The id of its content: of a link, where it leads to. */
  id: string;
}

interface Directory {
  directories: Map<string, Directory>;
  kept: Map<string, Kept>;
}

/** As Linux has it. */
const MAX_LINKS = 40;
const MAX_TARGET = 4096;
/** The id of the empty content, in either of git's formats. */
const EMPTY = [
  "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
  "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
];
const OTHERS = [CONFIG_FILE, ".gitignore", ".sourceignore"];
const MISSING = Object.assign(new Error("no such file or directory"), { code: "ENOENT" });

/** The files of a commit, or of the index, below a directory. */
export class GitTree implements FileTree {
  readonly #top: Directory = { directories: new Map(), kept: new Map() };
  readonly #blobs: GitBlobs;

  /** @param kept by path below the root of the tree */
  constructor(kept: ReadonlyMap<string, Kept>, blobs: GitBlobs) {
    this.#blobs = blobs;
    for (const [path, one] of kept) {
      const parts = path.split("/");
      const name = parts.pop() ?? "";
      let directory = this.#top;
      for (const part of parts) {
        let below = directory.directories.get(part);
        if (!below) directory.directories.set(part, (below = { directories: new Map(), kept: new Map() }));
        directory = below;
      }
      directory.kept.set(name, one);
    }
    const links = [...kept.values()].filter(({ kind }) => kind === "link");
    blobs.load(
      links.map(({ id }) => id),
      MAX_TARGET,
    );
    // The name counts that a file is read by, which may be that of a link.
    this.expect([...kept.keys()].filter((path) => isRead(posix.basename(path))));
  }

  list(directory: string): TreeEntry[] {
    const found = this.#resolve(directory);
    if (typeof found === "string") return [];
    if (!found || !("kept" in found)) throw MISSING;
    return [
      ...[...found.directories.keys()].map((name) => entryOf(name, "directory")),
      ...[...found.kept].map(([name, { kind }]) => entryOf(name, kind)),
    ];
  }

  stat(path: string): { mtime: number; size: number } | undefined {
    const id = this.contentAt(path);
    return id === undefined ? undefined : { mtime: 0, size: this.#blobs.size(id) };
  }

  bytes(path: string): Buffer {
    const id = this.contentAt(path);
    if (id === undefined) throw MISSING;
    this.#blobs.load([id], MAX_SIZE);
    return this.#blobs.bytes(id);
  }

  expect(paths: readonly string[]): void {
    this.#blobs.load(
      paths.flatMap((path) => this.contentAt(path) ?? []),
      MAX_SIZE,
    );
  }

  kindAt(path: string): PathKind {
    const found = this.#resolve(path);
    if (found === undefined) return "nothing";
    if (typeof found === "string") return found;
    return "kept" in found ? "directory" : found.kind === "file" ? "file" : "other";
  }

  /** What lies in one is not to be known either; `kindAt` says so. */
  isSubmodule(): boolean {
    return false;
  }

  /** The id of the content of a file, links followed; nothing where there is no file. */
  contentAt(path: string): string | undefined {
    const found = this.#resolve(path);
    return typeof found === "object" && "kind" in found && found.kind === "file" ? found.id : undefined;
  }

  /** What is at a path, links followed; `other` in a submodule. */
  #resolve(path: string): Directory | Kept | "outside" | "other" | undefined {
    let parts = path.split("/");
    let links = 0;
    const above = [this.#top];
    while (parts.length > 0) {
      const [name = "", ...rest] = parts;
      const directory = above.at(-1);
      parts = rest;
      if (name === "" || name === ".") continue;
      if (name === "..") {
        above.pop();
        if (above.length === 0) return "outside";
        continue;
      }
      const below = directory?.directories.get(name);
      const kept = directory?.kept.get(name);
      if (below) above.push(below);
      else if (kept?.kind === "submodule") return "other";
      else if (kept?.kind === "link") {
        if (++links > MAX_LINKS || this.#blobs.size(kept.id) > MAX_TARGET) return "outside";
        const target = this.#blobs.bytes(kept.id).toString("utf8");
        if (target.startsWith("/")) return "outside";
        parts = [...target.split("/"), ...rest];
      } else return rest.every((part) => part === "") ? kept : undefined;
    }
    return above.at(-1);
  }
}

function isRead(name: string): boolean {
  return MANIFEST.test(name) || OTHERS.includes(name);
}

function entryOf(name: string, kind: Kind | "directory"): TreeEntry {
  return {
    name,
    isDirectory: () => kind === "directory" || kind === "submodule",
    isFile: () => kind === "file",
    isSymbolicLink: () => kind === "link",
  };
}

/** The files of a commit, below a directory of the working tree; the empty text is all of it. */
export function treeOfCommit(git: Git, commit: string, directory: string, blobs: GitBlobs): GitTree {
  const output = git.read(["ls-tree", "-r", "-z", commit, ...scope(directory)]);
  return new GitTree(
    parse(output, directory, ([mode, , id]) => ({ mode, id })),
    blobs,
  );
}

/** The files of the index, which are those of the next commit. */
export function treeOfIndex(git: Git, directory: string, blobs: GitBlobs): GitTree {
  const output = git.read(["ls-files", "--stage", "-z", ...scope(directory)]);
  const kept = parse(output, directory, ([mode, id, stage], path) => {
    if (stage !== "0") throw new GitError(`'${path}' is in conflict; resolve it and stage it first.`);
    return { mode, id };
  });
  for (const path of intended(git, kept, directory)) kept.delete(path);
  return new GitTree(kept, blobs);
}

/**
 * What `git add --intent-to-add` has put into the index: the names alone, with nothing in them, which no commit
 * will have.
 */
function intended(git: Git, kept: ReadonlyMap<string, Kept>, directory: string): string[] {
  const empty = [...kept].filter(([, { id }]) => EMPTY.includes(id)).map(([path]) => path);
  if (empty.length === 0 || git.ask("rev-parse", "--verify", "--quiet", "HEAD") === undefined) return [];
  const added = (option: string) => {
    const options = ["--cached", option, "--diff-filter=A", "--no-renames", "--name-only", "-z"];
    return new Set(
      git
        .read(["diff-index", ...options, "HEAD", ...scope(directory)])
        .toString()
        .split("\0"),
    );
  };
  const [named, real] = [added("--ita-visible-in-index"), added("--ita-invisible-in-index")];
  const inRepository = (path: string) => (directory === "" ? path : `${directory}/${path}`);
  return empty.filter((path) => named.has(inRepository(path)) && !real.has(inRepository(path)));
}

function scope(directory: string): string[] {
  return directory === "" ? [] : ["--", `${directory}/`];
}

/** The records `WORD WORD WORD<tab>PATH`, which end in a NUL. */
function parse(
  output: Buffer,
  directory: string,
  read: (words: string[], path: string) => { mode: string | undefined; id: string | undefined },
): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  for (const record of output.toString("utf8").split("\0")) {
    const tab = record.indexOf("\t");
    if (tab < 0) continue;
    const path = record.slice(tab + 1);
    const { mode, id = "" } = read(record.slice(0, tab).split(/ +/), path);
    const kind = mode === "120000" ? "link" : mode === "160000" ? "submodule" : "file";
    kept.set(directory === "" ? path : path.slice(directory.length + 1), { kind, id });
  }
  return kept;
}

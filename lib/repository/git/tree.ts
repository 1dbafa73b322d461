import { posix } from "node:path";
import { CONFIG_FILES } from "../configuration/config-file.js";
import { type FileTree, MAX_SIZE, type PathKind, type TreeEntry } from "../disk/file-tree.js";
import { type Git, GitError, TooMuchOutput } from "./git.js";
import type { GitBlobs } from "./blobs.js";
import { isReadByName } from "../disk/walk.js";

type Kind = "file" | "link" | "submodule";

/** Something that git tracks. */
interface Tracked {
  kind: Kind;
  /** The id of its content; the content of a link is its target. */
  id: string;
}

interface Directory {
  directories: Map<string, Directory>;
  tracked: Map<string, Tracked>;
}

/** As on Linux. */
const MAX_LINKS = 40;
const MAX_TARGET = 4096;
/** Links can lead to links, so that a path has many more parts than are written. */
const MAX_STEPS = 4096;
/** The most, in bytes, that git may list of a commit or the index: half a million files take about 50 MB. */
const MAX_LIST = 64 * 2 ** 20;
/** The ids of empty content, in git's two formats. */
const EMPTY = [
  "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
  "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
];
const OTHERS = [...CONFIG_FILES, ".gitignore", ".sourceignore"];
const MISSING = Object.assign(new Error("no such file or directory"), { code: "ENOENT" });

/** The files of a commit, or of the index, below a directory. */
export class GitTree implements FileTree {
  readonly #top: Directory = { directories: new Map(), tracked: new Map() };
  readonly #blobs: GitBlobs;

  /** @param tracked by path below the root of the tree */
  constructor(tracked: ReadonlyMap<string, Tracked>, blobs: GitBlobs) {
    this.#blobs = blobs;
    for (const [path, one] of tracked) {
      const parts = path.split("/");
      const name = parts.pop() ?? "";
      let directory = this.#top;
      for (const part of parts) {
        let below = directory.directories.get(part);
        if (!below) directory.directories.set(part, (below = { directories: new Map(), tracked: new Map() }));
        directory = below;
      }
      directory.tracked.set(name, one);
    }
    const links = [...tracked.values()].filter(({ kind }) => kind === "link");
    blobs.load(
      links.map(({ id }) => id),
      MAX_TARGET,
    );
    // What counts is the name by which a file is read, which may be that of a link.
    this.expect([...tracked.keys()].filter((path) => isRead(posix.basename(path))));
  }

  list(directory: string): TreeEntry[] {
    const found = this.#resolve(directory);
    if (typeof found === "string") return [];
    if (!found || !("tracked" in found)) throw MISSING;
    return [
      ...[...found.directories.keys()].map((name) => entryOf(name, "directory")),
      ...[...found.tracked].map(([name, { kind }]) => entryOf(name, kind)),
    ];
  }

  stat(path: string): ReturnType<FileTree["stat"]> {
    const id = this.contentAt(path);
    return id === undefined ? undefined : { mtime: 0, size: this.#blobs.size(id), id };
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

  measure(paths: readonly string[]): ReadonlyMap<string, number> {
    const ids = paths.flatMap((path): [string, string][] => {
      const id = this.contentAt(path);
      return id === undefined ? [] : [[path, id]];
    });
    this.#blobs.measure(ids.map(([, id]) => id));
    return new Map(ids.map(([path, id]) => [path, this.#blobs.size(id)]));
  }

  /** Reads the contents of files together of which all is known that follows from them. */
  readKnown(paths: Iterable<string>): void {
    this.#blobs.readKnown([...paths].flatMap((path) => this.contentAt(path) ?? []));
  }

  realDirectory(path: string): string {
    const names: string[] = [];
    const found = this.#resolve(path, names);
    return typeof found === "object" && "tracked" in found ? names.join("/") : path;
  }

  kindAt(path: string): PathKind {
    const found = this.#resolve(path);
    if (found === undefined) return "nothing";
    if (typeof found === "string") return found;
    return "tracked" in found ? "directory" : found.kind === "file" ? "file" : "other";
  }

  /** `kindAt` already says that the content of a submodule is unknown. */
  isSubmodule(): boolean {
    return false;
  }

  /** The id of the content of a file, following links; undefined if there is no file. */
  contentAt(path: string): string | undefined {
    const found = this.#resolve(path);
    return typeof found === "object" && "kind" in found && found.kind === "file" ? found.id : undefined;
  }

  /**
   * What is at a path, following links; `other` in a submodule.
   * @param names becomes the names of the directories that lead there without links
   */
  #resolve(path: string, names: string[] = []): Directory | Tracked | "outside" | "other" | undefined {
    /** What is left of the path, the next part last. */
    const parts = path.split("/").reverse();
    let [links, steps] = [0, 0];
    const above = [this.#top];
    for (let name = parts.pop(); name !== undefined; name = parts.pop()) {
      if (++steps > MAX_STEPS) return "outside";
      if (name === "" || name === ".") continue;
      if (name === "..") {
        above.pop();
        names.pop();
        if (above.length === 0) return "outside";
        continue;
      }
      const directory = above.at(-1);
      const below = directory?.directories.get(name);
      const tracked = directory?.tracked.get(name);
      if (below) {
        above.push(below);
        names.push(name);
      } else if (tracked?.kind === "submodule") return "other";
      else if (tracked?.kind === "link") {
        if (++links > MAX_LINKS || this.#blobs.size(tracked.id) > MAX_TARGET) return "outside";
        const target = this.#blobs.bytes(tracked.id).toString("utf8");
        if (target.startsWith("/")) return "outside";
        for (const part of target.split("/").reverse()) parts.push(part);
      } else return parts.every((part) => part === "") ? tracked : undefined;
    }
    return above.at(-1);
  }
}

function isRead(name: string): boolean {
  return isReadByName(name) || OTHERS.includes(name);
}

function entryOf(name: string, kind: Kind | "directory"): TreeEntry {
  return {
    name,
    isDirectory: () => kind === "directory" || kind === "submodule",
    isFile: () => kind === "file",
    isSymbolicLink: () => kind === "link",
  };
}

/**
 * The files of a commit below a directory of the working tree; the empty string is all of it. Or those among some paths
 * from its top.
 */
export function treeOfCommit(
  git: Git,
  commit: string,
  among: string | readonly string[],
  blobs: GitBlobs,
): GitTree {
  const [directory, only] = typeof among === "string" ? [among, scope(among)] : ["", ["--", ...among]];
  const output = list(git, commit, ["ls-tree", "-r", "-z", commit, ...only]);
  return new GitTree(
    parse(output, directory, ([mode, , id]) => ({ mode, id })),
    blobs,
  );
}

/** The files of the index, which the next commit will hold. */
export function treeOfIndex(git: Git, directory: string, blobs: GitBlobs): GitTree {
  const output = list(git, "the index", ["ls-files", "--stage", "-z", ...scope(directory)]);
  const tracked = parse(output, directory, ([mode, id, stage], path) => {
    if (stage !== "0") throw new GitError(`'${path}' has merge conflicts; resolve and stage it first.`);
    return { mode, id };
  });
  for (const path of intended(git, tracked, directory)) tracked.delete(path);
  return new GitTree(tracked, blobs);
}

/** The paths that git tracks below a directory of the working tree, from there. */
export function trackedPaths(git: Git, directory: string): Set<string> {
  const paths = git
    .read(["ls-files", "-z", ...scope(directory)])
    .toString("utf8")
    .split("\0");
  return new Set(
    paths.filter(Boolean).map((path) => (directory === "" ? path : path.slice(directory.length + 1))),
  );
}

/** What `git add --intent-to-add` has put into the index: names without content, which no commit will hold. */
function intended(git: Git, tracked: ReadonlyMap<string, Tracked>, directory: string): string[] {
  const empty = [...tracked].filter(([, { id }]) => EMPTY.includes(id)).map(([path]) => path);
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

/**
 * What git lists. The same directory can be in a tree again and again, so that a few kilobytes hold billions of files.
 * @param what what is listed, in words
 */
function list(git: Git, what: string, args: readonly string[]): Buffer {
  try {
    return git.read(args, "", MAX_LIST);
  } catch (error) {
    if (!(error instanceof TooMuchOutput)) throw error;
    throw new GitError(
      `Git lists more than 64 MB of names of files in ${what}, too many to compare. Name a directory with '--root', or lint without comparing.`,
    );
  }
}

/** Parses records `WORD WORD WORD<tab>PATH`, each of which ends with a NUL. */
function parse(
  output: Buffer,
  directory: string,
  read: (words: string[], path: string) => { mode: string | undefined; id: string | undefined },
): Map<string, Tracked> {
  const tracked = new Map<string, Tracked>();
  for (const record of output.toString("utf8").split("\0")) {
    const tab = record.indexOf("\t");
    if (tab < 0) continue;
    const path = record.slice(tab + 1);
    const { mode, id = "" } = read(record.slice(0, tab).split(/ +/), path);
    const kind = mode === "120000" ? "link" : mode === "160000" ? "submodule" : "file";
    tracked.set(directory === "" ? path : path.slice(directory.length + 1), { kind, id });
  }
  return tracked;
}

import { join, relative, sep } from "node:path";
import { type Git, GitError } from "./git.js";
import { openWorkingTree as open } from "./open.js";
import { GitTree, trackedPaths, treeOfCommit, treeOfIndex } from "./tree.js";
import { below, directoryOf } from "../paths.js";
import { findUp } from "../repository.js";
import { quoteList } from "../../util/phrases.js";

/** What a change is compared with. */
export interface Base {
  /** The files before the change. */
  tree: GitTree;
  /** Its name, for the user. */
  name: string;
  /** The id of its commit; undefined before the first one. */
  commit?: string | undefined;
  /**
   * The very commit that the user has named, which may have gone on since the branch left it. Where a branch leaves it is
   * up to whoever makes the branch. Undefined if nobody has named a commit.
   */
  named?: () => Pick<Base, "tree" | "name">;
}

/** The sizes of contents that need not be read, by their ids. */
interface Known {
  known?: ReadonlyMap<string, number> | undefined;
}

/**
 * What is staged below a root, and the commit that it will follow.
 * @throws {GitError} if git cannot tell
 */
export function stagedFiles(root: string, { known }: Known = {}): { tree: GitTree; base: Base } {
  const { git, directory, blobs } = open(root, known);
  const head = git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  // Before the first commit, everything is new.
  const base =
    head === undefined
      ? { tree: new GitTree(new Map(), blobs), name: "an empty repository" }
      : { tree: treeOfCommit(git, head, directory, blobs), name: "HEAD", commit: head };
  return { tree: treeOfIndex(git, directory, blobs), base };
}

/**
 * What was below a root when the current branch left another one, or some commit: anything that has happened there
 * since is not a change of this branch.
 * @param options.shown how the user knows the commit
 * @throws {GitError} if git cannot tell
 */
export function filesBefore(
  root: string,
  commit: string,
  { shown = commit, known }: { shown?: string | undefined } & Known = {},
): Base {
  const { git, directory, blobs } = open(root, known);
  const { named, ancestor } = commonAncestor(git, commit, shown);
  const at = (id: string) => ({
    tree: treeOfCommit(git, id, directory, blobs),
    name: `${shown} (${id.slice(0, 12)})`,
    commit: id,
  });
  const base = at(ancestor);
  return { ...base, named: () => (named === ancestor ? base : at(named)) };
}

/**
 * The root of the repository that a directory is in, as a commit has it: the nearest directory at or above it with one of
 * some files; the top of the working tree if there is none. Undefined outside of a working tree.
 * @param commit undefined if none is to tell
 * @throws {GitError} if git cannot tell
 */
export function rootAsIn(
  commit: string | undefined,
  directory: string,
  names: readonly string[],
): string | undefined {
  const top = findUp(directory, ".git");
  if (top === undefined || commit === undefined) return top;
  const { git, blobs } = open(top);
  const way = [""];
  for (const part of relative(top, directory).split(sep))
    if (part !== "") way.push(below(way.at(-1) ?? "", part));
  const files = way.flatMap((one) => names.map((name) => below(one, name)));
  const tree = treeOfCommit(git, commonAncestor(git, commit).named, files, blobs);
  const found = way.findLast((one) => names.some((name) => tree.kindAt(below(one, name)) !== "nothing"));
  return join(top, found ?? "");
}

/**
 * A file of a working tree as a commit has it, by a path in which no link counts.
 * @param top the directory of the working tree
 * @param path below that
 * @returns its content, undefined if it is no file there; and whether git tracks it now
 * @throws {GitError} if git cannot tell
 */
export function fileAsIn(
  commit: string,
  top: string,
  path: string,
): { content: Buffer | undefined; isTracked: boolean } {
  const { git, blobs } = open(top);
  const tree = treeOfCommit(git, commonAncestor(git, commit).named, [path], blobs);
  return {
    content: tree.kindAt(path) === "file" ? tree.bytes(path) : undefined,
    isTracked: trackedPaths(git, "").has(path),
  };
}

/**
 * Whether git tracks a path below a root, or something below the path. In a submodule everything is.
 * @throws {GitError} if git cannot tell
 */
export function trackedBelow(root: string): (path: string) => boolean {
  const { git, directory } = open(root);
  const tracked = trackedPaths(git, directory);
  const directories = new Set<string>();
  for (const path of tracked) {
    for (let at = directoryOf(path); at !== "" && !directories.has(at); at = directoryOf(at))
      directories.add(at);
  }
  return (path) => {
    if (directories.has(path)) return true;
    for (let at = path; at !== ""; at = directoryOf(at)) if (tracked.has(at)) return true;
    return false;
  };
}

/** The id of a commit, and that of the one at which the current branch has left it. */
function commonAncestor(git: Git, commit: string, shown = commit): { named: string; ancestor: string } {
  const head = git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  if (head === undefined) throw new GitError("This branch has no commits yet; use '--staged' instead.");
  const isShallow = git.ask("rev-parse", "--is-shallow-repository") === "true";
  const todo = isShallow
    ? "This clone is shallow: fetch its whole history first, with 'git fetch --unshallow' or, in actions/checkout, 'fetch-depth: 0'."
    : "Fetch it first, as in 'git fetch origin main', or correct the name.";
  // Git also takes '^main', which is all commits but those of 'main'.
  const named =
    commit === "" || /^[-^]/.test(commit)
      ? undefined
      : git.ask("rev-parse", "--verify", "--quiet", `${commit}^{commit}`);
  if (named === undefined) throw new GitError(`Git finds no commit '${shown}' here. ${todo}`);
  refuseAmbiguous(git, commit);
  const base = git.ask("merge-base", head, named);
  if (base === undefined) {
    throw new GitError(
      `This branch and '${shown}' have no commit in common. ${isShallow ? todo : "Name a commit that this branch is based on."}`,
    );
  }
  return { named, ancestor: base };
}

/**
 * Refuses a name of several commits: git takes a tag before a branch, and somebody else may have made the tag.
 * @throws {GitError} that names them
 */
function refuseAmbiguous(git: Git, name: string): void {
  // No branch or tag can have such a name.
  if (/[~^:]|^refs\//.test(name)) return;
  const named = ["tags", "heads", "remotes"].map((kind) => `refs/${kind}/${name}`);
  const commits = named.map((ref) => git.ask("rev-parse", "--verify", "--quiet", `${ref}^{commit}`));
  if (new Set(commits.filter((id) => id !== undefined)).size < 2) return;
  const there = named.filter((_, index) => commits[index] !== undefined);
  throw new GitError(`'${name}' can be each of ${quoteList(there)}. Name the one that is meant in full.`);
}

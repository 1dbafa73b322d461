import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { Git, GitError } from "./git.js";
import { GitBlobs } from "./blobs.js";
import { GitTree, treeOfCommit, treeOfIndex } from "./tree.js";
import { findUp } from "../repository.js";

/** What a change is compared with. */
export interface Base {
  /** The files before the change. */
  tree: GitTree;
  /** Its name, for the user. */
  name: string;
}

/**
 * What is staged below a root, and the commit that it will follow.
 * @throws {GitError} if git cannot tell
 */
export function stagedFiles(root: string): { tree: GitTree; base: Base } {
  const { git, directory, blobs } = open(root);
  // Before the first commit, everything is new.
  const hasHead = git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}") !== undefined;
  return {
    tree: treeOfIndex(git, directory, blobs),
    base: {
      tree: hasHead ? treeOfCommit(git, "HEAD", directory, blobs) : new GitTree(new Map(), blobs),
      name: hasHead ? "HEAD" : "an empty repository",
    },
  };
}

/**
 * What was below a root when the current branch left another one, or some commit: anything that has happened there
 * since is not a change of this branch.
 * @throws {GitError} if git cannot tell
 */
export function filesBefore(root: string, commit: string): Base {
  const { git, directory, blobs } = open(root);
  const base = commonAncestor(git, commit);
  return { tree: treeOfCommit(git, base, directory, blobs), name: `${commit} (${base.slice(0, 12)})` };
}

function commonAncestor(git: Git, commit: string): string {
  const isShallow = git.ask("rev-parse", "--is-shallow-repository") === "true";
  const todo = isShallow
    ? "This clone is shallow: fetch its whole history first, with 'git fetch --unshallow' or, in actions/checkout, 'fetch-depth: 0'."
    : "Fetch it first, as in 'git fetch origin main', or correct the name.";
  const named =
    commit === "" || commit.startsWith("-")
      ? undefined
      : git.ask("rev-parse", "--verify", "--quiet", `${commit}^{commit}`);
  if (named === undefined) throw new GitError(`Git finds no commit '${commit}' here. ${todo}`);
  const head = git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
  if (head === undefined) throw new GitError("This branch has no commits yet; use '--staged' instead.");
  const base = git.ask("merge-base", head, named);
  if (base === undefined) {
    throw new GitError(
      `This branch and '${commit}' have no commit in common. ${isShallow ? todo : "Name a commit that this branch is based on."}`,
    );
  }
  return base;
}

/** Git for the working tree that contains a root. */
function open(root: string): { git: Git; directory: string; blobs: GitBlobs } {
  const real = realpathSync(root);
  const top = findUp(real, ".git");
  if (top === undefined) {
    throw new GitError(`'${root}' is not in a git repository, so there is no record of what has changed.`);
  }
  const git = new Git(top);
  try {
    git.read(["rev-parse", "--git-dir"]);
  } catch (error) {
    // Git refuses a repository that belongs to another user.
    if (!(error instanceof GitError) || !error.message.includes("dubious ownership")) throw error;
    throw new GitError(
      `${error.message} If you trust it, run 'git config --global --add safe.directory ${top}'.`,
    );
  }
  return { git, directory: relative(top, real).split(sep).join("/"), blobs: new GitBlobs(git) };
}

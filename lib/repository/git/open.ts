import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { GitBlobs } from "./blobs.js";
import { refuseForeign } from "./environment.js";
import { Git, GitError } from "./git.js";
import { findUp } from "../repository.js";

/** The working tree that contains a root. */
export interface WorkingTree {
  git: Git;
  /** The way from its top to the root; the empty string if they are the same. */
  directory: string;
  blobs: GitBlobs;
}

/**
 * Git for the working tree that contains a root.
 * @param known the sizes of contents that need not be read, by their ids
 * @throws {GitError} if there is none, or git refuses to read it
 */
export function openWorkingTree(root: string, known?: ReadonlyMap<string, number>): WorkingTree {
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
  refuseForeign(git);
  return { git, directory: relative(top, real).split(sep).join("/"), blobs: new GitBlobs(git, known) };
}

import { GitError } from "./git.js";
import { openWorkingTree } from "./open.js";

/** A commit as git is to look for it, and as the user knows it. */
export interface NamedCommit {
  commit: string;
  shown: string;
}

const DEFAULT_BRANCH = "refs/remotes/origin/HEAD";

/**
 * The commit that a branch is most likely to be merged into: the default branch of the remote `origin`, else what the
 * variables of GitHub's or GitLab's CI name. It need not be here.
 * @throws {GitError} if nothing names one, or there is no repository
 */
export function defaultBase(
  root: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): NamedCommit {
  const { git } = openWorkingTree(root);
  const branch = git.ask("symbolic-ref", "--quiet", DEFAULT_BRANCH) ?? DEFAULT_BRANCH;
  // A branch that was renamed there is one that is not here.
  if (git.ask("rev-parse", "--verify", "--quiet", `${branch}^{commit}`) !== undefined)
    return { commit: branch, shown: withoutPrefix(branch) };
  const { GITHUB_BASE_REF: target = "", CI_MERGE_REQUEST_DIFF_BASE_SHA: left = "" } = environment;
  if (target !== "") return { commit: `refs/remotes/origin/${target}`, shown: `origin/${target}` };
  if (left !== "") return { commit: left, shown: left };
  throw new GitError(
    "Nothing says what to compare with: there is no default branch 'origin/HEAD' here. Name a commit, as in 'gitops-lint diff main'.",
  );
}

function withoutPrefix(ref: string): string {
  return ref.replace(/^refs\/remotes\//, "");
}

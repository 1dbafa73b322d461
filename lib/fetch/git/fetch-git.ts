import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../../repository/disk/make-directory.js";
import { GitBlobs } from "../../repository/git/blobs.js";
import { Git, GitError } from "../../repository/git/git.js";
import { treeOfCommit } from "../../repository/git/tree.js";
import type { GitRequest } from "../../repository/sources/request.js";
import { printable } from "../../util/phrases.js";
import { type Answer, FetchError } from "../answer.js";
import type { FetchContext } from "../context.js";
import { fetchCommit } from "./commit.js";
import { filesOf } from "./files-of-commit.js";
import { interruption } from "./interruption.js";
import { isolated } from "./isolation.js";
import { placeToReach, type Reached } from "./reached.js";
import { GIT_LIMITS, type GitLimits, runGit } from "./run-git.js";

/** What git needs beside what all fetchers do. */
export interface GitOptions {
  /** A directory for repositories that last as long as a fetch; it is made. */
  directory: string;
  /** Of the repository that is linted, absolute. */
  root: string;
  /** Whether the user's own credential helpers, which are programs, may be asked. */
  runsHelpers: boolean;
  limits?: GitLimits;
}

/**
 * Fetches the files of one commit, with the git program, into a bare repository that is gone afterwards. Nothing of the
 * other repository is run or checked out.
 * @throws {FetchError}
 */
export async function fetchGit(
  request: GitRequest,
  context: FetchContext,
  { directory, root, runsHelpers, limits = GIT_LIMITS }: GitOptions,
): Promise<Answer> {
  const reached = await placeToReach(request, context, runsHelpers ? { root } : undefined);
  makeDirectory(directory, 0o700);
  const top = mkdtempSync(join(directory, "git-"));
  const remove = () => rmSync(top, { recursive: true, force: true, maxRetries: 5 });
  const takeBack = interruption.first(remove);
  try {
    const run = (args: readonly string[], most?: number) =>
      runGit(args, { top, reached, limits, ...(most && { most }) });
    await run(["init", "--quiet", "--bare", "--template=", "."]);
    const found = await fetchCommit(request, context, { run, reached, top });
    const git = new Git(top, { environment: { ...isolated(process.env), GIT_DIR: top } });
    const commit = git
      .read(["rev-parse", "--verify", `${found.fetched}^{commit}`])
      .toString()
      .trim();
    refuseMoved(context, commit, reached);
    const files = filesOf(treeOfCommit(git, commit, "", new GitBlobs(git)));
    if (files.size === 0)
      throw new FetchError(`'${reached.shown}' has no files at ${printable(found.called)}.`);
    return {
      content: "tree",
      files,
      name: `${reached.name} at ${found.called === "" ? commit.slice(0, 12) : printable(found.called)}`,
      commit,
      ...(found.version !== undefined && { version: found.version }),
    };
  } catch (error) {
    if (error instanceof GitError)
      throw new FetchError(`'${reached.shown}' is not fetched: ${printable(error.message)}`);
    throw error;
  } finally {
    takeBack();
    remove();
  }
}

function refuseMoved({ locked }: FetchContext, commit: string, { shown }: Reached): void {
  if (locked?.commit === undefined || locked.commit === commit) return;
  throw new FetchError(
    `'${shown}' does not give out the commit ${locked.commit} that is locked, and what is asked for is now ${commit}. Use --update to take that.`,
  );
}

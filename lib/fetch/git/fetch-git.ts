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
import { pickTag } from "../versions/pick.js";
import { filesOf } from "./files-of-commit.js";
import { isolated } from "./isolation.js";
import { placeToReach, type Reached } from "./reached.js";
import { refNamed, refsToTry } from "./refs.js";
import { GIT_LIMITS, type GitLimits, runGit } from "./run-git.js";

/** What git needs beside what all fetchers do. */
export interface GitOptions {
  /** A directory for repositories that last as long as a fetch; it is made. */
  directory: string;
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
  { directory, runsHelpers, limits = GIT_LIMITS }: GitOptions,
): Promise<Answer> {
  const reached = await placeToReach(request, context, runsHelpers);
  makeDirectory(directory, 0o700);
  const top = mkdtempSync(join(directory, "git-"));
  try {
    const run = (args: readonly string[], most?: number) =>
      runGit(args, { top, reached, limits, ...(most && { most }) });
    await run(["init", "--quiet", "--bare", "--template=", "."]);
    const found = await fetchCommit(request, context, run, reached);
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
    rmSync(top, { recursive: true, force: true });
  }
}

interface Found {
  /** What git calls it here. */
  fetched: string;
  /** As people call it; empty for the default branch. */
  called: string;
  version?: string;
}

type Run = (args: readonly string[], most?: number) => Promise<Buffer>;

async function fetchCommit(
  request: GitRequest,
  { locked }: FetchContext,
  run: Run,
  reached: Reached,
): Promise<Found> {
  const version = await versionOf(request, locked?.version, run, reached);
  const called = version ?? refNamed(request);
  const refs = refsToTry(
    version === undefined ? request : { type: "git", url: request.url, tag: version },
    locked?.commit,
  );
  let failure: unknown;
  for (const ref of refs) {
    try {
      await run([
        "fetch",
        "--quiet",
        "--depth=1",
        "--no-tags",
        "--no-recurse-submodules",
        "--",
        reached.url,
        ref,
      ]);
      return { fetched: "FETCH_HEAD", called, ...(version !== undefined && { version }) };
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

/** The newest tag in a range, if a range is asked for: what is locked needs no question. */
async function versionOf(
  { commit, semver }: GitRequest,
  locked: string | undefined,
  run: Run,
  reached: Reached,
): Promise<string | undefined> {
  if (commit !== undefined || semver === undefined) return undefined;
  if (locked !== undefined) return locked;
  const output = await run(["ls-remote", "--quiet", "--refs", "--tags", "--", reached.url], MOST_REFS);
  const tags = output
    .toString("utf8")
    .split("\n")
    .flatMap((line) => {
      const [, tag] = /^[0-9a-f]+\trefs\/tags\/(.+)$/.exec(line) ?? [];
      return tag === undefined ? [] : [{ version: tag }];
    });
  const picked = pickTag(tags, semver);
  if ("candidate" in picked) return picked.candidate.version;
  throw new FetchError(`'${reached.shown}' has no tag for '${printable(semver)}': ${picked.why}.`);
}

/** The most bytes that a list of tags may have: half a million of them. */
const MOST_REFS = 32 * 2 ** 20;

function refuseMoved({ locked }: FetchContext, commit: string, { shown }: Reached): void {
  if (locked?.commit === undefined || locked.commit === commit) return;
  throw new FetchError(
    `'${shown}' does not give out the commit ${locked.commit} that is locked, and what is asked for is now ${commit}. Use --update to take that.`,
  );
}

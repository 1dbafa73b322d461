import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GitRequest } from "../../repository/sources/request.js";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import type { FetchContext } from "../context.js";
import { requireLockedVersion } from "../locked-version.js";
import { pickTag } from "../versions/pick.js";
import type { Reached } from "./reached.js";
import { isCommit, isMoving, refNamed, refOf } from "./refs.js";

/** A commit that was fetched. */
export interface Found {
  /** What git calls it here. */
  fetched: string;
  /** As people call it; empty for the default branch. */
  called: string;
  version?: string;
}

/** Runs git in the repository into which the commit comes. */
export type Run = (args: readonly string[], most?: number) => Promise<Buffer>;

/** The most bytes that a list of tags may have: half a million of them. */
const MOST_REFS = 32 * 2 ** 20;

/**
 * Fetches the commit that is asked for, or the one that is locked, if what is asked for has led to it.
 * @param top the bare repository that it comes into
 * @throws {FetchError}
 */
export async function fetchCommit(
  request: GitRequest,
  { locked }: FetchContext,
  { run, reached, top }: { run: Run; reached: Reached; top: string },
): Promise<Found> {
  const version = await versionOf(request, locked?.version, run, reached);
  const found = { called: version ?? refNamed(request), ...(version !== undefined && { version }) };
  const asked: GitRequest = version === undefined ? request : { type: "git", url: request.url, tag: version };
  const ref = refOf(asked);
  const fetch = (options: readonly string[], wanted: string) =>
    run(["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...options, "--", reached.url, wanted]);
  const commit = locked?.commit;
  if (commit !== undefined && isCommit(commit) && isMoving(asked) && (await isGiven(fetch, commit))) {
    // What is new since then, without any files.
    await fetch(["--filter=tree:0", `--negotiation-tip=${commit}`], ref);
    if (!(await hasLedTo(commit, run, top))) throw notLedTo(commit, reached, found.called);
    return { fetched: commit, ...found };
  }
  await fetch(["--depth=1"], ref);
  return { fetched: "FETCH_HEAD", ...found };
}

/**
 * Whether what was fetched last has ever been at a commit: a branch goes on, and a tag stays. Forges give out commits of all
 * forks of a repository as if they were its own, so that a lock could name one of somebody else's.
 */
async function hasLedTo(commit: string, run: Run, top: string): Promise<boolean> {
  const tip = "FETCH_HEAD^{commit}";
  if (/^[0-9a-f]+\t[^\t]*\ttag /.test(readFileSync(join(top, "FETCH_HEAD"), "utf8")))
    return (await run(["rev-parse", "--verify", tip])).toString().trim() === commit;
  return (await run(["rev-list", "--max-count=1", commit, `^${tip}`])).length === 0;
}

function notLedTo(commit: string, { shown }: Reached, called: string): FetchError {
  return new FetchError(
    `'${shown}' has the commit ${commit}, which is locked, but not in the history of ${called === "" ? "its default branch" : `'${printable(called)}'`}: it may be of somebody else's fork. Use --update to take what is there now.`,
  );
}

/** Whether the server gives out a commit by its id; many do so only for the tips of branches. */
async function isGiven(fetch: (options: string[], ref: string) => Promise<unknown>, commit: string) {
  try {
    await fetch(["--depth=1"], commit);
    return true;
  } catch (error) {
    if (error instanceof FetchError) return false;
    throw error;
  }
}

/** The newest tag in a range, if a range is asked for: what is locked needs no question. */
async function versionOf(
  { commit, semver }: GitRequest,
  locked: string | undefined,
  run: Run,
  reached: Reached,
): Promise<string | undefined> {
  if (commit !== undefined || semver === undefined) return undefined;
  if (locked !== undefined)
    return requireLockedVersion(locked, pickTag([{ version: locked }], semver), semver);
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

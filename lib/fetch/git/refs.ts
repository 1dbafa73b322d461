import type { GitRequest } from "../../repository/sources/request.js";
import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Whether a text is the full id of a commit. */
export function isCommit(text: string): boolean {
  return COMMIT.test(text);
}

/** Whether what is asked for may lead to another commit than before, as a branch does: no commit does, and no tag should. */
export function isMoving({ commit, tag, branch, ref = "HEAD" }: GitRequest): boolean {
  return commit === undefined && tag === undefined && (branch !== undefined || !isCommit(ref));
}

/**
 * What to ask a server for.
 * @throws {FetchError} for what is no name of a ref, such as an option of git
 */
export function refOf({ commit, tag, branch, ref }: GitRequest): string {
  const own =
    commit ??
    (tag === undefined ? undefined : `refs/tags/${tag}`) ??
    (branch === undefined ? undefined : `refs/heads/${branch}`) ??
    ref ??
    "HEAD";
  if (commit !== undefined && !COMMIT.test(commit))
    throw new FetchError(`'${printable(commit)}' is not the full id of a commit.`);
  if (!isRef(own)) throw new FetchError(`'${printable(own)}' is not the name of a branch or tag.`);
  return own;
}

/** What is asked for, as people call it; empty for the default branch. */
export function refNamed({ commit, tag, branch, ref }: GitRequest): string {
  return commit?.slice(0, 12) ?? tag ?? branch ?? ref ?? "";
}

/**
 * Whether git takes a text for the name of a ref and for nothing else: no option, no pattern, no two sides of a refspec.
 * git, refs.c, check_refname_format.
 */
export function isRef(text: string): boolean {
  if (
    text === "" ||
    text.length > 1000 ||
    /^[-/+^]|\/$|\.$|\/\/|\.\.|@\{|\.lock(?:\/|$)|(?:^|\/)\./.test(text)
  )
    return false;
  return text !== "@" && !/[\p{Cc}\p{Cs}\s~^:?*[\\]/u.test(text);
}

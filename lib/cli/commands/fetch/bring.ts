import { type Answer, FetchError } from "../../../fetch/answer.js";
import type { FetchContext } from "../../../fetch/context.js";
import { fetchSource, type GitOptions } from "../../../fetch/fetchers.js";
import type { StoreWriter } from "../../../fetch/store/store-writer.js";
import { isPlainText } from "../../../repository/sources/lock-file.js";
import { LOCK_FILE, type LockedSource } from "../../../repository/sources/locked.js";
import { sourceWords } from "../../../repository/sources/request.js";
import type { SourceStore } from "../../../repository/sources/stored.js";
import { printable } from "../../../util/phrases.js";
import type { Budget } from "./budget.js";
import type { Wanted } from "./wanted.js";

/** What has become of a source. */
export type Outcome =
  | { state: "unchanged" | "fetched" | "updated"; source: LockedSource }
  /** It is asked for only once more: why, as a sentence. */
  | { state: "failed"; why: string; source?: LockedSource };

export interface Bringing {
  context: FetchContext;
  store: SourceStore;
  writer: StoreWriter;
  git: GitOptions;
  budget: Budget;
  /** Whether newer versions are looked for. */
  update: boolean;
}

/**
 * Sees to it that a source is in the store.
 * @param locked what the lock says of it
 */
export async function bring(
  wanted: Wanted,
  locked: LockedSource | undefined,
  bringing: Bringing,
): Promise<Outcome> {
  const { request, neededBy } = wanted;
  const { store, writer, context, update, git, budget } = bringing;
  if (locked && !update && store.isAnswer(locked) && isWhole(store, locked)) {
    writer.touch(locked.digest);
    return { state: "unchanged", source: { ...locked, neededBy } };
  }
  try {
    budget.admit();
    const isPinned = locked !== undefined && !update;
    const { hosts, http, credentials } = context;
    const answer = await fetchSource(request, { hosts, http, credentials, ...(isPinned && { locked }) }, git);
    budget.spend(sizeOf(answer));
    const digest = writer.put(answer);
    const { name, version, commit, content } = answer;
    const source: LockedSource = {
      ...{ request, name, digest, content, neededBy },
      ...(version !== undefined && { version }),
      ...(commit !== undefined && { commit }),
    };
    refuseUnprintable(source);
    if (locked && locked.digest !== digest && isSameVersion(locked, source, isPinned))
      throw changed(locked, digest);
    writer.remember(source);
    const isSame = locked !== undefined && saysTheSame(locked, source);
    return { state: locked && !isSame ? "updated" : update && isSame ? "unchanged" : "fetched", source };
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { state: "failed", why: error.message, ...(locked && { source: { ...locked, neededBy } }) };
  }
}

function sizeOf(answer: Answer): number {
  if (answer.content !== "tree") return answer.bytes.length;
  return [...answer.files.values()].reduce((sum, { length }) => sum + length, 0);
}

/** Whether two entries of a lock say the same of what a request has led to. */
export function saysTheSame(one: LockedSource, other: LockedSource): boolean {
  return (["name", "version", "commit", "digest", "content"] as const).every(
    (key) => one[key] === other[key],
  );
}

/** Whether all of a source is in the store, and is what it was. */
function isWhole(store: SourceStore, { content, digest }: LockedSource): boolean {
  if (content !== "tree") return store.content(digest) !== undefined;
  const tree = store.tree(digest);
  return tree !== undefined && [...tree.values()].every((file) => store.content(file.digest) !== undefined);
}

/**
 * Whether what was fetched should have the digest that the lock has: a version of a chart and a commit are made once,
 * while a branch, or the file at an address, may be another tomorrow.
 */
function isSameVersion(locked: LockedSource, source: LockedSource, isPinned: boolean): boolean {
  if (isPinned) return true;
  if (source.commit !== undefined) return source.commit === locked.commit;
  return source.content === "chart" && source.version !== undefined && source.version === locked.version;
}

function changed(locked: LockedSource, digest: string): FetchError {
  // A registry serves an artifact by its digest too, but does not say whether a tag has ever led to it.
  if (locked.content !== "chart" && locked.commit === undefined)
    return new FetchError(
      `${LOCK_FILE} has ${printable(locked.name)} as it was with ${locked.digest}, and now it is ${digest}. What it was can only be read where it was fetched in time: 'gitops-lint fetch --update' locks what it is now.`,
    );
  return new FetchError(
    `The content of ${printable(locked.name)} has changed: ${LOCK_FILE} has ${locked.digest}, and now it is ${digest}. What is published under a version should not change: find out why, and take the entry out of ${LOCK_FILE} to accept it.`,
  );
}

/** The lock is shown to people, and takes no other texts. */
function refuseUnprintable({ request, name, version = "" }: LockedSource): void {
  const texts: unknown[] = Object.values(request);
  if ([...texts, name, version].every((text) => isPlainText(String(text)))) return;
  throw new FetchError(`${printable(sourceWords(request))} has control characters in its name or version.`);
}

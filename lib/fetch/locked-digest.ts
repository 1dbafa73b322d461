import type { LockedSource } from "../repository/sources/locked.js";
import { LOCK_FILE } from "../repository/sources/locked.js";
import { printable } from "../util/phrases.js";
import { FetchError } from "./answer.js";

/**
 * @param what what has the digest, for a sentence: `version 1.4.0 of the chart 'mailer'`
 * @throws {FetchError} if the lock knows what was fetched by another digest
 */
export function requireLockedDigest(locked: LockedSource | undefined, digest: string, what: string): void {
  if (!locked || locked.digest === digest) return;
  throw new FetchError(
    `The content of ${printable(what)} has changed: ${LOCK_FILE} has ${printable(locked.digest)}, and now it is ${printable(digest)}. What is published under a version should not change: find out why, and take the entry out of ${LOCK_FILE} to accept it.`,
  );
}

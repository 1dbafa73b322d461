import { LOCK_FILE } from "../repository/sources/locked.js";
import { printable } from "../util/phrases.js";
import { FetchError } from "./answer.js";
import type { Picked } from "./versions/pick.js";

/**
 * The version that the lock names, which must be one that is asked for: whoever can change the lock could have another one
 * judged than is applied.
 * @param picked what the range makes of that version alone
 * @throws {FetchError} if the range does not allow it
 */
export function requireLockedVersion(locked: string, picked: Picked<unknown>, range: string): string {
  if ("candidate" in picked) return locked;
  throw new FetchError(
    `${LOCK_FILE} has version ${printable(locked)}, which '${printable(range)}' does not allow: ${picked.why}. Use --update to look for one that it allows.`,
  );
}

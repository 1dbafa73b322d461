import { differ } from "../../builds/controllers/clusters.js";
import type { ApartBuilds } from "./apart-builds.js";
import type { Given, Where } from "./given.js";

/** Something that is given somewhere. */
export interface Placed {
  where: Where;
  /** Whether the other side does not give it in that place: it may have moved from there. */
  hasLeft?: true;
}

/**
 * Whether what one side gives in one place counts for another place on the other side: both may be the same one, and the
 * first is applied if the second is. Of what is applied apart, only what has moved from there counts elsewhere, as long as
 * both are not two ways to apply the same.
 */
export function counts(
  { where, hasLeft }: Placed,
  elsewhere: Where,
  apart: ApartBuilds | undefined,
): boolean {
  if (differ(where.cluster, elsewhere.cluster)) return false;
  if (where.isUnreached && !elsewhere.isUnreached) return false;
  const [from, to] = [where.appliedFrom, elsewhere.appliedFrom];
  if (from === undefined || to === undefined || from === to) return true;
  return hasLeft === true && apart?.areAlternatives(from, to) === false;
}

/** What is not given in the same place on the other side, by whatever binding and role. */
export function without(given: readonly Given[], there: readonly Given[] = []): readonly Given[] {
  const keys = new Set(there.map(({ key }) => key));
  return given.filter(({ key }) => !keys.has(key));
}

import { type Right, commonRight, coversRight, overlap, withoutRight } from "../../kubernetes/rbac/rights.js";
import type { RightIndex } from "../../kubernetes/rbac/right-index.js";
import type { TargetPatterns } from "../../kubernetes/rbac/target-patterns.js";
import type { ApartBuilds } from "./apart-builds.js";
import { counts } from "./counting.js";
import type { GivenRight } from "./given-rights.js";

/** A part of what is given on one side only. */
export interface RightChange {
  right: GivenRight;
  /** What of it is given on both sides. */
  except: readonly Right[];
  /** The targets of all that was compared. */
  patterns: TargetPatterns;
}

/** What is compared with, and how much of it. */
export interface Comparing {
  /** What the other side gives, or may give. */
  there: readonly RightIndex<GivenRight>[];
  patterns: TargetPatterns;
  effort: Effort;
  /** What is compared with itself alone, if anything is. */
  apart?: ApartBuilds;
}

/** As many comparisons are made for all subjects of a repository together. */
export class Effort {
  #left = 3_000_000;

  /** @returns whether there is any left */
  spend(count: number): boolean {
    this.#left -= count;
    return this.#left >= 0;
  }
}

/** More of what is given on both sides says nothing to anybody. */
const MOST_EXCEPT = 50;

/**
 * What is given that nothing on the other side gives as well.
 * @returns `too much` if there is more than is compared
 */
export function onlyGiven(
  given: readonly GivenRight[],
  { there, patterns, effort, apart }: Comparing,
): RightChange[] | "too much" {
  const changes: RightChange[] = [];
  for (const one of given) {
    const right = patterns.widened(one);
    const near = there.flatMap((index) => [...index.candidates(right)]);
    if (!effort.spend(1 + near.length)) return "too much";
    const candidates = near.filter((other) => counts(other, right.where, apart) && overlap(right, other));
    if (candidates.some((other) => coversRight(other, right))) continue;
    let parts: readonly Right[] = [right];
    for (const other of candidates) {
      if (!effort.spend(parts.length)) return "too much";
      parts = parts.flatMap((part) => withoutRight(part, other));
    }
    for (const part of parts) {
      changes.push({ right: { ...one, ...part }, except: commonWith(part, candidates), patterns });
    }
  }
  return changes;
}

function commonWith(part: Right, others: readonly GivenRight[]): Right[] {
  const found: Right[] = [];
  for (const other of others) {
    if (other.isAlways) continue;
    const both = commonRight(part, other);
    if (!both || found.some((one) => coversRight(one, both))) continue;
    found.push(both);
    if (found.length >= MOST_EXCEPT) break;
  }
  return found.filter((one) => !found.some((other) => other !== one && coversRight(other, one)));
}

import { memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { ApartBuilds } from "./apart-builds.js";
import { hasClusters } from "./cluster-pairs.js";
import { type GivenBy, givenBy } from "./given.js";

/** One side of a change, as far as grants go. */
export interface GrantSide {
  analysis: Analysis;
  given: GivenBy;
  /** What is compared with itself alone. */
  apart: ApartBuilds;
}

/** What both states of a repository give. */
export const grantSides: (
  before: Analysis,
  after: Analysis,
) => readonly [before: GrantSide, after: GrantSide] = memoizePairs((before: Analysis, after: Analysis) => {
  const telling = { hasClusters: hasClusters(before, after), apart: new ApartBuilds(before, after) };
  const side = (analysis: Analysis): GrantSide => {
    return { analysis, given: givenBy(analysis, telling), apart: telling.apart };
  };
  return [side(before), side(after)];
});

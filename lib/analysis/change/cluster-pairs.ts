import { clustersOf } from "../clusters.js";
import type { Analysis } from "../analysis.js";

/** A cluster in both states of a repository. */
export interface ClusterPair {
  /** What each state calls it; undefined if that names none. */
  before: string | undefined;
  after: string | undefined;
  /** Its name, if several are told apart. */
  cluster: string | undefined;
}

/** Whether either state tells several clusters apart. Where both have one, it is the same, whatever it is called. */
export function hasClusters(before: Analysis, after: Analysis): boolean {
  return [before, after].some((analysis) => clustersOf(analysis).length > 1);
}

/** The clusters of both states. One that only one of them has is compared with what the other one applies everywhere. */
export function clusterPairs(before: Analysis, after: Analysis): ClusterPair[] {
  const [old, now] = [clustersOf(before), clustersOf(after)];
  if (!hasClusters(before, after)) return [{ before: old[0], after: now[0], cluster: undefined }];
  return [...new Set([...old, ...now])].sort().map((name) => ({ before: name, after: name, cluster: name }));
}

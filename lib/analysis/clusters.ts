import type { Build } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { differ } from "../builds/controllers/clusters.js";
import { memoize } from "../util/memoize.js";

/** The clusters that a repository tells apart, in order. */
export const clustersOf: (set: BuildSet) => readonly string[] = memoize((set: BuildSet) =>
  [...new Set(set.all.flatMap(({ cluster }) => cluster ?? []))].sort(),
);

/** Each cluster that a repository tells apart; one without a name where it tells none apart. */
export function eachCluster(set: BuildSet): readonly (string | undefined)[] {
  const all = clustersOf(set);
  return all.length === 0 ? [undefined] : all;
}

/** Whether what a build applies may be in a cluster: it is not known to be in another one. */
export function mayBeIn(build: Pick<Build, "cluster">, cluster: string | undefined): boolean {
  return !differ(build.cluster, cluster);
}

/**
 * The clusters that a name may mean: the one that is called so, with or without the word before it that says what names
 * it (`flux:`, `server:`, `name:`), or else those whose path or URL ends with it.
 */
export function clustersCalled(all: readonly string[], name: string): readonly string[] {
  const exact = all.filter((one) => one === name || shortName(one) === name);
  return exact.length > 0 ? exact : all.filter((one) => shortName(one).endsWith(`/${name}`));
}

/** The name of a cluster without the word that says what names it. */
export function shortName(cluster: string): string {
  return cluster.slice(cluster.indexOf(":") + 1);
}

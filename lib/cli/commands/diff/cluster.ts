import type { AccessChange } from "../../../analysis/change/access-change.js";
import type { BuildSet } from "../../../builds/build-set.js";
import { didYouMean } from "../../../util/did-you-mean.js";
import { quoteList } from "../../../util/phrases.js";
import { UsageError } from "../../command-line.js";

/** The clusters that some states of a repository tell apart, in order. */
export function clustersOf(states: readonly BuildSet[]): readonly string[] {
  return [...new Set(states.flatMap(({ all }) => all.flatMap(({ cluster }) => cluster ?? [])))].sort();
}

/**
 * The cluster that a name means, with or without the word before it that says what names it (`flux:`, `server:`,
 * `name:`), or by the end of its path.
 * @throws {UsageError} if it is none of them, or may be several
 */
export function clusterCalled(written: string, all: readonly string[]): string {
  const exact = all.filter((one) => one === written || shortName(one) === written);
  const [found, ...others] = exact.length > 0 ? exact : all.filter((one) => one.endsWith(`/${written}`));
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined)
    throw new UsageError(
      `'--cluster ${written}' may mean ${quoteList([found, ...others])}. Write one in full.`,
    );
  if (all.length === 0)
    throw new UsageError(`This repository tells no clusters apart, so it has no cluster '${written}'.`);
  const meant = didYouMean(written, [...all, ...all.map(shortName)]);
  throw new UsageError(`This repository has no cluster '${written}', but ${quoteList(all)}.${meant}`);
}

/** What of a change is in a cluster. What cannot be known may be there. */
export function inCluster(change: AccessChange, cluster: string): AccessChange {
  const isThere = ({ cluster: own }: { cluster?: string }) => own === undefined || own === cluster;
  return {
    grants: change.grants.filter(isThere),
    bindings: change.bindings.filter(isThere),
    namespaces: change.namespaces.filter(isThere),
    connections: change.connections.filter(isThere),
    reaches: change.reaches.filter(isThere),
    unknown: change.unknown,
  };
}

function shortName(cluster: string): string {
  return cluster.slice(cluster.indexOf(":") + 1);
}

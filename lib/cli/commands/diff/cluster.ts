import type { AccessChange } from "../../../analysis/change/access-change.js";

/** What of a change is in a cluster. What cannot be known may be there. */
export function inCluster(change: AccessChange, cluster: string): AccessChange {
  const isThere = ({ cluster: own }: { cluster?: string }) => own === undefined || own === cluster;
  return {
    grants: change.grants.filter(isThere),
    bindings: change.bindings.filter(isThere),
    namespaces: change.namespaces.filter(isThere),
    connections: change.connections.filter(isThere),
    reaches: change.reaches.filter(isThere),
    sources: change.sources,
    unknown: change.unknown,
  };
}

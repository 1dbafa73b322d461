import type { GrantChange } from "../../../analysis/change/access-change.js";
import { groupBy } from "../../../util/group-by.js";

/** What is the same in some clusters. */
export interface GrantInClusters {
  grant: GrantChange;
  /** None where the repository tells none apart. */
  clusters: readonly string[];
}

/** What a subject gains or loses that is as dangerous, by one permission or several. */
export type GrantsAlike = [GrantInClusters, ...GrantInClusters[]];

/** The same in as few as are told: once for all clusters, and once for all permissions that are dangerous in the same way. */
export function grantsAlike(grants: readonly GrantChange[]): readonly GrantsAlike[] {
  const copies = groupBy(grants, (one): unknown => {
    return one.cluster === undefined ? one : JSON.stringify({ ...one, cluster: undefined });
  });
  const inClusters = [...copies.values()].flatMap((all): GrantInClusters[] => {
    const [grant] = all;
    return grant ? [{ grant, clusters: all.flatMap(({ cluster }) => cluster ?? []) }] : [];
  });
  const alike = groupBy(inClusters, ({ grant, clusters }): unknown => {
    const { change, subject, dangers } = grant;
    return dangers.length === 0 ? grant : JSON.stringify([change, subject, clusters, dangers]);
  });
  return [...alike.values()].filter(isFilled);
}

function isFilled(list: GrantInClusters[]): list is GrantsAlike {
  return list.length > 0;
}

import type { Analysis } from "../analysis.js";
import type { AccessChange } from "./access-change.js";
import { bindingChanges } from "./binding-changes.js";
import { changedGrants } from "./changed-grants.js";
import { connectionChanges } from "./connection-changes.js";
import { grantChanges } from "./grant-changes.js";
import { namespaceChanges } from "./namespace-changes.js";
import { changedNetworks } from "./network-pairs.js";
import { reachChanges } from "./reach-changes.js";
import { unknownChanges } from "./unknown-changes.js";

const BOTH = ["before", "after"] as const;

/** What changes in access between two states of a repository, as its builds apply it. */
export function accessChange(before: Analysis, after: Analysis): AccessChange {
  const { changes, unknown } = changedGrants(before, after);
  const reach = reachChanges(before, after);
  const networks = changedNetworks(before, after);
  const isolation = networks.map(namespaceChanges);
  const connections = networks.map(connectionChanges);
  const uncompared = [...unknown, ...connections.flatMap((one) => one.unknown)];
  return {
    grants: grantChanges(changes),
    bindings: bindingChanges(before, after),
    namespaces: isolation.flatMap(({ namespaces }) => namespaces),
    connections: connections.flatMap((one) => one.connections),
    reaches: reach.reaches,
    unknown: unknownChanges(before, after, [
      ...uncompared.map((one) => ({ ...one, sides: BOTH })),
      ...reach.unknown,
      ...isolation.flatMap((one) => one.unknown),
    ]),
  };
}

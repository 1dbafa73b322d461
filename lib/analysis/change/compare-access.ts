import type { Analysis } from "../analysis.js";
import type { AccessChange } from "./access-change.js";
import { bindingChanges } from "./binding-changes.js";
import { changedGrants } from "./changed-grants.js";
import { type ConnectionChanges, connectionChanges } from "./connection-changes.js";
import { grantChanges } from "./grant-changes.js";
import { hiddenPatches } from "./hidden-patches.js";
import { type NamespaceChanges, namespaceChanges } from "./namespace-changes.js";
import { changedNetworks } from "./network-pairs.js";
import { otherAuthorizers } from "./other-authorizers.js";
import { reachChanges } from "./reach-changes.js";
import { sourceChanges } from "./source-changes.js";
import { unboundRoles } from "./unbound-roles.js";
import { namedPolicies, unjudgedPolicies } from "./unjudged-policies.js";
import { unknownChanges } from "./unknown-changes.js";

const BOTH = ["before", "after"] as const;

/** What changes in access between two states of a repository, as its builds apply it. */
export function accessChange(before: Analysis, after: Analysis): AccessChange {
  const { changes, unknown } = changedGrants(before, after);
  const reach = reachChanges(before, after);
  const networks = changedNetworks(before, after);
  const isolation = networks.map(namespaceChanges);
  const connections = networks.map(connectionChanges);
  const policies = networks.map((pair, index) =>
    unjudgedPolicies(pair, toldOf(isolation[index], connections[index])),
  );
  const uncompared = [
    ...unknown,
    ...connections.flatMap((one) => one.unknown),
    ...otherAuthorizers(before, after),
  ];
  return {
    grants: grantChanges(changes),
    bindings: bindingChanges(before, after),
    namespaces: isolation.flatMap(({ namespaces }) => namespaces),
    connections: connections.flatMap((one) => one.connections),
    reaches: reach.reaches,
    sources: sourceChanges(before, after),
    unknown: unknownChanges(before, after, [
      ...uncompared.map((one) => ({ ...one, sides: BOTH, isOfChange: true as const })),
      ...hiddenPatches(before, after),
      ...reach.unknown,
      ...isolation.flatMap((one) => one.unknown),
      ...unboundRoles(before, after),
      ...policies.flat(),
    ]),
  };
}

/** The policies of which something is said, as sentences call them. */
function toldOf(
  isolation: NamespaceChanges | undefined,
  connections: ConnectionChanges | undefined,
): Set<string> {
  const changes = [...(isolation?.namespaces ?? []), ...(connections?.connections ?? [])];
  const doubtful = isolation?.doubtful ?? [];
  return new Set([...namedPolicies(changes.flatMap(({ through }) => through)), ...doubtful]);
}

import {
  type Direction,
  isUnrestrictedRule,
  type NetworkPolicyRule,
  policyDirections,
  selectsAllPods,
} from "../kubernetes/network-policy/network-policy.js";
import { rulesField } from "../kubernetes/network-policy/policy-step.js";
import type { NetworkPolicy } from "../kubernetes/objects.js";
import type { BuildSet } from "../builds/build-set.js";
import { groupBy } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";

/**
 * Whether some policy of a namespace limits the traffic of some of its pods. Those of Cilium and Calico count whatever
 * they say: that some pods may be out of reach is all that is said of it.
 */
export function isIsolatedInPart(builds: BuildSet, namespace: string, direction: Direction): boolean {
  return (policiesIn(builds).get(namespace) ?? []).some(({ object: { kind, object } }) => {
    return kind !== "NetworkPolicy" || limits(object as NetworkPolicy, direction);
  });
}

function limits(policy: NetworkPolicy, direction: Direction): boolean {
  const rules: readonly NetworkPolicyRule[] = policy.spec?.[rulesField(direction)] ?? [];
  return (
    // One that selects all pods isolates the whole namespace: in another cluster, if this one is open.
    !selectsAllPods(policy) &&
    policyDirections(policy).includes(direction) &&
    !rules.some((rule) => isUnrestrictedRule(rule, direction))
  );
}

const policiesIn = memoize((builds: BuildSet) => {
  const policies = builds.ofKind("NetworkPolicy", "CiliumNetworkPolicy", "CalicoNetworkPolicy");
  return groupBy(policies, ({ object }) => object.object.metadata?.namespace);
});

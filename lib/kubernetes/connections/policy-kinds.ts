import { type AnyObject, type KindName, type NetworkPolicy, UNKNOWN } from "../objects.js";
import { adminPolicyConnections } from "./admin-policy-rules.js";
import { calicoConnections } from "./calico-policy-rules.js";
import { ciliumConnections } from "./cilium-policy-rules.js";
import type { DirectedPolicy } from "./directed-policy.js";
import { networkPolicyConnections } from "./network-policy-rules.js";

/** The kinds of policies that decide about connections. */
export const POLICY_KINDS: ReadonlySet<KindName> = new Set([
  "NetworkPolicy",
  "CiliumNetworkPolicy",
  "CiliumClusterwideNetworkPolicy",
  "CalicoNetworkPolicy",
  "GlobalNetworkPolicy",
  "AdminNetworkPolicy",
  "BaselineAdminNetworkPolicy",
  "ClusterNetworkPolicy",
] satisfies KindName[]);

/**
 * What a policy of any engine does to the connections of the pods that it selects.
 * @param namespace the one that it is in, in whatever words pods name it; undefined for a policy of the whole cluster
 */
export function connectionsOf(
  { kind, object }: { kind: KindName; object: AnyObject },
  namespace: string | undefined,
): readonly DirectedPolicy[] {
  switch (kind) {
    case "NetworkPolicy":
      return networkPolicyConnections(object as NetworkPolicy, namespace ?? UNKNOWN);
    case "AdminNetworkPolicy":
    case "BaselineAdminNetworkPolicy":
    case "ClusterNetworkPolicy":
      return adminPolicyConnections(kind, object);
    case "CiliumNetworkPolicy":
    case "CiliumClusterwideNetworkPolicy":
      return ciliumConnections(object, kind === "CiliumNetworkPolicy" ? (namespace ?? UNKNOWN) : undefined);
    case "CalicoNetworkPolicy":
    case "GlobalNetworkPolicy":
      return calicoConnections(object, kind === "CalicoNetworkPolicy" ? (namespace ?? UNKNOWN) : undefined);
    default:
      return [];
  }
}

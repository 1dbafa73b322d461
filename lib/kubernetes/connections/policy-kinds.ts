import {
  type AnyObject,
  type KindName,
  type NetworkPolicy,
  NETWORK_POLICY_KINDS,
  UNKNOWN,
} from "../objects.js";
import { adminPolicyConnections } from "./admin-policy-rules.js";
import { calicoConnections } from "./calico-policy-rules.js";
import { ciliumConnections } from "./cilium-policy-rules.js";
import type { DirectedPolicy } from "./directed-policy.js";
import { networkPolicyConnections } from "./network-policy-rules.js";

/** Whether a kind is that of policies that decide about connections. */
export function isNetworkPolicy(kind: KindName): boolean {
  return KINDS.has(kind);
}

const KINDS: ReadonlySet<KindName> = new Set(NETWORK_POLICY_KINDS);

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

import { UNKNOWN } from "../../kubernetes/objects.js";
import type { NetworkPolicyApplied } from "./policies.js";
import type { Pods } from "./workloads.js";

/** Labels of Namespace objects with the same name: those on which they disagree are not known. */
export function commonLabels(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Record<string, string> {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      ownLabel(one, key) === ownLabel(other, key) ? (one[key] as string) : UNKNOWN,
    ]),
  );
}

function ownLabel(labels: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

/** What tells pods from others: several builds can apply the same workload, which then counts once. */
export function podsKey(
  { kind, name, labels, ports, isOnHostNetwork, serviceAccount }: Pods,
  namespace: string,
): string {
  return JSON.stringify([kind, name, namespace, labels, ports, isOnHostNetwork, serviceAccount]);
}

/** What tells a policy from others of its cluster. */
export function policyKey({
  namespace,
  applied: { object },
}: Omit<NetworkPolicyApplied, "directed">): string {
  return JSON.stringify([object.kind, namespace, object.object.metadata?.name, object.object.spec]);
}

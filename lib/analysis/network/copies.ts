import { UNKNOWN } from "../../kubernetes/objects.js";
import { groupBy } from "../../util/group-by.js";
import type { NetworkPolicyApplied } from "./policies.js";
import type { Workload } from "./workloads.js";

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

/** Several builds can apply the same workload: what is alike in all that matters counts once. */
export function withoutCopies(workloads: readonly Workload[]): Workload[] {
  const byKey = groupBy(
    workloads,
    ({ kind, name, namespace, labels, ports, isOnHostNetwork, serviceAccount }) =>
      JSON.stringify([kind, name, namespace.name, labels, ports, isOnHostNetwork, serviceAccount]),
  );
  return [...byKey.values()].map(([first]) => first as Workload);
}

/** The same for policies. */
export function withoutCopiesOfPolicies(policies: readonly NetworkPolicyApplied[]): NetworkPolicyApplied[] {
  return [...groupBy(policies, policyKey).values()].map(([first]) => first as NetworkPolicyApplied);
}

/** What tells a policy from others of its cluster. */
export function policyKey({
  namespace,
  applied: { object },
}: Omit<NetworkPolicyApplied, "directed">): string {
  return JSON.stringify([object.kind, namespace, object.object.metadata?.name, object.object.spec]);
}

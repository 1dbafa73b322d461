import { type DecidingPolicy, policyName, policyPlace } from "../network/deciding.js";
import { policyKey } from "../network/copies.js";
import type { NetworkPolicyApplied } from "../network/policies.js";
import { namespaceWords } from "../network/workloads.js";
import type { Side, SidedStep } from "./access-change.js";

/** The policies that are at work on one side only; those that are now, if it is not they that make the difference. */
export function differingPolicies(
  before: readonly Pick<DecidingPolicy, "source">[],
  after: readonly Pick<DecidingPolicy, "source">[],
): SidedStep[] {
  const [old, now] = [byKey(before), byKey(after)];
  const isNew = [...now].filter(([key]) => !old.has(key));
  const isGone = [...old].filter(([key]) => !now.has(key));
  const shown = isNew.length + isGone.length > 0 ? isNew : [...now];
  const steps = shown.map(([, policy]) => stepOf(policy, "after"));
  // One that says something else now is named as it is now.
  const names = new Set(steps.map(nameKey));
  const gone = isGone.map(([, policy]) => stepOf(policy, "before"));
  return [...steps, ...gone.filter((step) => !names.has(nameKey(step)))];
}

function nameKey({ kind, name, namespace }: SidedStep): string {
  return JSON.stringify([kind, name, namespace]);
}

function byKey(policies: readonly Pick<DecidingPolicy, "source">[]): Map<string, NetworkPolicyApplied> {
  return new Map(policies.flatMap(({ source }) => (source ? [[policyKey(source), source]] : [])));
}

function stepOf(policy: NetworkPolicyApplied, side: Side): SidedStep {
  const { kind, name = "?", namespace } = policyName(policy);
  return {
    kind,
    name,
    ...(namespace !== undefined && { namespace: namespaceWords(namespace) }),
    place: policyPlace(policy),
    side,
  };
}

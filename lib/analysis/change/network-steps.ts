import { type DecidingPolicy, policyName, policyPlace } from "../network/deciding.js";
import { policyKey } from "../network/copies.js";
import type { NetworkPolicyApplied } from "../network/policies.js";
import { namespaceWords } from "../network/workloads.js";
import type { Side, SidedStep } from "./access-change.js";
import type { NetworkPair } from "./network-pairs.js";
import { ownPartsOf } from "./own-parts.js";

const SIDES = ["before", "after"] as const;

/** The policies at work on each side of a change. */
export type PoliciesOfSides = Record<Side, readonly Pick<DecidingPolicy, "source">[]>;

/** The policies that are at work on one side only; those that are now, if it is not they that make the difference. */
export function differingPolicies(policies: PoliciesOfSides): SidedStep[] {
  const { before, after } = onOneSide(policies);
  const shown = before.length + after.length > 0 ? after : [...byKey(policies.after).values()];
  const steps = shown.map((policy) => stepOf(policy, "after"));
  // One that says something else now is named as it is now.
  const names = new Set(steps.map(nameKey));
  const gone = before.map((policy) => stepOf(policy, "before"));
  return [...steps, ...gone.filter((step) => !names.has(nameKey(step)))];
}

/** Whether any of the policies that are at work on one side only is surely in the cluster, or there are none. */
export function areOwn(pair: NetworkPair, policies: PoliciesOfSides): boolean {
  const differing = onOneSide(policies);
  return (
    differing.before.length + differing.after.length === 0 ||
    SIDES.some((side) => differing[side].some((policy) => ownPartsOf(pair[side]).hasPolicy(policy)))
  );
}

function onOneSide({ before, after }: PoliciesOfSides): Record<Side, NetworkPolicyApplied[]> {
  const [old, now] = [byKey(before), byKey(after)];
  return {
    before: [...old].flatMap(([key, policy]) => (now.has(key) ? [] : policy)),
    after: [...now].flatMap(([key, policy]) => (old.has(key) ? [] : policy)),
  };
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

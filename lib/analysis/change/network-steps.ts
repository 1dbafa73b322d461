import { groupBy } from "../../util/group-by.js";
import type { Step } from "../access/answers.js";
import { type DecidingPolicy, policyName, policyPlace } from "../network/deciding.js";
import { policyKey } from "../network/copies.js";
import type { NetworkPolicyApplied } from "../network/policies.js";
import { namespaceWords } from "../network/workloads.js";

/** The policies that are at work on one side only; those that are now, if it is not they that make the difference. */
export function differingPolicies(
  before: readonly Pick<DecidingPolicy, "source">[],
  after: readonly Pick<DecidingPolicy, "source">[],
): Step[] {
  const [old, now] = [byKey(before), byKey(after)];
  const only = [...now, ...old].filter(([key]) => !old.has(key) || !now.has(key));
  const steps = [...new Map(only.length > 0 ? only : now).values()].map(stepOf);
  // One that says something else now is named as it is now.
  const byName = groupBy(steps, ({ kind, name, namespace }) => JSON.stringify([kind, name, namespace]));
  return [...byName.values()].flatMap(([first]) => first ?? []);
}

function byKey(policies: readonly Pick<DecidingPolicy, "source">[]): Map<string, NetworkPolicyApplied> {
  return new Map(policies.flatMap(({ source }) => (source ? [[policyKey(source), source]] : [])));
}

function stepOf(policy: NetworkPolicyApplied): Step {
  const { kind, name = "?", namespace } = policyName(policy);
  return {
    kind,
    name,
    ...(namespace !== undefined && { namespace: namespaceWords(namespace) }),
    place: policyPlace(policy),
  };
}

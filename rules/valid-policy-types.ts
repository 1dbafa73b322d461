import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { type Direction, policyDirections } from "../lib/kubernetes/network-policy/network-policy.js";
import { holdsUnknown, isKnown, type NetworkPolicy } from "../lib/kubernetes/objects.js";
import { DIRECTIONS, rulesField } from "../lib/kubernetes/network-policy/policy-step.js";
import { quoteList } from "../lib/util/phrases.js";
import { replaceItem } from "../lib/manifests/edit.js";

export default defineRule({
  name: "valid-policy-types",
  meta: {
    docs: {
      description: "Disallow rules of a NetworkPolicy that its `policyTypes` switch off",
      topic: "Network isolation",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      ignored:
        "These {{direction}} rules do nothing{{by}}, because 'policyTypes' has only {{types}}: this policy does not restrict {{what}}. Add '{{type}}' to 'policyTypes', or delete the rules.",
      notDenied:
        "Without 'policyTypes' a policy is for 'Ingress' alone, so 'egress: []' denies nothing{{by}}: this policy does not restrict what its pods can reach. Add 'policyTypes: [Ingress, Egress]', or delete the line.",
      addType: "Add '{{type}}' to 'policyTypes'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  patches: false,
  check(written, { applied, report }) {
    for (const direction of DIRECTIONS) {
      const field = rulesField(direction);
      const has = (policy: NetworkPolicy) => defectOf(policy, direction);
      const changed = applied.filter(({ object }) => has(object.object));
      const defect = has(written);
      if (applied.length > 0 ? changed.length === 0 : !defect) continue;
      const policy = defect ? written : (changed[0]?.object.object ?? written);
      const types = policy.spec?.policyTypes ?? [];
      const last = types.length - 1;
      report({
        at: ["spec", field],
        messageId: has(policy) as NonNullable<ReturnType<typeof has>>,
        data: {
          direction: field,
          by: defect ? "" : asApplied(changed),
          types: quoteList(types),
          type: direction,
          what: direction === "Ingress" ? "what can reach its pods" : "what its pods can reach",
        },
        suggest:
          defect === "ignored"
            ? [
                {
                  messageId: "addType",
                  data: { type: direction },
                  edit: replaceItem(["spec", "policyTypes", last], [types[last] as string, direction]),
                },
              ]
            : [],
      });
    }
  },
});

/**
 * Returns what is wrong with the rules for a direction that the policy does not apply to. Undefined if that cannot be
 * known, or the API server refuses the types.
 */
function defectOf(policy: NetworkPolicy, direction: Direction): "ignored" | "notDenied" | undefined {
  const { policyTypes: types = [], [rulesField(direction)]: rules } = policy.spec ?? {};
  if (!rules || !types.every((type) => isKnown(type) && DIRECTIONS.some((valid) => valid === type)))
    return undefined;
  if (policyDirections(policy).includes(direction)) return undefined;
  if (rules.length === 0) return types.length === 0 ? "notDenied" : undefined;
  // An unknown item, such as a variable, may turn out to be nothing.
  return holdsUnknown(rules) ? undefined : "ignored";
}

import { defineRule } from "../lib/rule-kit/define-rule.js";
import { builtInAggregators } from "../lib/kubernetes/rbac/aggregation.js";
import { type AnyObject, isKnown, ROLE_KINDS } from "../lib/kubernetes/objects.js";

/** Labels by which roles that others install take in ClusterRoles. */
const FOR_OTHERS = /\/aggregate-to-|^servicebinding\.io\/controller$/;

export default defineRule({
  name: "no-unused-role",
  meta: {
    docs: {
      description: "Disallow roles that nothing in the repository binds or aggregates",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "all",
      controls: [],
    },
    messages: {
      unused:
        "Nothing in this repository binds{{orAggregates}} {{kind}} '{{name}}', so it grants nothing here. Bind it or delete it.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: false,
  check(_, { kind, applied, analysis, report }) {
    const isUnused = applied.every((one) => {
      const { object } = one;
      const { name } = object.object.metadata ?? {};
      return (
        isKnown(name) &&
        !analysis.grants.isNamed(kind, name) &&
        !analysis.grants.mayBeTakenIn(object) &&
        builtInAggregators(object.object).length === 0 &&
        !isMeantForOthers(object.object) &&
        analysis.hiddenUser(one) === undefined
      );
    });
    const [first] = applied;
    if (!first || !isUnused) return;
    report({
      at: ["metadata", "name"],
      messageId: "unused",
      data: {
        kind,
        name: first.object.object.metadata?.name ?? "",
        orAggregates: kind === "ClusterRole" ? " or aggregates" : "",
      },
    });
  },
});

/** Whether a role that is not here takes it in, as its labels say. */
function isMeantForOthers({ metadata }: AnyObject): boolean {
  return Object.keys(metadata?.labels ?? {}).some((label) => FOR_OTHERS.test(label));
}

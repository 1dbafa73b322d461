import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { areApart } from "../lib/builds/controllers/clusters.js";
import type { HiddenPart } from "../lib/builds/hidden-part.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isAggregating, maySelectBuiltIn } from "../lib/kubernetes/rbac/aggregation.js";

export default defineRule({
  name: "no-rules-with-aggregation",
  meta: {
    docs: {
      description: "Disallow aggregated ClusterRoles with rules of their own, or with nothing to aggregate",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    messages: {
      overwritten:
        "Kubernetes overwrites these rules with those of the ClusterRoles that 'aggregationRule' selects, so they grant nothing. Move them to a ClusterRole with a label that it selects.",
      selectsNothing:
        "This aggregationRule selects no ClusterRole in this repository, so ClusterRole '{{name}}' grants nothing. Give the intended ClusterRoles a label that it selects.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["ClusterRole"],
  patches: false,
  check(role, { applied, analysis, report }) {
    const isMeant = applied.length === 0 || applied.some(({ object }) => isAggregating(object.object));
    if (!isAggregating(role) || !isMeant) return;
    const isOverwritten = applied.length === 0 || applied.some(({ object }) => object.object.rules?.length);
    if (role.rules?.length && isOverwritten) report({ at: ["rules"], messageId: "overwritten" });
    if (applied.length > 0 && applied.every((one) => selectsNothing(one, analysis))) {
      report({
        at: ["aggregationRule", "clusterRoleSelectors"],
        messageId: "selectsNothing",
        data: { name: applied[0]?.object.object.metadata?.name ?? "" },
      });
    }
  },
});

function mayBringRoles({ kind }: HiddenPart): boolean {
  return kind !== "secrets" && kind !== "impossible";
}

/** Whether the selectors certainly select nothing: no part that is out of sight may add a role with the label. */
function selectsNothing({ build, object }: Applied<"ClusterRole">, analysis: Analysis): boolean {
  const selectors = object.object.aggregationRule?.clusterRoleSelectors ?? [];
  return (
    selectors.length > 0 &&
    !selectors.some(maySelectBuiltIn) &&
    analysis.grants.members(object).length === 0 &&
    !analysis.all.some((other) => !areApart(other, build) && other.hidden.some(mayBringRoles))
  );
}

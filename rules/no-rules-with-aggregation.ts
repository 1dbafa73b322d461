import { nameWords } from "../lib/kubernetes/name-words.js";
import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { areApart } from "../lib/builds/controllers/clusters.js";
import type { HiddenPart } from "../lib/builds/hidden-part.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";
import { type ClusterRole, isAllUnknown } from "../lib/kubernetes/objects.js";
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
        "Kubernetes overwrites {{rules}} with those of the ClusterRoles that 'aggregationRule' selects, so they grant nothing. Remove them, or move them to a ClusterRole with a label that it selects.",
      selectsNothing:
        "This aggregationRule selects no ClusterRole in this repository, so {{role}} grants nothing. Give the intended ClusterRoles a label that it selects.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["ClusterRole"],
  patches: true,
  check(role, context) {
    const { applied, patched, report } = context;
    const isApplied = applied.length + patched.length > 0;
    const overwritten = writtenHere(["rules"], context).filter(({ object }) => {
      return isOverwritten(object.object);
    });
    if (overwritten.length > 0 || (!isApplied && isOverwritten(role))) {
      report({
        at: role.rules ? ["rules"] : ["aggregationRule"],
        messageId: "overwritten",
        data: { rules: rulesOf(role, overwritten) },
      });
    }
    const aggregating = writtenHere(["aggregationRule", "clusterRoleSelectors"], context);
    const [first] = aggregating;
    if (first && aggregating.every((one) => selectsNothing(one, context.analysis))) {
      report({
        at: ["aggregationRule", "clusterRoleSelectors"],
        messageId: "selectsNothing",
        data: { role: nameWords("ClusterRole", first.object.object.metadata?.name) },
      });
    }
  },
});

/** Whether both are there for sure: what a chart renders in some cases only is not. */
function isOverwritten(role: ClusterRole): boolean {
  const { aggregationRule, rules = [] } = role;
  return isAggregating(role) && !isAllUnknown(aggregationRule) && rules.length > 0 && !isAllUnknown(rules);
}

function mayBringRoles({ kind }: HiddenPart): boolean {
  return kind !== "secrets" && kind !== "impossible";
}

/** Names the rules, and the builds where they meet an aggregationRule if they do not do so here. */
function rulesOf(role: ClusterRole, overwritten: readonly Applied<"ClusterRole">[]): string {
  const [first] = overwritten;
  if (!first || (isAggregating(role) && role.rules?.length)) return "these rules";
  const { name = "" } = first.object.object.metadata ?? {};
  return `${role.rules?.length ? "these" : "the"} rules of ClusterRole '${name}'${asApplied(overwritten)}`;
}

/**
 * Whether the selectors certainly select nothing: no part that is out of sight may add a role with the label, and nobody
 * may install it beside others.
 */
function selectsNothing({ build, object }: Applied<"ClusterRole">, analysis: Analysis): boolean {
  const selectors = object.object.aggregationRule?.clusterRoleSelectors ?? [];
  return (
    selectors.length > 0 &&
    build.isDefault !== true &&
    !selectors.some(maySelectBuiltIn) &&
    analysis.grants.members(object).length === 0 &&
    analysis.grants.whyIncomplete(object) === undefined &&
    !analysis.all.some((other) => !areApart(other, build) && other.hidden.some(mayBringRoles))
  );
}

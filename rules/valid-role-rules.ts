import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { isCurrentRbac } from "../lib/kubernetes/kinds.js";
import { type ClusterRole, type PolicyRule, type Role, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { aggregationDefects, entryDefects } from "../lib/kubernetes/rbac/role-defects.js";
import { replaceScalar } from "../lib/manifests/edit.js";
import { appliedDefects } from "../lib/rule-kit/applied-defects.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { hasUnknownField } from "../lib/rule-kit/schema-phrases.js";
import { operatorMeant, selectorData, selectorMessages } from "../lib/rule-kit/selector-phrases.js";
import { quoteList } from "../lib/util/phrases.js";

const REFUSED = "the API server refuses this role";

export default defineRule({
  name: "valid-role-rules",
  meta: {
    docs: {
      description: "Disallow rules of a role that the API server refuses",
      topic: "Files and references",
      consequence: "refusal",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      missing: `This entry has no {{fields}}: ${REFUSED}. Add {{what}}.`,
      urlsInRole: `A Role applies to one namespace, and {{urls}} belongs to none: ${REFUSED}. Remove this entry, or write it in a ClusterRole of its own that a ClusterRoleBinding refers to.`,
      urlsAndResources: `This entry mixes {{urls}} with '{{field}}': ${REFUSED}. Write one entry for the URLs and another for the resources.`,
      noSelectors: `An 'aggregationRule' without 'clusterRoleSelectors' selects nothing, and ${REFUSED}{{by}}. Add the labels of the ClusterRoles whose rules this one is to have.`,
      ...selectorMessages(`${REFUSED}{{by}}`),
      write: "Write '{{value}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(written, context) {
    if (!isCurrentRbac(written)) return;
    const { kind, applied, analysis, defects, place, report } = context;
    for (const [index, rule] of judgedRules(written, applied, analysis)) {
      // In a patch, an entry with none of the fields is an instruction to kustomize, such as `$patch: replace`.
      const isInstruction = Object.keys(rule).length === 0 && analysis.isPatch(place.file);
      for (const defect of entryDefects(kind, rule)) {
        const at = ["rules", index, ...defect.at];
        if (defect.id === "missing") {
          if (isInstruction || hasUnknownField(defects, ["rules", index])) continue;
          const what = defect.fields.includes("apiGroups") ? ', where "" is the core group' : "";
          const fields = quoteList(defect.fields);
          report({ at, messageId: "missing", data: { fields, what: `${fields}${what}` } });
        } else {
          const field = defect.id === "urlsAndResources" ? defect.field : "";
          const urls = quoteList(defect.urls.filter(Boolean), "an empty URL");
          report({ at, messageId: defect.id, data: { urls, field } });
        }
      }
    }
    if (kind === "Role") return;
    const aggregation = appliedDefects(
      aggregationDefects(written as ClusterRole),
      ({ object }) => aggregationDefects(object.object as ClusterRole),
      context,
    );
    for (const { defect, by } of aggregation) {
      const { id, at } = defect;
      const isMissing = id === "noSelectors" || id === "noKey" || id === "noOperator" || id === "noValues";
      if (isMissing && hasUnknownField(defects, at.slice(0, -1))) continue;
      const meant = by.length > 0 ? undefined : operatorMeant(defect);
      report({
        at,
        isKey: id === "labelKey" && at.at(-2) === "matchLabels",
        messageId: id,
        data: { ...selectorData(defect), by: by.length > 0 ? asApplied(by) : "" },
        suggest:
          meant === undefined
            ? []
            : [{ messageId: "write", data: { value: meant }, edit: replaceScalar(at, meant) }],
      });
    }
  },
});

/** Returns the entries that are applied as written. Entries that an overlay changes are not judged here. */
function judgedRules(
  { rules = [] }: Role | ClusterRole,
  applied: readonly Applied[],
  analysis: Analysis,
): (readonly [number, PolicyRule])[] {
  const isChanged = ({ object }: Applied, index: number) =>
    (object.changes ?? []).some(({ path: [field, item] }) => {
      return field === "rules" && (item === undefined || Number(item) === index || item === "-");
    });
  return [...rules.entries()].filter(([index]) => {
    return (
      applied.length === 0 ||
      applied.some((one) => !analysis.isFromPatch(one, ["rules", index]) && !isChanged(one, index))
    );
  });
}

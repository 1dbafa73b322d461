import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isCurrentRbac } from "../lib/kubernetes/kinds.js";
import {
  type ClusterRole,
  isKnown,
  type PolicyRule,
  type Role,
  ROLE_KINDS,
} from "../lib/kubernetes/objects.js";
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
    messages: {
      missing: `This entry has no {{fields}}: ${REFUSED}. Add {{what}}.`,
      urlsInRole: `A Role applies to one namespace, and {{urls}} belongs to none: ${REFUSED}. Remove this entry, or write it in a ClusterRole of its own that a ClusterRoleBinding refers to.`,
      urlsAndResources: `This entry mixes {{urls}} with '{{field}}': ${REFUSED}. Write one entry for the URLs and another for the resources.`,
      noSelectors: `An 'aggregationRule' without 'clusterRoleSelectors' selects nothing, and ${REFUSED}. Add the labels of the ClusterRoles whose rules this one is to have.`,
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  // Kubernetes: pkg/apis/rbac/validation/validation.go, ValidateRole, ValidateClusterRole and ValidatePolicyRule.
  check(written, { kind, applied, analysis, place, report }) {
    if (!isCurrentRbac(written)) return;
    for (const [index, rule] of judgedRules(written, applied, analysis)) {
      const at = ["rules", index];
      const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
      const needed = { verbs, ...(nonResourceURLs.length === 0 && { apiGroups, resources }) };
      const missing = Object.entries(needed).flatMap(([field, list]) => (list.length === 0 ? [field] : []));
      const [first] = missing;
      // In a patch, an entry with none of the fields is an instruction to kustomize, such as `$patch: replace`.
      const isInstruction = Object.keys(rule).length === 0 && analysis.isPatch(place.file);
      if (first && !isInstruction) {
        const what = missing.includes("apiGroups") ? ', where "" is the core group' : "";
        const fields = quoteList(missing);
        report({ at: [...at, first], messageId: "missing", data: { fields, what: `${fields}${what}` } });
      }

      const urls = nonResourceURLs.filter(isKnown);
      if (urls.length === 0) continue;
      const others = Object.entries({ apiGroups, resources, resourceNames });
      const [field] = others.find(([, list]) => list.length > 0) ?? [];
      if (kind === "Role") {
        report({ at: [...at, "nonResourceURLs"], messageId: "urlsInRole", data: { urls: quoteList(urls) } });
      } else if (field) {
        const data = { urls: quoteList(urls), field };
        report({ at: [...at, "nonResourceURLs"], messageId: "urlsAndResources", data });
      }
    }
    const { aggregationRule } = written as ClusterRole;
    if (aggregationRule && (aggregationRule.clusterRoleSelectors ?? []).length === 0) {
      report({ at: ["aggregationRule", "clusterRoleSelectors"], messageId: "noSelectors" });
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

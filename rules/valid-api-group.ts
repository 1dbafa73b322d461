import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isAggregating } from "../lib/kubernetes/rbac/aggregation.js";
import type { ApiResources } from "../lib/kubernetes/api/api-resources.js";
import { isKnown, type PolicyRule, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { groupWords } from "../lib/kubernetes/rbac/known-entry.js";
import { removeItem, replaceScalar } from "../lib/manifests/edit.js";

const VERSION = /^v\d+(?:(?:alpha|beta)\d+)?$/;

export default defineRule({
  name: "valid-api-group",
  meta: {
    docs: {
      description: "Disallow versions and abbreviations where an API group belongs",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      version:
        "There is no API group '{{written}}': groups are written without a version here, so this allows nothing. {{instead}}.",
      abbreviation: "There is no API group '{{written}}', so this allows nothing. {{instead}}.",
      useGroup: "Write {{group}}.",
      removeGroup: "Remove it: {{group}} is there already.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, { analysis, report }) {
    if (isAggregating(role)) return;
    role.rules?.forEach((rule, index) => {
      rule.apiGroups?.forEach((written, position) => {
        const meant = isKnown(written) ? groupFor(written, rule, analysis.apiResources) : undefined;
        if (!meant) return;
        const at = ["rules", index, "apiGroups", position];
        const { group } = meant;
        const data = { group: group === undefined ? "" : groupWords(group) };
        report({
          at,
          messageId: meant.isVersion ? "version" : "abbreviation",
          data: {
            written,
            instead: group === undefined ? "Write the group alone" : `Write ${groupWords(group)}`,
          },
          suggest:
            group === undefined
              ? []
              : rule.apiGroups?.includes(group)
                ? [{ messageId: "removeGroup", data, edit: removeItem(at) }]
                : [{ messageId: "useGroup", data, edit: replaceScalar(at, group) }],
        });
      });
    });
  },
});

/**
 * Returns the group that was meant by something that is not a group; undefined if it may be one.
 * A group added by a CustomResourceDefinition has a dot
 * (apiextensions-apiserver, pkg/apis/apiextensions/validation/validation.go), and none has a slash.
 */
function groupFor(
  written: string,
  rule: PolicyRule,
  api: ApiResources,
): { isVersion: boolean; group?: string } | undefined {
  const [first = "", ...rest] = written.split("/");
  if (rest.length > 0) return { isVersion: true, group: first === "core" ? "" : first };
  if (VERSION.test(written)) return { isVersion: true, group: sharedGroup(rule, api) };
  if (written === "core" || written === "legacy") return { isVersion: false, group: "" };
  if (written.includes(".") || api.knowledgeOf(written) !== "unknown") return undefined;
  const group = [`${written}.k8s.io`, `${written}.authorization.k8s.io`].find((candidate) => {
    return api.knowledgeOf(candidate) === "complete";
  });
  return group === undefined ? undefined : { isVersion: false, group };
}

/** Returns the one group that has all resources of an entry. */
function sharedGroup({ resources = [] }: PolicyRule, api: ApiResources): string | undefined {
  const groups = resources.map((resource) => new Set(api.groupsWith(resource)));
  const shared = [...(groups[0] ?? [])].filter((group) => groups.every((set) => set.has(group)));
  return shared.includes("") ? "" : shared.length === 1 ? shared[0] : undefined;
}

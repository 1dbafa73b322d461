import type { Scope } from "../lib/kubernetes/rbac/permissions.js";
import { ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { counts, givenThrough, PERMISSION_SCHEMA } from "../lib/rule-kit/permission-rule.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { ApiResources } from "../lib/kubernetes/api/api-resources.js";
import { groupsWords } from "../lib/kubernetes/rbac/known-entry.js";
import { quoteKnown } from "../lib/kubernetes/name-words.js";
import { quoteList } from "../lib/util/phrases.js";
import { replaceItem } from "../lib/manifests/edit.js";
import {
  verbsOf,
  WILDCARD_PRESET_OPTIONS,
  WILDCARD_SCHEMA,
  type WildcardOptions,
  wildcardsIn,
} from "../lib/rule-kit/wildcards.js";

/** The resources of every Kubernetes version: a suggestion may name a group too many. */
const API_RESOURCES = new ApiResources();

interface Options extends WildcardOptions {
  scope: Scope;
}

export default defineRule({
  name: "no-wildcard-api-groups",
  meta: {
    docs: {
      description: "Disallow `*` as an API group in a Role or ClusterRole",
      topic: "What a role permits",
      consequence: "danger",
      preset: "recommended",
      presetOptions: WILDCARD_PRESET_OPTIONS,
      controls: [
        "CIS 5.1.3",
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Least privilege",
        "NSA: Authentication and authorization",
      ],
    },
    hasSuggestions: true,
    messages: {
      everyGroup:
        "{{who}} can act on {{resources}} in {{where}}, whatever API group has them, and in groups that are installed later: {{role}} allows {{verbs}} in API group '*'{{through}}. Name the groups that are needed.",
      nameGroups: "Name the groups in which Kubernetes has {{resources}}: {{groups}} instead of '*'.",
    },
    schema: [
      {
        type: "object",
        properties: { scope: PERMISSION_SCHEMA.scope, ...WILDCARD_SCHEMA },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ scope: "any", exceptFullAccess: false, exceptWildcardVerbs: false } as Options],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { kind, options, report } = context;
    for (const { rule, at, by, isWritten } of wildcardsIn(
      role,
      "apiGroups",
      [(group) => group === "*"],
      context,
    )) {
      const { reach, words } = givenThrough(role, context);
      if (options.scope === "cluster" && !counts("cluster", kind, reach)) return;
      const { resources = [] } = rule;
      const groups = isWritten ? groupsWith(resources) : [];
      report({
        at,
        messageId: "everyGroup",
        data: {
          ...words,
          role: words.role + by,
          resources: resources.includes("*")
            ? "every resource"
            : quoteKnown(resources, "the resources of the rule"),
          verbs: verbsOf(rule),
        },
        suggest:
          groups.length === 0
            ? []
            : [
                {
                  messageId: "nameGroups",
                  data: {
                    resources: quoteList(resources),
                    groups: groupsWords(groups),
                  },
                  edit: replaceItem(at, groups),
                },
              ],
      });
    }
  },
});

/** Returns the groups that have the resources; empty unless Kubernetes knows all of them. */
function groupsWith(resources: readonly string[]): string[] {
  const groups = resources.map((resource) => API_RESOURCES.groupsWith(resource));
  return groups.some((found) => found.length === 0) ? [] : [...new Set(groups.flat())].sort();
}

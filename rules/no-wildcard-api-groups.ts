import {
  counts,
  givenThrough,
  PERMISSION_SCHEMA,
  type PermissionOptions,
} from "../lib/define-permission-rule.js";
import { defineRule } from "../lib/define-rule.js";
import { quoteList } from "../lib/kubernetes/words.js";
import { verbsOf, wildcardsIn } from "../lib/wildcards.js";

export default defineRule({
  name: "no-wildcard-api-groups",
  meta: {
    docs: {
      description: "Disallow `*` as an API group in a Role or ClusterRole",
      preset: "recommended",
      presetOptions: { exceptFullAccess: true },
      controls: [
        "CIS 5.1.3",
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Least privilege",
        "NSA: Authentication and authorization",
      ],
    },
    messages: {
      everyGroup:
        "{{who}} can act on {{resources}} in {{where}}, whatever API group has them, and in groups that are installed later: {{role}} allows {{verbs}} in API group '*'{{through}}. Name the groups that are needed.",
    },
    schema: [{ type: "object", properties: PERMISSION_SCHEMA, additionalProperties: false }],
    defaultOptions: [{ scope: "any", exceptFullAccess: false } as PermissionOptions],
  },
  on: "object",
  kinds: ["Role", "ClusterRole"],
  patches: true,
  check(role, context) {
    const { kind, options, report } = context;
    for (const { rule, at } of wildcardsIn(role, "apiGroups", [(group) => group === "*"], context)) {
      const { reach, words } = givenThrough(role, context);
      if (options.scope === "cluster" && !counts("cluster", kind, reach)) return;
      const { resources = [] } = rule;
      report({
        at,
        messageId: "everyGroup",
        data: {
          ...words,
          resources: resources.includes("*") ? "every resource" : quoteList(resources),
          verbs: verbsOf(rule),
        },
      });
    }
  },
});

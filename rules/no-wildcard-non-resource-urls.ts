import { counts, givenThrough } from "../lib/rule-kit/permission-rule.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isEveryPath } from "../lib/kubernetes/rbac/full-access.js";
import { verbsOf, WILDCARD_PRESET_OPTIONS, WILDCARD_SCHEMA, wildcardsIn } from "../lib/rule-kit/wildcards.js";

export default defineRule({
  name: "no-wildcard-non-resource-urls",
  meta: {
    docs: {
      description: "Disallow `*` as a non-resource URL in a ClusterRole",
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
    messages: {
      everyPath:
        "{{who}} can call every path of the API server that is not a resource, including '/metrics', '/logs' and '/debug/pprof': {{role}} allows {{verbs}} on '{{value}}'{{through}}. List the paths that are needed.",
    },
    schema: [
      {
        type: "object",
        properties: WILDCARD_SCHEMA,
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ exceptFullAccess: false, exceptWildcardVerbs: false }],
  },
  on: "object",
  // A Role cannot contain such paths, and a RoleBinding cannot grant them.
  kinds: ["ClusterRole"],
  patches: true,
  check(written, context) {
    for (const { rule, value, at, by } of wildcardsIn(written, "nonResourceURLs", [isEveryPath], context)) {
      const { reach, words } = givenThrough(written, context);
      if (!counts("cluster", "ClusterRole", reach)) return;
      const role = words.role + by;
      context.report({ at, messageId: "everyPath", data: { ...words, role, verbs: verbsOf(rule), value } });
    }
  },
});

import { counts, givenThrough, judgedEntries, PERMISSION_SCHEMA } from "../lib/define-permission-rule.js";
import { defineRule } from "../lib/define-rule.js";
import { fullAccessEntries, type Scope } from "../lib/kubernetes/permissions.js";
import { isEverything } from "../lib/kubernetes/rbac.js";
import { quoteList } from "../lib/kubernetes/words.js";

export default defineRule({
  name: "no-full-access-role",
  meta: {
    docs: {
      description: "Disallow roles that are `cluster-admin` in all but name",
      topic: "What a role permits",
      preset: "recommended",
      controls: [
        "CIS 5.1.1",
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Least privilege",
        "NSA: Authentication and authorization",
      ],
    },
    messages: {
      fullAccess:
        "{{who}} can do everything in {{where}}: {{role}} is cluster-admin in all but name, with {{verbs}} on every resource of every API group{{together}}{{through}}. List the resources and verbs that are needed.",
    },
    schema: [{ type: "object", properties: { scope: PERMISSION_SCHEMA.scope }, additionalProperties: false }],
    defaultOptions: [{ scope: "any" } as { scope: Scope }],
  },
  on: "object",
  kinds: ["Role", "ClusterRole"],
  patches: true,
  check(role, context) {
    const { kind, applied, builds, options, report } = context;
    // This one is called what it is.
    if (kind === "ClusterRole" && role.metadata?.name === "cluster-admin") return;
    const full = fullAccessEntries(role.rules ?? []);
    if (full.size === 0) return;
    const judged = judgedEntries(role, { applied, builds, options: { exceptFullAccess: false } });
    const entries = judged.filter(({ index }) => full.has(index));
    if (entries.length === 0) return;
    const { reach, words } = givenThrough(role, context);
    if (options.scope === "cluster" && !counts("cluster", kind, reach)) return;
    const alone = entries.filter(({ rule }) => isEverything([rule]));
    for (const { index, rule } of alone.length > 0 ? alone : entries.slice(0, 1)) {
      const all = alone.length > 0 ? [rule] : entries.map((entry) => entry.rule);
      const verbs = new Set(all.flatMap((one) => one.verbs ?? []));
      report({
        at: ["rules", index, "resources", rule.resources?.indexOf("*") ?? 0],
        messageId: "fullAccess",
        data: {
          ...words,
          verbs: verbs.has("*") ? "every verb" : quoteList([...verbs]),
          together: all.length > 1 ? ` in ${all.length} entries together` : "",
        },
      });
    }
  },
});

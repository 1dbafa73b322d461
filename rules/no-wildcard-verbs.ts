import { PERMISSION_SCHEMA } from "../lib/rule-kit/permission-rule.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isOverwritten, oncePerEntry, overlaidEntries, placeIn } from "../lib/rule-kit/effective-entries.js";
import { clusterAdminEntries } from "../lib/kubernetes/rbac/full-access.js";
import { ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { describeTargets } from "../lib/kubernetes/rbac/describe-targets.js";
import { allowsEverything } from "../lib/rule-kit/wildcards.js";
import { replaceItem } from "../lib/manifests/edit.js";

export default defineRule({
  name: "no-wildcard-verbs",
  meta: {
    docs: {
      description: "Disallow `*` as a verb in a Role or ClusterRole",
      topic: "The four to start with",
      consequence: "danger",
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
    hasSuggestions: true,
    messages: {
      wildcardVerb:
        "Verb '*' allows every action on {{what}}, now and in future versions of Kubernetes. List the verbs that are needed.",
      readVerbs: "Allow reading only: {{verbs}} instead of '*'.",
    },
    schema: [
      {
        type: "object",
        properties: { exceptFullAccess: PERMISSION_SCHEMA.exceptFullAccess },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ exceptFullAccess: false }],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { options, report } = context;
    const { rules = [] } = role;
    const full = options.exceptFullAccess ? clusterAdminEntries(rules) : new Set<number>();
    rules.forEach((rule, index) => {
      // What is applied is asked for only here, so that all else is found whatever keeps it from being known.
      if (full.has(index) && !isOverwritten(role, context)) return;
      // Requests for non-resource URLs use HTTP verbs only.
      const isAboutURLs = !rule.resources?.length && rule.nonResourceURLs?.length;
      const readVerbs = isAboutURLs ? ["get"] : ["get", "list", "watch"];
      rule.verbs?.forEach((verb, position) => {
        if (verb !== "*") return;
        const at = ["rules", index, "verbs", position];
        report({
          at,
          messageId: "wildcardVerb",
          data: { what: describeTargets(rule) },
          suggest: [
            {
              messageId: "readVerbs",
              data: { verbs: readVerbs.join(", ") },
              edit: replaceItem(at, readVerbs),
            },
          ],
        });
      });
    });
    const hasWildcard = rules.some(allowsEverything);
    const made = overlaidEntries(role, context).flatMap((entry) => {
      const isReported = entry.index === undefined ? hasWildcard : allowsEverything(rules[entry.index] ?? {});
      return isReported || !allowsEverything(entry.rule) ? [] : [{ entry }];
    });
    for (const { entry } of oncePerEntry(made)) {
      const { rule, by } = entry;
      const at = placeIn(entry, "verbs", rule.verbs?.indexOf("*") ?? 0);
      report({ at, messageId: "wildcardVerb", data: { what: describeTargets(rule) + by } });
    }
  },
});

import { defineRule } from "../lib/rule-kit/define-rule.js";
import { grantedWords, effectiveSubjects, type SubjectUse } from "../lib/rule-kit/effective-subjects.js";
import { BINDING_KINDS, isKnown } from "../lib/kubernetes/objects.js";
import { quoteList } from "../lib/util/phrases.js";

export default defineRule({
  name: "no-default-service-account-binding",
  meta: {
    docs: {
      description: "Disallow giving a role to the ServiceAccount `default`",
      topic: "Who is given a role",
      consequence: "danger",
      preset: "recommended",
      controls: ["CIS 5.1.5", "OWASP K8s 2025 K02", "OWASP K8s 2022 K03", "RBAC Good Practices: Hardening"],
    },
    messages: {
      default:
        "Every pod of {{namespace}} that names no ServiceAccount runs as 'default', so all of them can do what {{role}} allows in {{where}}. Create a ServiceAccount for the workload that needs this, and name it here.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(binding, context) {
    for (const { at, uses } of effectiveSubjects(binding, context)) {
      const wrong = uses.filter(
        ({ subject }) => subject.kind === "ServiceAccount" && subject.name === "default",
      );
      if (wrong.length === 0) continue;
      const namespaces = new Set(wrong.map(namespaceOf).filter(isKnown));
      context.report({
        at: [...at, "name"],
        messageId: "default",
        data: {
          namespace:
            namespaces.size > 0
              ? `namespace${namespaces.size > 1 ? "s" : ""} ${quoteList([...namespaces])}`
              : "its namespace",
          ...grantedWords(context.kind, wrong),
        },
      });
    }
  },
});

function namespaceOf({ subject, binding }: SubjectUse): string | undefined {
  return subject.namespace || binding.metadata?.namespace;
}

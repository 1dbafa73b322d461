import { defineRule } from "../lib/rule-kit/define-rule.js";
import { effectiveSubjects } from "../lib/rule-kit/effective-subjects.js";
import { BINDING_KINDS, isKnown } from "../lib/kubernetes/objects.js";
import { splitUsername } from "../lib/kubernetes/rbac/subjects.js";
import { replaceMap } from "../lib/manifests/edit.js";

export default defineRule({
  name: "no-service-account-as-user",
  meta: {
    docs: {
      description: "Disallow ServiceAccounts that are written as Users",
      topic: "Who is given a role",
      consequence: "danger",
      preset: "recommended",
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    hasSuggestions: true,
    messages: {
      asUser:
        "User '{{user}}' is ServiceAccount '{{name}}' of namespace '{{namespace}}', but neither kustomize nor a reviewer will see it as one. Write it with 'kind: ServiceAccount', 'name: {{name}}' and 'namespace: {{namespace}}'.",
      noServiceAccount:
        "User '{{user}}' is not the name of a ServiceAccount, so nobody gets this role: such a name is 'system:serviceaccount:NAMESPACE:NAME', without wildcards. Write the subject with 'kind: ServiceAccount'.",
      useServiceAccount: "Write ServiceAccount '{{name}}' of namespace '{{namespace}}' as the subject.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(binding, context) {
    for (const { at, uses } of effectiveSubjects(binding, context)) {
      const { subject } = uses[0];
      if (subject.kind !== "User" || !isKnown(subject.name)) continue;
      const account = splitUsername(subject.name);
      if (account === undefined) continue;
      if (account === "invalid") {
        context.report({ at: [...at, "name"], messageId: "noServiceAccount", data: { user: subject.name } });
        continue;
      }
      context.report({
        at: [...at, "name"],
        messageId: "asUser",
        data: { user: subject.name, ...account },
        suggest: [
          {
            messageId: "useServiceAccount",
            data: account,
            edit: replaceMap(at, {
              kind: "ServiceAccount",
              name: account.name,
              namespace: account.namespace,
            }),
          },
        ],
      });
    }
  },
});

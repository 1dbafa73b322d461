import { defineRule } from "../lib/rule-kit/define-rule.js";
import { BINDING_KINDS } from "../lib/kubernetes/objects.js";

export default defineRule({
  name: "no-empty-binding",
  meta: {
    docs: {
      description: "Disallow bindings without subjects",
      topic: "What does nothing",
      preset: "strict",
      controls: [],
    },
    messages: {
      empty: "This binding gives {{kind}} '{{name}}' to nobody. Name its subjects, or delete it.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: false,
  check({ roleRef, subjects = [], metadata }, { applied, report }) {
    if (subjects.length > 0) return;
    // A binding of the cluster itself that is emptied, which is how everybody is taken such a role.
    if (metadata?.annotations?.["rbac.authorization.kubernetes.io/autoupdate"] === "false") return;
    const isFilled = applied.some(({ build, object }) => {
      // Who uses a base that nothing here applies can still add subjects.
      return build.isUnreached || object.object.subjects?.length;
    });
    if (isFilled) return;
    report({
      at: ["roleRef", "name"],
      messageId: "empty",
      data: { kind: roleRef?.kind ?? "a role", name: roleRef?.name ?? "" },
    });
  },
});

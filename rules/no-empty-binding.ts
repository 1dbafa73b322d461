import { roleRefWords } from "../lib/kubernetes/name-words.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { BINDING_KINDS } from "../lib/kubernetes/objects.js";

export default defineRule({
  name: "no-empty-binding",
  meta: {
    docs: {
      description: "Disallow bindings without subjects",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "strict",
      controls: [],
    },
    messages: {
      empty: "This binding gives {{role}} to nobody. Name its subjects, or delete it.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: false,
  check({ roleRef, subjects = [], metadata }, { applied, report }) {
    if (subjects.length > 0) return;
    // Emptying one of Kubernetes' own bindings is how to take its role away from everybody: deleted, it comes back.
    if (metadata?.annotations?.["rbac.authorization.kubernetes.io/autoupdate"] === "false") return;
    const isFilled = applied.some(({ build, object }) => {
      // Another repository can use a base that nothing here applies, and add subjects.
      return build.isUnreached || object.object.subjects?.length;
    });
    if (isFilled) return;
    report({
      at: ["roleRef", "name"],
      messageId: "empty",
      data: { role: roleRefWords(roleRef) },
    });
  },
});

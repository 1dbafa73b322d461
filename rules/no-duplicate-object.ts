import { duplicateObjects } from "../lib/analysis/duplicate-objects.js";
import { namespaceWords } from "../lib/kubernetes/name-words.js";
import { KIND_NAMES } from "../lib/kubernetes/kinds.js";
import { asApplied } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { within } from "../lib/rule-kit/places-within.js";

export default defineRule({
  name: "no-duplicate-object",
  meta: {
    docs: {
      description: "Disallow the same object twice in what is applied together",
      topic: "Identities and namespaces",
      consequence: "breakage",
      preset: "recommended",
      controls: [],
    },
    messages: {
      kubectl:
        "{{object}} is in {{first}} as well, and says something else there: 'kubectl apply' applies both, and what it applies last stays. Keep one of them, or give this one another name.",
      argocd:
        "{{object}}{{as}} is in {{first}} as well, and says something else there: Argo CD applies only the last of them, with a RepeatedResourceWarning. Keep one of them, or give this one another name.",
      kustomize:
        "{{object}}{{as}} is then the same as the one in {{first}}, so kustomize refuses to build this. Keep one of them, or let them have different names.",
      copy: "{{object}} is in {{first}} as well, and says the same there. Delete one of them, before somebody changes the other.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: KIND_NAMES,
  patches: false,
  check(written, { analysis, place, report }) {
    for (const { one, at } of within(duplicateObjects(analysis), place)) {
      const { object, build } = one.applied;
      const { kind = "object", metadata = {} } = object.object;
      const namespace = namespaceWords([metadata.namespace]);
      const where = namespace === undefined ? "" : ` in ${namespace}`;
      report({
        at,
        messageId: one.isCopy ? "copy" : one.by,
        data: {
          object: `${kind} '${metadata.name ?? ""}'${where}`,
          first: `${one.first.file}:${one.line}`,
          as: build.type === "plain" ? "" : asApplied([one.applied]),
        },
      });
    }
  },
});

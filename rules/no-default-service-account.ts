import { type PodToken, tokenOf } from "../lib/analysis/useless-tokens.js";
import { AUTOMOUNT } from "../lib/kubernetes/identities/pod-identity.js";
import { WORKLOAD_KINDS } from "../lib/kubernetes/kinds.js";
import { namespaceWords } from "../lib/kubernetes/name-words.js";
import { addField, replaceScalar } from "../lib/manifests/edit.js";
import { inWhatApplies } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";

export default defineRule({
  name: "no-default-service-account",
  meta: {
    docs: {
      description: "Disallow workloads that run as the ServiceAccount `default`",
      topic: "Identities and namespaces",
      consequence: "danger",
      preset: "strict",
      controls: ["CIS 5.1.5"],
    },
    hasSuggestions: true,
    messages: {
      default:
        "{{pods}} as ServiceAccount 'default'{{where}}, and so {{share}} a token with every other pod of {{namespace}} that names none: what one of them needs, all may do. Name a ServiceAccount of {{their}} own in 'serviceAccountName'{{or}}.",
      setFalse: "Set 'automountServiceAccountToken: false'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: WORKLOAD_KINDS,
  patches: false,
  check(written, { applied, analysis, kind, report }) {
    const wrong = applied.flatMap((one) => {
      const token = tokenOf(analysis, one);
      return token?.isDefault ? [{ one, token }] : [];
    });
    const [first] = wrong;
    if (!first) return;
    const isUseless = wrong.every(({ token }) => token.isUseless);
    const namespaces = wrong.map(({ one }) => one.object.object.metadata?.namespace);
    report({
      at: first.token.identity.at,
      messageId: "default",
      data: {
        pods: kind === "Pod" ? "This Pod runs" : `The pods of this ${written.kind ?? kind} run`,
        share: kind === "Pod" ? "shares" : "share",
        their: kind === "Pod" ? "its" : "their",
        where:
          wrong.length === applied.filter(({ build }) => !build.isUnreached).length
            ? ""
            : inWhatApplies(wrong.map(({ one }) => one)),
        namespace: namespaceWords(namespaces) ?? "their namespace",
        or: isUseless
          ? `, or set '${AUTOMOUNT}: false' if ${kind === "Pod" ? "it does" : "they do"} not call the API server`
          : "",
      },
      suggest: isUseless ? [{ messageId: "setFalse", edit: withoutToken(first.token) }] : [],
    });
  },
});

function withoutToken({ identity: { automount, automountAt } }: PodToken) {
  return automount === true
    ? replaceScalar(automountAt, false)
    : addField(automountAt.slice(0, -1), AUTOMOUNT, false);
}

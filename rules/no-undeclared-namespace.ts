import { type UndeclaredNamespace, undeclaredNamespaces } from "../lib/analysis/undeclared-namespaces.js";
import { isNamespaced, KIND_NAMES } from "../lib/kubernetes/kinds.js";
import { replaceScalar } from "../lib/manifests/edit.js";
import type { Path } from "../lib/manifests/locate.js";
import { asApplied, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { within } from "../lib/rule-kit/places-within.js";
import { field } from "../lib/util/plain-values.js";

export default defineRule({
  name: "no-undeclared-namespace",
  meta: {
    docs: {
      description: "Disallow namespaces that objects are put into and that nothing makes",
      topic: "Identities and namespaces",
      consequence: "breakage",
      preset: "all",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      undeclared:
        "Nothing here makes namespace '{{name}}'{{as}}, so the API server refuses what is put into it until somebody does.{{more}}",
      useName: "Write '{{name}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: KIND_NAMES.filter(isNamespaced),
  patches: true,
  check(written, { analysis, place, report }) {
    for (const { one, at } of within(undeclaredNamespaces(analysis), place))
      report(findingOf(one, at, written));
  },
  checkKustomization({ file, value }, { analysis, report }) {
    const place = { file, document: 0, path: [] };
    for (const { one, at } of within(undeclaredNamespaces(analysis), place))
      report(findingOf(one, at, value));
  },
});

function findingOf({ name, applied, unlisted, nearest }: UndeclaredNamespace, at: Path, written: unknown) {
  const more =
    unlisted !== undefined
      ? ` It is in ${unlisted}, but no kustomization lists that file.`
      : nearest !== undefined
        ? ` Did you mean '${nearest}'?`
        : " Add a Namespace, correct the name, or list it under 'knownNamespaces' in .gitops-lint.yaml.";
  const isWritten = field(written, ...at.map(String)) === name;
  return {
    at,
    messageId: "undeclared" as const,
    data: { name, as: isUnreached(applied) ? asApplied([applied]) : "", more },
    suggest:
      nearest !== undefined && isWritten
        ? [{ messageId: "useName" as const, data: { name: nearest }, edit: replaceScalar(at, nearest) }]
        : [],
  };
}

import type { Analysis } from "../lib/analysis/analysis.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { BINDING_KINDS, isKnown, type RoleBinding } from "../lib/kubernetes/objects.js";

export default defineRule({
  name: "no-unused-service-account",
  meta: {
    docs: {
      description: "Disallow service accounts that no workload and no binding of the repository uses",
      topic: "What does nothing",
      preset: "all",
      controls: [],
    },
    messages: {
      unused:
        "Nothing in this repository runs as ServiceAccount '{{name}}' and nothing grants it a role. Delete it, or name it where it is meant.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["ServiceAccount"],
  patches: false,
  check({ metadata }, { applied, analysis, report }) {
    const names = applied.map(({ object }) => object.object.metadata?.name);
    // Whoever uses it may name it as it is written or as kustomize makes it.
    const isUsed = [metadata?.name, ...names].some((name) => {
      return !isKnown(name) || name === "default" || usedNames(analysis).has(name);
    });
    if (applied.length === 0 || isUsed || applied.some(({ build }) => build.open !== undefined)) return;
    report({ at: ["metadata", "name"], messageId: "unused", data: { name: names[0] ?? "" } });
  },
});

const known = new WeakMap<Analysis, ReadonlySet<string>>();

/** Every name of a service account that is used somewhere, in whatever namespace: the same name may well be meant. */
function usedNames(analysis: Analysis): ReadonlySet<string> {
  let names = known.get(analysis);
  if (!names) {
    const files = [...analysis.repository.files.values()];
    const bindings = [
      ...files.flatMap(({ objects }) => objects),
      ...analysis.ofKind(...BINDING_KINDS).map(({ object }) => object),
    ].map(({ object }) => object as RoleBinding);
    const subjects = bindings.flatMap((binding) => binding.subjects ?? []);
    const named = files.flatMap(({ serviceAccounts }) => serviceAccounts);
    const users = subjects.map(({ name }) => name?.split(":").at(-1) ?? "");
    known.set(analysis, (names = new Set([...named, ...users])));
  }
  return names;
}

import { memoize } from "../lib/util/memoize.js";
import type { Analysis } from "../lib/analysis/analysis.js";
import { usedAccounts } from "../lib/analysis/used-accounts.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { podIdentityOf } from "../lib/kubernetes/identities/pod-identity.js";
import { WORKLOAD_KINDS } from "../lib/kubernetes/kinds.js";
import { BINDING_KINDS, couldBeOneOf, isKnown } from "../lib/kubernetes/objects.js";

export default defineRule({
  name: "no-unused-service-account",
  meta: {
    docs: {
      description: "Disallow service accounts that no workload and no binding in the repository uses",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "all",
      controls: [],
    },
    messages: {
      unused:
        "Nothing in this repository runs as ServiceAccount '{{name}}' and nothing grants it a role. Delete it, or name it where it is meant to be used.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["ServiceAccount"],
  patches: false,
  check({ metadata }, { applied, analysis, report }) {
    const names = applied.map(({ object }) => object.object.metadata?.name);
    // Workloads and bindings may use the name as it is written or as kustomize changes it.
    const isUsed = [metadata?.name, ...names].some((name) => {
      return !isKnown(name) || name === "default" || usedNames(analysis).has(name) || mayRun(analysis)(name);
    });
    if (applied.length === 0 || isUsed || applied.some((one) => analysis.hiddenUser(one))) return;
    report({ at: ["metadata", "name"], messageId: "unused", data: { name: names[0] ?? "" } });
  },
});

/** Returns the names of all service accounts that are used, in any namespace: the same name may well mean this one. */
const usedNames = memoize((analysis: Analysis): ReadonlySet<string> => {
  const written = analysis.written(...BINDING_KINDS);
  const applied = analysis.ofKind(...BINDING_KINDS).map(({ object }) => object.object);
  const subjects = [...written, ...applied].flatMap((binding) => binding.subjects ?? []);
  const users = subjects.map(({ name }) => name?.split(":").at(-1) ?? "");
  return new Set([...usedAccounts(analysis), ...users]);
});

/** Whether the pods of a workload may run as an account of a name, since that of theirs is filled in later. */
const mayRun = memoize((analysis: Analysis) =>
  couldBeOneOf(
    analysis.ofKind(...WORKLOAD_KINDS).flatMap(({ object }) => {
      const { name = "" } = podIdentityOf(object) ?? {};
      return name === "" || isKnown(name) ? [] : [name];
    }),
  ),
);

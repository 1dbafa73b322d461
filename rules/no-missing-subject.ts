import { asApplied, inWhatApplies, isUnreached } from "../lib/rule-kit/build-phrases.js";
import type { Hint } from "../lib/analysis/lookup/lookup.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { type InBuilds, inBuilds } from "../lib/rule-kit/in-builds.js";
import { effectiveSubjects, type SubjectUse } from "../lib/rule-kit/effective-subjects.js";
import { BINDING_KINDS, isKnown, type Subject } from "../lib/kubernetes/objects.js";
import { type Edit, replaceScalar } from "../lib/manifests/edit.js";
import type { Path } from "../lib/manifests/locate.js";

interface Options {
  in: InBuilds;
}

export default defineRule({
  name: "no-missing-subject",
  meta: {
    docs: {
      description: "Disallow ServiceAccount subjects that do not exist",
      topic: "Files and references",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      missing:
        "ServiceAccount '{{name}}' does not exist in namespace '{{namespace}}'{{as}}{{where}}, so it gets no role here until somebody creates one of that name.{{more}}",
      noNamespace:
        "No namespace can be named '{{namespace}}'{{where}}, so ServiceAccount '{{name}}' gets no role here. Write the namespace that it is in: lower-case letters, digits and '-'.",
      useName: "Name '{{name}}'.",
      useNamespace: "Name the one in namespace '{{namespace}}'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          in: inBuilds("Whether it must be missing in every build that applies the binding, or in any."),
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ in: "every" } as Options],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(written, context) {
    const { analysis, options, report } = context;
    for (const { at, uses } of effectiveSubjects(written, context)) {
      if (uses[0].subject.kind !== "ServiceAccount") continue;
      const lookups = uses.flatMap((use) => {
        return use.applied ? [{ use, result: analysis.serviceAccount(use.applied, use.subject) }] : [];
      });
      const missing = lookups.filter(({ result }) => result.state === "missing");
      const [first] = missing;
      if (!first || (missing.length < lookups.length && options.in === "every")) continue;
      const hint = first.result.state === "missing" ? first.result.hint : undefined;
      const { subject, binding } = first.use;
      report({
        at: [...at, hint?.type === "noNamespace" && subject.namespace ? "namespace" : "name"],
        messageId: hint?.type === "noNamespace" ? "noNamespace" : "missing",
        data: {
          name: subject.name ?? "",
          namespace: subject.namespace || (binding.metadata?.namespace ?? ""),
          as: asUnreached(first.use),
          where: whereIn(missing, lookups.length),
          more: sentenceFor(hint, subject),
        },
        suggest: suggestionsFor(hint, at, subject, writtenAt(written.subjects, at)),
      });
    }
  },
});

function asUnreached({ applied }: SubjectUse): string {
  return applied && isUnreached(applied) ? asApplied([applied]) : "";
}

/** Names the builds if several apply the binding. */
function whereIn(missing: readonly { use: SubjectUse }[], all: number): string {
  if (all === 1) return "";
  return inWhatApplies(missing.flatMap(({ use }) => use.applied ?? []));
}

function sentenceFor(hint: Hint | undefined, subject: Subject): string {
  switch (hint?.type) {
    case "otherNamespace":
      return ` There is one in namespace '${hint.namespace}'.`;
    case "renamed": {
      const where = isKnown(hint.namespace) ? ` in namespace '${hint.namespace}'` : "";
      const becomes = ` Here it becomes '${hint.name}'${where}.`;
      return subject.namespace ? `${becomes} Leave 'namespace' out, and kustomize writes both.` : becomes;
    }
    case "unlisted":
      return ` It is in ${hint.file}, but no kustomization lists that file.`;
    case "nearest":
      return ` Did you mean '${hint.name}'?`;
    default:
      return " Create it, correct the name, or list it under 'knownServiceAccounts' in .gitops-lint.yaml.";
  }
}

type Suggestion = { messageId: "useName" | "useNamespace"; data: Record<string, string>; edit: Edit };

function suggestionsFor(
  hint: Hint | undefined,
  at: Path,
  subject: Subject,
  written: Subject | undefined,
): Suggestion[] {
  if (hint?.type === "nearest" && written?.name === subject.name) {
    return [
      { messageId: "useName", data: { name: hint.name }, edit: replaceScalar([...at, "name"], hint.name) },
    ];
  }
  if (hint?.type === "otherNamespace" && written?.namespace === subject.namespace && subject.namespace) {
    const { namespace } = hint;
    return [
      {
        messageId: "useNamespace",
        data: { namespace },
        edit: replaceScalar([...at, "namespace"], namespace),
      },
    ];
  }
  return [];
}

/** Returns the subject as it is written. A suggestion edits that, so it must match what is applied. */
function writtenAt(subjects: readonly Subject[] | undefined, [, index]: Path): Subject | undefined {
  return typeof index === "number" ? subjects?.[index] : undefined;
}

import type { Applied } from "../lib/analysis/analysis.js";
import { type Hint, isDeclaredKnown } from "../lib/analysis/lookup/lookup.js";
import { ADMISSION_BINDING_KINDS, type AdmissionBindingKind } from "../lib/kubernetes/objects.js";
import { replaceScalar } from "../lib/manifests/edit.js";
import { asApplied, inWhatApplies, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { type InBuilds, inBuilds } from "../lib/rule-kit/in-builds.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";

interface Options {
  in: InBuilds;
  known: readonly string[];
}

const AT = ["spec", "policyName"];

export default defineRule({
  name: "no-missing-admission-policy",
  meta: {
    docs: {
      description: "Disallow bindings of an admission policy that does not exist",
      topic: "How clusters are set up",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      missing:
        "{{policy}} does not exist{{where}}, so the API server passes over this binding and {{does}} nothing.{{more}}",
      useName: "Name '{{name}}'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          in: inBuilds(
            "Whether a policy must be missing in every build that applies the binding, or in any.",
          ),
          known: {
            type: "array",
            items: { type: "string" },
            description: "Policies that exist although no manifest creates them. `*` stands for any text.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ in: "every", known: [] } as Options],
  },
  on: "object",
  kinds: ADMISSION_BINDING_KINDS,
  patches: true,
  check(written, context) {
    const { analysis, kind, options, report } = context;
    const lookups = writtenHere(AT, context).map((binding) => ({
      binding,
      result: analysis.admissionPolicy(binding),
    }));
    const missing = lookups.filter(({ binding, result }) => {
      return (
        result.state === "missing" &&
        !isDeclaredKnown(options.known, { name: nameIn(binding), namespace: undefined })
      );
    });
    const [first] = missing;
    if (first?.result.state !== "missing") return;
    if (missing.length < lookups.length && options.in === "every") return;
    const { binding, result } = first;
    const name = nameIn(binding);
    const isCompleted = name !== written.spec?.policyName || isUnreached(binding);
    report({
      at: AT,
      messageId: "missing",
      data: {
        policy: `${kind.replace("Binding", "")} '${name}'${isCompleted ? asApplied([binding]) : ""}`,
        where: lookups.length === 1 ? "" : inWhatApplies(missing.map((one) => one.binding)),
        does: kind === "MutatingAdmissionPolicyBinding" ? "changes" : "checks",
        more: sentenceFor(result.hint),
      },
      suggest: suggestionsFor(result.hint, name === written.spec?.policyName),
    });
  },
});

function nameIn({ object }: Applied<AdmissionBindingKind>): string {
  return object.object.spec?.policyName ?? "";
}

function sentenceFor(hint: Hint | undefined): string {
  switch (hint?.type) {
    case "renamed":
      return ` Kustomize calls it '${hint.name}' here, and leaves the name in the binding as it is: write '${hint.name}', or tell kustomize in 'configurations' that 'spec/policyName' refers to it.`;
    case "otherKind":
      return ` There is a ${hint.kind} of that name, which needs a ${hint.kind}Binding.`;
    case "unlisted":
      return ` It is in ${hint.file}, but no kustomization lists that file.`;
    case "nearest":
      return ` Did you mean '${hint.name}'?`;
    default:
      return " Create it, correct the name, or list it under the option 'known' of this rule.";
  }
}

function suggestionsFor(hint: Hint | undefined, isAsWritten: boolean) {
  if (hint?.type !== "nearest" || !isAsWritten) return [];
  return [{ messageId: "useName" as const, data: { name: hint.name }, edit: replaceScalar(AT, hint.name) }];
}

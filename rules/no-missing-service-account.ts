import type { Hint } from "../lib/analysis/lookup/lookup.js";
import type { Applied } from "../lib/analysis/analysis.js";
import { podIdentityOf } from "../lib/kubernetes/identities/pod-identity.js";
import { WORKLOAD_KINDS } from "../lib/kubernetes/kinds.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { replaceScalar } from "../lib/manifests/edit.js";
import type { Path } from "../lib/manifests/locate.js";
import { asApplied, inWhatApplies, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { type InBuilds, inBuilds } from "../lib/rule-kit/in-builds.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";

interface Options {
  in: InBuilds;
}

export default defineRule({
  name: "no-missing-service-account",
  meta: {
    docs: {
      description: "Disallow workloads that run as a ServiceAccount that does not exist",
      topic: "Identities and namespaces",
      consequence: "breakage",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      missing:
        "ServiceAccount '{{name}}' does not exist{{place}}{{as}}{{where}}, so the API server refuses {{pods}} until somebody creates one of that name.{{more}}",
      useName: "Name '{{name}}'.",
    },
    schema: [
      {
        type: "object",
        properties: {
          in: inBuilds("Whether it must be missing in every build that applies the workload, or in any."),
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ in: "every" } as Options],
  },
  on: "object",
  kinds: WORKLOAD_KINDS,
  patches: true,
  check(written, context) {
    const { analysis, kind, options, report } = context;
    for (const [place, at] of placesOf([...context.applied, ...context.patched])) {
      const lookups = writtenHere(at, context)
        .filter((one) => podIdentityOf(one.object)?.at.join() === place)
        .map((workload) => ({ workload, result: analysis.podAccount(workload) }));
      const missing = lookups.filter(({ result }) => result.state === "missing");
      const [first] = missing;
      if (first?.result.state !== "missing") continue;
      if (missing.length < lookups.length && options.in === "every") continue;
      const { workload, result } = first;
      const name = nameIn(workload);
      const isAsWritten = podIdentityOf({ kind, object: written })?.name === name;
      const { namespace } = workload.object.object.metadata ?? {};
      report({
        at,
        messageId: "missing",
        data: {
          name,
          place: isKnown(namespace) ? ` in namespace '${namespace}'` : "",
          as: isAsWritten && !isUnreached(workload) ? "" : asApplied([workload]),
          where: lookups.length === 1 ? "" : inWhatApplies(missing.map((one) => one.workload)),
          pods: kind === "Pod" ? "this Pod" : `the pods of this ${written.kind ?? kind}`,
          more: sentenceFor(result.hint),
        },
        suggest: suggestionsFor(result.hint, at, isAsWritten),
      });
    }
  },
});

/** The paths at which builds have the name, also as texts: nearly always one. */
function placesOf(all: readonly Applied[]): ReadonlyMap<string, Path> {
  const found = new Map<string, Path>();
  for (const { object } of all) {
    const identity = podIdentityOf(object);
    if (identity?.isNamed) found.set(identity.at.join(), identity.at);
  }
  return found;
}

function nameIn({ object }: Applied): string {
  return podIdentityOf(object)?.name ?? "";
}

function sentenceFor(hint: Hint | undefined): string {
  switch (hint?.type) {
    case "otherNamespace":
      return ` There is one in namespace '${hint.namespace}', but pods run as one of their own namespace.`;
    case "renamed":
      return ` Kustomize calls it '${hint.name}' here, and does not follow the name in a workload of this kind: write '${hint.name}', or tell kustomize in 'configurations' where the name is.`;
    case "unlisted":
      return ` It is in ${hint.file}, but no kustomization lists that file.`;
    case "nearest":
      return ` Did you mean '${hint.name}'?`;
    default:
      return " Create it, correct the name, or list it under 'knownServiceAccounts' in .gitops-lint.yaml.";
  }
}

function suggestionsFor(hint: Hint | undefined, at: Path, isAsWritten: boolean) {
  if (hint?.type !== "nearest" || !isAsWritten) return [];
  return [{ messageId: "useName" as const, data: { name: hint.name }, edit: replaceScalar(at, hint.name) }];
}

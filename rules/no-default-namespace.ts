import type { Analysis, Applied } from "../lib/analysis/analysis.js";
import { writtenMetadata } from "../lib/analysis/as-written.js";
import { isNamespaced, KIND_NAMES } from "../lib/kubernetes/kinds.js";
import type { AnyObject, KindName } from "../lib/kubernetes/objects.js";
import { defineRule, type ObjectRuleContext } from "../lib/rule-kit/define-rule.js";
import { field } from "../lib/util/plain-values.js";

const DEFAULT = "default";

/** Policies and roles are about what is in a namespace, and can be nowhere else. */
const ABOUT_NAMESPACE: ReadonlySet<KindName> = new Set([
  "NetworkPolicy",
  "CiliumNetworkPolicy",
  "CalicoNetworkPolicy",
  "Role",
  "RoleBinding",
  "Misspelt",
]);

/** Where controllers are told in which namespace to install something. */
const TARGETS: Partial<Record<KindName, readonly string[]>> = {
  FluxKustomization: ["spec", "targetNamespace"],
  HelmRelease: ["spec", "targetNamespace"],
  HelmChart: ["spec", "targetNamespace"],
  Application: ["spec", "destination", "namespace"],
  ApplicationSet: ["spec", "template", "spec", "destination", "namespace"],
};

export default defineRule({
  name: "no-default-namespace",
  meta: {
    docs: {
      description: "Disallow objects that say that they are in namespace `default`",
      topic: "Identities and namespaces",
      consequence: "hygiene",
      preset: "all",
      controls: ["CIS 5.6.4"],
    },
    messages: {
      object:
        "This {{kind}} is in namespace 'default', where everything lands that names none: a role that somebody gets there, or a policy for all of it, holds for this as well. Put it into a namespace of its own.",
      kustomization:
        "This puts objects into namespace 'default', where everything lands that names none: a role that somebody gets there, or a policy for all of it, holds for these as well. Name a namespace of their own.",
      target:
        "This {{kind}} installs into namespace 'default', where everything lands that names none: a role that somebody gets there, or a policy for all of it, holds for that as well. Name a namespace of its own.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: KIND_NAMES.filter((kind) => isNamespaced(kind) && !ABOUT_NAMESPACE.has(kind)),
  patches: false,
  check(written, context) {
    const { applied, kind, report } = context;
    const data = { kind: written.kind ?? "object" };
    const isMeant = written.metadata?.namespace === DEFAULT && !isOfNamespace(kind, written);
    if (isMeant && staysInDefault(applied)) {
      report({ at: ["metadata", "namespace"], messageId: "object", data });
    }
    const target = TARGETS[kind];
    if (target && field(written, ...target) === DEFAULT && fillsDefault(kind, context)) {
      report({ at: target, messageId: "target", data });
    }
  },
  checkKustomization({ file, value }, { analysis, report }) {
    if (value.namespace === DEFAULT && putsIntoDefault(analysis, file)) {
      report({ at: ["namespace"], messageId: "kustomization" });
    }
  },
});

/** What every cluster has in `default`, which can only be changed there. */
function isOfNamespace(kind: KindName, { metadata }: AnyObject): boolean {
  if (kind === "ServiceAccount") return metadata?.name === "default";
  return kind === "Service" && metadata?.name === "kubernetes";
}

/** Whether some build leaves an object in the namespace that it names. */
function staysInDefault(applied: readonly Applied[]): boolean {
  return applied.length === 0 || applied.some(({ object }) => isInDefault(object));
}

function isInDefault({ kind, object }: Applied["object"]): boolean {
  return isNamespaced(kind) && !ABOUT_NAMESPACE.has(kind) && object.metadata?.namespace === DEFAULT;
}

/** An Application only fills in the namespace of what has none; what cannot be seen mostly has none. */
function fillsDefault(
  kind: KindName,
  { analysis, place }: Pick<ObjectRuleContext<string, unknown>, "analysis" | "place">,
) {
  if (kind !== "Application" && kind !== "ApplicationSet") return true;
  const made = analysis.all.filter(({ appliedBy }) => {
    return appliedBy?.file === place.file && appliedBy.document === place.document;
  });
  return made.some(({ hidden, objects }) => {
    const isFilled = objects.some((object) => {
      const isSet = object.changes?.some(
        ({ by }) => by.file === place.file && by.document === place.document,
      );
      return isSet && isInDefault(object);
    });
    return isFilled || hidden.some((part) => part.kind === "chart");
  });
}

/** Whether what a kustomization moves ends up in `default`, whatever includes it. */
function putsIntoDefault(analysis: Analysis, file: string): boolean {
  return analysis.all.some(({ files, objects }) => {
    if (files.get(file) !== "kustomization") return false;
    return objects.some((object) => {
      return isInDefault(object) && writtenMetadata(analysis, object)?.namespace !== DEFAULT;
    });
  });
}

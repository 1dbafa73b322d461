import { fluxLockdown } from "../lib/analysis/flux-lockdown.js";
import { nameWords } from "../lib/kubernetes/name-words.js";
import { type AnyObject, isKnown } from "../lib/kubernetes/objects.js";
import type { Path } from "../lib/manifests/locate.js";
import { inWhatApplies } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { field, isMap, saysNothing } from "../lib/util/plain-values.js";

/** What `flux bootstrap` calls the Kustomization with which Flux installs itself, and its namespace. */
const BOOTSTRAP = "flux-system";

/** Where the kinds name their sources. */
const REFERENCES: Readonly<Record<"FluxKustomization" | "HelmRelease", readonly Path[]>> = {
  FluxKustomization: [["spec", "sourceRef"]],
  HelmRelease: [
    ["spec", "chart", "spec", "sourceRef"],
    ["spec", "chartRef"],
  ],
};

export default defineRule({
  name: "require-flux-service-account",
  meta: {
    docs: {
      description: "Require Flux to apply manifests as a ServiceAccount of their own namespace",
      topic: "GitOps controllers",
      consequence: "danger",
      preset: "strict",
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      controller:
        "{{what}} names no ServiceAccount{{where}}, so {{controller}} {{does}} with its own rights, which are those of cluster-admin by default: whoever can change {{source}} can change everything in the cluster. Set spec.serviceAccountName to a ServiceAccount{{in}} that may do what is needed here.",
      otherNamespace:
        "{{what}} is in namespace '{{own}}' and takes {{source}} from '{{namespace}}'. While Flux allows that, anyone who may create one like it in any namespace can use the sources of all others, and the credentials in them. Create the source in '{{own}}', and run Flux with --no-cross-namespace-refs.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["FluxKustomization", "HelmRelease"],
  patches: false,
  check(written, { kind, applied, analysis, report }) {
    const objects = applied.length > 0 ? applied.map(({ object }) => object.object) : [written];
    if (!isMap(written.spec) || objects.every(isBootstrap)) return;
    const lockdown = fluxLockdown(analysis.repository);
    const what = nameWords(kind === "HelmRelease" ? kind : "Kustomization", written.metadata?.name);

    if (!lockdown.hasDefaultAccount && objects.some(actsAsController)) {
      const found = applied.filter(({ object }) => actsAsController(object.object));
      const namespaces = new Set(objects.map(({ metadata }) => metadata?.namespace));
      const [namespace] = namespaces;
      report({
        at: ["spec", "serviceAccountName"],
        messageId: "controller",
        data: {
          what,
          where: found.length < applied.length ? inWhatApplies(found) : "",
          controller: kind === "HelmRelease" ? "helm-controller" : "kustomize-controller",
          does: kind === "HelmRelease" ? "installs its chart" : "applies its manifests",
          source: kind === "HelmRelease" ? "the chart" : "its source",
          in: namespaces.size === 1 && isKnown(namespace) ? ` of namespace '${namespace}'` : "",
        },
      });
    }

    if (lockdown.isWithinNamespaces) return;
    for (const path of REFERENCES[kind]) {
      const outside = objects.find((object) => otherNamespace(object, path) !== undefined);
      const namespace = outside && otherNamespace(outside, path);
      if (!outside || namespace === undefined) continue;
      const [sourceKind, name] = ["kind", "name"].map((key) => field(outside, ...path.map(String), key));
      report({
        at: [...path, "namespace"],
        messageId: "otherNamespace",
        data: {
          what,
          own: outside.metadata?.namespace ?? "",
          source: nameWords(isText(sourceKind) ? sourceKind : "source", isText(name) ? name : undefined),
          namespace,
        },
      });
    }
  },
});

function isText(value: unknown): value is string {
  return typeof value === "string" && isKnown(value);
}

function isBootstrap({ metadata }: AnyObject): boolean {
  return metadata?.name === BOOTSTRAP && metadata.namespace === BOOTSTRAP;
}

/** Whether Flux uses the rights of its controller; with `kubeConfig`, it uses those that this gives. */
function actsAsController(object: AnyObject): boolean {
  if (isBootstrap(object)) return false;
  return (
    saysNothing(field(object.spec, "serviceAccountName")) && saysNothing(field(object.spec, "kubeConfig"))
  );
}

/** The namespace of a source that is not the object's own. */
function otherNamespace(object: AnyObject, reference: Path): string | undefined {
  const namespace = field(object, ...reference.map(String), "namespace");
  const own = object.metadata?.namespace;
  return isText(namespace) && isKnown(own) && namespace !== own ? namespace : undefined;
}

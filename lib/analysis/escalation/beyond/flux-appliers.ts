import type { AnyObject } from "../../../kubernetes/objects.js";
import { field } from "../../../util/plain-values.js";
import { type Writing, writingOf } from "./written-objects.js";

/** What one of Flux's controllers applies. */
export interface Applier {
  kind: "FluxKustomization" | "HelmRelease";
  /** As it is called in a manifest. */
  called: "Kustomization" | "HelmRelease";
  controller: string;
  writing: Writing;
  sources: readonly Writing[];
}

const SOURCES = "source.toolkit.fluxcd.io";
const FILES = ["gitrepositories", "ocirepositories", "buckets"];

/** What Flux has for what it applies. */
export const APPLIERS: readonly Applier[] = [
  {
    kind: "FluxKustomization",
    called: "Kustomization",
    controller: "kustomize-controller",
    writing: writingOf("kustomize.toolkit.fluxcd.io", "kustomizations"),
    sources: FILES.map((resource) => writingOf(SOURCES, resource)),
  },
  {
    kind: "HelmRelease",
    called: "HelmRelease",
    controller: "helm-controller",
    writing: writingOf("helm.toolkit.fluxcd.io", "helmreleases"),
    sources: [...FILES, "helmrepositories"].map((resource) => writingOf(SOURCES, resource)),
  },
];

/**
 * Whether Flux applies an object to another cluster than the one that it is in: fluxcd/pkg runtime/client/impersonation.go,
 * GetClient.
 */
export function leadsElsewhere({ spec }: AnyObject): boolean {
  const kubeConfig = field(spec, "kubeConfig");
  return kubeConfig !== undefined && kubeConfig !== null;
}

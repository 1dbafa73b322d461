import type { BuildSet } from "../builds/build-set.js";
import { isKnown, type KindName } from "../kubernetes/objects.js";
import { isBuiltInNamespace } from "../kubernetes/rbac/builtin-roles.js";
import type { Platform } from "../kubernetes/rbac/platform-roles.js";
import { matchesGlob } from "../util/glob.js";
import { memoize, memoizeParts } from "../util/memoize.js";
import { field, isMap, items } from "../util/plain-values.js";

/** What a repository says about which namespaces there are. */
export interface DeclaredNamespaces {
  /** Those that it makes itself. */
  names: ReadonlySet<string>;
  /** The names of those that are filled in later. */
  unfilled: readonly string[];
  /** The files with a Namespace object that no kustomization lists, by its name. */
  unlisted: ReadonlyMap<string, string>;
  /** Whether a namespace is made, or there anyway. */
  has: (name: string) => boolean;
}

/** What only controllers read: they run in the namespace, or are told to look there, so it is there already. */
const READ_BY_CONTROLLERS: ReadonlySet<KindName> = new Set([
  "FluxKustomization",
  "GitRepository",
  "Application",
  "ApplicationSet",
  "AppProject",
]);

/** Kinds whose objects make a namespace of their name, whoever serves them: projects, tenants, anchors. */
const MAKERS = /^[^ ]*\/\w*(?:Namespace|Project|ProjectRequest|Tenant|Anchor|Workspace|Space) (.+)$/;

/** The namespaces that each platform makes, as globs. */
const BY_PLATFORM: Readonly<Record<Platform, readonly string[]>> = {
  openshift: ["openshift", "openshift-*"],
  eks: ["amazon-*", "aws-*"],
  gke: ["gke-*", "gmp-*", "config-management-*", "asm-system", "istio-system"],
  aks: ["gatekeeper-system", "calico-system", "tigera-operator", "aks-*", "app-routing-system"],
};

/** The namespaces that something in a repository makes, and those that are there anyway. */
export const declaredNamespaces: (builds: BuildSet) => DeclaredNamespaces = memoize((builds: BuildSet) => {
  const names = new Set<string>();
  const unfilled = new Set<string>();
  /** Those that may be there although the repository does not make them, as by a chart that nothing here installs. */
  const others = new Set<string>();
  const unlisted = new Map<string, string>();
  const add = (name: unknown) => {
    if (typeof name !== "string" || name === "") return;
    if (isKnown(name)) names.add(name);
    else unfilled.add(name);
  };
  const addFrom = (kind: KindName, { metadata, spec }: { metadata?: Metadata; spec?: unknown }) => {
    if (kind === "Namespace") add(metadata?.name);
    if (READ_BY_CONTROLLERS.has(kind) && isKnown(metadata?.namespace)) others.add(metadata.namespace);
    for (const name of createdBy(kind, spec, metadata?.namespace)) add(name);
  };
  for (const build of builds.all) {
    if (build.isDefault) {
      for (const { kind, object } of build.objects)
        if (kind === "Namespace") others.add(object.metadata?.name ?? "");
      continue;
    }
    for (const { kind, object } of build.objects) addFrom(kind, object);
    for (const { name, created } of build.namespaces ?? []) if (created) add(name);
  }
  for (const [file, { objects, customObjects = [] }] of builds.repository.files) {
    const isUnlisted = builds.classOf(file) === "unlisted";
    for (const { kind, object } of objects) {
      const name = object.metadata?.name;
      if (!isUnlisted) addFrom(kind, object);
      else if (kind === "Namespace" && isKnown(name) && !unlisted.has(name)) unlisted.set(name, file);
    }
    for (const one of customObjects) others.add(MAKERS.exec(one)?.[1] ?? "");
  }
  const { platform, settings } = builds;
  const platforms = platform === undefined ? BY_PLATFORM : { [platform]: BY_PLATFORM[platform] };
  const globs = [...(settings.knownNamespaces ?? []), ...Object.values(platforms).flat()];
  // A configuration can hold thousands of globs, and each object of a namespace asks.
  const isMatched = memoizeParts((name: string) => globs.some((pattern) => matchesGlob(pattern, name)));
  const has = (name: string) =>
    names.has(name) || others.has(name) || isBuiltInNamespace(name) || isMatched(name);
  return { names, unfilled: [...unfilled], unlisted, has };
});

interface Metadata {
  name?: string;
  namespace?: string;
}

/** The namespaces that Argo CD, Flux and k3s make because they are told to. */
function createdBy(kind: KindName, spec: unknown, own: string | undefined): unknown[] {
  switch (kind) {
    case "HelmRelease":
      return field(spec, "install", "createNamespace") === true
        ? [field(spec, "targetNamespace") ?? own]
        : [];
    case "HelmChart":
      return field(spec, "createNamespace") === true ? [field(spec, "targetNamespace")] : [];
    case "Application":
      return createdByArgo(spec);
    case "ApplicationSet":
      return [createdByArgo(field(spec, "template", "spec")), patched(field(spec, "templatePatch"))].flat();
    default:
      return [];
  }
}

function createdByArgo(spec: unknown): unknown[] {
  const options = items(field(spec, "syncPolicy", "syncOptions"));
  return options.includes("CreateNamespace=true") ? [field(spec, "destination", "namespace")] : [];
}

/** A patch of a template is a template of its own; it may make any namespace if it speaks of that. */
function patched(patch: unknown): string[] {
  const text = isMap(patch) ? JSON.stringify(patch) : patch;
  return typeof text === "string" && text.includes("CreateNamespace") ? ["{{}}"] : [];
}

import type { Analysis } from "../../../analysis/analysis.js";
import type { KindName } from "../../../kubernetes/objects.js";
import type { Platform } from "../../../kubernetes/rbac/platform-roles.js";
import { DiskTree } from "../../../repository/disk/file-tree.js";

/** A platform, and what shows that the clusters run on it. */
export interface SeenPlatform {
  platform: Platform;
  /** A file below the root that shows it. */
  file: string;
}

/** What a repository is made of. */
export interface Surroundings {
  files: number;
  kustomizations: number;
  /** Kustomizations and HelmReleases of Flux. */
  flux: number;
  /** Applications and ApplicationSets. */
  argocd: number;
  platforms: readonly SeenPlatform[];
}

/** What manifests say to the controllers of each cloud, and to no others. */
const MARKS: Readonly<Record<Exclude<Platform, "openshift">, RegExp>> = {
  eks: /\beks\.amazonaws\.com\/|\beksctl\.io\/|^\s*name: aws-auth\s*$/m,
  gke: /\biam\.gke\.io\/|\bcloud\.google\.com\/(?:gke|neg|backend-config)|\.gke\.io\/v1/,
  aks: /\bazure\.workload\.identity\/|\baadpodidentity\.k8s\.io\/|\bkubernetes\.azure\.com\//,
};
/** Larger files, in bytes, are definitions of resources, which are the same everywhere. */
const MAX_SIZE = 200_000;

/** Looks at what a repository is made of, so that its configuration can say so. */
export function lookAround({ repository }: Analysis): Surroundings {
  const all = [...repository.files.values()];
  const count = (kinds: readonly KindName[]) =>
    all.reduce((sum, { objects }) => sum + objects.filter(({ kind }) => kinds.includes(kind)).length, 0);
  return {
    files: all.length,
    kustomizations: all.filter(({ kustomization }) => kustomization !== undefined).length,
    flux: count(["FluxKustomization", "HelmRelease"]),
    argocd: count(["Application", "ApplicationSet"]),
    platforms: platformsOf(repository),
  };
}

function platformsOf({ root, files }: Analysis["repository"]): SeenPlatform[] {
  const found = new Map<Platform, string>();
  const tree = new DiskTree(root);
  for (const [file, facts] of files) {
    if (facts.openshift && !found.has("openshift")) found.set("openshift", file);
    const sought = CLOUDS.filter((platform) => !found.has(platform));
    if (sought.length === 0) continue;
    const text = textOf(tree, file);
    for (const platform of sought) if (MARKS[platform].test(text)) found.set(platform, file);
  }
  return [...found].map(([platform, file]) => ({ platform, file }));
}

const CLOUDS = ["eks", "gke", "aks"] as const;

/** The text of a file; empty if it is too large, or cannot be read, which a run of the linter says. */
function textOf(tree: DiskTree, file: string): string {
  try {
    const bytes = tree.bytes(file);
    return bytes.length > MAX_SIZE ? "" : bytes.toString("utf8");
  } catch {
    return "";
  }
}

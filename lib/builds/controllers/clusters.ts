import { isKnown } from "../../kubernetes/objects.js";
import type { Build } from "../build.js";

/**
 * Whether two builds are for clusters that are known to differ, so that neither vouches for the other. Only
 * names of the same kind are compared: a cluster given by its URL here can be given by a name there.
 */
export function areApart(one: Build, other: Build): boolean {
  // Nobody may ever install a chart with its defaults, and if somebody does, nobody knows where.
  if (one !== other && (one.isDefault || other.isDefault)) return true;
  return differ(one.cluster, other.cluster);
}

/** Whether two clusters are known to differ. */
export function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other && kindOfName(one) === kindOfName(other);
}

/** The cluster that a Flux bootstrap is for, by the path that it applies. */
export function fluxCluster(path: string): string {
  return `flux:${path}`;
}

/** The cluster that a Flux Kustomization reaches with a `kubeConfig`, from a cluster that may be unknown. */
export function remoteCluster(from: string | undefined, namespace: string, reference: string): string {
  return `${fluxCluster(from?.replace(/^flux:/, "") ?? "")} ${namespace}/${reference}`;
}

/** How a destination names the cluster that Argo CD itself runs in. */
const ITSELF = new Set(["https://kubernetes.default.svc", "in-cluster"]);

/**
 * The cluster of an Application's destination; undefined if it is not known.
 * @param own the cluster that the Application itself is in
 */
export function argoCluster(server: unknown, name: unknown, own: string | undefined): string | undefined {
  for (const [kind, value] of [
    ["server", server],
    ["name", name],
  ] as const) {
    if (value === undefined || value === null || value === "") continue;
    if (typeof value !== "string" || !isKnown(value)) return undefined;
    const text = value.replace(/\/$/, "");
    return ITSELF.has(text) ? own : `${kind}:${text}`;
  }
  return own;
}

function kindOfName(cluster: string): string {
  return cluster.slice(0, cluster.indexOf(":"));
}

import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { isKnown } from "../../kubernetes/objects.js";
import { mayBeIn } from "../clusters.js";
import type { ResolvedBinding } from "./bound-rules.js";
import { through } from "./chains.js";

/** What is asked of, and what is known of the API that it is asked of. */
export interface Circumstances {
  /** The namespace in which it is asked; without it, the whole cluster and every namespace. */
  namespace?: string | undefined;
  /** The cluster in which it is asked; without it, every one. */
  cluster?: string | undefined;
  /** A pattern for a binding or role, where only what goes through it is asked about. */
  through?: string | undefined;
  resources: ApiResources;
}

/** The bindings that count, with those of their rules that do. */
export function chosen(
  bindings: readonly ResolvedBinding[],
  { namespace, cluster, through: pattern }: Circumstances,
): ResolvedBinding[] {
  return bindings.flatMap((binding) => {
    if (!isIn(binding, namespace) || !mayBeIn(binding.applied.build, cluster)) return [];
    return (pattern === undefined ? binding : through(binding, pattern)) ?? [];
  });
}

function isIn({ kind, namespace: own }: ResolvedBinding, namespace: string | undefined): boolean {
  return kind === "ClusterRoleBinding" || namespace === undefined || own === namespace || !isKnown(own);
}

/** Whether it is known where a binding holds. */
export function isPlaced({ kind, namespace }: ResolvedBinding): boolean {
  return kind === "ClusterRoleBinding" || isKnown(namespace);
}

import { isKnown } from "../../kubernetes/objects.js";
import { field } from "../../util/plain-values.js";
import { remoteCluster } from "../controllers/clusters.js";

/**
 * The cluster that an object of Flux applies to: the one it is in, or another that its `kubeConfig` reaches.
 * @param from the cluster that it is in, if known
 */
export function clusterReached(
  spec: unknown,
  namespace: string | undefined,
  from: string | undefined,
): string | undefined {
  const kubeConfig = field(spec, "kubeConfig");
  if (kubeConfig === undefined || kubeConfig === null) return from;
  const reference = field(kubeConfig, "secretRef", "name") ?? field(kubeConfig, "configMapRef", "name");
  if (typeof reference !== "string" || !isKnown(reference)) return undefined;
  return remoteCluster(from, namespace ?? "", reference);
}

import { field } from "../../util/plain-values.js";
import type { AnyObject } from "../objects.js";

/**
 * The classes of Ingresses for which a cloud sets up a load balancer outside of the cluster: those of the AWS Load Balancer
 * Controller, of GKE, and of Azure's Application Gateway.
 */
const OUTSIDE: ReadonlySet<unknown> = new Set([
  "alb",
  "gce",
  "gce-internal",
  "azure/application-gateway",
  "azure-application-gateway",
]);

/** Whether what an Ingress lets in comes from a load balancer outside of the cluster, and from no pod. */
export function isFromLoadBalancer({ kind, metadata, spec }: AnyObject): boolean {
  if (kind !== "Ingress") return false;
  const named =
    field(spec, "ingressClassName") ?? field(metadata, "annotations", "kubernetes.io/ingress.class");
  return OUTSIDE.has(named);
}

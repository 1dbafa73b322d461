import type { PolicyRule } from "../objects.js";

/** One of Kubernetes' own roles, without the name and the label that all of them have. */
export interface BootstrapRole {
  labels?: Record<string, string>;
  /** The `aggregationRule.clusterRoleSelectors`, whose rules the control plane fills in. */
  selectors?: { matchLabels: Record<string, string> }[];
  rules?: PolicyRule[];
}

export const READ = ["get", "list", "watch"];
export const WRITE = ["create", "delete", "deletecollection", "patch", "update"];

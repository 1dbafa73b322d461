import type { PolicyRule } from "../objects.js";
import { fullAccessEntries } from "./permissions.js";

/**
 * The entries, by their place, of a role that is cluster-admin in all but name: those that give every verb
 * on every resource, and the one for every path beside them, as cluster-admin has it.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, clusterRoles.
 */
export function clusterAdminEntries(rules: readonly PolicyRule[]): ReadonlySet<number> {
  const entries = fullAccessEntries(rules);
  if (entries.size === 0) return entries;
  const paths = [...rules.entries()].filter(([, rule]) => rule.nonResourceURLs?.some(isEveryPath));
  return new Set([...entries, ...paths.map(([index]) => index)]);
}

/**
 * Whether a path of a rule stands for every path that a request can be for.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go, NonResourceURLMatches, which drops every trailing `*`.
 */
export function isEveryPath(url: string): boolean {
  return /^\/?\*+$/.test(url);
}

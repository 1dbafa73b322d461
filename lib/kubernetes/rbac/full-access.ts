import type { PolicyRule } from "../objects.js";
import { fullAccessEntries } from "./permissions.js";

/**
 * The indexes of the entries that make a role cluster-admin in all but name: those that give every verb on
 * every resource, and those for every path, which cluster-admin has as well.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, clusterRoles.
 */
export function clusterAdminEntries(rules: readonly PolicyRule[]): ReadonlySet<number> {
  const entries = fullAccessEntries(rules);
  if (entries.size === 0) return entries;
  const paths = [...rules.entries()].filter(([, rule]) => rule.nonResourceURLs?.some(isEveryPath));
  return new Set([...entries, ...paths.map(([index]) => index)]);
}

/**
 * Whether a path in a rule covers every path that can be requested.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go, NonResourceURLMatches, which drops every trailing `*`.
 */
export function isEveryPath(url: string): boolean {
  return /^\/?\*+$/.test(url);
}

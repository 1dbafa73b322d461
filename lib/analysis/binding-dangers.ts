import {
  DANGEROUS_PERMISSIONS,
  mattersIn,
  type PermissionName,
} from "../kubernetes/rbac/dangerous-permissions.js";
import { isKnown, type PolicyRule } from "../kubernetes/objects.js";
import {
  canWords,
  type Match,
  matchAccess,
  matchPermission,
  type Permission,
  type PermissionContext,
} from "../kubernetes/rbac/permissions.js";
import { isEverything } from "../kubernetes/rbac/rbac.js";
import { memoize } from "../util/memoize.js";
import type { ResolvedBinding } from "./access/bound-rules.js";
import type { Analysis } from "./analysis.js";
import type { Danger } from "./change/access-change.js";
import { permissionContext } from "./dangerous-roles.js";

/** What is dangerous of what a binding gives, and whether it gives that in the whole cluster. */
export interface BindingDangers {
  isWholeCluster: boolean;
  dangers: readonly Danger[];
}

const NAMES = Object.keys(DANGEROUS_PERMISSIONS) as PermissionName[];

/** What each binding gives of the permissions that allow more than it seems; everything is one danger by itself. */
export const dangersOf: (builds: Analysis) => (binding: ResolvedBinding) => BindingDangers = memoize(
  (builds) => {
    const context = permissionContext(builds);
    const matchesOf = memoize((rule: PolicyRule) => matchesIn(rule, context));
    return memoize((binding: ResolvedBinding) => {
      const rules = binding.rules.map(({ rule }) => rule);
      const isWholeCluster = binding.kind === "ClusterRoleBinding";
      const where = whereWords(binding);
      if (isEverything(rules)) return { isWholeCluster, dangers: [{ can: `do everything in ${where}` }] };
      const matches = new Map<PermissionName, Match[]>();
      for (const rule of rules) {
        for (const [name, found] of matchesOf(rule))
          matches.set(name, [...(matches.get(name) ?? []), ...found]);
      }
      const dangers = NAMES.flatMap((name): Danger[] => {
        const permission: Permission = DANGEROUS_PERMISSIONS[name];
        const counting = (matches.get(name) ?? []).filter((match) => countsIn(binding, name, match));
        const { together } = permission;
        if (counting.length === 0) return [];
        if (together && !rules.some((rule) => matchAccess(together, rule, context))) return [];
        return [{ name, can: canWords(permission, counting, where) }];
      });
      return { isWholeCluster, dangers };
    });
  },
);

function matchesIn(rule: PolicyRule, context: PermissionContext): [PermissionName, Match[]][] {
  return NAMES.flatMap((name): [PermissionName, Match[]][] => {
    const found = matchPermission(DANGEROUS_PERMISSIONS[name], rule, context);
    return found.length === 0 ? [] : [[name, found]];
  });
}

/** Whether a binding gives what matches, where that matters: in a namespace, nothing on what is in none. */
function countsIn(
  { kind, namespace }: ResolvedBinding,
  name: PermissionName,
  { access, names }: Match,
): boolean {
  if (kind === "ClusterRoleBinding") return true;
  if (access.scope === "cluster") return false;
  const { namespaces }: Permission = DANGEROUS_PERMISSIONS[name];
  return namespaces && !isKnown(namespace) ? names.length > 0 : mattersIn(name, namespace ?? "");
}

function whereWords({ kind, namespace }: ResolvedBinding): string {
  if (kind === "ClusterRoleBinding") return "the cluster";
  return isKnown(namespace) ? `namespace '${namespace}'` : "a namespace that is chosen when it is applied";
}

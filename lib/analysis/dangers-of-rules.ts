import { isKnown, type PolicyRule } from "../kubernetes/objects.js";
import {
  DANGEROUS_PERMISSIONS,
  mattersIn,
  type PermissionName,
  PERMISSIONS_BY_DANGER,
} from "../kubernetes/rbac/dangerous-permissions.js";
import {
  canWords,
  givesPermission,
  type Match,
  matchAccess,
  matchPermission,
  type Permission,
  type PermissionContext,
} from "../kubernetes/rbac/permissions.js";
import { isEverything } from "../kubernetes/rbac/rbac.js";
import { quoteList } from "../util/phrases.js";

/** Something dangerous that rules allow. */
export interface RuleDanger {
  /** Undefined for everything, as cluster-admin may do it. */
  name?: PermissionName;
  /** Completes "can". */
  can: string;
  /** The rules that give it, by their indexes: the first one that does by itself, or those that do together. */
  rules: readonly number[];
}

/** Where rules hold: the whole cluster, or some namespaces. */
export type Holding = "cluster" | readonly string[];

/** What rules allow that is dangerous, the worst first. What everything includes is not told besides. */
export function dangersOf(
  rules: readonly PolicyRule[],
  where: Holding,
  context: PermissionContext,
): RuleDanger[] {
  if (isEverything(rules)) return [{ can: `do everything in ${placeWords(where)}`, rules: wideOnes(rules) }];
  return PERMISSIONS_BY_DANGER.flatMap((name): RuleDanger[] => {
    const permission: Permission = DANGEROUS_PERMISSIONS[name];
    const inNamespace = where !== "cluster";
    const its = inNamespace ? where.filter((one) => mattersIn(name, one)) : [];
    if ((inNamespace && its.length === 0) || !givesPermission(permission, rules, context, inNamespace))
      return [];
    const found = rules.map((rule) =>
      matchPermission(permission, rule, context).filter(
        ({ access }) => !inNamespace || access.scope !== "cluster",
      ),
    );
    const giving = [...found.keys()].filter((index) => (found[index] ?? []).length > 0);
    const { together } = permission;
    const beside = together
      ? [...rules.keys()].filter((index) => matchAccess(together, rules[index] as PolicyRule, context))
      : [];
    const matches: Match[] = found.flat();
    const can = canWords(permission, matches, placeWords(inNamespace ? its : where));
    return [{ name, can, rules: [...new Set([...giving, ...beside])] }];
  });
}

/** The rules on all resources, which together allow everything. */
function wideOnes(rules: readonly PolicyRule[]): number[] {
  const alone = rules.findIndex((rule) => isEverything([rule]));
  if (alone >= 0) return [alone];
  return [...rules.keys()].filter((index) => {
    const { apiGroups, resources } = rules[index] ?? {};
    return apiGroups?.includes("*") && resources?.includes("*");
  });
}

function placeWords(where: Holding): string {
  if (where === "cluster") return "the cluster";
  const known = where.filter(isKnown);
  if (known.length === 0) return "its namespace";
  return `${known.length === 1 ? "namespace" : "namespaces"} ${quoteList(known)}`;
}

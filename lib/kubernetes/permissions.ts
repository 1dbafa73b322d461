import { apiGroupMatches, isEverything } from "./rbac.js";
import { isKnown, type PolicyRule } from "./objects.js";

/** What one entry of a role's rules must hold to give a permission: one of each list. */
export interface Access {
  apiGroups: readonly string[];
  /** Resources, or subresources as `pods/exec`; `userextras/*` stands for every subresource. */
  resources: readonly string[];
  /** The verbs, one of which is enough, or `any`, where every verb is. */
  verbs: readonly string[] | "any";
  /** Whether it counts only where it is granted in the whole cluster; else as the permission does. */
  scope?: Scope;
  /** The minor versions of Kubernetes 1 between which it counts: from the first, and before the second. */
  since?: number;
  before?: number;
}

/** `cluster` where a permission matters only if it is granted in the whole cluster. */
export type Scope = "cluster" | "any";

/** A permission that lets one do more than it seems. */
export interface Permission {
  /** Completes "can"; `{{where}}` stands for "the cluster" or "namespace 'x'". */
  can: string;
  access: readonly Access[];
  scope: Scope;
  /**
   * Whether it counts although resourceNames cut it down, and these are the names: never where nothing is
   * said. A name that is not known counts.
   */
  evenFor?: (name: string, access: Access) => boolean;
  /** What to write instead, a whole sentence. */
  instead: string;
}

/** What of an entry gives a permission, as it is written there. */
export interface Match {
  access: Access;
  verbs: readonly string[];
  /** The resources, each with its place in the list. */
  resources: readonly { resource: string; index: number }[];
}

/**
 * What of an entry of a role's rules gives a permission, in each of the ways that do; none where it does not
 * give it. The entry is judged by itself, since entries do not mix.
 * @param minor the minor version of Kubernetes 1 that the clusters run, where it is known
 */
export function matchPermission(
  permission: Permission,
  rule: PolicyRule,
  minor: number | undefined,
): Match[] {
  return permission.access.flatMap((access) => {
    if (!isIn(access, minor) || !access.apiGroups.some((group) => apiGroupMatches(rule, group))) return [];
    const verbs = (rule.verbs ?? []).filter((verb) => verb === "*" || includes(access.verbs, verb));
    const resources = (rule.resources ?? [])
      .map((resource, index) => ({ resource, index }))
      .filter(({ resource }) => access.resources.some((wanted) => covers(resource, wanted)));
    if (verbs.length === 0 || resources.length === 0) return [];
    const names = rule.resourceNames ?? [];
    const isHarmless = names.every((name) => isKnown(name) && permission.evenFor?.(name, access) !== true);
    return names.length > 0 && isHarmless ? [] : [{ access, verbs, resources }];
  });
}

/** The entries, by their place, that together are cluster-admin in all but name. */
export function fullAccessEntries(rules: readonly PolicyRule[]): ReadonlySet<number> {
  const wide = [...rules.entries()].filter(([, rule]) => {
    return (
      rule.apiGroups?.includes("*") &&
      rule.resources?.includes("*") &&
      (rule.resourceNames ?? []).length === 0
    );
  });
  const alone = wide.filter(([, rule]) => isEverything([rule]));
  if (alone.length > 0) return new Set(alone.map(([index]) => index));
  return new Set(isEverything(wide.map(([, rule]) => rule)) ? wide.map(([index]) => index) : []);
}

/** A version that is not known gives what is there in the newest one. */
function isIn({ since, before }: Access, minor = Number.POSITIVE_INFINITY): boolean {
  return (since === undefined || minor >= since) && (before === undefined || minor < before);
}

function includes(verbs: Access["verbs"], verb: string): boolean {
  return verbs === "any" ? isKnown(verb) : verbs.includes(verb);
}

/** Whether a written resource covers a wanted one: Kubernetes' evaluation_helpers.go, ResourceMatches. */
function covers(written: string, wanted: string): boolean {
  if (written === "*" || written === wanted) return true;
  const [resource = "", subresource] = wanted.split("/");
  if (subresource === undefined) return false;
  if (subresource === "*") return written.startsWith(`${resource}/`) || written.startsWith("*/");
  return written === `*/${subresource}`;
}

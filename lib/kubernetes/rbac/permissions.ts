import { apiGroupMatches, isEverything } from "./rbac.js";
import { isKnown, type PolicyRule } from "../objects.js";

/** `cluster` where a permission matters only if it is granted in the whole cluster. */
export type Scope = "cluster" | "any";

/** Whether a role of that kind and name lets one do more than it seems. */
export type IsDangerousRole = (kind: "Role" | "ClusterRole", name: string) => boolean;

/** What a permission lets one do. */
export interface Words {
  /** Completes "can"; `{{where}}` stands for "the cluster" or "namespace 'x'". */
  can: string;
  /** What to write instead, a whole sentence. */
  instead: string;
}

/** What one entry of a role's rules must hold to give a permission: one of each list. */
export interface Access {
  apiGroups: readonly string[];
  /** Resources, or subresources as `pods/exec`; `userextras/*` stands for every subresource. */
  resources: readonly string[];
  /** The verbs, one of which is enough, or `any`, where every verb is. */
  verbs: readonly string[] | "any";
  /** `cluster` for a resource of no namespace: a role that is given in a namespace does not give it at all. */
  scope?: "cluster";
  /** The minor versions of Kubernetes 1 between which it counts: from the first, and before the second. */
  since?: number;
  before?: number;
  /**
   * Whether it counts although resourceNames cut it down, since this is one of them; a name that is not known
   * counts then as well. Where nothing is said, an entry with resourceNames never counts.
   */
  evenFor?: (name: string, isDangerousRole: IsDangerousRole) => boolean;
  /** What it lets one do, where that is less than what the whole permission is about. */
  says?: Words & { messageId: string };
}

/** A permission that lets one do more than it seems. */
export interface Permission extends Words {
  access: readonly Access[];
  /** What the same role must hold as well, in whichever entry. */
  together?: Access;
  scope: Scope;
  /** The namespaces that it is about; all of them where nothing is said. */
  namespaces?: readonly string[];
}

/** What is known besides the rules. */
export interface PermissionContext {
  /** The minor version of Kubernetes 1 that the clusters run. */
  minor?: number | undefined;
  isDangerousRole: IsDangerousRole;
}

/** What of an entry gives a permission, as it is written there. */
export interface Match {
  access: Access;
  verbs: readonly string[];
  /** The resources, each with its place in the list. */
  resources: readonly { resource: string; index: number }[];
  /** The names that the entry is cut down to and that count; none where it is not cut down. */
  names: readonly string[];
}

/**
 * What of an entry of a role's rules gives a permission, in each of the ways that do; none where it does not
 * give it. The entry is judged by itself, since entries do not mix.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go and plugin/pkg/auth/authorizer/rbac/rbac.go, RuleAllows.
 */
export function matchPermission(permission: Permission, rule: PolicyRule, known: PermissionContext): Match[] {
  return permission.access.flatMap((access) => matchAccess(access, rule, known) ?? []);
}

/** Whether rules together give a permission. */
export function givesPermission(
  permission: Permission,
  rules: readonly PolicyRule[],
  known: PermissionContext,
  inNamespace: boolean,
): boolean {
  const { together } = permission;
  const counts = ({ access }: Match) => !inNamespace || access.scope !== "cluster";
  return (
    rules.some((rule) => matchPermission(permission, rule, known).some(counts)) &&
    (!together || rules.some((rule) => matchAccess(together, rule, known)))
  );
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

/** Whether a written resource stands for others than the one it names. */
export function isWildcard(resource: string): boolean {
  return resource === "*" || (resource.startsWith("*/") && resource.length > 2 && resource !== "*/*");
}

/** What of an entry gives an access, if it does. */
export function matchAccess(access: Access, rule: PolicyRule, known: PermissionContext): Match | undefined {
  if (!isIn(access, known.minor) || !access.apiGroups.some((group) => apiGroupMatches(rule, group)))
    return undefined;
  const verbs = (rule.verbs ?? []).filter((verb) => verb === "*" || includes(access.verbs, verb));
  if (verbs.length === 0) return undefined;
  const resources = (rule.resources ?? [])
    .map((resource, index) => ({ resource, index }))
    .filter(({ resource }) => access.resources.some((wanted) => covers(resource, wanted)));
  if (resources.length === 0) return undefined;
  const { resourceNames = [] } = rule;
  const { evenFor } = access;
  const names = evenFor
    ? resourceNames.filter((name) => !isKnown(name) || evenFor(name, known.isDangerousRole))
    : [];
  return resourceNames.length > 0 && names.length === 0 ? undefined : { access, verbs, resources, names };
}

/** What newer versions have counts where the version is not known; what they no longer have does not. */
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
  if (subresource !== "*") return written === `*/${subresource}`;
  return written.startsWith(`${resource}/`) || isWildcard(written);
}

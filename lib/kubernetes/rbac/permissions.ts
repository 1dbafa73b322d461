import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { series } from "../../util/phrases.js";
import { COMMON_VERBS } from "../api/api-resource.js";
import { apiGroupMatches, isEverything } from "./rbac.js";
import { isKnown, type PolicyRule, isFilledInWhole } from "../objects.js";

/** `cluster` if a permission matters only when it is granted in the whole cluster. */
export type Scope = "cluster" | "any";

/** Whether a role of that kind and name allows more than it seems. */
export type IsDangerousRole = (kind: "Role" | "ClusterRole", name: string) => boolean;

/** What a permission allows, in words. */
export interface Words {
  /**
   * Completes "can"; `{{where}}` is replaced by "the cluster" or "namespace 'x'", and `{{write}}` by what the verbs of
   * the entry allow: "create, change or delete".
   */
  can: string;
  /** What to write instead, as a whole sentence. */
  instead: string;
}

/** What one entry of a role's rules must hold to give a permission: one item of each list. */
export interface Access {
  apiGroups: readonly string[];
  /** Resources, or subresources such as `pods/exec`; `userextras/*` matches every subresource. */
  resources: readonly string[];
  /** The verbs, any one of which is enough, or `any` if every verb is. */
  verbs: readonly string[] | "any";
  /** `cluster` for a resource that is not namespaced: a role that is bound in a namespace does not give it at all. */
  scope?: "cluster";
  /** The minor versions of Kubernetes 1 in which it counts: from `since` on, and before `before`. */
  since?: number;
  before?: number;
  /**
   * Whether it counts although resourceNames restrict it, because this is one of them; a name that is not known
   * then counts as well. Without this, an entry with resourceNames never counts.
   */
  evenFor?: (name: string, isDangerousRole: IsDangerousRole) => boolean;
  /** Whether a name narrows it of which only a part is filled in later. */
  partsNarrow?: true;
  /** What it allows, if that is less than the whole permission. */
  says?: Words & { messageId: string };
  /** Tells it apart from entries that allow another part of what the permission allows: who has one gains by the other. */
  part?: string;
}

/** A permission that allows more than it seems. */
export interface Permission extends Words {
  access: readonly Access[];
  /** What the same role must hold as well, in any entry. */
  together?: Access;
  scope: Scope;
  /** The namespaces in which it matters; all of them if left out. */
  namespaces?: readonly string[];
  /** The namespaces in which it matters even if it is not granted in the whole cluster. */
  alsoIn?: readonly string[];
}

/** What is known besides the rules. */
export interface PermissionContext {
  /** The minor version of Kubernetes 1 that the clusters run. */
  minor?: number | undefined;
  isDangerousRole: IsDangerousRole;
}

/** The parts of an entry that give a permission, as written there. */
export interface Match {
  access: Access;
  verbs: readonly string[];
  /** The resources, each with its index in the list. */
  resources: readonly { resource: string; index: number }[];
  /** Those names in the entry's resourceNames that count; none if it has no resourceNames. */
  names: readonly string[];
}

/**
 * The parts of an entry of a role's rules that give a permission, one match for each access; none if it does not
 * give it. The entry is judged by itself, since entries do not combine.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go and plugin/pkg/auth/authorizer/rbac/rbac.go, RuleAllows.
 */
export function matchPermission(
  permission: Permission,
  rule: PolicyRule,
  context: PermissionContext,
): Match[] {
  return permission.access.flatMap((access) => matchAccess(access, rule, context) ?? []);
}

/** Whether rules give a permission together. */
export function givesPermission(
  permission: Permission,
  rules: readonly PolicyRule[],
  context: PermissionContext,
  inNamespace: boolean,
): boolean {
  const { together } = permission;
  const counts = ({ access }: Match) => !inNamespace || access.scope !== "cluster";
  return (
    rules.some((rule) => matchPermission(permission, rule, context).some(counts)) &&
    (!together || rules.some((rule) => matchAccess(together, rule, context)))
  );
}

/** The parts of a permission, each a permission of its own: whoever has one of them gains by the others. */
export const partsOf = memoize((permission: Permission): readonly Permission[] => {
  const parts = groupBy(permission.access, ({ part, says }) => part ?? says?.messageId);
  return [...parts.values()].map((access) => ({ ...permission, access }));
});

/** The indexes of the entries that together are cluster-admin in all but name. */
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

/** Whether a resource, as written in a rule, matches more than one resource. */
export function isWildcard(resource: string): boolean {
  return resource === "*" || (resource.startsWith("*/") && resource.length > 2 && resource !== "*/*");
}

/** The parts of an entry that give an access, or undefined if it does not. */
export function matchAccess(access: Access, rule: PolicyRule, context: PermissionContext): Match | undefined {
  if (!isIn(access, context.minor) || !access.apiGroups.some((group) => apiGroupMatches(rule, group)))
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
    ? resourceNames.filter((name) => {
        if (!isKnown(name)) return !access.partsNarrow || isFilledInWhole(name);
        return evenFor(name, context.isDangerousRole);
      })
    : [];
  return resourceNames.length > 0 && names.length === 0 ? undefined : { access, verbs, resources, names };
}

/** The verbs in an entry that matter for an access: `*` is all of the access's verbs. */
export function relevantVerbs({ verbs: wanted }: Access, written: readonly string[]): readonly string[] {
  const all = wanted === "any" ? COMMON_VERBS : wanted;
  return written.includes("*") ? all : written;
}

const WRITING = [
  { word: "create", verbs: ["create"] },
  { word: "change", verbs: ["update", "patch"] },
  { word: "delete", verbs: ["delete", "deletecollection"] },
];

/** Says in words what matches allow to do with objects: "create or change". */
export function writingWords(matches: readonly Match[]): string {
  const verbs = new Set(matches.flatMap((match) => relevantVerbs(match.access, match.verbs)));
  const words = WRITING.filter((one) => one.verbs.some((verb) => verbs.has(verb))).map(({ word }) => word);
  return words.length === 0 ? "write" : series(words, "or");
}

/**
 * What matches of a permission allow, to complete "can".
 * @param where "the cluster", or "namespace 'x'"
 */
export function canWords({ can }: Words, matches: readonly Match[], where: string): string {
  return (matches[0]?.access.says?.can ?? can)
    .replaceAll("{{where}}", where)
    .replaceAll("{{write}}", writingWords(matches));
}

/** If the version is not known, what newer versions have counts, and what they no longer have does not. */
function isIn({ since, before }: Access, minor = Number.POSITIVE_INFINITY): boolean {
  return (since === undefined || minor >= since) && (before === undefined || minor < before);
}

function includes(verbs: Access["verbs"], verb: string): boolean {
  return verbs === "any" ? isKnown(verb) : verbs.includes(verb);
}

/** Whether a resource, as written in a rule, covers a wanted one: Kubernetes' evaluation_helpers.go, ResourceMatches. */
function covers(written: string, wanted: string): boolean {
  if (written === "*" || written === wanted) return true;
  const [resource = "", subresource] = wanted.split("/");
  if (subresource === undefined) return false;
  if (subresource !== "*") return written === `*/${subresource}`;
  return written.startsWith(`${resource}/`) || isWildcard(written);
}

import { isKnown, type PolicyRule } from "../../kubernetes/objects.js";
import {
  DANGEROUS_PERMISSIONS,
  mattersIn,
  PERMISSIONS_BY_DANGER,
} from "../../kubernetes/rbac/dangerous-permissions.js";
import {
  canWords,
  givesPermission,
  matchAccess,
  matchPermission,
  type Permission,
  type PermissionContext,
} from "../../kubernetes/rbac/permissions.js";
import { isEverything } from "../../kubernetes/rbac/rbac.js";
import { groupBy } from "../../util/group-by.js";
import { memoizeParts } from "../../util/memoize.js";
import { quoteList } from "../../util/phrases.js";
import { permissionContext } from "../dangerous-roles.js";
import type { Danger } from "./access-change.js";
import type { GrantSide, SubjectChange } from "./changed-grants.js";
import { asRules, type FoldedRight } from "./fold-rights.js";

/** The order of dangers: everything comes first, and nothing dangerous last. */
export function dangerRank([first]: readonly Danger[]): number {
  if (!first) return PERMISSIONS_BY_DANGER.length;
  return first.name === undefined ? -1 : PERMISSIONS_BY_DANGER.indexOf(first.name);
}

/** What a change allows that its subject cannot do on the other side. */
export class GrantDangers {
  readonly #here: RulesIn;
  readonly #there: RulesIn;
  readonly #context: PermissionContext;

  constructor({ identity, side, other }: SubjectChange) {
    const keys = [identity.name, ...identity.groups];
    [this.#here, this.#there] = [rulesIn(side, keys), rulesIn(other, keys)];
    this.#context = permissionContext(side.analysis);
  }

  /** The most dangerous first. */
  of(folded: FoldedRight): Danger[] {
    const rules = asRules(folded);
    const namespaces = folded.isExcept ? undefined : folded.namespaces;
    const scopes = namespaces ?? [undefined];
    const where = namespaces
      ? `${namespaces.length === 1 ? "namespace" : "namespaces"} ${quoteList(namespaces.map(shown))}`
      : "the cluster";
    const isNewIn = (test: (rules: readonly PolicyRule[]) => boolean) => {
      return scopes.some((scope) => test(this.#here(scope)) && !test(this.#there(scope)));
    };
    if (rules.some(isWide) && isNewIn(isEverything)) return [{ can: `do everything in ${where}` }];
    return PERMISSIONS_BY_DANGER.flatMap((name): Danger[] => {
      const permission: Permission = DANGEROUS_PERMISSIONS[name];
      const inNamespace = namespaces !== undefined;
      if (inNamespace && !namespaces.some((namespace) => mattersIn(name, namespace))) return [];
      const { together } = permission;
      const matches = rules
        .flatMap((rule) => matchPermission(permission, rule, this.#context))
        .filter(({ access }) => !inNamespace || access.scope !== "cluster");
      const isPart = together && rules.some((rule) => matchAccess(together, rule, this.#context));
      if (matches.length === 0 && !isPart) return [];
      const gives = (all: readonly PolicyRule[]) =>
        givesPermission(permission, all, this.#context, inNamespace);
      return isNewIn(gives) ? [{ name, can: canWords(permission, matches, where) }] : [];
    });
  }
}

/** The rules that a subject has in the whole cluster, or in a namespace, on one side. */
type RulesIn = (namespace: string | undefined) => readonly PolicyRule[];

function rulesIn({ given }: GrantSide, keys: readonly string[]): RulesIn {
  const all = keys.flatMap((key) => given.get(key) ?? []);
  const byNamespace = groupBy(all, ({ namespace }) => namespace);
  const rulesOf = memoizeParts((namespace: string | undefined) => {
    return (byNamespace.get(namespace) ?? []).flatMap(({ binding }) => binding.rules.map(({ rule }) => rule));
  });
  return memoizeParts((namespace: string | undefined) => {
    return namespace === undefined ? rulesOf(undefined) : [...rulesOf(undefined), ...rulesOf(namespace)];
  });
}

function isWide({ apiGroups = [], resources = [] }: PolicyRule): boolean {
  return apiGroups.includes("*") && resources.includes("*");
}

function shown(namespace: string): string {
  return isKnown(namespace) ? namespace : "?";
}

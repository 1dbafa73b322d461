import { isKnown, type PolicyRule } from "../../kubernetes/objects.js";
import {
  DANGEROUS_PERMISSIONS,
  mattersIn,
  type PermissionName,
  PERMISSIONS_BY_DANGER,
} from "../../kubernetes/rbac/dangerous-permissions.js";
import {
  type Access,
  canWords,
  givesPermission,
  type Match,
  matchAccess,
  matchPermission,
  partsOf,
  type Permission,
  type PermissionContext,
} from "../../kubernetes/rbac/permissions.js";
import { isEverything } from "../../kubernetes/rbac/rbac.js";
import { groupBy } from "../../util/group-by.js";
import { memoizeParts } from "../../util/memoize.js";
import { quoteList } from "../../util/phrases.js";
import { permissionContext } from "../dangerous-roles.js";
import type { Danger } from "./access-change.js";
import type { RightChange } from "./compare-rights.js";
import { RulesThere } from "./counted-rules.js";
import { asRules, type FoldedRight } from "./fold-rights.js";
import type { Where } from "./given.js";
import type { SubjectsChange } from "./grant-comparison.js";

/** The order of dangers: everything comes first, and nothing dangerous last. */
export function dangerRank([first]: readonly Danger[]): number {
  if (!first) return PERMISSIONS_BY_DANGER.length;
  return first.name === undefined ? -1 : PERMISSIONS_BY_DANGER.indexOf(first.name);
}

/** A part of what changes that is dangerous in one way, or not at all. */
export interface Part {
  part: RightChange;
  /** The same for what is dangerous in the same way. */
  kind: string;
}

/** Everything, as cluster-admin may do it; the others by their names. */
type Found = "everything" | readonly { name: PermissionName; matches: readonly Match[] }[];

/** What a change allows that its subjects cannot do on the other side. */
export class GrantDangers {
  readonly #rules: RulesThere;
  readonly #context: PermissionContext;

  constructor(change: SubjectsChange) {
    this.#rules = new RulesThere(change);
    this.#context = permissionContext(change.side.analysis);
  }

  /** The most dangerous first. */
  of(folded: FoldedRight): Danger[] {
    return this.#dangersOf(folded, "new");
  }

  /** What is as dangerous, but is nothing new: the subjects have other rights on the other side that allow as much. */
  heldBefore(folded: FoldedRight): Danger[] {
    return this.#dangersOf(folded, "held");
  }

  #dangersOf(folded: FoldedRight, wanted: "new" | "held"): Danger[] {
    const { appliedFrom, isExcept } = folded;
    const namespaces = isExcept ? undefined : folded.namespaces;
    const places = (appliedFrom ?? [undefined]).map((from): Where => {
      return from === undefined ? folded.where : { ...folded.where, appliedFrom: from };
    });
    const found = this.#find(asRules(folded), places, namespaces, wanted);
    const where = namespaces
      ? `${namespaces.length === 1 ? "namespace" : "namespaces"} ${quoteList(namespaces.map(shown))}`
      : "the cluster";
    if (found === "everything") return [{ can: `do everything in ${where}` }];
    return found.map(({ name, matches }) => {
      return { name, can: canWords(DANGEROUS_PERMISSIONS[name], matches, where) };
    });
  }

  /** Parts of what changes: what is harmless is not to be told together with what is not. */
  partsOf(change: RightChange): Part[] {
    const { right, except } = change;
    const { targets, namespaces } = right;
    const kindOf = (of: ReadonlySet<string> | "all") => {
      // In some namespaces it may be there already.
      const scopes = namespaces === "all" ? undefined : [...namespaces].sort();
      const found = this.#find(asRules({ rights: [{ ...right, targets: of }] }), [right.where], scopes);
      return found === "everything" ? found : found.map(({ name }) => name).join();
    };
    const isWhole = targets === "all" || targets.size < 2 || right.group === undefined || except.length > 0;
    if (isWhole || [...targets].some((target) => target.includes("*")))
      return [{ part: change, kind: kindOf(targets) }];
    const byKind = groupBy(targets, (target) => (mayBeDangerous(target) ? kindOf(new Set([target])) : ""));
    return [...byKind].map(([kind, its]) => {
      return { part: { ...change, right: { ...right, targets: new Set(its) } }, kind };
    });
  }

  /** @param places where it is given: it is dangerous if it is new in one of them */
  #find(
    rules: readonly PolicyRule[],
    places: readonly Where[],
    namespaces: readonly string[] | undefined,
    wanted: "new" | "held" = "new",
  ): Found {
    const scopes = namespaces ?? [undefined];
    const isWanted = (permission: Permission | "everything") => {
      const isIn = (where: Where, scope: string | undefined) =>
        this.#stateOf(where)(scope)(permission) === wanted;
      return wanted === "new"
        ? places.some((where) => scopes.some((scope) => isIn(where, scope)))
        : places.every((where) => scopes.every((scope) => isIn(where, scope)));
    };
    if (rules.some(isWide) && isWanted("everything")) return "everything";
    return PERMISSIONS_BY_DANGER.flatMap((name) => {
      const permission: Permission = DANGEROUS_PERMISSIONS[name];
      const inNamespace = namespaces !== undefined;
      if (inNamespace && !namespaces.some((namespace) => mattersIn(name, namespace))) return [];
      const { together } = permission;
      const matches = rules
        .flatMap((rule) => matchPermission(permission, rule, this.#context))
        .filter(({ access }) => !inNamespace || access.scope !== "cluster");
      const isPart = together && rules.some((rule) => matchAccess(together, rule, this.#context));
      if (matches.length === 0 && !isPart) return [];
      const parts = partsOf(permission).filter(({ access }) => isPart || isMatched(access, matches));
      const found = parts.filter(isWanted);
      if (found.length === 0 || (wanted === "held" && found.length < parts.length)) return [];
      const its = matches.filter((match) => found.some(({ access }) => isMatched(access, [match])));
      return [{ name, matches: its }];
    });
  }

  /** Whether subjects have a permission on this side only, or on the other one, in a place and a namespace of it. */
  readonly #stateOf = byPlace((where: Where) =>
    memoizeParts((namespace: string | undefined) => {
      const { here, there } = this.#rules.in(where, namespace);
      return memoizeParts((permission: Permission | "everything") => {
        const gives = (rules: readonly PolicyRule[]) =>
          permission === "everything"
            ? isEverything(rules)
            : givesPermission(permission, rules, this.#context, namespace !== undefined);
        if (gives(there)) return "held";
        return gives(here) ? "new" : "none";
      });
    }),
  );
}

function isMatched(access: readonly Access[], matches: readonly Match[]): boolean {
  return matches.some((match) => access.includes(match.access));
}

function byPlace<Answer>(find: (where: Where) => Answer): (where: Where) => Answer {
  const answers = new Map<string, Answer>();
  return (where) => {
    const { cluster, isUnreached, appliedFrom } = where;
    const key = JSON.stringify([cluster, isUnreached, appliedFrom]);
    const answer = answers.get(key) ?? find(where);
    answers.set(key, answer);
    return answer;
  };
}

/** The resources of all dangerous permissions, without their subresources. */
const RESOURCES: ReadonlySet<string> = new Set(
  Object.values<Permission>(DANGEROUS_PERMISSIONS).flatMap(({ access, together }) =>
    [...access, ...(together ? [together] : [])].flatMap(({ resources }) => resources.map(mainResource)),
  ),
);

function mayBeDangerous(target: string): boolean {
  return RESOURCES.has(mainResource(target));
}

function mainResource(resource: string): string {
  return resource.split("/")[0] ?? resource;
}

function isWide({ apiGroups = [], resources = [] }: PolicyRule): boolean {
  return apiGroups.includes("*") && resources.includes("*");
}

function shown(namespace: string): string {
  return isKnown(namespace) ? namespace : "?";
}

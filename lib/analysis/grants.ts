import {
  aggregatedLabels,
  aggregates,
  builtInAggregators,
  effectiveRules,
  isAggregating,
} from "../kubernetes/rbac/aggregation.js";
import {
  BINDING_KINDS,
  type BindingKind,
  type ClusterRole,
  type KindName,
  type PolicyRule,
  type Role,
  type RoleBinding,
  type RoleKind,
} from "../kubernetes/objects.js";
import type { AppliedObject, Build } from "../builds/build.js";
import { type Applied, isRefusedIn } from "../builds/applied.js";
import type { BuildSet } from "../builds/build-set.js";
import { areApart } from "../builds/controllers/clusters.js";
import { isSystemNamespace } from "../kubernetes/rbac/builtin-roles.js";
import { memoize } from "../util/memoize.js";
import { push } from "../util/group-by.js";
import { roleOf } from "./lookup/role-lookup.js";

type AppliedRole = AppliedObject<RoleKind>;

/** One way in which a role is given to somebody. */
export interface Grant {
  /** The RoleBinding or ClusterRoleBinding. */
  binding: Applied<BindingKind>;
  /** The ClusterRoles on the way, if the binding refers to one that takes in the rules of the role. */
  through: readonly string[];
}

/**
 * Where a role is given: in the whole cluster, in some namespaces, wherever a built-in role that takes it in
 * is bound, or nowhere that the repository shows.
 */
export type Reach = "cluster" | "namespaces" | "aggregated" | "unbound";

/** Real roles do not take in others through more levels than this: what is beyond is not known. */
export const MAX_DEPTH = 20;
/** Nor are there more pairs of a role and one that takes it in, or more to compare. */
const MAX_PAIRS = 10_000;
const MAX_COMPARED = 1_000_000;
/**
 * Of the bindings of a role, only so many are named for each of those that it takes in, since both can be many: first
 * those for the whole cluster, then those in the namespaces of the cluster itself, which decide what is reported.
 */
const MAX_INHERITED = 500;

/** Why it is not known what a ClusterRole takes in. */
export const TOO_DEEP = `ClusterRoles take in others through more than ${MAX_DEPTH} levels`;
export const TOO_MANY_TAKEN_IN = "more ClusterRoles take in others in this repository than are followed";

/** What all bindings and aggregations of a repository say about its roles. */
export class Grants {
  readonly #builds: BuildSet;
  /** The bindings of each role of the repository, and by name those of the roles of every cluster. */
  readonly #bindings = new Map<AppliedRole, Applied<BindingKind>[]>();
  readonly #builtIn = new Map<string, Applied<BindingKind>[]>();
  /** The roles that each aggregating role takes in, and the other way round. */
  readonly #members = new Map<AppliedRole, AppliedRole[]>();
  readonly #aggregators = new Map<AppliedRole, AppliedRole[]>();
  /** Aggregating roles that may take in more than is known. */
  readonly #incomplete = new Set<AppliedRole>();
  #named: ReadonlySet<string> | undefined;

  constructor(builds: BuildSet) {
    this.#builds = builds;
    for (const binding of builds.ofKind(...BINDING_KINDS)) {
      if (!isRefusedIn(binding.build, binding.object)) this.#addBinding(binding);
    }
    for (const bindings of [...this.#bindings.values(), ...this.#builtIn.values()]) {
      bindings.sort((a, b) => rank(a) - rank(b));
    }
    this.#addAggregations();
  }

  /** How an applied role is given, also through aggregation; grants for the whole cluster come first. */
  of({ build, object }: Applied<RoleKind>): readonly Grant[] {
    const grants: Grant[] = [];
    const seen = new Set<AppliedRole>();
    const todo: { role: AppliedRole; through: string[] }[] = [{ role: object, through: [] }];
    for (const { role, through } of todo) {
      if (seen.has(role)) continue;
      seen.add(role);
      const bindings = this.#bindings.get(role) ?? [];
      for (const binding of role === object ? bindings : telling(bindings)) grants.push({ binding, through });
      for (const name of builtInAggregators(role.object)) {
        for (const binding of telling(this.#builtIn.get(name) ?? [])) {
          if (!areApart(binding.build, build)) grants.push({ binding, through: [...through, name] });
        }
      }
      if (through.length >= MAX_DEPTH) continue;
      for (const above of this.#aggregators.get(role) ?? []) {
        todo.push({ role: above, through: [...through, above.object.metadata?.name ?? ""] });
      }
    }
    return grants.sort((a, b) => rank(a.binding) - rank(b.binding));
  }

  /** The ClusterRoles of the repository whose rules an aggregating one takes in. */
  members(role: AppliedRole): readonly AppliedRole[] {
    return this.#members.get(role) ?? [];
  }

  /** Whether a ClusterRole of the repository takes in a role, or may do so. */
  mayBeTakenIn(role: AppliedRole): boolean {
    return this.#aggregators.has(role) || (role.kind === "ClusterRole" && this.#incomplete.size > 0);
  }

  /** Whether a role may be given otherwise than is known: through more levels or pairs than are followed. */
  mayReachFurther(role: AppliedRole): boolean {
    return role.kind === "ClusterRole" && (this.#incomplete.size > 0 || isDeeper(role, this.#aggregators));
  }

  /** Whether all is known that a role takes in by itself. */
  hasAllMembers(role: AppliedRole): boolean {
    return !this.#incomplete.has(role);
  }

  /** Why it is not known what a role takes in, directly and through others; undefined if it is. */
  whyIncomplete(role: AppliedRole): string | undefined {
    if (isDeeper(role, this.#members)) return TOO_DEEP;
    if (this.#incomplete.size === 0) return undefined;
    const isIncomplete = [...reachable([role], this.#members)].some((one) => this.#incomplete.has(one));
    return isIncomplete ? TOO_MANY_TAKEN_IN : undefined;
  }

  /** Whether some binding, applied or not, names a role of that kind and name, wherever that is. */
  isNamed(kind: KindName, name: string): boolean {
    this.#named ??= namedRoles(this.#builds);
    return this.#named.has(`${kind} ${name}`);
  }

  /** Whether some binding names a role, or one that takes it in directly or through others, wherever that is. */
  isNamedThrough(role: AppliedRole): boolean {
    return [...reachable([role], this.#aggregators)].some(({ kind, object }) => {
      return this.isNamed(kind, object.metadata?.name ?? "");
    });
  }

  /**
   * The roles that are given together with a rule that passes a test: their own, or one that a role has which takes
   * them in, directly or through others.
   */
  besideRule(test: (rule: PolicyRule) => boolean): ReadonlySet<AppliedRole> {
    const roles = this.#builds.ofKind("Role", "ClusterRole").map(({ object }) => object);
    const own = roles.filter((role) => ownRules(role).some(test));
    return reachable(reachable(own, this.#aggregators), this.#members);
  }

  /** The rules of an applied role, with those it takes in. */
  rules({ object }: Applied<RoleKind>): readonly PolicyRule[] {
    return this.rulesOf(object);
  }

  /** The rules of a role that a lookup has found, with those it takes in. */
  rulesOf(role: AppliedRole): readonly PolicyRule[] {
    const rules: PolicyRule[] = [];
    const seen = new Set<AppliedRole>();
    const todo = [role];
    for (let next = todo.pop(); next; next = todo.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      for (const member of this.#members.get(next) ?? []) todo.push(member);
      for (const rule of ownRules(next)) rules.push(rule);
    }
    return rules;
  }

  #addBinding(binding: Applied<BindingKind>): void {
    const lookup = roleOf(this.#builds, binding);
    if (lookup.state !== "found") return;
    for (const role of lookup.roles) push(this.#bindings, role, binding);
    const { kind, name } = binding.object.object.roleRef ?? {};
    if (kind === "ClusterRole" && name !== undefined) push(this.#builtIn, name, binding);
  }

  #addAggregations(): void {
    const all = this.#builds.ofKind("ClusterRole");
    const roles = all.filter(({ build, object }) => !isRefusedIn(build, object));
    const aggregating = roles.filter(({ object }) => isAggregating(object.object));
    const byLabel = new Map<string, Applied<"ClusterRole">[]>();
    for (const role of roles) {
      for (const [key, value] of Object.entries(role.object.object.metadata?.labels ?? {})) {
        push(byLabel, `${key}=${value}`, role);
      }
    }
    const buildsWith = new Map<string, Set<Build>>();
    for (const { build, object } of aggregating) {
      const name = object.object.metadata?.name ?? "";
      buildsWith.set(name, (buildsWith.get(name) ?? new Set()).add(build));
    }
    let [pairs, compared] = [0, 0];
    const isOver = () => ++compared > MAX_COMPARED || pairs > MAX_PAIRS;
    for (const { build, object } of aggregating) {
      const labels = aggregatedLabels(object.object);
      const candidates = labels ? labels.flatMap((label) => byLabel.get(label) ?? []) : roles;
      const copies = buildsWith.get(object.object.metadata?.name ?? "");
      for (const member of new Set(candidates)) {
        if (isOver()) {
          this.#incomplete.add(object);
          break;
        }
        // A build that has the same aggregating role itself is another copy, with members of its own.
        const isOther =
          member.build !== build && (copies?.has(member.build) || areApart(member.build, build));
        if (isOther || !aggregates(object.object, member.object.object)) continue;
        pairs++;
        push(this.#members, object, member.object);
        push(this.#aggregators, member.object, object);
      }
    }
  }
}

/** How far the grants of a role reach. */
export function reachOf(role: Applied<RoleKind>, grants: readonly Grant[]): Reach {
  if (grants.some(({ binding }) => binding.object.kind === "ClusterRoleBinding")) return "cluster";
  if (grants.length > 0) return "namespaces";
  return builtInAggregators(role.object.object).length > 0 ? "aggregated" : "unbound";
}

function namedRoles(builds: BuildSet): Set<string> {
  const written = [...builds.repository.files.values()].flatMap(({ objects }) => objects);
  const applied = builds.ofKind(...BINDING_KINDS).map(({ object }) => object);
  return new Set(
    [...written, ...applied].flatMap(({ kind, object }) => {
      const isBinding = kind === "RoleBinding" || kind === "ClusterRoleBinding";
      const { roleRef } = isBinding ? (object as RoleBinding) : {};
      return roleRef ? [`${roleRef.kind} ${roleRef.name}`] : [];
    }),
  );
}

/** The rules of a role without those of its members; Kubernetes overwrites what an aggregating one has. */
const ownRules = memoize(({ object }: AppliedRole) => effectiveRules<Role | ClusterRole>(object, () => []));

type Edges = ReadonlyMap<AppliedRole, readonly AppliedRole[]>;

/** Some roles, and all that these lead to. */
function reachable(from: Iterable<AppliedRole>, edges: Edges): Set<AppliedRole> {
  const found = new Set(from);
  // A set is walked to its end, also what is added meanwhile.
  for (const role of found) for (const next of edges.get(role) ?? []) found.add(next);
  return found;
}

/** Whether a role leads to others through more levels than are followed. */
function isDeeper(role: AppliedRole, edges: Edges): boolean {
  const seen = new Set([role]);
  let level = [role];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    level = level.flatMap((one) => edges.get(one) ?? []).filter((one) => !seen.has(one));
    for (const one of level) seen.add(one);
  }
  return level.length > 0;
}

/** The bindings of a role that count for those that it takes in: all, unless there are very many. */
const telling = memoize((bindings: readonly Applied<BindingKind>[]): readonly Applied<BindingKind>[] => {
  if (bindings.length <= MAX_INHERITED) return bindings;
  const isOfCluster = ({ object: { kind, object } }: Applied<BindingKind>) =>
    kind === "ClusterRoleBinding" || isSystemNamespace(object.metadata?.namespace ?? "");
  return [...bindings]
    .sort((a, b) => Number(isOfCluster(b)) - Number(isOfCluster(a)))
    .slice(0, MAX_INHERITED);
});

function rank({ object }: Applied): number {
  return object.kind === "ClusterRoleBinding" ? 0 : 1;
}

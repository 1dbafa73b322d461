import { memoize } from "../../util/memoize.js";
import { aggregates, isAggregating } from "../../kubernetes/rbac/aggregation.js";
import type { BoundRules } from "../../kubernetes/rbac/authorizer.js";
import { bootstrapClusterRoles, bootstrapRoleOf } from "../../kubernetes/rbac/bootstrap-policy.js";
import {
  BINDING_KINDS,
  type BindingKind,
  type ClusterRole,
  type PolicyRule,
  type Role,
  type RoleKind,
} from "../../kubernetes/objects.js";
import { isEverything } from "../../kubernetes/rbac/rbac.js";
import { isRefusedIn } from "../../builds/applied.js";
import type { AppliedObject, Build } from "../../builds/build.js";
import type { Applied, Analysis } from "../analysis.js";
import { areApart } from "../../builds/controllers/clusters.js";
import { MAX_DEPTH, TOO_DEEP, TOO_MANY_TAKEN_IN } from "../grants.js";

/** A role on the way from a binding to a rule: of the repository, or one that every cluster has. */
export interface RoleStep {
  kind: RoleKind;
  object: Role | ClusterRole;
  /** The role as the repository applies it; undefined for one of Kubernetes' own. */
  applied?: AppliedObject<RoleKind>;
}

/** A rule that a binding gives, and how. */
export interface BoundRule {
  rule: PolicyRule;
  /** Its place among the rules of the last role. */
  index: number;
  /** The role that the binding refers to, then each one that the one before it takes in. */
  roles: readonly RoleStep[];
}

/** A binding as a build applies it, with its rules. */
export interface ResolvedBinding extends BoundRules<BoundRule> {
  applied: Applied<BindingKind>;
  /** Why its rules, or some of them, cannot be known. */
  unknown?: string;
}

/**
 * Every binding that the repository applies, with the rules that it gives: those of its role, or of the roles
 * that this one takes in.
 */
export const resolveBindings = memoize((builds: Analysis): readonly ResolvedBinding[] => {
  const world = rolesIn(builds);
  return builds.ofKind(...BINDING_KINDS).map((applied) => {
    const { kind, object } = applied.object;
    const { metadata, subjects = [] } = object;
    const binding = {
      applied,
      kind,
      subjects,
      rules: [],
      ...(kind === "RoleBinding" && { namespace: metadata?.namespace }),
    };
    if (isRefusedIn(applied.build, applied.object))
      return { ...binding, unknown: "the API server refuses the binding" };
    const roles = rolesOf(builds, applied);
    if (typeof roles === "string") return { ...binding, unknown: roles };
    const [unknown] = roles.flatMap((role) => world.whyIncomplete(role, applied.build) ?? []);
    return {
      ...binding,
      rules: roles.flatMap((role) => world.rulesOf(role, applied.build)),
      ...(unknown !== undefined && { unknown }),
    };
  });
});

/** One of the bindings that the repository applies, with the rules that it gives; undefined for any other. */
export function resolvedBinding(
  builds: Analysis,
  binding: Applied<BindingKind>,
): ResolvedBinding | undefined {
  return byApplied(builds).get(binding);
}

const byApplied = memoize((builds: Analysis): ReadonlyMap<Applied<BindingKind>, ResolvedBinding> => {
  return new Map(resolveBindings(builds).map((binding) => [binding.applied, binding]));
});

/** The rules of an applied role, or of those that it takes in. */
export function rulesOfRole(builds: Analysis, { build, object }: Applied<RoleKind>): readonly BoundRule[] {
  return rolesIn(builds).rulesOf(stepOf(object), build);
}

/**
 * Whether a binding gives every verb on every resource of every group, as cluster-admin does: by one role, or
 * by those that it takes in.
 */
export function givesEverything(builds: Analysis, binding: Applied<BindingKind>): boolean {
  const roles = rolesOf(builds, binding);
  return typeof roles !== "string" && roles.some((role) => rolesIn(builds).isEverything(role, binding.build));
}

const rolesIn = memoize((builds: Analysis) => new Roles(builds));

/** The roles that a binding refers to, or why they cannot be known. */
function rolesOf(builds: Analysis, binding: Applied<BindingKind>): RoleStep[] | string {
  const lookup = builds.role(binding);
  if (lookup.state === "unknown") return lookup.why;
  if (lookup.state === "missing") return "the repository does not have it";
  if (lookup.roles.length > 0) return lookup.roles.map(stepOf);
  const { object } = binding.object;
  const own = bootstrapRoleOf(object);
  if (!own) return "it comes from elsewhere, and its rules are not in the repository";
  return [{ kind: object.roleRef?.kind as RoleKind, object: own }];
}

function stepOf(applied: AppliedObject<RoleKind>): RoleStep {
  return { kind: applied.kind, object: applied.object, applied };
}

/** The rules of roles, aggregation included. */
class Roles {
  readonly #builds: Analysis;
  readonly #clusterRoles: readonly Applied<"ClusterRole">[];
  readonly #rules = new Map<unknown, Map<string | undefined, BoundRule[]>>();
  readonly #everything = new Map<readonly BoundRule[], boolean>();
  /** Why there may be more rules than those that were collected. */
  readonly #incomplete = new Map<readonly BoundRule[], string>();

  constructor(builds: Analysis) {
    this.#builds = builds;
    const all = builds.ofKind("ClusterRole");
    this.#clusterRoles = all.filter(({ build, object }) => !isRefusedIn(build, object));
  }

  /** @param build the build of the binding, whose cluster decides which roles are there */
  rulesOf(role: RoleStep, build: Build): readonly BoundRule[] {
    const byCluster = this.#rules.get(role.object) ?? new Map<string | undefined, BoundRule[]>();
    this.#rules.set(role.object, byCluster);
    let rules = byCluster.get(build.cluster);
    if (!rules) byCluster.set(build.cluster, (rules = this.#collect(role, build)));
    return rules;
  }

  /** Why there may be more rules than `rulesOf` returns; undefined if there are none. */
  whyIncomplete(role: RoleStep, build: Build): string | undefined {
    return this.#incomplete.get(this.rulesOf(role, build));
  }

  isEverything(role: RoleStep, build: Build): boolean {
    const rules = this.rulesOf(role, build);
    let everything = this.#everything.get(rules);
    if (everything === undefined) {
      everything = isEverything(rules.map(({ rule }) => rule));
      this.#everything.set(rules, everything);
    }
    return everything;
  }

  #collect(first: RoleStep, build: Build): BoundRule[] {
    const rules: BoundRule[] = [];
    const seen = new Set<object>();
    const todo: RoleStep[][] = [[first]];
    for (let roles = todo.shift(); roles; roles = todo.shift()) {
      const role = roles.at(-1) as RoleStep;
      if (seen.has(role.object)) continue;
      seen.add(role.object);
      if (isAggregating(role.object)) {
        const isDeep = roles.length > MAX_DEPTH;
        if (isDeep) this.#incomplete.set(rules, TOO_DEEP);
        else if (role.applied && !this.#builds.grants.hasAllMembers(role.applied))
          this.#incomplete.set(rules, TOO_MANY_TAKEN_IN);
        if (isDeep) continue;
        for (const member of this.#members(role, build)) todo.push([...roles, member]);
      } else {
        role.object.rules?.forEach((rule, index) => rules.push({ rule, index, roles }));
      }
    }
    return rules;
  }

  #members({ object, applied }: RoleStep, build: Build): RoleStep[] {
    const takesIn = (role: ClusterRole) => aggregates(object, role) === true;
    const builtIn = bootstrapClusterRoles.filter(takesIn).map((role): RoleStep => {
      return { kind: "ClusterRole", object: role };
    });
    const own = applied
      ? this.#builds.grants.members(applied)
      : this.#clusterRoles
          .filter((role) => !areApart(role.build, build) && takesIn(role.object.object))
          .map((role) => role.object);
    return [...own.map(stepOf), ...builtIn];
  }
}

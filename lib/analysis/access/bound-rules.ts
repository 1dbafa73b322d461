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
import { roleWithin } from "../lookup/role-lookup.js";
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
  return builds.ofKind(...BINDING_KINDS).map((applied) => withinBuild(applied) ?? resolve(builds, applied));
});

/**
 * The same for a binding that is known from its build alone, because its role is there and takes in no others; undefined
 * for any other. Builds that a change leaves alone keep their answers.
 */
const withinBuild = memoize((applied: Applied<BindingKind>): ResolvedBinding | undefined => {
  const { build, object } = applied;
  if (isRefusedIn(build, object)) return { ...withoutRules(applied), unknown: REFUSED };
  const roles = roleWithin(applied);
  if (!roles || roles.some((role) => isAggregating(role.object))) return undefined;
  const [first, ...others] = roles;
  // One list for all bindings of a role: both can be long.
  const rules = first && others.length === 0 ? rulesAlone(first) : roles.flatMap(rulesAlone);
  return { ...withoutRules(applied), rules };
});

const rulesAlone = memoize((role: AppliedObject<RoleKind>) => ownRules(stepOf(role)));

const REFUSED = "the API server refuses the binding";

function withoutRules(applied: Applied<BindingKind>): ResolvedBinding {
  const { kind, object } = applied.object;
  const { metadata, subjects = [] } = object;
  const where = kind === "RoleBinding" ? { namespace: metadata?.namespace } : {};
  return { applied, kind, subjects, rules: [], ...where };
}

function resolve(builds: Analysis, applied: Applied<BindingKind>): ResolvedBinding {
  const world = rolesIn(builds);
  const binding = withoutRules(applied);
  const roles = rolesOf(builds, applied);
  if (typeof roles === "string") return { ...binding, unknown: roles };
  const [unknown] = roles.flatMap((role) => world.whyIncomplete(role, applied.build) ?? []);
  return {
    ...binding,
    rules: roles.flatMap((role) => world.rulesOf(role, applied.build)),
    ...(unknown !== undefined && { unknown }),
  };
}

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

/** The rules of a role without those that it takes in. */
function ownRules(role: RoleStep, roles: readonly RoleStep[] = [role]): BoundRule[] {
  return (role.object.rules ?? []).map((rule, index) => ({ rule, index, roles }));
}

/** The rules of roles, aggregation included. */
class Roles {
  readonly #builds: Analysis;
  #clusterRoles: readonly Applied<"ClusterRole">[] | undefined;
  readonly #rules = new Map<unknown, Map<string | undefined, BoundRule[]>>();
  readonly #everything = new Map<readonly BoundRule[], boolean>();
  /** Why there may be more rules than those that were collected. */
  readonly #incomplete = new Map<readonly BoundRule[], string>();

  constructor(builds: Analysis) {
    this.#builds = builds;
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
        for (const rule of ownRules(role, roles)) rules.push(rule);
      }
    }
    return rules;
  }

  get #allClusterRoles(): readonly Applied<"ClusterRole">[] {
    this.#clusterRoles ??= this.#builds
      .ofKind("ClusterRole")
      .filter(({ build, object }) => !isRefusedIn(build, object));
    return this.#clusterRoles;
  }

  #members({ object, applied }: RoleStep, build: Build): RoleStep[] {
    const takesIn = (role: ClusterRole) => aggregates(object, role) === true;
    const builtIn = bootstrapClusterRoles.filter(takesIn).map((role): RoleStep => {
      return { kind: "ClusterRole", object: role };
    });
    const own = applied
      ? this.#builds.grants.members(applied)
      : this.#allClusterRoles
          .filter((role) => !areApart(role.build, build) && takesIn(role.object.object))
          .map((role) => role.object);
    return [...own.map(stepOf), ...builtIn];
  }
}

import { bootstrapClusterRole } from "./bootstrap-policy.js";
import { all, type Certainty, fulfils, requirements } from "../labels/label-selector.js";
import { type ClusterRole, isKnown, type PolicyRule } from "../objects.js";

const LABEL = "rbac.authorization.k8s.io/aggregate-to-";

/** The fields of a role that matter for aggregation; a namespaced Role has no `aggregationRule`. */
type Aggregated = Pick<ClusterRole, "metadata" | "rules" | "aggregationRule">;

/** The ClusterRoles that aggregate the rules of others in every cluster, each followed by those that include it. */
const BUILT_IN = ["view", "edit", "admin"] as const;

/**
 * Whether a ClusterRole aggregates the rules of another one: one of its selectors selects the other's labels.
 * It never aggregates itself. An empty selector selects every ClusterRole.
 * Kubernetes: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go, syncClusterRole.
 */
export function aggregates(aggregating: Aggregated, role: Aggregated): Certainty {
  if (aggregating.metadata?.name === role.metadata?.name) return false;
  let result: Certainty = false;
  for (const selector of aggregating.aggregationRule?.clusterRoleSelectors ?? []) {
    const selects = selectsLabels(selector, role.metadata?.labels ?? {});
    if (selects) return true;
    if (selects === undefined) result = undefined;
  }
  return result;
}

/**
 * The labels, as `key=value`, at least one of which a role must have to be aggregated; undefined if there is no such
 * list. It narrows down the roles to check.
 */
export function aggregatedLabels({ aggregationRule }: Aggregated): string[] | undefined {
  const labels: string[] = [];
  for (const selector of aggregationRule?.clusterRoleSelectors ?? []) {
    const needed = requirements(selector)?.find(({ operator }) => operator === "In");
    if (!needed) return undefined;
    for (const value of needed.values) labels.push(`${needed.key}=${String(value)}`);
  }
  return labels;
}

/** Whether Kubernetes writes a ClusterRole's rules: its own `rules` are overwritten. */
export function isAggregating(role: Aggregated): boolean {
  return role.aggregationRule !== undefined;
}

/**
 * The built-in ClusterRoles that aggregate a role because of its labels, directly or through each other: `edit`
 * includes `view`, and `admin` includes `edit`.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, ClusterRoles.
 */
export function builtInAggregators({ metadata }: Pick<Aggregated, "metadata">): string[] {
  const labels = metadata?.labels ?? {};
  const first = BUILT_IN.findIndex((name) => labels[`${LABEL}${name}`] === "true");
  return first < 0 ? [] : BUILT_IN.slice(first);
}

/**
 * Whether a selector may select ClusterRoles that every cluster has, or cannot be read. These roles have the labels
 * by which `view`, `edit` and `admin` aggregate, and one that says where they come from.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, addClusterRoleLabel.
 */
export function maySelectBuiltIn(selector: unknown): boolean {
  const needed = requirements(selector);
  if (!needed || needed.length === 0) return true;
  return needed.every(({ key, operator, values }) => {
    if (operator === "NotIn" || operator === "DoesNotExist") return true;
    return key.startsWith(LABEL) || key === "kubernetes.io/bootstrapping" || !values.every(isPlainText);
  });
}

function isPlainText(value: unknown): boolean {
  return value === "" || (typeof value === "string" && isKnown(value));
}

/** The label that adds a role to a built-in one. */
export function aggregationLabel(builtIn: string): string {
  return `${LABEL}${builtIn}`;
}

/** The ClusterRole that has every right; a selector that selects every role includes it too. */
const CLUSTER_ADMIN = bootstrapClusterRole("cluster-admin") as ClusterRole;

/**
 * The rules of a ClusterRole as the authorizer sees them: an aggregating role's own rules are overwritten.
 * @param members the roles that a role aggregates
 */
export function effectiveRules<Role extends Aggregated>(
  role: Role,
  members: (role: Role) => readonly Role[],
): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  const seen = new Set<Role>();
  const todo = [role];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    let own = next.rules;
    if (isAggregating(next)) {
      for (const member of members(next)) todo.push(member);
      own = aggregates(next, CLUSTER_ADMIN) === true ? CLUSTER_ADMIN.rules : [];
    }
    for (const rule of own ?? []) rules.push(rule);
  }
  return rules;
}

function selectsLabels(selector: unknown, labels: Readonly<Record<string, string>>): Certainty {
  const needed = requirements(selector);
  return (
    needed &&
    all(
      needed.map((requirement) => {
        const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : null;
        return fulfils(value === "" || value === null || isKnown(value) ? value : undefined, requirement);
      }),
    )
  );
}

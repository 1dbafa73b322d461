import type { PolicyRule } from "../../../kubernetes/objects.js";
import { bootstrapClusterRole } from "../../../kubernetes/rbac/bootstrap-policy.js";
import { isEverything } from "../../../kubernetes/rbac/rbac.js";
import { RBAC_GROUP } from "../../../kubernetes/rbac/subjects.js";
import { memoize, memoizeParts } from "../../../util/memoize.js";
import { groupBy } from "../../../util/group-by.js";
import type { BoundRule } from "../../access/bound-rules.js";
import type { EscalationNode, Gained, SubjectNode } from "../escalation.js";
import { withGained } from "../nodes.js";
import type { Given, Held, Rights } from "../rights.js";
import type { WorldRole } from "../roles.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { changesOf, isForAnyName, rbac } from "./allowed.js";
import { CLUSTER_ADMIN, has } from "./held-roles.js";

const BIND_CLUSTER_ROLE = rbac("bind", "clusterroles");
const BIND_ROLE = rbac("bind", "roles");
const CREATE_CLUSTER = rbac("create", "clusterrolebindings");
const CREATE = rbac("create", "rolebindings");
const CHANGE_CLUSTER = changesOf(RBAC_GROUP, "clusterrolebindings");
const CHANGE = changesOf(RBAC_GROUP, "rolebindings");

/**
 * A binding of a role to oneself. Without `bind`, the API server lets one bind only what one may do already, so that nothing
 * is gained. The role of a binding that is there cannot be changed, only its subjects can.
 */
export const bind: Technique = {
  name: "bind",
  title: "Bind a role to oneself",
  takes:
    "'bind' on a role, checked where it is bound, and there 'create' on bindings without resourceNames, or 'update' or 'patch' on a binding of that role.",
  gives:
    "The rights of the role: in the namespace of a RoleBinding, in the whole cluster of a ClusterRoleBinding.",
  cites: [
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-binding-creation-or-update",
    "Kubernetes: pkg/registry/rbac/escalation_check.go, BindingAuthorized",
    "Kubernetes: pkg/registry/rbac/rolebinding/policybased/storage.go, Create and Update",
  ],
  *edges(world, from) {
    const identity = world.identityOf(from);
    if (!identity) return;
    const rights = world.rightsOf(from);
    const binds = [BIND_CLUSTER_ROLE, BIND_ROLE].flatMap((question) => rights.allowing(question));
    if (binds.length === 0) return;
    yield* inCluster(world, identity, rights);
    yield* inNamespaces(world, identity, rights);
  },
};

/** What one gains with ClusterRoleBindings. */
function* inCluster(world: World, identity: SubjectNode, rights: Rights): Iterable<Edge> {
  const create = rights.may(CREATE_CLUSTER);
  const changes = distinct(CHANGE_CLUSTER.flatMap((question) => rights.allowingInCluster(question)));
  for (const bound of rights.allowingInCluster(BIND_CLUSTER_ROLE)) {
    if (create) yield* creating(world, identity, rights, { namespace: undefined, rights: [bound, create] });
    for (const change of changes) {
      yield* changing(world, identity, rights, { namespace: undefined, rights: [bound, change] });
    }
  }
}

/** What one gains with RoleBindings; of several rights to write the same ones, the first. */
function* inNamespaces(world: World, identity: SubjectNode, rights: Rights): Iterable<Edge> {
  const creates = firstByNamespace(rights.allowing(CREATE).filter(isForAnyName));
  const changes = distinct(CHANGE.flatMap((question) => rights.allowing(question)));
  const changesIn = groupBy(changes, ({ namespace }) => namespace);
  for (const question of [BIND_CLUSTER_ROLE, BIND_ROLE]) {
    const isOfRoles = question === BIND_ROLE;
    for (const bound of rights.allowing(question)) {
      for (const { namespace, held } of together(world, bound, creates)) {
        yield* creating(world, identity, rights, { namespace, isOfRoles, rights: [bound, held] });
      }
      for (const { namespace, held } of together(world, bound, changesIn)) {
        for (const change of held) {
          yield* changing(world, identity, rights, { namespace, isOfRoles, rights: [bound, change] });
        }
      }
    }
  }
}

/** Each rule once that allows both verbs by which a binding is changed. */
function distinct(all: readonly Held[]): Held[] {
  const seen = new Map<Given, Set<BoundRule>>();
  return all.filter(({ given, bound }) => {
    const its = seen.get(given) ?? new Set<BoundRule>();
    seen.set(given, its);
    return its.size < its.add(bound).size;
  });
}

function firstByNamespace(all: readonly Held[]): Map<string | undefined, Held> {
  return new Map(all.toReversed().map((held) => [held.namespace, held]));
}

/** The namespaces in which a rule and one of others hold together. */
function* together<Other>(
  { namespaces }: World,
  { namespace: own }: Held,
  others: ReadonlyMap<string | undefined, Other>,
): Iterable<{ namespace: string; held: Other }> {
  const wide = others.get(undefined);
  if (wide !== undefined) {
    for (const namespace of own === undefined ? namespaces : [own]) yield { namespace, held: wide };
  }
  for (const [namespace, held] of others) {
    if (namespace !== undefined && (own === undefined || own === namespace)) yield { namespace, held };
  }
}

/** The right to bind, that to write a binding, and where both hold. */
interface Binding {
  namespace: string | undefined;
  isOfRoles?: boolean;
  rights: readonly [Held, Held];
}

function creating(world: World, identity: SubjectNode, own: Rights, binding: Binding): Edge[] {
  const { namespace, isOfRoles = false, rights } = binding;
  const [bound] = rights;
  if (isForAnyName(bound) && !isOfRoles) {
    return has(own, CLUSTER_ADMIN, namespace) ? [] : [everythingBy(world, identity, binding)];
  }
  const roles = isForAnyName(bound)
    ? world.roles.in(namespace)
    : (bound.rule.resourceNames ?? []).flatMap((name) => {
        return world.roles.get(isOfRoles ? "Role" : "ClusterRole", name, namespace) ?? [];
      });
  const gained = roles.filter((role) => !has(own, role, namespace));
  return gained.map((role) => {
    const to = having(world, identity, role, namespace);
    return { to: [to], words: () => `binds ${roleWords(role)} to itself${whereWords(namespace)}`, rights };
  });
}

function changing(world: World, identity: SubjectNode, own: Rights, binding: Binding): Edge[] {
  const { namespace, isOfRoles = false, rights } = binding;
  const [bound, change] = rights;
  const kind = isOfRoles ? "Role" : "ClusterRole";
  const edges: Edge[] = [];
  for (const [name, bindings] of bindingsIn(world)(namespace).get(kind) ?? []) {
    if (!covers(bound, name)) continue;
    const role = world.roles.get(kind, name, namespace);
    if (!role || has(own, role, namespace)) continue;
    const one = bindings.find((binding) => covers(change, binding.name));
    if (!one) continue;
    edges.push({
      to: [having(world, identity, role, namespace)],
      words: () =>
        `adds itself to ${one.kind} '${one.name}', which binds ${roleWords(role)}${whereWords(namespace)}`,
      rights,
    });
  }
  return edges;
}

/** The bindings in a namespace, or in the whole cluster, by the kind and the name of their role. */
const bindingsIn = memoize((world: World) => {
  const byNamespace = groupBy(world.bindings, ({ namespace }) => namespace);
  return memoizeParts((namespace: string | undefined) => {
    const byKind = groupBy(byNamespace.get(namespace) ?? [], ({ role }) => role.kind);
    return new Map([...byKind].map(([kind, all]) => [kind, groupBy(all, ({ role }) => role.name)]));
  });
});

function covers(held: Held, name: string): boolean {
  return isForAnyName(held) || (held.rule.resourceNames ?? []).includes(name);
}

function everythingBy(world: World, identity: SubjectNode, { namespace, rights }: Binding): Edge {
  return {
    to: [everythingIn(world, identity, namespace)],
    words: () => `binds ClusterRole 'cluster-admin' to itself${whereWords(namespace)}`,
    rights,
  };
}

/** Somebody with the rights of a role that it binds to itself. */
function having(
  world: World,
  identity: SubjectNode,
  role: WorldRole,
  namespace: string | undefined,
): EscalationNode {
  const rules = role.rules();
  if (areEverything(rules)) return everythingIn(world, identity, namespace);
  const words = `${roleWords(role)}${whereWords(namespace)}`;
  const gained: Gained = { words, rules, role: role.step, ...(namespace !== undefined && { namespace }) };
  return withGained(identity, gained);
}

const areEverything = memoize((rules: readonly PolicyRule[]) => isEverything(rules));

/** Somebody who may do everything in a namespace, or in the whole cluster. */
export function everythingIn(
  { cluster }: World,
  identity: SubjectNode,
  namespace: string | undefined,
): EscalationNode {
  if (namespace === undefined) return { kind: "cluster-admin", ...(cluster !== undefined && { cluster }) };
  return withGained(identity, {
    words: `everything in namespace '${namespace}'`,
    rules: bootstrapClusterRole("cluster-admin")?.rules ?? [],
    role: { kind: "ClusterRole", name: "cluster-admin" },
    namespace,
  });
}

function roleWords({ kind, name }: WorldRole): string {
  return `${kind} '${name}'`;
}

function whereWords(namespace: string | undefined): string {
  return namespace === undefined ? " in the whole cluster" : ` in namespace '${namespace}'`;
}

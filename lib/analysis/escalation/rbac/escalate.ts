import { RBAC_GROUP } from "../../../kubernetes/rbac/subjects.js";
import { memoize } from "../../../util/memoize.js";
import type { BoundRule, RoleStep } from "../../access/bound-rules.js";
import type { EscalationNode } from "../escalation.js";
import { nodeWords } from "../nodes.js";
import type { Given, Held, Rights } from "../rights.js";
import type { WorldRole } from "../roles.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { everythingIn } from "./bind.js";
import { changesOf, isForAnyName, rbac } from "./allowed.js";

const CREATE_CLUSTER_ROLE = rbac("create", "clusterroles");
const RIGHTS = {
  ClusterRole: {
    escalate: rbac("escalate", "clusterroles"),
    changes: changesOf(RBAC_GROUP, "clusterroles"),
  },
  Role: {
    escalate: rbac("escalate", "roles"),
    changes: changesOf(RBAC_GROUP, "roles"),
  },
} as const;

/**
 * A role that one is bound to is made to grant everything; or a ClusterRole that a role takes in by its labels.
 * Without `escalate`, the API server lets one write into a role only what one may do already, and so do labels and rules of
 * aggregation, so that nothing is gained. A role that one can then bind takes a step of its own.
 * `later`: the role may be that of somebody whom the writer becomes.
 */
export const escalate: Technique = {
  name: "escalate",
  title: "Write everything into one's own role",
  takes:
    "'escalate' on a role, and 'update' or 'patch' on it, where the writer, or somebody whom it becomes, is bound to the role or to one that takes it in; or both of 'escalate' and 'create' on 'clusterroles' without resourceNames, where it is bound to a role that takes in others.",
  gives: "Everything, where that role is bound: in the whole cluster, or in a namespace.",
  cites: [
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#restrictions-on-role-creation-or-update",
    "Kubernetes: pkg/registry/rbac/escalation_check.go, RoleEscalationAuthorized",
    "Kubernetes: pkg/registry/rbac/clusterrole/policybased/storage.go, Create and Update",
    "Kubernetes: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go, syncClusterRole",
  ],
  edges: (world, from) => rewriting(world, world.rightsOf(from), from),
  later(world, from) {
    const rights = world.rightsOf(from);
    if (!mayEscalate(rights)) return undefined;
    const own = rewriting(world, rights, from);
    return own.some(({ to }) => to[0]?.kind === "cluster-admin")
      ? undefined
      : (other) => rewriting(world, rights, other);
  },
};

function mayEscalate(rights: Rights): boolean {
  return Object.values(RIGHTS).some(({ escalate: question }) => rights.allowing(question).length > 0);
}

/** What somebody gets when the roles that it is bound to are rewritten by whoever has some rights. */
function rewriting(world: World, writer: Rights, bound: EscalationNode): Edge[] {
  if (!mayEscalate(writer)) return [];
  const identity = world.identityOf(bound);
  if (!identity) return [];
  const edges: Edge[] = [];
  const byLabel = taking(world, writer);
  for (const given of world.rightsOf(bound).given) {
    if (given.namespace !== undefined && identity.gained?.namespace === given.namespace && isAll(given))
      continue;
    for (const role of rolesOf(world, given)) {
      const rights = rewritingOf(writer, role) ?? (role.isAggregating ? byLabel : undefined);
      if (!rights) continue;
      const how = rewritingOf(writer, role)
        ? `writes every right into ${role.kind} '${role.name}'`
        : `writes every right into a ClusterRole with the labels by which ClusterRole '${role.name}' takes it in`;
      const whose = `, to which ${nodeWords(identity)} is bound`;
      const where = given.namespace === undefined ? "" : ` in namespace '${given.namespace}'`;
      edges.push({
        to: [everythingIn(world, identity, given.namespace)],
        words: () => `${how}${whose}${where}`,
        rights,
        also: given.through({ rule: {}, index: 0, roles: [] }),
      });
    }
  }
  return edges;
}

/** Whether it is what one has given itself: everything. */
function isAll({ role }: Given): boolean {
  return role.name === "cluster-admin";
}

/** The role that is bound, then those that it takes in: rewriting any of them changes what is bound. */
function rolesOf(world: World, { role, rules, namespace }: Given): WorldRole[] {
  const found = new Map<string, WorldRole>();
  const add = (kind: string, name: string) => {
    const one = world.roles.get(kind, name, namespace);
    if (one) found.set(`${kind} ${name}`, one);
  };
  add(role.kind, role.name);
  for (const { kind, object } of onTheWay(rules)) add(kind, object.metadata?.name ?? "");
  return [...found.values()];
}

const onTheWay = memoize((rules: readonly BoundRule[]): ReadonlySet<RoleStep> => {
  return new Set(rules.flatMap(({ roles }) => roles));
});

/** The rights by which somebody may rewrite a role as it likes. */
function rewritingOf(
  rights: Rights,
  { kind, name, namespace }: WorldRole,
): readonly [Held, Held] | undefined {
  const { escalate: question, changes } = RIGHTS[kind];
  const where = { name, namespace };
  const escalating = rights.may(question, where);
  if (!escalating) return undefined;
  const held = rights.mayAny(changes, where);
  return held && [escalating, held];
}

/** The rights by which somebody may write any ClusterRole as it likes, with labels of its choice. */
function taking(world: World, rights: Rights): readonly [Held, Held] | undefined {
  const { escalate: question } = RIGHTS.ClusterRole;
  const [create, escalating] = [rights.may(CREATE_CLUSTER_ROLE), rights.may(question)];
  if (create && escalating) return [escalating, create];
  for (const held of rights.allowingInCluster(question)) {
    const names = isForAnyName(held) ? undefined : held.rule.resourceNames;
    for (const role of names?.map((name) => world.roles.get("ClusterRole", name)) ??
      world.roles.in(undefined)) {
      const found = role && rewritingOf(rights, role);
      if (found) return found;
    }
  }
  return undefined;
}

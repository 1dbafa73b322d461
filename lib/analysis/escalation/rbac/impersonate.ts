import { isKnown } from "../../../kubernetes/objects.js";
import type { SubjectNode } from "../escalation.js";
import { nodeWords, subjectNode } from "../nodes.js";
import type { Held } from "../rights.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { accountsFor, core, isForAnyName } from "./allowed.js";

const USERS = core("impersonate", "users");
const GROUPS = core("impersonate", "groups");
const ACCOUNTS = core("impersonate", "serviceaccounts");

const CITES = [
  "https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/",
  "Kubernetes: staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation/impersonation.go, WithImpersonation",
];

/**
 * A user name that is that of a ServiceAccount is checked as one. What impersonation is for some verbs only, since 1.36, is
 * not followed.
 */
export const impersonateUser: Technique = {
  name: "impersonate-user",
  title: "Act as a user",
  takes: "'impersonate' on 'users', in the whole cluster.",
  gives: "The users that resourceNames names, or any.",
  cites: CITES,
  edges: (world, from) => whoever(world, "User", world.rightsOf(from).allowingInCluster(USERS), []),
};

/** A group is claimed together with a user or a ServiceAccount, and takes the place of their own groups. */
export const impersonateGroup: Technique = {
  name: "impersonate-group",
  title: "Act as a member of a group",
  takes:
    "'impersonate' on 'groups' in the whole cluster, and 'impersonate' on some user or ServiceAccount, since a request cannot claim a group alone.",
  gives: "The groups that resourceNames names, or any: 'system:masters' may do everything.",
  cites: CITES,
  edges: (world, from) => {
    const rights = world.rightsOf(from);
    const claims = rights.allowingInCluster(GROUPS);
    if (claims.length === 0) return [];
    const [user] = [...rights.allowingInCluster(USERS), ...rights.allowing(ACCOUNTS)];
    return user ? whoever(world, "Group", claims, [user]) : [];
  },
};

/** Nobody checks that the ServiceAccount is there. */
export const impersonateAccount: Technique = {
  name: "impersonate-account",
  title: "Act as a ServiceAccount",
  takes: "'impersonate' on 'serviceaccounts', in the namespace of the account.",
  gives: "The ServiceAccounts of the namespace, or those that resourceNames names.",
  cites: CITES,
  edges: (world, from) =>
    world
      .rightsOf(from)
      .allowing(ACCOUNTS)
      .map((held) => acting(accountsFor(world, held), [held])),
};

function whoever(
  world: World,
  kind: "User" | "Group",
  claims: readonly Held[],
  more: readonly Held[],
): Edge[] {
  return claims.map((held) => {
    const to = isForAnyName(held) ? world.named(kind) : namesIn(world, kind, held);
    return acting(to, [held, ...more]);
  });
}

function namesIn({ cluster }: World, kind: "User" | "Group", { rule }: Held): SubjectNode[] {
  return (rule.resourceNames ?? []).filter(isKnown).flatMap((name) => {
    const node = subjectNode({ kind, name }, cluster);
    return node?.subject.startsWith(`${kind}:`) ? [node] : [];
  });
}

function acting(to: readonly SubjectNode[], rights: readonly Held[]): Edge {
  return { to, words: (other) => `acts as ${nodeWords(other)}`, rights, isForAbsent: true };
}

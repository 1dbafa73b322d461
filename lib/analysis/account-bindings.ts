import type { Applied } from "../builds/applied.js";
import type { BuildSet } from "../builds/build-set.js";
import { DEFAULT_ACCOUNT } from "../kubernetes/identities/pod-identity.js";
import { BINDING_KINDS, couldBe, isKnown, ROLE_KINDS, type Binding } from "../kubernetes/objects.js";
import { bootstrapClusterRoleBindings, bootstrapRoleBindings } from "../kubernetes/rbac/bootstrap-policy.js";
import { AUTHENTICATED_GROUP, SERVICE_ACCOUNTS_GROUP, splitUsername } from "../kubernetes/rbac/subjects.js";
import { push } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";
import { namesInPolicies } from "./access/abac-policies.js";
import { speaksOfAccount } from "./hidden-beside.js";
import { hidingPart } from "./hidden-parts.js";

/** A ServiceAccount; its namespace is undefined where it is chosen when it is applied. */
interface Account {
  name: string;
  namespace: string | undefined;
}

/**
 * Whether something may give a role to the ServiceAccount of a workload: a binding of the repository, applied or not, to
 * the account or to a group that it is in, an ABAC policy, or something that cannot be seen. Only where nothing does is
 * its token of no use to the API server.
 */
export function mayHaveRoles(builds: BuildSet, workload: Applied, { name, namespace }: Account): boolean {
  const { accounts, unfilled, groups } = boundIn(builds);
  if (groups.has(SERVICE_ACCOUNTS_GROUP) || groups.has(AUTHENTICATED_GROUP)) return true;
  const isThere = (one: string | undefined) =>
    one === undefined || namespace === undefined || one === namespace;
  // A role of the same name is for it, and may be bound by hand.
  if (name !== DEFAULT_ACCOUNT && roleNames(builds).has(name)) return true;
  if (accounts.get(name)?.some(isThere) || unfilled.some((one) => couldBe(one, name))) return true;
  const ofNamespace = [...groups].filter((one) => one.startsWith(`${SERVICE_ACCOUNTS_GROUP}:`));
  if (ofNamespace.some((one) => isThere(one.slice(SERVICE_ACCOUNTS_GROUP.length + 1)))) return true;
  // Everything speaks of something that is the default: what binds that account goes by the name of the namespace.
  const called = name === DEFAULT_ACCOUNT ? (namespace ?? name) : name;
  return (
    workload.build.hidden.some(
      ({ kind, names }) => kind === "file" && names.some((one) => BINDINGS.test(one)),
    ) ||
    speaksOfAccount(builds, { name, namespace }) !== undefined ||
    hidingPart(builds, workload, { kind: "ServiceAccount", name: called, namespace }) !== undefined
  );
}

const roleNames = memoize((builds: BuildSet): ReadonlySet<string | undefined> => {
  return new Set(builds.written(...ROLE_KINDS).map(({ metadata }) => metadata?.name));
});

/** What a file or directory with bindings is called. */
const BINDINGS = /binding|rbac|access|auth/i;

/** Whom the bindings and ABAC policies of a repository name. */
interface Bound {
  /** The namespaces of ServiceAccounts by their names; undefined for one that is not known. */
  accounts: ReadonlyMap<string, readonly (string | undefined)[]>;
  /** The names of ServiceAccounts that are filled in later. */
  unfilled: readonly string[];
  groups: ReadonlySet<string>;
}

const boundIn = memoize((builds: BuildSet): Bound => {
  const accounts = new Map<string, (string | undefined)[]>();
  const unfilled = new Set<string>();
  const groups = new Set(namesInPolicies(builds.repository, "group"));
  const addUser = (username: string) => {
    const account = splitUsername(username);
    if (typeof account === "object") push(accounts, account.name, account.namespace);
  };
  for (const name of namesInPolicies(builds.repository, "user")) addUser(name);
  for (const { subjects = [] } of [...bootstrapClusterRoleBindings, ...bootstrapRoleBindings]) {
    for (const { kind, name = "", namespace } of subjects)
      if (kind === "ServiceAccount") push(accounts, name, namespace);
  }
  const applied = builds.ofKind(...BINDING_KINDS).map(({ object }) => object.object);
  for (const binding of new Set<Binding>([...builds.written(...BINDING_KINDS), ...applied])) {
    for (const { kind, name = "", namespace } of binding.subjects ?? []) {
      if (kind === "Group") groups.add(name);
      else if (kind === "User") addUser(name);
      else if (!isKnown(name)) unfilled.add(name);
      else {
        const where = namespace || binding.metadata?.namespace;
        push(accounts, name, isKnown(where) ? where : undefined);
      }
    }
  }
  return { accounts, unfilled: [...unfilled], groups };
});

import type { Applied } from "../builds/applied.js";
import type { Build } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { DEFAULT_ACCOUNT } from "../kubernetes/identities/pod-identity.js";
import {
  type Binding,
  BINDING_KINDS,
  couldBeOneOf,
  isFilledInWhole,
  isKnown,
  ROLE_KINDS,
} from "../kubernetes/objects.js";
import { bootstrapBindings } from "../kubernetes/rbac/bootstrap-policy.js";
import { AUTHENTICATED_GROUP, SERVICE_ACCOUNTS_GROUP, splitUsername } from "../kubernetes/rbac/subjects.js";
import { groupBy } from "../util/group-by.js";
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
export function mayHaveRoles(builds: BuildSet, workload: Applied, account: Account): boolean {
  const { name, namespace } = account;
  const bound = boundIn(builds);
  if (bound.isEveryAccount || bound.isNamed(account)) return true;
  // A role of the same name is for it, and may be bound by hand.
  if (name !== DEFAULT_ACCOUNT && roleNames(builds).has(name)) return true;
  if (bound.mayBeNamed(account) || bound.withAnyName.has(workload.build)) return true;
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
  /** Whether a group is among them that every ServiceAccount is in. */
  isEveryAccount: boolean;
  /** Whether they name an account, or the group of its namespace. */
  isNamed: (account: Account) => boolean;
  /** Whether a name that is filled in later can become that of an account. */
  mayBeNamed: (account: Account) => boolean;
  /** The builds with a binding of an account of which nothing is known: like a program, it can be for any of its own build. */
  withAnyName: ReadonlySet<Build>;
}

const boundIn = memoize((builds: BuildSet): Bound => {
  const all = [...subjectsIn(builds)];
  const groups = new Set(all.flatMap(({ group }) => group ?? []));
  const [known, unfilled] = [new Accounts(), [] as Account[]];
  const withAnyName = new Set<Build>();
  for (const { account, build } of all) {
    if (!account) continue;
    if (isKnown(account.name)) known.add(account);
    else if (account.namespace !== undefined || !isFilledInWhole(account.name)) unfilled.push(account);
    else if (build) withAnyName.add(build);
  }
  const ofNamespace = `${SERVICE_ACCOUNTS_GROUP}:`;
  for (const group of groups)
    if (group.startsWith(ofNamespace)) known.addNamespace(group.slice(ofNamespace.length));
  const inNamespace = new Map(
    [...groupBy(unfilled, ({ namespace }) => namespace)].map(([namespace, accounts]) => {
      return [namespace, couldBeOneOf(accounts.map(({ name }) => name))];
    }),
  );
  const anywhere = couldBeOneOf(unfilled.map(({ name }) => name));
  return {
    isEveryAccount: groups.has(SERVICE_ACCOUNTS_GROUP) || groups.has(AUTHENTICATED_GROUP),
    isNamed: (account) => known.mayHave(account),
    mayBeNamed: ({ name, namespace }) =>
      namespace === undefined
        ? anywhere(name)
        : [namespace, undefined].some((one) => inNamespace.get(one)?.(name)),
    withAnyName,
  };
});

/** ServiceAccounts by their names; the namespace of one that is not known may be any. */
class Accounts {
  readonly #byName = new Map<string, Set<string | undefined>>();
  readonly #namespaces = new Set<string>();

  add({ name, namespace }: Account): void {
    const namespaces = this.#byName.get(name);
    if (namespaces) namespaces.add(namespace);
    else this.#byName.set(name, new Set([namespace]));
  }

  /** Adds all accounts of a namespace. */
  addNamespace(namespace: string): void {
    this.#namespaces.add(namespace);
  }

  mayHave({ name, namespace }: Account): boolean {
    const own = this.#byName.get(name);
    if (namespace === undefined) return own !== undefined || this.#namespaces.size > 0;
    return own?.has(undefined) || own?.has(namespace) || this.#namespaces.has(namespace);
  }
}

interface Bindable {
  account?: Account;
  group?: string;
  /** The build that applies the binding, if one does. */
  build?: Build;
}

/** The groups and ServiceAccounts that bindings and ABAC policies name. */
function* subjectsIn(builds: BuildSet): Iterable<Bindable> {
  for (const group of namesInPolicies(builds.repository, "group")) yield { group };
  for (const name of namesInPolicies(builds.repository, "user")) yield* accountOf(name);
  for (const binding of bootstrapBindings) {
    for (const { kind, name = "", namespace } of binding.subjects ?? [])
      if (kind === "ServiceAccount") yield { account: { name, namespace } };
  }
  for (const binding of builds.written(...BINDING_KINDS)) yield* subjectsOf(binding);
  for (const { build, object } of builds.ofKind(...BINDING_KINDS)) {
    for (const subject of subjectsOf(object.object)) yield { ...subject, build };
  }
}

function* subjectsOf({ metadata, subjects = [] }: Binding): Iterable<Bindable> {
  for (const { kind, name = "", namespace } of subjects) {
    if (kind === "Group") yield { group: name };
    else if (kind === "User") yield* accountOf(name);
    else {
      const where = namespace || metadata?.namespace;
      yield { account: { name, namespace: isKnown(where) ? where : undefined } };
    }
  }
}

function accountOf(username: string): Bindable[] {
  const account = splitUsername(username);
  return typeof account === "object" ? [{ account }] : [];
}

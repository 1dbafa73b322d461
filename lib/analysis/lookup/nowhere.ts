import { bootstrapBindings } from "../../kubernetes/rbac/bootstrap-policy.js";
import { isBuiltInNamespace, isBuiltInServiceAccount } from "../../kubernetes/rbac/builtin-roles.js";
import { nearest } from "../../util/nearest.js";
import {
  type AnyObject,
  isKnown,
  type KindName,
  type PolicyRule,
  ROLE_KINDS,
  type RoleBinding,
  type Subject,
} from "../../kubernetes/objects.js";
import {
  broadMembers,
  isUnauthenticated,
  KUBEADM_ADMINS_GROUP,
  SERVICE_ACCOUNTS_GROUP,
  splitUsername,
} from "../../kubernetes/rbac/subjects.js";
import type { BuildSet } from "../../builds/build-set.js";
import { namesInPolicies } from "../access/abac-policies.js";
import { usedAccounts } from "../used-accounts.js";
import { isDeclaredKnown } from "./lookup.js";

/** A subject or namespace that is not in the repository, and the one that was probably meant. */
export interface Nowhere {
  kind: "ServiceAccount" | "User" | "Group" | "Namespace" | "Subject";
  /** For a ServiceAccount, `namespace/name`; for subjects of several kinds or names, the pattern. */
  name: string;
  nearest?: string;
}

/** With more names than this, the nearest is not looked for. */
const MAX_CANDIDATES = 1000;

/** Every rule of the roles of the repository, as it is written and as it is applied. */
export function rulesSaid(builds: BuildSet): PolicyRule[] {
  const applied = builds.ofKind(...ROLE_KINDS).map(({ object }) => object.object);
  const roles = [...builds.written(...ROLE_KINDS), ...applied];
  return [...new Set(roles)].flatMap(({ rules = [] }) => rules);
}

/** Describes a namespace that is neither in the repository nor in every cluster; undefined for others. */
export function nowhereNamespace(builds: BuildSet, name: string): Nowhere | undefined {
  const namespaces = namespacesIn(builds);
  if (isNamespaceIn(builds, name, namespaces)) return undefined;
  return { kind: "Namespace", name, ...hint(nearestOf(name, namespaces)) };
}

/** Describes a ServiceAccount that is nowhere in the repository, or another subject that no binding and no ABAC policy names. */
export function nowhereSubject(builds: BuildSet, subject: Subject): Nowhere | undefined {
  const { kind, name = "", namespace = "" } = subject;
  if (kind === "ServiceAccount") return nowhereAccount(builds, { namespace, name });
  const account = kind === "User" ? splitUsername(name) : undefined;
  if (typeof account === "object") return nowhereAccount(builds, account);
  const ofNamespace = `${SERVICE_ACCOUNTS_GROUP}:`;
  if (kind === "Group" && name.startsWith(ofNamespace)) {
    return nowhereNamespace(builds, name.slice(ofNamespace.length));
  }
  const bound = bindingsIn(builds)
    .flatMap(({ subjects = [] }) => subjects)
    .filter((one) => one.kind === kind && isKnown(one.name))
    .map((one) => one.name as string);
  const names = [...bound, ...namesInPolicies(builds.repository, kind === "User" ? "user" : "group")];
  if (names.includes(name) || isOfEveryCluster(subject)) return undefined;
  return { kind: kind as "User" | "Group", name, ...hint(nearestOf(name, new Set(names))) };
}

/** Subjects that the API server, or kubeadm, has by itself: apiserver, pkg/authentication/user/user.go. */
const OF_EVERY_CLUSTER: ReadonlySet<string> = new Set([
  ...bootstrapBindings.flatMap(({ subjects = [] }) => subjects).map(({ kind, name }) => `${kind}:${name}`),
  `Group:${KUBEADM_ADMINS_GROUP}`,
  "Group:system:nodes",
  "Group:system:bootstrappers",
]);

function isOfEveryCluster(subject: Subject): boolean {
  const { kind, name = "" } = subject;
  return (
    OF_EVERY_CLUSTER.has(`${kind}:${name}`) ||
    isUnauthenticated(subject) ||
    broadMembers(subject) !== undefined ||
    // Each kubelet is one of these.
    (kind === "User" && name.startsWith("system:node:"))
  );
}

interface Account {
  /** Undefined if it is chosen when it is applied. */
  namespace: string | undefined;
  name: string;
}

function nowhereAccount(
  builds: BuildSet,
  { namespace, name }: { namespace: string; name: string },
): Nowhere | undefined {
  const accounts = accountsIn(builds);
  const isIn = (one: Account) => one.namespace === undefined || one.namespace === namespace;
  if (accounts.some((one) => one.name === name && isIn(one))) return undefined;
  if (isDeclaredKnown(builds.settings.knownServiceAccounts ?? [], { name, namespace })) return undefined;
  const namespaces = namespacesIn(builds);
  const used = usedAccounts(builds);
  // In which namespace a workload uses it is only known for the kinds that are read.
  const isAnywhere = used.has(name) || isBuiltInServiceAccount(namespace, name);
  const isHere = isNamespaceIn(builds, namespace, namespaces);
  if (isHere && isAnywhere) return undefined;
  const names = new Set([...accounts.filter(isIn).map((one) => one.name), ...(isHere ? used : [])]);
  const near = nearestOf(name, names);
  const others = accounts.filter((one) => one.name === name).map((one) => one.namespace as string);
  const other = nearestOf(namespace, isAnywhere ? namespaces : new Set(others)) ?? others.sort()[0];
  const meant =
    near !== undefined ? `${namespace}/${near}` : other !== undefined ? `${other}/${name}` : undefined;
  return { kind: "ServiceAccount", name: `${namespace}/${name}`, ...hint(meant) };
}

/** The ServiceAccounts that are objects of the repository, or subjects of its bindings. */
export function accountsIn(builds: BuildSet): Account[] {
  const objects = objectsOf(builds, "ServiceAccount").map(({ metadata }) => metadata ?? {});
  const subjects = bindingsIn(builds).flatMap(({ metadata, subjects: all = [] }) =>
    all.flatMap(({ kind, name = "", namespace }) => {
      const account = kind === "User" ? splitUsername(name) : undefined;
      if (typeof account === "object") return [account];
      return kind === "ServiceAccount" ? [{ name, namespace: namespace || metadata?.namespace }] : [];
    }),
  );
  return [...objects, ...subjects].flatMap(({ name, namespace }) => {
    return isKnown(name) ? [{ name, namespace: isKnown(namespace) ? namespace : undefined }] : [];
  });
}

/** The bindings as they are applied; as they are written, if nothing applies them. */
export function bindingsIn(builds: BuildSet): RoleBinding[] {
  return objectsOf(builds, "RoleBinding", "ClusterRoleBinding") as RoleBinding[];
}

/** The objects of some kinds as they are applied; as they are written, if nothing applies them. */
function objectsOf(builds: BuildSet, ...kinds: KindName[]): AnyObject[] {
  const written = [...builds.repository.files].flatMap(([file, { objects }]) => {
    if (builds.isPatch(file)) return [];
    return objects.filter(({ kind, document, at }) => {
      return kinds.includes(kind) && builds.applied(file, document, at).length === 0;
    });
  });
  return [...builds.ofKind(...kinds).map(({ object }) => object), ...written].map(({ object }) => object);
}

/** The namespaces that objects are in or are, that subjects are in, and that are named for builds. */
export function namespacesIn(builds: BuildSet): ReadonlySet<string> {
  const written = [...builds.repository.files.values()].flatMap(({ objects }) => objects);
  const all = [...builds.all.flatMap(({ objects }) => objects), ...written];
  const names = [
    ...all.flatMap(({ kind, object: { metadata } }) => [
      metadata?.namespace,
      ...(kind === "Namespace" ? [metadata?.name] : []),
    ]),
    ...builds.all.flatMap(({ namespaces = [] }) => namespaces.map(({ name }) => name)),
    ...accountsIn(builds).map(({ namespace }) => namespace),
  ];
  return new Set(names.filter(isKnown));
}

function isNamespaceIn(builds: BuildSet, name: string, namespaces: ReadonlySet<string>): boolean {
  const { settings, repository } = builds;
  if (namespaces.has(name) || isBuiltInNamespace(name)) return true;
  if (isDeclaredKnown(settings.knownNamespaces ?? [], { name, namespace: undefined })) return true;
  // Most kinds are not read, but their objects are in namespaces, too.
  return [...repository.files.keys()].some((file) => {
    return [...repository.text(file).matchAll(NAMESPACE)].some(([, written]) => written === name);
  });
}

const NAMESPACE = /namespace["']?[ \t]*:[ \t]*["']?([\w.-]+)/gi;

function nearestOf(name: string, names: ReadonlySet<string>): string | undefined {
  return names.size > MAX_CANDIDATES ? undefined : nearest(name, names);
}

function hint(near: string | undefined): { nearest?: string } {
  return near === undefined ? {} : { nearest: near };
}

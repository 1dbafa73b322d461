import { builtInClusterRoleNames, isBuiltInClusterRole, isBuiltInRole } from "../kubernetes/builtin-roles.js";
import { matchesGlob } from "../kubernetes/glob.js";
import { nearest } from "../kubernetes/nearest.js";
import { type AnyObject, isKnown, type RoleBinding } from "../kubernetes/objects.js";
import { platformClusterRoles, platformRoles } from "../kubernetes/platform-roles.js";
import { mayBring } from "./affinity.js";
import { areApart } from "./clusters.js";
import type { AppliedObject, Build } from "./build.js";
import type { Applied, Builds } from "./builds.js";

/** What more is known of a role that is missing. */
export type Hint =
  | { type: "otherNamespace"; namespace: string }
  | { type: "otherKind"; kind: "Role" | "ClusterRole" }
  | { type: "unlisted"; file: string }
  | { type: "nearest"; name: string };

export type RoleLookup =
  /** `roles` are the objects; none for what the cluster has by itself. */
  | { state: "found"; roles: readonly AppliedObject[] }
  | { state: "missing"; hint?: Hint }
  | { state: "unknown"; why: string };

interface Reference {
  kind: "Role" | "ClusterRole";
  name: string;
  /** The namespace of a Role; missing where a plain manifest leaves it to whoever applies it. */
  namespace: string | undefined;
}

/**
 * Looks up the role that a binding refers to, in the build that applies the binding, then in what every
 * cluster has, in what the user knows, and in the other builds. What a build cannot see, it cannot miss.
 */
export function lookUpRole(builds: Builds, { build, object: binding }: Applied): RoleLookup {
  const { roleRef = {}, metadata = {} } = binding.object as RoleBinding;
  const { kind, name } = roleRef;
  if ((kind !== "Role" && kind !== "ClusterRole") || !isKnown(name)) {
    return { state: "unknown", why: "the reference is not a plain name" };
  }
  if (binding.kind === "ClusterRoleBinding" && kind === "Role") {
    return { state: "unknown", why: "a ClusterRoleBinding cannot refer to a Role" };
  }
  if (metadata.namespace !== undefined && !isKnown(metadata.namespace)) {
    return { state: "unknown", why: "the namespace is not a plain name" };
  }
  const reference: Reference = { kind, name, namespace: metadata.namespace };
  const own = inBuild(build, reference);
  if (own.state === "found") return own;
  if (isInEveryCluster(reference) || isDeclaredKnown(builds, reference)) return { state: "found", roles: [] };
  const isOther = (other: Build) => other !== build && !areApart(other, build) && !holds(other, binding);
  const mentioning = holdersOf(builds, reference).filter(isOther);
  const elsewhere = mentioning.map((other) => inBuild(other, reference));
  const found = elsewhere.find(({ state }) => state === "found");
  if (found) return found;
  if (own.state === "unknown") return own;
  const opened = indexOf(builds).open.find((other) => isInReach(other, build, name) && isOther(other));
  const doubt = build.open ?? opened?.open;
  if (doubt !== undefined) return { state: "unknown", why: doubt };
  const unsure = elsewhere.find(({ state }) => state === "unknown");
  if (unsure) return unsure;
  if (name.startsWith("system:"))
    return { state: "unknown", why: "names with 'system:' belong to Kubernetes" };
  return { state: "missing", hint: hintFor(builds, build, reference) };
}

/** Whether what an open build may bring could be the role that another one lacks. */
function isInReach(other: Build, build: Build, name: string): boolean {
  // Whoever applies plain manifests applies others as well; a kustomization says what belongs to it.
  return (build.type === "plain" && other.files.size > 0) || mayBring(other, name, build);
}

/** The roles of a build, by kind. */
interface Roles {
  named: Map<string, AppliedObject[]>;
  /** Whether a role has a name that is filled in later. */
  unnamed: { Role: boolean; ClusterRole: boolean };
}

const rolesByBuild = new WeakMap<Build, Roles>();

function rolesOf(build: Build): Roles {
  let roles = rolesByBuild.get(build);
  if (!roles) {
    roles = { named: new Map(), unnamed: { Role: false, ClusterRole: false } };
    for (const object of build.objects) {
      if (object.kind !== "Role" && object.kind !== "ClusterRole") continue;
      const name = object.object.metadata?.name;
      if (!isKnown(name)) {
        roles.unnamed[object.kind] = true;
        continue;
      }
      const key = `${object.kind} ${name}`;
      const others = roles.named.get(key);
      if (others) others.push(object);
      else roles.named.set(key, [object]);
    }
    rolesByBuild.set(build, roles);
  }
  return roles;
}

/** What of all builds is asked for again with every reference. */
interface Index {
  /** The builds by the kind and name of the roles they have, each list in the order of all. */
  holders: Map<string, Build[]>;
  /** Those that have a role whose name is not known. */
  unnamed: { Role: Build[]; ClusterRole: Build[] };
  /** Those that something can come with that is not seen. */
  open: Build[];
  /** The files of roles that no kustomization lists, by kind and name, each the first one. */
  unlisted: Map<string, string>;
}

const indexByBuilds = new WeakMap<Builds, Index>();

function indexOf(builds: Builds): Index {
  let index = indexByBuilds.get(builds);
  if (!index) {
    index = { holders: new Map(), unnamed: { Role: [], ClusterRole: [] }, open: [], unlisted: new Map() };
    for (const build of builds.all) {
      const { named, unnamed } = rolesOf(build);
      for (const key of named.keys()) {
        const others = index.holders.get(key);
        if (others) others.push(build);
        else index.holders.set(key, [build]);
      }
      for (const kind of ["Role", "ClusterRole"] as const) if (unnamed[kind]) index.unnamed[kind].push(build);
      if (build.open !== undefined && !build.orphan) index.open.push(build);
    }
    for (const [file, { objects }] of builds.repository.files) {
      if (builds.classOf(file) !== "unlisted") continue;
      for (const { kind, object } of objects) {
        const key = `${kind} ${object.metadata?.name}`;
        if (!index.unlisted.has(key)) index.unlisted.set(key, file);
      }
    }
    indexByBuilds.set(builds, index);
  }
  return index;
}

/** The builds that have a role of that name in some namespace, or one whose name is not known. */
function holdersOf(builds: Builds, { kind, name }: Reference): readonly Build[] {
  const { holders, unnamed } = indexOf(builds);
  const named = holders.get(`${kind} ${name}`) ?? [];
  if (unnamed[kind].length === 0) return named;
  const either = new Set([...named, ...unnamed[kind]]);
  return builds.all.filter((build) => either.has(build));
}

function inBuild(build: Build, { kind, name, namespace }: Reference): RoleLookup {
  const { named, unnamed } = rolesOf(build);
  const candidates = named.get(`${kind} ${name}`) ?? [];
  const roles =
    kind === "ClusterRole" ? candidates : candidates.filter((role) => namespaceOf(role) === namespace);
  if (roles.length > 0) return { state: "found", roles };
  const mayBe = candidates.some((role) => namespace === undefined || !isKnown(namespaceOf(role)));
  if (mayBe) return { state: "unknown", why: "the namespace is left to whoever applies it" };
  if (unnamed[kind]) return { state: "unknown", why: `a ${kind} has a name that is filled in later` };
  return { state: "missing" };
}

function namespaceOf({ object }: { object: AnyObject }): string | undefined {
  return object.metadata?.namespace;
}

function isInEveryCluster({ kind, name, namespace }: Reference): boolean {
  if (kind === "ClusterRole") return isBuiltInClusterRole(name);
  const namespaces = namespace === undefined ? ["kube-system", "kube-public"] : [namespace];
  return namespaces.some((candidate) => isBuiltInRole(candidate, name));
}

/** Whether the platform brings the role, or the user says that it is there. */
function isDeclaredKnown({ settings, platform }: Builds, { kind, name, namespace }: Reference): boolean {
  const ofPlatform = platform === undefined ? [] : platformPatterns(platform, kind);
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  const known = [...(settings.knownRoles ?? []), ...ofPlatform];
  return known.some((pattern) => matchesGlob(pattern, pattern.includes("/") ? full : name));
}

function platformPatterns(
  platform: Parameters<typeof platformRoles>[0],
  kind: Reference["kind"],
): readonly string[] {
  return kind === "Role" ? platformRoles(platform) : platformClusterRoles(platform);
}

/** Whether a build holds the same binding itself: then it is another copy, which does not vouch for this one. */
function holds(build: Build, binding: AppliedObject): boolean {
  let bindings = bindingsByBuild.get(build);
  if (!bindings) {
    bindings = new Set(build.objects.filter(({ kind }) => BINDINGS.has(kind)).map(bindingKey));
    bindingsByBuild.set(build, bindings);
  }
  return bindings.has(bindingKey(binding));
}

const BINDINGS: ReadonlySet<string> = new Set(["RoleBinding", "ClusterRoleBinding"]);
const bindingsByBuild = new WeakMap<Build, Set<string>>();

function bindingKey({ kind, object: { metadata } }: AppliedObject): string {
  return JSON.stringify([kind, metadata?.name, metadata?.namespace]);
}

function hintFor(builds: Builds, build: Build, { kind, name, namespace }: Reference): Hint | undefined {
  const otherKind = kind === "Role" ? "ClusterRole" : "Role";
  const ofOtherKind = inBuild(build, { kind: otherKind, name, namespace });
  if (ofOtherKind.state === "found" || (otherKind === "ClusterRole" && isBuiltInClusterRole(name))) {
    return { type: "otherKind", kind: otherKind };
  }
  const { holders, unlisted } = indexOf(builds);
  const elsewhere = kind === "Role" ? (holders.get(`Role ${name}`) ?? []) : [];
  for (const other of elsewhere.filter((one) => !areApart(one, build))) {
    const found = rolesOf(other).named.get(`Role ${name}`)?.map(namespaceOf).find(isKnown);
    if (found !== undefined) return { type: "otherNamespace", namespace: found };
  }
  const file = unlisted.get(`${kind} ${name}`);
  if (file !== undefined) return { type: "unlisted", file };
  const names = candidates(build, kind, namespace);
  const near = names.length > MAX_CANDIDATES ? undefined : nearest(name, names);
  return near === undefined ? undefined : { type: "nearest", name: near };
}

/** Of more names the one that was meant is not looked for. */
const MAX_CANDIDATES = 1000;

const candidatesByBuild = new WeakMap<Build, Map<string | undefined, string[]>>();
/** Stands for no namespace: none has this name. */
const CLUSTER = "/";

/** The names that a reference of a build could be meant to have, by what it can refer to. */
function candidates(build: Build, kind: Reference["kind"], namespace: string | undefined): readonly string[] {
  let known = candidatesByBuild.get(build);
  if (!known) {
    known = new Map([[CLUSTER, [...builtInClusterRoleNames()]]]);
    for (const object of [...rolesOf(build).named.values()].flat()) {
      const key = object.kind === "ClusterRole" ? CLUSTER : namespaceOf(object);
      const name = object.object.metadata?.name as string;
      const others = known.get(key);
      if (others) others.push(name);
      else known.set(key, [name]);
    }
    candidatesByBuild.set(build, known);
  }
  return known.get(kind === "ClusterRole" ? CLUSTER : namespace) ?? [];
}

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
  const mentioning = builds.all.filter((other) => mayHold(other, reference) && isOther(other));
  const elsewhere = mentioning.map((other) => inBuild(other, reference));
  const found = elsewhere.find(({ state }) => state === "found");
  if (found) return found;
  if (own.state === "unknown") return own;
  const opened = builds.all.find((other) => isInReach(other, build, name) && isOther(other));
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
  if (other.open === undefined || other.orphan) return false;
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
      roles.named.set(key, [...(roles.named.get(key) ?? []), object]);
    }
    rolesByBuild.set(build, roles);
  }
  return roles;
}

/** Whether a build has a role of that name in some namespace, or one whose name is not known. */
function mayHold(build: Build, { kind, name }: Reference): boolean {
  const { named, unnamed } = rolesOf(build);
  return unnamed[kind] || named.has(`${kind} ${name}`);
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
  return build.objects.some(
    ({ kind, object }) =>
      kind === binding.kind &&
      object.metadata?.name === binding.object.metadata?.name &&
      object.metadata?.namespace === binding.object.metadata?.namespace,
  );
}

function hintFor(builds: Builds, build: Build, { kind, name, namespace }: Reference): Hint | undefined {
  const otherKind = kind === "Role" ? "ClusterRole" : "Role";
  const ofOtherKind = inBuild(build, { kind: otherKind, name, namespace });
  if (ofOtherKind.state === "found" || (otherKind === "ClusterRole" && isBuiltInClusterRole(name))) {
    return { type: "otherKind", kind: otherKind };
  }
  const elsewhere = builds.all
    .filter((other) => !areApart(other, build))
    .flatMap((other) => rolesOf(other).named.get(`Role ${name}`) ?? []);
  const other = kind === "Role" ? elsewhere.map(namespaceOf).find(isKnown) : undefined;
  if (other !== undefined) return { type: "otherNamespace", namespace: other };
  for (const [file, { objects }] of builds.repository.files) {
    if (builds.classOf(file) !== "unlisted") continue;
    if (objects.some((object) => object.kind === kind && object.object.metadata?.name === name)) {
      return { type: "unlisted", file };
    }
  }
  const near = nearest(name, candidates(build, kind, namespace));
  return near === undefined ? undefined : { type: "nearest", name: near };
}

function candidates(build: Build, kind: Reference["kind"], namespace: string | undefined): string[] {
  const own = build.objects
    .filter((object) => object.kind === kind && (kind === "ClusterRole" || namespaceOf(object) === namespace))
    .map(({ object }) => object.metadata?.name)
    .filter(isKnown);
  return kind === "ClusterRole" ? [...own, ...builtInClusterRoleNames()] : own;
}

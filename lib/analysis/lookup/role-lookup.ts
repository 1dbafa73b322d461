import {
  builtInClusterRoleNames,
  isBuiltInClusterRole,
  isBuiltInRole,
} from "../../kubernetes/rbac/builtin-roles.js";
import { type BindingKind, isKnown, ROLE_KINDS, type RoleKind } from "../../kubernetes/objects.js";
import { platformClusterRoles, platformRoles } from "../../kubernetes/rbac/platform-roles.js";
import { type AppliedObject, ofKinds } from "../../builds/build.js";
import type { Applied } from "../../builds/applied.js";
import type { BuildSet } from "../../builds/build-set.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { inBuild, type Lookup, lookUp, type Reference, type Sought } from "./lookup.js";

export type RoleLookup =
  /** `roles` are the objects; none for what is in the cluster without being applied from here. */
  { state: "found"; roles: readonly AppliedObject<RoleKind>[] } | Exclude<Lookup, { state: "found" }>;

/** The role that an applied binding refers to: found, missing or unknown. */
export const roleOf: (builds: BuildSet, binding: Applied<BindingKind>) => RoleLookup =
  memoizePairs(lookUpRole);

function lookUpRole(builds: BuildSet, applied: Applied<BindingKind>): RoleLookup {
  const within = roleWithin(applied);
  if (within) return { state: "found", roles: within };
  const reference = referenceOf(applied);
  if (typeof reference === "string") return { state: "unknown", why: reference };
  const result = lookUp(builds, applied, reference, ROLE);
  return result.state === "found" ? { state: "found", roles: ofKinds(result.objects, ROLE_KINDS) } : result;
}

/** The role that an applied binding refers to, if its own build has it: then no other build counts. */
export const roleWithin: (binding: Applied<BindingKind>) => readonly AppliedObject<RoleKind>[] | undefined =
  memoize((applied) => {
    const reference = referenceOf(applied);
    const own = typeof reference === "string" ? undefined : inBuild(applied.build, reference);
    return own?.state === "found" ? ofKinds(own.objects, ROLE_KINDS) : undefined;
  });

/** What a binding refers to, or why nobody can say. */
function referenceOf({ object: { kind: bindingKind, object } }: Applied<BindingKind>): Reference | string {
  const { roleRef = {}, metadata = {} } = object;
  const { kind, name } = roleRef;
  if ((kind !== "Role" && kind !== "ClusterRole") || !isKnown(name))
    return "the reference is not a plain name";
  if (bindingKind === "ClusterRoleBinding" && kind === "Role")
    return "a ClusterRoleBinding cannot refer to a Role";
  if (metadata.namespace !== undefined && !isKnown(metadata.namespace))
    return "the namespace is not a plain name";
  return { kind, name, namespace: metadata.namespace };
}

const ROLE: Sought = {
  isInEveryCluster({ kind, name, namespace }) {
    if (kind === "ClusterRole") return isBuiltInClusterRole(name);
    const namespaces = namespace === undefined ? ["kube-system", "kube-public"] : [namespace];
    return namespaces.some((candidate) => isBuiltInRole(candidate, name));
  },
  known({ settings, platform }, kind) {
    const patterns = kind === "Role" ? platformRoles : platformClusterRoles;
    return [...(settings.knownRoles ?? []), ...(platform === undefined ? [] : patterns(platform))];
  },
  doubt(_, __, { name }) {
    return name.startsWith("system:") ? "names with 'system:' belong to Kubernetes" : undefined;
  },
  otherKind(build, { kind, name, namespace }) {
    const other = kind === "Role" ? "ClusterRole" : "Role";
    const isThere =
      inBuild(build, { kind: other, name, namespace }).state === "found" ||
      (other === "ClusterRole" && isBuiltInClusterRole(name));
    return isThere ? other : undefined;
  },
  ownNames({ kind }: Reference) {
    return kind === "ClusterRole" ? builtInClusterRoleNames() : [];
  },
};

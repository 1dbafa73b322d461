import { memoize } from "../util/memoize.js";
import { isWithin, type KubernetesVersion } from "./api/kubernetes-version.js";
import { LAST_MINOR } from "./data/api-resources.js";
import { isCurrentRbac } from "./kinds.js";
import { adminPolicyDefects } from "./network-policy/admin-policy-defects.js";
import { policyDefects } from "./network-policy/policy-defects.js";
import type {
  AnyObject,
  Binding,
  BindingKind,
  ClusterRole,
  KindName,
  NetworkPolicy,
  RoleKind,
} from "./objects.js";
import { roleRefDefects, subjectDefects } from "./rbac/binding-defects.js";
import { aggregationDefects, entryDefects } from "./rbac/role-defects.js";
import type { SchemaDefect } from "./schema/schema-defects.js";

/** An object as it is applied. */
interface AppliedManifest {
  kind: KindName;
  object: AnyObject;
  defects?: readonly SchemaDefect[];
}

/**
 * Whether an object never gets into a cluster: the API server refuses it, or kubectl, Flux and Argo CD do because of a
 * field that does not exist. It is then as if it were not there. Removed versions count, since none of the supported
 * versions of Kubernetes serves them.
 * @param isKustomized whether kustomize has written it, which mends some values
 * @param version the clusters' version; without it, what only newer ones refuse does not count
 */
export function isRefused(
  { kind, object, defects = [] }: AppliedManifest,
  { isKustomized, version }: { isKustomized: boolean; version?: KubernetesVersion | undefined },
): boolean {
  if (defects.some((defect) => isWrongIn(defect, isKustomized, version))) return true;
  return refusedSince(kind, object) <= (version?.minor ?? 0);
}

/**
 * Whether a defect is one where the object is applied: kustomize mends some values and spoils others, and what was
 * removed was once there.
 */
export function isWrongIn(
  defect: SchemaDefect,
  isKustomized: boolean,
  version: KubernetesVersion | undefined,
): boolean {
  // A newer version than those that are known can have other fields.
  const isNewer = version !== undefined && version.minor > LAST_MINOR;
  if (defect.id === "unknownField" && defect.meant === undefined && isNewer) return false;
  if ("removedIn" in defect && !isWithin({ since: defect.removedIn }, version)) return false;
  if (!("only" in defect)) return true;
  return (defect.only === "kustomized") === isKustomized;
}

/** The minor version from which an object that can be decoded is refused: 0 for any, infinity for none. */
function refusedSince(kind: KindName, object: AnyObject): number {
  switch (kind) {
    case "NetworkPolicy":
      return ofPolicy(object);
    case "AdminNetworkPolicy":
    case "BaselineAdminNetworkPolicy":
    case "ClusterNetworkPolicy":
      return isRefusedAdminPolicy(object) ? 0 : Infinity;
    case "Role":
    case "ClusterRole":
      return isCurrentRbac(object) && isRefusedRole(object) ? 0 : Infinity;
    case "RoleBinding":
    case "ClusterRoleBinding":
      return isCurrentRbac(object) && isRefusedBinding(object) ? 0 : Infinity;
    default:
      return Infinity;
  }
}

const ofPolicy = memoize((policy: AnyObject) => {
  return policyDefects(policy as NetworkPolicy).reduce(
    (first, { since = 0 }) => Math.min(first, since),
    Infinity,
  );
});

/** What only newer versions of its API refuse does not count: which one a cluster has is not known. */
const isRefusedAdminPolicy = memoize((policy: AnyObject) => {
  return adminPolicyDefects(policy).some(({ since, isStored }) => since === undefined && !isStored);
});

const isRefusedRole = memoize((object: AnyObject) => {
  const role = object as ClusterRole;
  const kind = object.kind as RoleKind;
  return (
    (role.rules ?? []).some((rule) => entryDefects(kind, rule).length > 0) ||
    aggregationDefects(role).length > 0
  );
});

const isRefusedBinding = memoize((object: AnyObject) => {
  const { roleRef = {}, subjects = [] } = object as Binding;
  const isWrong = roleRefDefects(object.kind as BindingKind, roleRef).length > 0;
  return isWrong || subjects.some((subject) => subjectDefects(subject).length > 0);
});

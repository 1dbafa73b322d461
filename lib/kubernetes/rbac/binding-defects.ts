import { type Binding, type BindingKind, isKnown, type Subject } from "../objects.js";
import { isDnsSubdomain, isPathSegment, RBAC_GROUP } from "./subjects.js";

/** Why the API server refuses a field of a `roleRef`. */
export interface RoleRefDefect {
  id: "apiGroup" | "noKind" | "roleInCluster" | "kind" | "noName" | "name";
  field: "apiGroup" | "kind" | "name";
  value: string;
}

/**
 * The defects for which the API server refuses a `roleRef`; unknown values are left out.
 * Kubernetes: pkg/apis/rbac/validation/validation.go, ValidateRoleBinding and ValidateClusterRoleBinding, after
 * pkg/apis/rbac/v1/defaults.go, SetDefaults_RoleBinding and SetDefaults_ClusterRoleBinding.
 */
export function roleRefDefects(
  bindingKind: BindingKind,
  { apiGroup, kind = "", name = "" }: NonNullable<Binding["roleRef"]>,
): RoleRefDefect[] {
  const found: RoleRefDefect[] = [];
  if (isKnown(apiGroup) && apiGroup !== RBAC_GROUP)
    found.push({ id: "apiGroup", field: "apiGroup", value: apiGroup });
  if (kind === "") found.push({ id: "noKind", field: "kind", value: "" });
  else if (bindingKind === "ClusterRoleBinding" && kind === "Role")
    found.push({ id: "roleInCluster", field: "kind", value: kind });
  else if (isKnown(kind) && kind !== "ClusterRole" && kind !== "Role")
    found.push({ id: "kind", field: "kind", value: kind });
  if (name === "") found.push({ id: "noName", field: "name", value: "" });
  else if (isKnown(name) && !isPathSegment(name)) found.push({ id: "name", field: "name", value: name });
  return found;
}

/** Why the API server refuses a field of a subject, but for a missing namespace, which an overlay may add. */
export interface SubjectDefect {
  id: "noKind" | "noName" | "kind" | "name" | "accountGroup" | "apiGroup";
  field: "kind" | "name" | "apiGroup";
  value: string;
}

/**
 * The defects for which the API server refuses a subject; unknown values are left out.
 * Kubernetes: pkg/apis/rbac/validation/validation.go, ValidateRoleBindingSubject, after
 * pkg/apis/rbac/v1/defaults.go, SetDefaults_Subject.
 */
export function subjectDefects({ kind = "", name = "", apiGroup }: Subject): SubjectDefect[] {
  const found: SubjectDefect[] = [];
  if (kind === "") found.push({ id: "noKind", field: "kind", value: "" });
  else if (name === "") found.push({ id: "noName", field: "name", value: "" });
  if (kind === "ServiceAccount") {
    if (isKnown(name) && !isDnsSubdomain(name)) found.push({ id: "name", field: "name", value: name });
    if (isKnown(apiGroup)) found.push({ id: "accountGroup", field: "apiGroup", value: apiGroup });
  } else if (kind === "User" || kind === "Group") {
    if (isKnown(apiGroup) && apiGroup !== RBAC_GROUP)
      found.push({ id: "apiGroup", field: "apiGroup", value: apiGroup });
  } else if (isKnown(kind)) {
    found.push({ id: "kind", field: "kind", value: kind });
  }
  return found;
}

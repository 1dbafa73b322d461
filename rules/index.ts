import type { GitopsRule } from "../lib/define-rule.js";
import noAdmissionWrite from "./no-admission-write.js";
import noClusterAdminBinding from "./no-cluster-admin-binding.js";
import noCsrApproval from "./no-csr-approval.js";
import noEvidenceDelete from "./no-evidence-delete.js";
import noImpersonation from "./no-impersonation.js";
import noMissingRole from "./no-missing-role.js";
import noNamespaceWrite from "./no-namespace-write.js";
import noNodeProxy from "./no-node-proxy.js";
import noPersistentVolumeCreate from "./no-persistent-volume-create.js";
import noPodExec from "./no-pod-exec.js";
import noPrivilegeEscalation from "./no-privilege-escalation.js";
import noRbacWrite from "./no-rbac-write.js";
import noSecretRead from "./no-secret-read.js";
import noStatusWrite from "./no-status-write.js";
import noSystemConfigmapWrite from "./no-system-configmap-write.js";
import noTokenCreate from "./no-token-create.js";
import noWildcardVerbs from "./no-wildcard-verbs.js";
import noWorkloadCreate from "./no-workload-create.js";
import requireDefaultDeny from "./require-default-deny.js";
import validKustomization from "./valid-kustomization.js";
import validYaml from "./valid-yaml.js";

/** Every rule, by its name. */
export const rules: Record<string, GitopsRule> = {
  "no-admission-write": noAdmissionWrite,
  "no-cluster-admin-binding": noClusterAdminBinding,
  "no-csr-approval": noCsrApproval,
  "no-evidence-delete": noEvidenceDelete,
  "no-impersonation": noImpersonation,
  "no-missing-role": noMissingRole,
  "no-namespace-write": noNamespaceWrite,
  "no-node-proxy": noNodeProxy,
  "no-persistent-volume-create": noPersistentVolumeCreate,
  "no-pod-exec": noPodExec,
  "no-privilege-escalation": noPrivilegeEscalation,
  "no-rbac-write": noRbacWrite,
  "no-secret-read": noSecretRead,
  "no-status-write": noStatusWrite,
  "no-system-configmap-write": noSystemConfigmapWrite,
  "no-token-create": noTokenCreate,
  "no-wildcard-verbs": noWildcardVerbs,
  "no-workload-create": noWorkloadCreate,
  "require-default-deny": requireDefaultDeny,
  "valid-kustomization": validKustomization,
  "valid-yaml": validYaml,
};

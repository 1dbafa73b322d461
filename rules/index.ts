import type { GitopsRule } from "../lib/define-rule.js";
import effectiveResourceNames from "./effective-resource-names.js";
import effectiveScope from "./effective-scope.js";
import knownResource from "./known-resource.js";
import knownVerb from "./known-verb.js";
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
import noRedundantRule from "./no-redundant-rule.js";
import noRulesWithAggregation from "./no-rules-with-aggregation.js";
import noSecretRead from "./no-secret-read.js";
import noStatusWrite from "./no-status-write.js";
import noSystemConfigmapWrite from "./no-system-configmap-write.js";
import noTokenCreate from "./no-token-create.js";
import noUnusedRole from "./no-unused-role.js";
import noUnusedServiceAccount from "./no-unused-service-account.js";
import noWildcardVerbs from "./no-wildcard-verbs.js";
import noWorkloadCreate from "./no-workload-create.js";
import requireDefaultDeny from "./require-default-deny.js";
import validApiGroup from "./valid-api-group.js";
import validKustomization from "./valid-kustomization.js";
import validYaml from "./valid-yaml.js";

/** Every rule, by its name. */
export const rules: Record<string, GitopsRule> = {
  "effective-resource-names": effectiveResourceNames,
  "effective-scope": effectiveScope,
  "known-resource": knownResource,
  "known-verb": knownVerb,
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
  "no-redundant-rule": noRedundantRule,
  "no-rules-with-aggregation": noRulesWithAggregation,
  "no-secret-read": noSecretRead,
  "no-status-write": noStatusWrite,
  "no-system-configmap-write": noSystemConfigmapWrite,
  "no-token-create": noTokenCreate,
  "no-unused-role": noUnusedRole,
  "no-unused-service-account": noUnusedServiceAccount,
  "no-wildcard-verbs": noWildcardVerbs,
  "no-workload-create": noWorkloadCreate,
  "require-default-deny": requireDefaultDeny,
  "valid-api-group": validApiGroup,
  "valid-kustomization": validKustomization,
  "valid-yaml": validYaml,
};

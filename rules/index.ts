// Written by `npm run generate` from the files of this folder: do not edit.
import type { RuleDefinition } from "../lib/rule-kit/define-rule.js";
import { judgeSourcesBy } from "../lib/rule-kit/source-findings.js";
import accessContract from "./access-contract.js";
import allowDnsEgress from "./allow-dns-egress.js";
import completeAuditPolicy from "./complete-audit-policy.js";
import effectiveResourceNames from "./effective-resource-names.js";
import effectiveScope from "./effective-scope.js";
import knownResource from "./known-resource.js";
import knownVerb from "./known-verb.js";
import noAbacUnauthenticated from "./no-abac-unauthenticated.js";
import noAbacWildcard from "./no-abac-wildcard.js";
import noAdmissionWrite from "./no-admission-write.js";
import noAggregateToBuiltin from "./no-aggregate-to-builtin.js";
import noAllowAllPolicy from "./no-allow-all-policy.js";
import noAmbiguousPeer from "./no-ambiguous-peer.js";
import noAnonymousAuth from "./no-anonymous-auth.js";
import noArgocdPolicyWildcard from "./no-argocd-policy-wildcard.js";
import noArgocdWildcardProject from "./no-argocd-wildcard-project.js";
import noAutomountedToken from "./no-automounted-token.js";
import noAwsAuthMasters from "./no-aws-auth-masters.js";
import noBlockedBackend from "./no-blocked-backend.js";
import noBroadBuiltinBinding from "./no-broad-builtin-binding.js";
import noBroadSubject from "./no-broad-subject.js";
import noBuiltinRedefinition from "./no-builtin-redefinition.js";
import noClusterAdminBinding from "./no-cluster-admin-binding.js";
import noCsrApproval from "./no-csr-approval.js";
import noDeadPort from "./no-dead-port.js";
import noDefaultNamespace from "./no-default-namespace.js";
import noDefaultServiceAccount from "./no-default-service-account.js";
import noDefaultServiceAccountBinding from "./no-default-service-account-binding.js";
import noDuplicateObject from "./no-duplicate-object.js";
import noEmptyBinding from "./no-empty-binding.js";
import noEscalationPath from "./no-escalation-path.js";
import noEvidenceDelete from "./no-evidence-delete.js";
import noFullAccessRole from "./no-full-access-role.js";
import noHostNetworkTarget from "./no-host-network-target.js";
import noImpersonation from "./no-impersonation.js";
import noInsecureKubeconfig from "./no-insecure-kubeconfig.js";
import noKubeconfigCredentials from "./no-kubeconfig-credentials.js";
import noMastersSubject from "./no-masters-subject.js";
import noMissingAdmissionPolicy from "./no-missing-admission-policy.js";
import noMissingComponentFile from "./no-missing-component-file.js";
import noMissingRole from "./no-missing-role.js";
import noMissingServiceAccount from "./no-missing-service-account.js";
import noMissingSubject from "./no-missing-subject.js";
import noNamespaceWrite from "./no-namespace-write.js";
import noNodeProxy from "./no-node-proxy.js";
import noPermissiveAuthorization from "./no-permissive-authorization.js";
import noPersistentVolumeCreate from "./no-persistent-volume-create.js";
import noPodExec from "./no-pod-exec.js";
import noPrivilegeEscalation from "./no-privilege-escalation.js";
import noPrivilegedWorkloadIdentity from "./no-privileged-workload-identity.js";
import noPublicCidr from "./no-public-cidr.js";
import noRbacWrite from "./no-rbac-write.js";
import noRedundantRule from "./no-redundant-rule.js";
import noRoleRefChange from "./no-role-ref-change.js";
import noRulesWithAggregation from "./no-rules-with-aggregation.js";
import noSecretRead from "./no-secret-read.js";
import noSecretWrite from "./no-secret-write.js";
import noServiceAccountAsUser from "./no-service-account-as-user.js";
import noStaticAuthentication from "./no-static-authentication.js";
import noStatusWrite from "./no-status-write.js";
import noSystemConfigmapWrite from "./no-system-configmap-write.js";
import noTokenCreate from "./no-token-create.js";
import noTokenSecret from "./no-token-secret.js";
import noToothlessAdmission from "./no-toothless-admission.js";
import noUnauthenticatedSubject from "./no-unauthenticated-subject.js";
import noUndeclaredNamespace from "./no-undeclared-namespace.js";
import noUnmatchedSelector from "./no-unmatched-selector.js";
import noUnsafeSource from "./no-unsafe-source.js";
import noUnusedRole from "./no-unused-role.js";
import noUnusedServiceAccount from "./no-unused-service-account.js";
import noWildcardApiGroups from "./no-wildcard-api-groups.js";
import noWildcardNonResourceUrls from "./no-wildcard-non-resource-urls.js";
import noWildcardResources from "./no-wildcard-resources.js";
import noWildcardVerbs from "./no-wildcard-verbs.js";
import noWorkloadCreate from "./no-workload-create.js";
import portIsContainerPort from "./port-is-container-port.js";
import requireAdmissionPlugins from "./require-admission-plugins.js";
import requireDefaultDeny from "./require-default-deny.js";
import requireFluxServiceAccount from "./require-flux-service-account.js";
import requirePodIsolation from "./require-pod-isolation.js";
import requirePodSecurity from "./require-pod-security.js";
import secureApiServer from "./secure-api-server.js";
import secureControllerManager from "./secure-controller-manager.js";
import secureEtcd from "./secure-etcd.js";
import secureKubeProxy from "./secure-kube-proxy.js";
import secureKubelet from "./secure-kubelet.js";
import secureScheduler from "./secure-scheduler.js";
import strongEncryptionConfig from "./strong-encryption-config.js";
import validAbacPolicy from "./valid-abac-policy.js";
import validAdminNetworkPolicy from "./valid-admin-network-policy.js";
import validApiGroup from "./valid-api-group.js";
import validAuthorization from "./valid-authorization.js";
import validChart from "./valid-chart.js";
import validKubeconfig from "./valid-kubeconfig.js";
import validKustomization from "./valid-kustomization.js";
import validManifest from "./valid-manifest.js";
import validNetworkPolicy from "./valid-network-policy.js";
import validPodSecurityConfig from "./valid-pod-security-config.js";
import validPodSecurityLabels from "./valid-pod-security-labels.js";
import validPolicyTypes from "./valid-policy-types.js";
import validRoleRef from "./valid-role-ref.js";
import validRoleRules from "./valid-role-rules.js";
import validSubject from "./valid-subject.js";
import validYaml from "./valid-yaml.js";

/** Every rule, by name. */
export const rules: Record<string, RuleDefinition> = {
  "access-contract": accessContract,
  "allow-dns-egress": allowDnsEgress,
  "complete-audit-policy": completeAuditPolicy,
  "effective-resource-names": effectiveResourceNames,
  "effective-scope": effectiveScope,
  "known-resource": knownResource,
  "known-verb": knownVerb,
  "no-abac-unauthenticated": noAbacUnauthenticated,
  "no-abac-wildcard": noAbacWildcard,
  "no-admission-write": noAdmissionWrite,
  "no-aggregate-to-builtin": noAggregateToBuiltin,
  "no-allow-all-policy": noAllowAllPolicy,
  "no-ambiguous-peer": noAmbiguousPeer,
  "no-anonymous-auth": noAnonymousAuth,
  "no-argocd-policy-wildcard": noArgocdPolicyWildcard,
  "no-argocd-wildcard-project": noArgocdWildcardProject,
  "no-automounted-token": noAutomountedToken,
  "no-aws-auth-masters": noAwsAuthMasters,
  "no-blocked-backend": noBlockedBackend,
  "no-broad-builtin-binding": noBroadBuiltinBinding,
  "no-broad-subject": noBroadSubject,
  "no-builtin-redefinition": noBuiltinRedefinition,
  "no-cluster-admin-binding": noClusterAdminBinding,
  "no-csr-approval": noCsrApproval,
  "no-dead-port": noDeadPort,
  "no-default-namespace": noDefaultNamespace,
  "no-default-service-account": noDefaultServiceAccount,
  "no-default-service-account-binding": noDefaultServiceAccountBinding,
  "no-duplicate-object": noDuplicateObject,
  "no-empty-binding": noEmptyBinding,
  "no-escalation-path": noEscalationPath,
  "no-evidence-delete": noEvidenceDelete,
  "no-full-access-role": noFullAccessRole,
  "no-host-network-target": noHostNetworkTarget,
  "no-impersonation": noImpersonation,
  "no-insecure-kubeconfig": noInsecureKubeconfig,
  "no-kubeconfig-credentials": noKubeconfigCredentials,
  "no-masters-subject": noMastersSubject,
  "no-missing-admission-policy": noMissingAdmissionPolicy,
  "no-missing-component-file": noMissingComponentFile,
  "no-missing-role": noMissingRole,
  "no-missing-service-account": noMissingServiceAccount,
  "no-missing-subject": noMissingSubject,
  "no-namespace-write": noNamespaceWrite,
  "no-node-proxy": noNodeProxy,
  "no-permissive-authorization": noPermissiveAuthorization,
  "no-persistent-volume-create": noPersistentVolumeCreate,
  "no-pod-exec": noPodExec,
  "no-privilege-escalation": noPrivilegeEscalation,
  "no-privileged-workload-identity": noPrivilegedWorkloadIdentity,
  "no-public-cidr": noPublicCidr,
  "no-rbac-write": noRbacWrite,
  "no-redundant-rule": noRedundantRule,
  "no-role-ref-change": noRoleRefChange,
  "no-rules-with-aggregation": noRulesWithAggregation,
  "no-secret-read": noSecretRead,
  "no-secret-write": noSecretWrite,
  "no-service-account-as-user": noServiceAccountAsUser,
  "no-static-authentication": noStaticAuthentication,
  "no-status-write": noStatusWrite,
  "no-system-configmap-write": noSystemConfigmapWrite,
  "no-token-create": noTokenCreate,
  "no-token-secret": noTokenSecret,
  "no-toothless-admission": noToothlessAdmission,
  "no-unauthenticated-subject": noUnauthenticatedSubject,
  "no-undeclared-namespace": noUndeclaredNamespace,
  "no-unmatched-selector": noUnmatchedSelector,
  "no-unsafe-source": noUnsafeSource,
  "no-unused-role": noUnusedRole,
  "no-unused-service-account": noUnusedServiceAccount,
  "no-wildcard-api-groups": noWildcardApiGroups,
  "no-wildcard-non-resource-urls": noWildcardNonResourceUrls,
  "no-wildcard-resources": noWildcardResources,
  "no-wildcard-verbs": noWildcardVerbs,
  "no-workload-create": noWorkloadCreate,
  "port-is-container-port": portIsContainerPort,
  "require-admission-plugins": requireAdmissionPlugins,
  "require-default-deny": requireDefaultDeny,
  "require-flux-service-account": requireFluxServiceAccount,
  "require-pod-isolation": requirePodIsolation,
  "require-pod-security": requirePodSecurity,
  "secure-api-server": secureApiServer,
  "secure-controller-manager": secureControllerManager,
  "secure-etcd": secureEtcd,
  "secure-kube-proxy": secureKubeProxy,
  "secure-kubelet": secureKubelet,
  "secure-scheduler": secureScheduler,
  "strong-encryption-config": strongEncryptionConfig,
  "valid-abac-policy": validAbacPolicy,
  "valid-admin-network-policy": validAdminNetworkPolicy,
  "valid-api-group": validApiGroup,
  "valid-authorization": validAuthorization,
  "valid-chart": validChart,
  "valid-kubeconfig": validKubeconfig,
  "valid-kustomization": validKustomization,
  "valid-manifest": validManifest,
  "valid-network-policy": validNetworkPolicy,
  "valid-pod-security-config": validPodSecurityConfig,
  "valid-pod-security-labels": validPodSecurityLabels,
  "valid-policy-types": validPolicyTypes,
  "valid-role-ref": validRoleRef,
  "valid-role-rules": validRoleRules,
  "valid-subject": validSubject,
  "valid-yaml": validYaml,
};

judgeSourcesBy(Object.values(rules));

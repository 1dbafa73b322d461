import type { GitopsRule } from "../lib/define-rule.js";
import effectiveResourceNames from "./effective-resource-names.js";
import effectiveScope from "./effective-scope.js";
import knownResource from "./known-resource.js";
import knownVerb from "./known-verb.js";
import noClusterAdminBinding from "./no-cluster-admin-binding.js";
import noMissingRole from "./no-missing-role.js";
import noRedundantRule from "./no-redundant-rule.js";
import noRoleRefChange from "./no-role-ref-change.js";
import noRulesWithAggregation from "./no-rules-with-aggregation.js";
import noSecretRead from "./no-secret-read.js";
import noUnusedRole from "./no-unused-role.js";
import noUnusedServiceAccount from "./no-unused-service-account.js";
import noWildcardVerbs from "./no-wildcard-verbs.js";
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
  "no-cluster-admin-binding": noClusterAdminBinding,
  "no-missing-role": noMissingRole,
  "no-redundant-rule": noRedundantRule,
  "no-role-ref-change": noRoleRefChange,
  "no-rules-with-aggregation": noRulesWithAggregation,
  "no-secret-read": noSecretRead,
  "no-unused-role": noUnusedRole,
  "no-unused-service-account": noUnusedServiceAccount,
  "no-wildcard-verbs": noWildcardVerbs,
  "require-default-deny": requireDefaultDeny,
  "valid-api-group": validApiGroup,
  "valid-kustomization": validKustomization,
  "valid-yaml": validYaml,
};

import type { GitopsRule } from "../lib/define-rule.js";
import noClusterAdminBinding from "./no-cluster-admin-binding.js";
import noMissingRole from "./no-missing-role.js";
import noRoleRefChange from "./no-role-ref-change.js";
import noWildcardVerbs from "./no-wildcard-verbs.js";
import requireDefaultDeny from "./require-default-deny.js";
import validKustomization from "./valid-kustomization.js";
import validYaml from "./valid-yaml.js";

/** Every rule, by its name. */
export const rules: Record<string, GitopsRule> = {
  "no-cluster-admin-binding": noClusterAdminBinding,
  "no-missing-role": noMissingRole,
  "no-role-ref-change": noRoleRefChange,
  "no-wildcard-verbs": noWildcardVerbs,
  "require-default-deny": requireDefaultDeny,
  "valid-kustomization": validKustomization,
  "valid-yaml": validYaml,
};

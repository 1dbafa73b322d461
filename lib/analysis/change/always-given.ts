import {
  bootstrapClusterRole,
  bootstrapClusterRoleBindings,
} from "../../kubernetes/rbac/bootstrap-policy.js";
import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import type { Right } from "../../kubernetes/rbac/rights.js";
import { rightsOf } from "../../kubernetes/rbac/rule-rights.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import { push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";

/**
 * What every cluster gives by itself, by subject: the API server restores it whenever it starts, so that no repository
 * gives it or takes it away.
 * Kubernetes: pkg/registry/rbac/rest/storage_rbac.go, PostStartHook, with plugin/pkg/auth/authorizer/rbac/bootstrappolicy.
 */
export const alwaysGiven = memoize((resources: ApiResources): ReadonlyMap<string, readonly Right[]> => {
  const given = new Map<string, Right[]>();
  for (const { subjects = [], roleRef } of bootstrapClusterRoleBindings) {
    for (const subject of subjects) {
      for (const rule of bootstrapClusterRole(roleRef?.name)?.rules ?? []) {
        for (const right of rightsOf(rule, resources, false)) {
          push(given, subjectName(subject), { ...right, namespaces: "all" });
        }
      }
    }
  }
  return given;
});

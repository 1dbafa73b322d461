import { resourceName } from "../../kubernetes/api/resource-name.js";
import type { TargetPattern } from "../../kubernetes/rbac/request-pattern.js";
import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";

/**
 * A sentence on a resource that is not known and nearly has the name of one that is; undefined for all others. Whatever a
 * role of the repository names is there.
 */
export function nearestName(analysis: Analysis, target: TargetPattern): string | undefined {
  if (target.is === "urls" || !target.isName || target.groups) return undefined;
  const { apiResources } = analysis;
  const name = resourceName(target);
  if (namedInRoles(analysis).has(name)) return undefined;
  for (const group of apiResources.groups) {
    const near = apiResources.nearest(group, name);
    if (near) return `Kubernetes has no resource '${name}'. Did you mean '${near.name}'?`;
  }
  return undefined;
}

const namedInRoles: (analysis: Analysis) => ReadonlySet<string> = memoize((analysis: Analysis) => {
  const rules = analysis.written("Role", "ClusterRole").flatMap(({ rules: own = [] }) => own);
  return new Set(rules.flatMap(({ resources = [] }) => resources));
});

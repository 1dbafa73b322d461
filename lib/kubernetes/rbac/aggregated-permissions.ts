import { builtInAggregators } from "./aggregation.js";
import { bootstrapClusterRoles } from "./bootstrap-policy.js";
import type { PolicyRule } from "../objects.js";
import { type Match, relevantVerbs } from "./permissions.js";
import { apiGroupMatches, resourceMatches, verbMatches } from "./rbac.js";

/** The rules that each built-in role aggregates from Kubernetes' own. */
const HELD: ReadonlyMap<string, readonly PolicyRule[]> = new Map(
  ["view", "edit", "admin"].map((builtIn) => {
    const aggregated = bootstrapClusterRoles.filter((role) => builtInAggregators(role).includes(builtIn));
    return [builtIn, aggregated.flatMap(({ rules = [] }) => rules)];
  }),
);

/** Whether a built-in role already has everything that a match of a permission gives. */
export function isHeldBy(builtIn: string, { access, verbs, resources }: Match): boolean {
  const rules = HELD.get(builtIn) ?? [];
  return access.resources
    .filter((wanted) => resources.some(({ resource }) => covers(resource, wanted)))
    .every((wanted) =>
      relevantVerbs(access, verbs).every((verb) =>
        access.apiGroups.every((group) => rules.some((rule) => holds(rule, group, wanted, verb))),
      ),
    );
}

function covers(written: string, wanted: string): boolean {
  const [resource = "", subresource] = wanted.split("/");
  return resourceMatches({ resources: [written] }, resource, subresource);
}

function holds(rule: PolicyRule, group: string, wanted: string, verb: string): boolean {
  const [resource = "", subresource] = wanted.split("/");
  return (
    apiGroupMatches(rule, group) && resourceMatches(rule, resource, subresource) && verbMatches(rule, verb)
  );
}

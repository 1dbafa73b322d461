import type { ApiResources } from "../kubernetes/api/api-resources.js";
import type { PolicyRule } from "../kubernetes/objects.js";
import { rightsOf } from "../kubernetes/rbac/rule-rights.js";
import { TargetPatterns } from "../kubernetes/rbac/target-patterns.js";
import type { Extent } from "./change/access-change.js";
import type { RightChange } from "./change/compare-rights.js";
import { foldRights } from "./change/fold-rights.js";
import type { GivenRight } from "./change/given-rights.js";

/** A rule of a role, and where it holds. */
export interface HeldRule {
  rule: PolicyRule;
  /** The namespaces; undefined for the whole cluster. */
  namespaces?: readonly string[] | undefined;
  cluster?: string | undefined;
}

/** What rules allow, in as few words as are easily said, and the rules that say it, by their indexes. */
export interface FoldedRules extends Extent {
  cluster?: string | undefined;
  rules: readonly number[];
}

/** More rules than this are not put together: nobody reads what comes of them. */
const MOST_RULES = 500;

/**
 * What rules allow, as `diff` puts it together. What nobody ever asks for is left out: resources that their API group does
 * not have, and in a namespace what is in none.
 */
export function foldRules(held: readonly HeldRule[], resources: ApiResources): FoldedRules[] {
  const indexes = new Map<GivenRight, number>();
  for (const [index, { rule, namespaces, cluster }] of held.slice(0, MOST_RULES).entries()) {
    for (const right of rightsOf(rule, resources, namespaces !== undefined)) {
      const where = cluster === undefined ? {} : { cluster };
      indexes.set({ ...right, namespaces: namespaces ? new Set(namespaces) : "all", where }, index);
    }
  }
  const rights = [...indexes.keys()];
  const patterns = new TargetPatterns(rights);
  const changes = rights.map((right): RightChange => ({ right, except: [], patterns }));
  return foldRights([changes]).map(
    ({ rights: own, namespaces, verbs, resources: targets, names, urls, where }) => {
      return {
        ...(namespaces && { namespaces }),
        ...{ verbs, resources: targets, urls },
        ...(names && { names }),
        ...(where.cluster !== undefined && { cluster: where.cluster }),
        rules: [...new Set(own.flatMap((right) => indexes.get(right) ?? []))].sort((a, b) => a - b),
      };
    },
  );
}

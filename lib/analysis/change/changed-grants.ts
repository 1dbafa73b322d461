import type { PolicyRule } from "../../kubernetes/objects.js";
import { TargetPatterns } from "../../kubernetes/rbac/target-patterns.js";
import { memoizeParts } from "../../util/memoize.js";
import type { Unknown } from "../access/answers.js";
import { resolveBindings } from "../access/bound-rules.js";
import type { Analysis } from "../analysis.js";
import { alwaysGiven } from "./always-given.js";
import { Effort } from "./compare-rights.js";
import { inCluster } from "./given-rights.js";
import { GrantComparison, type SubjectsChange } from "./grant-comparison.js";
import { type GrantSide, grantSides } from "./grant-sides.js";

export interface ChangedGrants {
  changes: readonly SubjectsChange[];
  /** What was too much to compare. */
  unknown: readonly Unknown[];
}

/** What subjects may do in one state only, as far as that is known. */
export function changedGrants(before: Analysis, after: Analysis): ChangedGrants {
  const [old, now] = grantSides(before, after);
  const shared = { effort: new Effort(), patterns: memoizeParts(() => patternsOf([old, now])) };
  const comparisons = [
    new GrantComparison("gained", now, old, shared),
    new GrantComparison("lost", old, now, shared),
  ];
  const names = [...new Set([...old.given.keys(), ...now.given.keys()])].sort();
  const unknown = names.flatMap((name) => comparisons.flatMap((one) => one.add(name) ?? []));
  return { changes: comparisons.flatMap(({ changes }) => changes), unknown };
}

/** The targets of all rules of both sides. */
function patternsOf(sides: readonly GrantSide[]): TargetPatterns {
  const rights = sides.flatMap(({ analysis }) => {
    const rules = new Set<PolicyRule>();
    for (const binding of resolveBindings(analysis)) for (const { rule } of binding.rules) rules.add(rule);
    const always = [...alwaysGiven(analysis.apiResources).values()].flat();
    return [...always, ...[...rules].flatMap((rule) => inCluster(analysis.apiResources, rule))];
  });
  return new TargetPatterns(rights);
}

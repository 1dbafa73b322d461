import type { Applied } from "../analysis/analysis.js";
import type { KindName } from "../kubernetes/objects.js";
import type { Path } from "../manifests/locate.js";
import type { ObjectRuleContext } from "./define-rule.js";

/** A defect of the linted object, and the builds that have put it there; none if it is written there. */
export interface AppliedDefect<Defect> {
  defect: Defect;
  by: readonly Applied[];
}

/**
 * The defects of an object: those that are written there and that no build mends, and those that only builds put
 * there. What a linted patch writes is left out: it is reported in the patch.
 * @param written the defects of what is written
 * @param of the defects of what a build applies
 */
export function appliedDefects<Defect extends { at: Path }, Name extends KindName>(
  written: readonly Defect[],
  of: (applied: Applied<Name>) => readonly Defect[],
  { applied, analysis }: Pick<ObjectRuleContext<string, unknown, Name>, "applied" | "analysis">,
): AppliedDefect<Defect>[] {
  const here = new Map(written.map((defect) => [JSON.stringify(defect), defect]));
  const stays = new Set<string>(applied.length > 0 ? [] : here.keys());
  const elsewhere = new Map<string, { defect: Defect; by: Applied[] }>();
  for (const one of applied) {
    for (const defect of of(one)) {
      const key = JSON.stringify(defect);
      if (here.has(key)) stays.add(key);
      else if (!analysis.isFromPatch(one as Applied, defect.at)) {
        const found = elsewhere.get(key) ?? { defect, by: [] };
        elsewhere.set(key, found);
        found.by.push(one as Applied);
      }
    }
  }
  const left = [...here].filter(([key]) => stays.has(key)).map(([, defect]) => ({ defect, by: [] }));
  return [...left, ...elsewhere.values()];
}

import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { type Place, placeOf } from "../../../builds/build.js";
import type { RoleKind } from "../../../kubernetes/objects.js";
import { subjectName } from "../../../kubernetes/rbac/rbac.js";
import { plural } from "../../../util/phrases.js";
import { inBuilds } from "./in-builds.js";
import type { Note } from "./note.js";

/** To how many subjects a role is granted, by bindings of it and of roles that take it in. */
export function roleNote(analysis: Analysis, all: readonly Applied<RoleKind>[]): Note | undefined {
  if (all.length === 0) return undefined;
  const places = new Map<string, Place>();
  const said = all.map((applied) => {
    const subjects = new Set<string>();
    for (const { binding } of analysis.grants.of(applied)) {
      const place = placeOf(binding.object, ["roleRef", "name"]);
      places.set(JSON.stringify(place), place);
      const { subjects: named = [], metadata } = binding.object.object;
      for (const subject of named) subjects.add(subjectName(subject, metadata?.namespace));
    }
    const mayBeMore =
      analysis.hiddenUser(applied) !== undefined || analysis.grants.mayReachFurther(applied.object);
    return { applied, words: words(subjects.size, mayBeMore) };
  });
  return { title: inBuilds(said), places: [...places.values()] };
}

function words(count: number, mayBeMore: boolean): string {
  if (count > 0) return `granted to ${plural(count, "subject")}${mayBeMore ? ", maybe to more" : ""}`;
  return mayBeMore ? "not granted in what can be seen" : "granted to nobody";
}

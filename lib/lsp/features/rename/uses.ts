import { keyOf } from "../../../builds/applied.js";
import type { Place } from "../../../builds/build.js";
import { groupBy } from "../../../util/group-by.js";
import { memoize } from "../../../util/memoize.js";
import type { Analysis } from "../../../analysis/analysis.js";
import { allLinks, linksTo } from "../../links/all-links.js";
import type { Link } from "../../links/link.js";
import { type NameEdit, nameEdit, textAt } from "./edits.js";
import { Refusal } from "./refusal.js";
import type { Renamed } from "./renamed.js";

/**
 * The edits of all names that stand for an object.
 * @throws Refusal if one of them cannot be changed
 */
export function editsOfUses(renamed: Renamed, name: string): NameEdit[] {
  const { analysis, applied } = renamed;
  const links = new Set(applied.flatMap(({ object }) => linksTo(analysis, object)));
  const byPlace = groupBy(
    [...links].filter((link) => !flows(renamed, link)),
    ({ place }) => placeKey(place),
  );
  return [...byPlace.values()].flatMap(([link]) => (link ? [editOfUse(renamed, link, name)] : []));
}

/** Whether a name is taken from the object itself when it is built, by a replacement or a variable. */
function flows({ model }: Renamed, { place }: Link): boolean {
  const isKustomization = model.repository.files.get(place.file)?.kustomization !== undefined;
  return (
    (isKustomization && place.path[0] === "replacements") ||
    model.analysis.classOf(place.file) === "configuration"
  );
}

function editOfUse(renamed: Renamed, link: Link, name: string): NameEdit {
  const { model, analysis, key, words, naming } = renamed;
  const { place, type } = link;
  const shared = (linksByPlace(analysis).get(placeKey(place)) ?? []).find(
    ({ targets }) => targets.length > 0 && !targets.some((target) => keyOf(target) === key),
  );
  if (shared)
    throw new Refusal(`In another build, the name in ${place.file} means something else than ${words}.`);
  const written = textAt(model, place);
  const to = written === undefined ? undefined : rewritten(written, (one) => naming.renamed(one, name));
  if (written === undefined || to === undefined)
    throw new Refusal(`${place.file} names ${words} in a way that cannot be changed in place.`);
  return nameEdit(model, place, [written, to], type === "role" ? "roleRef" : undefined);
}

/** Of the user that a ServiceAccount is, the name is the last part. */
function rewritten(written: string, rename: (name: string) => string | undefined): string | undefined {
  const last = written.startsWith("system:serviceaccount:") ? written.lastIndexOf(":") + 1 : 0;
  const to = rename(written.slice(last));
  return to === undefined ? undefined : written.slice(0, last) + to;
}

const linksByPlace = memoize((analysis: Analysis): ReadonlyMap<string, readonly Link[]> =>
  groupBy(allLinks(analysis), ({ place }) => placeKey(place)),
);

function placeKey({ file, document, path }: Place): string {
  return JSON.stringify([file, document, path]);
}

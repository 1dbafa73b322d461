import type { Place } from "../builds/build.js";
import type { Path } from "../manifests/locate.js";
import { push } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";

interface Placed {
  place: Place;
}

/** What is to be reported in an object that is written at a place, each with its path there. */
export function within<One extends Placed>(all: readonly One[], object: Place): { one: One; at: Path }[] {
  return (indexesByFile(all).get(object.file) ?? []).flatMap((index) => {
    const one = all[index];
    if (one?.place.document !== object.document) return [];
    const { path } = one.place;
    const isWithin = object.path.every((step, depth) => step === path[depth]);
    return isWithin ? [{ one, at: path.slice(object.path.length) }] : [];
  });
}

const indexesByFile = memoize((all: readonly Placed[]) => {
  const found = new Map<string, number[]>();
  for (const [index, { place }] of all.entries()) push(found, place.file, index);
  return found;
});

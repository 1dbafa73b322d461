import type { Place } from "../builds/build.js";
import type { Path } from "../manifests/locate.js";
import { push } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";

interface Placed {
  place: Place;
}

/** What is to be reported in an object that is written at a place, each with its path there. */
export function within<One extends Placed>(all: readonly One[], object: Place): { one: One; at: Path }[] {
  return (indexesByPlace(all).get(keyOf(object, object.path.length)) ?? []).flatMap((index) => {
    const one = all[index];
    if (one === undefined) return [];
    const { path } = one.place;
    const isWithin = object.path.every((step, depth) => step === path[depth]);
    return isWithin ? [{ one, at: path.slice(object.path.length) }] : [];
  });
}

/** By document, and in it by the item of a List: a file can hold tens of thousands of either. */
const indexesByPlace = memoize((all: readonly Placed[]) => {
  const found = new Map<string, number[]>();
  for (const [index, { place }] of all.entries()) {
    push(found, keyOf(place, 0), index);
    if (place.path.length >= ITEM) push(found, keyOf(place, ITEM), index);
  }
  return found;
});

/** How many steps lead to an item of a List. */
const ITEM = 2;

function keyOf({ file, document, path }: Place, depth: number): string {
  return JSON.stringify([file, document, ...(depth >= ITEM ? path.slice(0, ITEM) : [])]);
}

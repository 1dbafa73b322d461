import type { Place } from "../builds/build.js";

/** Compares the places of objects, for `sort`: by file, document, and item of a List; negative if the first comes first. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.document - b.document || itemOf(a) - itemOf(b);
}

/** The index of an object among the `items` of a List; 0 if it is a document by itself. */
function itemOf({ path: [first, index] }: Place): number {
  return first === "items" && typeof index === "number" ? index : 0;
}

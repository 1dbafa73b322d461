import { isMap } from "../../util/plain-values.js";
import type { Resource } from "./resource.js";

/** The work of one operation on an object: about how many values it copies or compares. */
export function weightOf({ object, changes }: Resource): number {
  return sizeOf(object) + changes.length / 10;
}

/** Larger values are not counted to the end. */
const MAX_SIZE = 1_000_000;

/** How many values a value holds, itself included, up to a million; what several parts of it share counts for each. */
export function sizeOf(value: unknown): number {
  const waiting: unknown[] = [value];
  let size = 0;
  while (waiting.length > 0 && size < MAX_SIZE) {
    const next = waiting.pop();
    size++;
    if (Array.isArray(next)) for (const item of next as unknown[]) waiting.push(item);
    else if (isMap(next)) for (const item of Object.values(next)) waiting.push(item);
  }
  return size;
}

/** Making another copy of a value takes more than looking at it once: whoever reads the object meets all of them. */
export const COPY = 20;

import type { Repository } from "../../repository/repository.js";
import { isMap } from "../../util/plain-values.js";
import type { Resource } from "./resource.js";

/** The work of patching an object: about how many values are copied or compared. */
export function weightOf({ object, changes }: Resource): number {
  return PATCH + sizeOf(object) + changes.length / 10;
}

const PATCH = 20;

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

/** A merge looks at each value of an object and its patch several times, and fits the result to its schema. */
export const MERGE = 4;

/** The work of writing to one path: what holds it is copied, and the change is noted. */
export const PATH = 15;

/** The work of one pass of a label transformer over an object, whatever it sets. */
export const LABELLED = 30;

/** The work that was done; a unit is about a value that is copied, or a tenth of a microsecond. */
export interface Work {
  done: number;
}

/** More work than this is not done for one kustomization and its components. */
export const MAX_WORK = 15_000_000;

/** More than this is not done for all kustomizations of a repository together. */
export const MAX_TOTAL_WORK = 40_000_000;

/** The work of keeping one more object to the end. */
export const OBJECT = 25;

/** What it counts if there are more objects than are kept: layers that include each other twice do that one by one. */
export const OVERFLOW = 5_000_000;

const totals = new WeakMap<Repository, Work>();

/** The work that was done for all kustomizations of a repository. */
export function totalWork(repository: Repository): Work {
  let total = totals.get(repository);
  if (!total) totals.set(repository, (total = { done: 0 }));
  return total;
}

/** Counts what is done for a part of a repository together with what is done for the whole. */
export function countTogether(part: Repository, whole: Repository): void {
  totals.set(part, totalWork(whole));
}

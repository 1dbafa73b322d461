/** Leaves out duplicates: what is the same in JSON. */
export function once<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

import { push } from "./group-by.js";
import { memoizeParts } from "./memoize.js";

/** An index costs as much as looking up some dozens of keys in each table. */
const FEW = 30;

/**
 * Looks up keys in many tables: the items under a key, in the order of the tables. All tables are put together once more
 * than a few keys are asked for; an editor, which lints one file, asks for few.
 */
export function lookupIn<Key, Item>(
  tables: readonly ReadonlyMap<Key, readonly Item[]>[],
): (key: Key) => readonly Item[] {
  let asked = 0;
  let index: ReadonlyMap<Key, readonly Item[]> | undefined;
  return memoizeParts((key) => {
    if (++asked <= FEW) return tables.flatMap((table) => table.get(key) ?? []);
    index ??= together(tables);
    return index.get(key) ?? [];
  });
}

function together<Key, Item>(tables: readonly ReadonlyMap<Key, readonly Item[]>[]): Map<Key, Item[]> {
  const index = new Map<Key, Item[]>();
  for (const table of tables)
    for (const [key, items] of table) for (const item of items) push(index, key, item);
  return index;
}

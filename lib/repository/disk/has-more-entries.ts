import { type Dir, type Dirent, opendirSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether more than so many entries are below a directory, at any depth. Looks at no more than these, follows no link, and
 * takes what cannot be read for empty.
 */
export function hasMoreEntries(directory: string, most: number): boolean {
  const waiting = [directory];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of entriesOf(next)) {
      if (++count > most) return true;
      if (entry.isDirectory()) waiting.push(join(next, entry.name));
    }
  }
  return false;
}

function* entriesOf(directory: string): Generator<Dirent, void> {
  let open: Dir | undefined;
  try {
    open = opendirSync(directory);
    for (let entry = open.readSync(); entry; entry = open.readSync()) yield entry;
  } catch {
    // It is gone, or nobody may read it.
  } finally {
    open?.closeSync();
  }
}

import type { FileFacts } from "../../repository/facts.js";
import { memoize } from "../../util/memoize.js";

/**
 * How many characters a text may have that is read again with each key: half a million are read, and judged, in half a
 * second. Of a longer one, what is on disk counts.
 */
export const MOST_TYPED = 2 ** 19;

/**
 * How many characters of JSON the objects of a file may have for it to be judged in an editor, which waits meanwhile:
 * some 3,000 Roles, which take about a second.
 */
const MOST_JUDGED = 2 ** 19;

/** Whether a file has too much in it to be judged in an editor. What is not read, such as CustomResourceDefinitions, does not count. */
export const hasTooMuch: (facts: FileFacts) => boolean = memoize(({ objects }: FileFacts) => {
  let length = 0;
  for (const { object } of objects) {
    length += JSON.stringify(object).length;
    if (length > MOST_JUDGED) return true;
  }
  return false;
});

import type { Applied } from "../../../analysis/analysis.js";
import { quoteList } from "../../../util/phrases.js";
import { groupBy } from "../../../util/group-by.js";

/** What is said of an object, together if all builds make the same of it, and else once for each. */
export function inBuilds(said: readonly { applied: Pick<Applied, "build">; words: string }[]): string {
  const byWords = [...groupBy(said, ({ words }) => words)];
  if (byWords.length === 1) return byWords[0]?.[0] ?? "";
  return byWords
    .map(([words, same]) => {
      const directories = new Set(same.map(({ applied }) => applied.build.directory || "."));
      return `${quoteList([...directories])}: ${words}`;
    })
    .join("; ");
}

import type { ESLint, Linter } from "eslint";
import { notListedIn } from "../../plugin/room.js";
import { plural } from "../../util/phrases.js";

/** How many findings there are among some messages with those for which there is no room, in place of what says so. */
export function countAll(messages: readonly Linter.LintMessage[]): number {
  return messages.reduce((sum, message) => sum + Math.max(notListedIn(message), 1), 0);
}

/** What the summary says about findings for which a report has no room. */
export function notListedNotes(results: readonly ESLint.LintResult[]): string[] {
  const counts = results.flatMap(({ messages }) => {
    const count = messages.reduce((sum, message) => sum + notListedIn(message), 0);
    return count > 0 ? [count] : [];
  });
  if (counts.length === 0) return [];
  const count = counts.reduce((sum, one) => sum + one, 0);
  return [
    `${plural(count, "more finding")} in ${plural(counts.length, "file")} ${count === 1 ? "is" : "are"} not listed, since a report has room for 10,000 of each file.`,
  ];
}

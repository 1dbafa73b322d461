/** How many items of a list a sentence names. */
const NAMED = 3;

/**
 * A list of names for a sentence: each in quotes, after the third "and N more".
 * @param otherwise what to say of an empty list
 */
export function quoteList(names: readonly string[], otherwise = "nothing"): string {
  const quoted = names.slice(0, NAMED).map((name) => `'${name}'`);
  if (names.length > NAMED) return `${quoted.join(", ")} and ${names.length - NAMED} more`;
  const last = quoted.pop();
  if (last === undefined) return otherwise;
  return quoted.length === 0 ? last : `${quoted.join(", ")} and ${last}`;
}

/** A number of things, of a noun that gets an `s`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** What a terminal or a reader could mistake: control characters, and those that turn text around. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * What runners of CI systems take for a command wherever it stands in a line: `##vso[` and `##[` on Azure Pipelines,
 * `##[` on GitHub Actions, `##teamcity[` on TeamCity.
 */
export const RUNNER_COMMAND = /##(?=(?:vso|teamcity)?\[)/gi;

/** A text of a stranger on one line, without characters that do more than show, and without commands to a runner. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, "\uFFFD").replace(RUNNER_COMMAND, "# #");
}

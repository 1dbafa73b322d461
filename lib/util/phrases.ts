import { withoutCredentials } from "./credentials.js";

/** A series of words for a sentence: "a, b and c". */
export function series(words: readonly string[], conjunction: "and" | "or" = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}

/** The most items of a list that a sentence names. */
const NAMED = 3;

/**
 * A list of names for a sentence: each in quotes, with "and N more" after the third.
 * @param otherwise what to say for an empty list
 */
export function quoteList(names: readonly string[], otherwise = "nothing"): string {
  const quoted = names.slice(0, NAMED).map((name) => `'${name}'`);
  if (names.length > NAMED) return `${quoted.join(", ")} and ${names.length - NAMED} more`;
  return quoted.length === 0 ? otherwise : series(quoted);
}

/** A list of what a sentence calls by more than a name, with "and N more" after the third. */
export function listing(all: readonly string[]): string {
  const more = all.length - NAMED;
  return more > 0 ? `${all.slice(0, NAMED).join(", ")} and ${more} more` : series(all);
}

/** A count with its noun, which takes an `s` in the plural. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Where a message begins with what is filled in: the name of that. */
const LEADING = /^\{\{\s*(\w+)\s*\}\}/;

/**
 * The words for the places of a message, those at its beginning with a capital: `this Role` begins a sentence there.
 * @param template the message, with `{{name}}` for each of the words
 */
export function beginSentence(
  template: string | undefined,
  words: Readonly<Record<string, string>>,
): Record<string, string> {
  const [, name = ""] = LEADING.exec(template ?? "") ?? [];
  const first = Object.hasOwn(words, name) ? (words[name] ?? "") : "";
  return {
    ...words,
    ...(/^[a-z]/.test(first) && { [name]: (first[0] ?? "").toUpperCase() + first.slice(1) }),
  };
}

/** A message with the words for its places, `{{name}}`; those that nothing is known for stay. */
export function filledIn(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (all, name: string) =>
    Object.hasOwn(words, name) ? (words[name] ?? "") : all,
  );
}

/** The most characters of a text of somebody else in a message. */
const LONGEST_WORD = 300;

/** A text of somebody else, as long as a message takes it. */
export function shortened(text: string): string {
  return text.length > LONGEST_WORD ? `${text.slice(0, LONGEST_WORD)}…` : text;
}

/** Characters that could fool a terminal or a reader: control characters, and those that reverse text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * What CI runners execute as a command anywhere in a line: `##vso[` and `##[` on Azure Pipelines, `##[` on GitHub
 * Actions, `##teamcity[` on TeamCity.
 */
export const RUNNER_COMMAND = /##(?=(?:vso|teamcity)?\[)/gi;

/**
 * What Jenkins and GitLab take in a JUnit report for the path of a file to publish, and what folds lines on Travis CI.
 */
export const OTHER_COMMAND = /(\[)(\[ATTACHMENT\|)|(?<=travis)_()(?=(?:fold|time):)/gi;

/**
 * Untrusted text as a single line, without control characters, commands to a CI runner, and what opens a door in a URL.
 */
export function printable(text: string): string {
  return withoutCredentials(text)
    .replace(UNPRINTABLE, "\uFFFD")
    .replace(RUNNER_COMMAND, "# #")
    .replace(OTHER_COMMAND, "$1 $2");
}

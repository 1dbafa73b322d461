import type { Linter } from "eslint";
import { plural } from "../util/phrases.js";

/** How many findings of a file the command lists: more than anybody reads. */
const MOST = 10_000;

/** How many of each rule are listed whatever the others find, so that no rule hides another. */
const OF_EACH = 10;

/** What is left of the room that a report has for the findings of a file. */
export class Room {
  #left: number;

  /**
   * @param isBounded whether there is an end to it. In ESLint there is none: its bulk suppressions would not notice when
   * there are more than it lists.
   */
  constructor(isBounded: boolean) {
    this.#left = isBounded ? MOST : Infinity;
  }

  /**
   * Takes the place of one more finding, if there is any.
   * @param listed how many of the same rule are listed
   */
  take(listed: number): boolean {
    if (this.#left <= 0 && listed >= OF_EACH) return false;
    this.#left--;
    return true;
  }
}

/** The message of the finding that stands for those of a rule in a file that found no room. */
export const NOT_LISTED = "gitopsNotListed";
export const NOT_LISTED_WORDS =
  "{{cut}} of this rule in this file {{are}} not listed, since a report has room for 10,000 of each file. Correct those that are listed, and the next run lists more.";

/** The words that it is filled with. */
export function notListed(count: number): { cut: string; are: string } {
  return { cut: plural(count, "more finding"), are: count === 1 ? "is" : "are" };
}

/** How many findings a finding stands for in place of itself; 0 for every one that is a finding itself. */
export function notListedIn({
  messageId,
  message,
}: Pick<Linter.LintMessage, "messageId" | "message">): number {
  return messageId === NOT_LISTED ? Number.parseInt(message, 10) : 0;
}

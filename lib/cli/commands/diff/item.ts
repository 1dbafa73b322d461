import type { Direction } from "../../../analysis/change/access-change.js";
import type { Words } from "./words.js";

/** Whether something is given, taken away, neither, or not known. */
export type Mark = "+" | "-" | "~" | "?";

/** One thing that has changed. */
export interface Item {
  mark: Mark;
  words: Words;
  /** What else there is to say of it, such as through what it is given. */
  details: readonly Words[];
}

/** The mark of what is given or taken away. */
export function markOf(change: Direction): Mark {
  return change === "gained" ? "+" : "-";
}

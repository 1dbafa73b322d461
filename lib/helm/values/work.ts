import { whyUnknown } from "./identity.js";
import type { Text } from "./text.js";
import { type CallContext, LimitError, type List, type Value } from "./value.js";

/** So many characters of a text are one step of work. */
export const CHARACTERS_A_STEP = 16;
/** The same of the pieces of a text, each of which is looked at several times. */
const PIECES_A_STEP = 2;
/** Values may hold themselves, by `set`. Go's own stack ends at some depth too. */
const DEEPEST = 1000;

type Work = Pick<CallContext, "work">;

/** Ends a walk down a value that is too deep to be followed. */
export function checkDepth(depth: number): void {
  if (depth > DEEPEST) throw new LimitError(`a value is nested more than ${DEEPEST} levels deep`);
}

/** Counts the work of going through a text once. */
export function countText({ text, pieces }: Text, { work }: Work): void {
  work(Math.floor(text.length / CHARACTERS_A_STEP + pieces.length / PIECES_A_STEP));
}

/** Counts the work of going through a list, without what is in its items. */
export function countItems({ items, text }: List, context: Work): void {
  if (text) countText(text, context);
  else context.work(Math.floor(items.length / CHARACTERS_A_STEP));
}

/**
 * Counts the work of going through all of a value. What lies in a list twice is gone through twice, so that a small value
 * may be endless work.
 */
export function countNodes(value: Value, { work }: Work, depth = 0): void {
  checkDepth(depth);
  if (value.type === "string") return countText(value, { work });
  if (value.type !== "list" && value.type !== "map") return;
  if (value.type === "list" && value.text) return countText(value.text, { work });
  const parts = value.type === "map" ? value.entries.values() : value.items;
  work(1 + (value.type === "map" ? value.entries.size : value.items.length));
  for (const part of parts) countNodes(part, { work }, depth + 1);
}

/**
 * Counts the work of a call that looks at the texts that it is given. If one of its arguments is not known, what it gives is
 * called after all that is in all of them.
 */
export function countArguments(args: readonly Value[], context: Work): void {
  const isOpen = args.some((one) => whyUnknown(one) !== undefined);
  for (const one of args) {
    if (isOpen || one.type === "string") countNodes(one, context);
    else if (one.type === "list" && one.text) countText(one.text, context);
  }
}

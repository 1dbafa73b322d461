import { InvalidArgumentError } from "commander";

/** Something the command line asks for that cannot be done, as one sentence. */
export class UsageError extends Error {}

/** Something the command line says that the help explains: whoever prints the sentence adds where to find it. */
export class Mistake extends UsageError {}

/** `--help` or `--version`: the text to print, and nothing else to do. */
export class PrintAndExit extends Error {}

/** Refuses an empty path: it would be the current directory, which nobody has named. */
export function parsePath(text: string): string {
  if (text === "") throw new InvalidArgumentError("It is empty, as when a variable is not set.");
  return text;
}

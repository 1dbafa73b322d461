import type { Arguments, Format } from "../args.js";
import { Mistake } from "../command-line.js";
import type { Screen } from "./screen.js";

/** Whether a report is a page that would be printed where somebody sees its source. */
export function isPageOn(screen: Screen | undefined, { name, file }: Format): boolean {
  return screen !== undefined && name === "html" && file === undefined;
}

/**
 * Refuses to print a page where somebody would see its source.
 * @param screen the terminal that standard output is, if it is one
 * @throws {Mistake} if that is so
 */
export function refusePageOn(screen: Screen | undefined, { formats }: Pick<Arguments, "formats">): void {
  if (!formats.some((format) => isPageOn(screen, format))) return;
  throw new Mistake("A browser shows what '--format html' makes. Give it a file, as in '-o report.html'.");
}

import type { Arguments } from "../args.js";
import { Mistake } from "../command-line.js";
import type { Screen } from "./screen.js";

/**
 * Refuses to print a page where somebody would see its source.
 * @param screen the terminal that standard output is, if it is one
 * @throws {Mistake} if that is so
 */
export function refusePageOn(screen: Screen | undefined, { formats }: Pick<Arguments, "formats">): void {
  const isPrinted = formats.some(({ name, file }) => name === "html" && file === undefined);
  if (!screen || !isPrinted) return;
  throw new Mistake("A browser shows what '--format html' makes. Give it a file, as in '-o report.html'.");
}

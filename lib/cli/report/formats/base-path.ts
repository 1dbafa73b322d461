import { dirname, join, sep } from "node:path";
import { findUp } from "../../../repository/repository.js";

/**
 * The directory that the paths of a report are relative to. CI systems want the root of the checkout: the one
 * of the current directory if it holds all that was linted, else the one of what was linted. Without git it
 * is the current directory, or the nearest directory that holds everything.
 * @param roots the roots that were linted, absolute
 */
export function baseOf(roots: readonly string[], directory = process.cwd()): string {
  const holdsAll = (above: string): boolean =>
    roots.every((root) => root === above || root.startsWith(join(above, sep)));
  const checkout = findUp(directory, ".git");
  if (checkout !== undefined && holdsAll(checkout)) return checkout;
  let common = roots[0] ?? directory;
  while (!holdsAll(common)) common = dirname(common);
  return findUp(common, ".git") ?? (holdsAll(directory) ? directory : common);
}

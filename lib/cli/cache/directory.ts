import { resolve } from "node:path";
import { cacheDirectory } from "../../util/cache-directory.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";

/**
 * The directory that `--cache` keeps findings in.
 * @throws {UsageError} if none is given and the user has none
 */
export function cacheLocation({ cacheLocation: given }: Pick<Arguments, "cacheLocation">): string {
  const directory = given === undefined ? cacheDirectory() : resolve(given);
  if (directory !== undefined) return directory;
  throw new UsageError(
    "There is no place for the cache, since no absolute path of your home directory is known. Name one with --cache-location.",
  );
}

import { resolve } from "node:path";
import { couldFill, storeNamed, whyShared } from "../../../repository/sources/disk-store.js";
import { UsageError } from "../../command-line.js";

/**
 * The directory of the store.
 * @param given that of `--store`
 * @throws {UsageError} if there is no place for it, or others could fill it: it would be in the repository, which could bring
 *   its own, or is shared with other users
 */
export function storePlace(root: string, given: string | undefined): string {
  const directory = given === undefined ? storeNamed() : resolve(given);
  if (directory !== undefined && !couldFill(root, directory)) {
    const why = whyShared(directory);
    if (why === undefined) return directory;
    throw new UsageError(
      `The store in '${directory}' is not used, since ${why}: others could put charts there that nobody has published. Name a directory of your own with --store or GITOPS_LINT_STORE.`,
    );
  }
  if (given === undefined && process.env.GITOPS_LINT_STORE)
    throw new UsageError(
      "GITOPS_LINT_STORE must be an absolute path outside of the repository, which could bring a store of its own.",
    );
  throw new UsageError(
    "The store must be outside of the repository, which could bring one of its own. Name another place with --store or GITOPS_LINT_STORE.",
  );
}

import { resolve } from "node:path";
import { isBelow, storeDirectory } from "../../../repository/sources/disk-store.js";
import { UsageError } from "../../command-line.js";

/**
 * The directory of the store.
 * @param given that of `--store`
 * @throws {UsageError} if there is no place for it, or it would be in the repository, which could bring its own
 */
export function storePlace(root: string, given: string | undefined): string {
  const directory = given === undefined ? storeDirectory(root) : resolve(given);
  if (directory !== undefined && !isBelow(directory, root)) return directory;
  if (directory === undefined && process.env.GITOPS_LINT_STORE)
    throw new UsageError(
      "GITOPS_LINT_STORE must be an absolute path outside of the repository, which could bring a store of its own.",
    );
  throw new UsageError(
    "The store must be outside of the repository, which could bring one of its own. Name another place with --store or GITOPS_LINT_STORE.",
  );
}

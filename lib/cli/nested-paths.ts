import { dirname, relative, sep } from "node:path";
import { CONFIG_FILES } from "../repository/configuration/config-file.js";
import { findUp } from "../repository/repository.js";
import { memoizeParts } from "../util/memoize.js";
import type { Arguments } from "./args.js";
import { UsageError } from "./command-line.js";
import { isGlob } from "./globs.js";
import { isDirectory, isIn } from "./places.js";

/**
 * Refuses paths that are named together with a root that leaves them out: they are in a repository of their own, so
 * nothing in them would be looked at.
 * @param roots each root, and what is to be reported on in it; all paths are absolute
 * @throws {UsageError} that names the first one
 */
export function refuseNestedPaths(
  roots: readonly (readonly [root: string, reported: readonly string[]])[],
  { root: given, untrusted }: Pick<Arguments, "root" | "untrusted">,
): void {
  // What makes a repository of its own of a directory counts only where it is trusted.
  if (given === undefined || untrusted) return;
  const configured = memoizeParts((directory: string) => findUp(directory, ...CONFIG_FILES));
  for (const [root, reported] of roots) {
    for (const path of reported) {
      if (path === root || isGlob(path)) continue;
      const own = configured(isDirectory(path) ? path : dirname(path));
      if (own === undefined || own === root || !isIn(own, root)) continue;
      const [name, directory] = [path, own].map((one) => relative(process.cwd(), one).split(sep).join("/"));
      const what = path === own ? `'${name}' has` : `'${name}' is in '${directory}', which has`;
      throw new UsageError(
        `${what} a separate .gitops-lint.yaml, so '--root ${given}' leaves it out. Write '--root ${directory || "."}', or no '--root'.`,
      );
    }
  }
}

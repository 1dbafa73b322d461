import { componentsOf } from "../kubernetes/components/components-of.js";
import { isKnown } from "../kubernetes/objects.js";
import type { WrittenConfiguration } from "../manifests/configurations.js";
import type { FileFacts } from "./facts.js";
import { below, directoryOf, resolvePath } from "./paths.js";

/** The flag of the API server that names a file of ABAC policies. */
export const POLICY_FILE = "authorization-policy-file";

/**
 * Where the files of ABAC policies that a file names may be, relative to the root: at the path itself, which is one on
 * the node, or beside the file that names it.
 */
export function policyFilesNamedBy(path: string, { configurations = [] }: FileFacts): string[] {
  return configurations.flatMap(policyFilesIn).flatMap((name) => fileNamed(path, name) ?? []);
}

/**
 * Where a file that a flag names may be, relative to the root: at the path itself, which is one on the node, or beside
 * the file that names it; undefined for a name that is filled in later.
 */
export function fileNamed(by: string, name: string): string | undefined {
  if (!isKnown(name)) return undefined;
  const directory = directoryOf(by);
  const relative = name.startsWith("/") ? undefined : resolvePath(directory, name);
  return relative ?? below(directory, name.slice(name.lastIndexOf("/") + 1));
}

/** Whether a file names files of ABAC policies. */
export function namesPolicies({ configurations = [] }: FileFacts): boolean {
  return configurations.some((configuration) => policyFilesIn(configuration).length > 0);
}

function policyFilesIn(configuration: WrittenConfiguration): string[] {
  return componentsOf(configuration).flatMap(({ flags }) => {
    return flags.filter(({ name }) => name === POLICY_FILE).map(({ value }) => value);
  });
}

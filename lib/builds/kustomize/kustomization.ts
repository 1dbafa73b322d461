import { posix } from "node:path";
import { field, isMap, items } from "../../kubernetes/fields.js";
import type { Repository } from "../../repository/repository.js";
import { KUSTOMIZATION_FILES } from "../../repository/paths.js";

/** A kustomization: the file it is, and what that says. */
export interface Kustomization {
  path: string;
  value: Readonly<Record<string, unknown>>;
}

/** The kustomization in a directory, if there is one; of several the first by kustomize's own order. */
export function kustomizationIn(repository: Repository, directory: string): Kustomization | undefined {
  for (const name of KUSTOMIZATION_FILES) {
    const path = below(directory, name);
    const value = repository.files.get(path)?.kustomization;
    if (isMap(value)) return { path, value };
  }
  return undefined;
}

/** Whether a kustomization is one that only others include: `kind: Component`. */
export function isComponent({ value }: Kustomization): boolean {
  return value.kind === "Component";
}

/** The path of something in a directory; the empty text is the root. */
export function below(directory: string, path: string): string {
  return directory === "" ? path : `${directory}/${path}`;
}

/** Whether a path has parts that lead nowhere or upwards, or are empty. */
const UNTIDY = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * Where a path in a kustomization leads, below the root of the repository; nothing where it leaves the
 * root, is absolute or names another host.
 */
export function resolvePath(directory: string, path: string): string | undefined {
  if (path === "" || path.startsWith("/") || path.includes("://")) return undefined;
  // To put it in order takes longer than to see that it is.
  if (!UNTIDY.test(path)) return below(directory, path);
  const resolved = posix.normalize(below(directory, path));
  if (resolved === ".." || resolved.startsWith("../")) return undefined;
  return resolved === "." || resolved === "./" ? "" : resolved.replace(/\/$/, "");
}

/** The fields that name other kustomizations, or files. */
const INCLUDING = ["resources", "bases", "components", "generators", "transformers", "validators"] as const;

/** The directories with a kustomization that one includes, directly, in their order; each once. */
export function includedDirectories(repository: Repository, directory: string): string[] {
  const kustomization = kustomizationIn(repository, directory);
  const found = new Set<string>();
  for (const key of INCLUDING) {
    for (const entry of items(field(kustomization?.value, key))) {
      const path = typeof entry === "string" ? resolvePath(directory, entry) : undefined;
      if (path === undefined || repository.files.has(path)) continue;
      if (kustomizationIn(repository, path)) found.add(path);
    }
  }
  return [...found];
}

import { field, isMap, items } from "../../util/plain-values.js";
import type { Repository } from "../../repository/repository.js";
import { below, KUSTOMIZATION_FILES, resolvePath } from "../../repository/paths.js";

/** A kustomization: its file and content. */
export interface Kustomization {
  path: string;
  value: Readonly<Record<string, unknown>>;
}

/** The kustomization in a directory, if there is one; if there are several, the first in kustomize's own order. */
export function kustomizationIn(repository: Repository, directory: string): Kustomization | undefined {
  for (const name of KUSTOMIZATION_FILES) {
    const path = below(directory, name);
    const value = repository.files.get(path)?.kustomization;
    if (isMap(value)) return { path, value };
  }
  return undefined;
}

/** Whether the same files exist as in an earlier state, and none that has changed is or was a kustomization. */
export function hasSameKustomizations(repository: Repository, before: Repository): boolean {
  return repository.differingFrom(before).every((path) => {
    const [one, other] = [repository.files.get(path), before.files.get(path)];
    const isThere = one !== undefined;
    return isThere === (other !== undefined) && !one?.kustomization && !other?.kustomization;
  });
}

/** Whether a kustomization only works when others include it: `kind: Component`. */
export function isComponent({ value }: Kustomization): boolean {
  return value.kind === "Component";
}

/** The fields that name other kustomizations, or files. */
const INCLUDING = ["resources", "bases", "components", "generators", "transformers", "validators"] as const;

/** The directories with a kustomization that one includes directly, in order, each once. */
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

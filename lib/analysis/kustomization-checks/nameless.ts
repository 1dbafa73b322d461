import type { Defect, Judged } from "./defect.js";
import type { Entry } from "./paths.js";

/**
 * Files with an object that has no name. The API server takes a `generateName` instead, but kustomize does not:
 * kyaml/yaml/rnode.go, GetValidatedMetadata.
 */
export function namelessDefects({ repository }: Judged, entries: readonly Entry[]): Defect[] {
  return entries.flatMap(({ at, text, path }): Defect[] => {
    const kind = repository.files.get(path)?.nameless;
    if (kind === undefined || (at[0] !== "resources" && at[0] !== "bases")) return [];
    return [{ at, id: "namelessObject", data: { path: text, kind } }];
  });
}

import { ManifestFile } from "../manifests/manifest-file.js";
import type { Path } from "../manifests/locate.js";
import type { Repository } from "../repository/repository.js";
import { memoizePairs } from "../util/memoize.js";
import { isMap, items } from "../util/plain-values.js";
import type { Place } from "./build.js";

/** An object of a kind that no rule judges, so that it is in no facts, and where it is written. */
export interface OtherObject {
  value: Readonly<Record<string, unknown>>;
  place: Place;
}

/** The objects of a kind in a file, which is read only if its text names the kind. */
export function otherObjects(repository: Repository, path: string, kind: string): readonly OtherObject[] {
  const text = textOf(repository, path);
  if (!text.includes(kind)) return [];
  return objectsIn(repository, path).filter(({ value }) => value.kind === kind);
}

function textOf(repository: Repository, path: string): string {
  try {
    return repository.files.has(path) ? repository.text(path) : "";
  } catch {
    return "";
  }
}

const objectsIn = memoizePairs((repository: Repository, path: string): readonly OtherObject[] => {
  const values = new ManifestFile(textOf(repository, path)).values();
  return values.flatMap((value, document) => unpacked(value, { file: path, document, path: [] }));
});

function unpacked(value: unknown, place: Place): OtherObject[] {
  if (!isMap(value)) return [];
  if (typeof value.kind !== "string" || !value.kind.endsWith("List")) return [{ value, place }];
  return items(value.items).flatMap((item, index) => {
    const at: Path = [...place.path, "items", index];
    return unpacked(item, { ...place, path: at });
  });
}

import type { KindName } from "../kubernetes/objects.js";
import type { ObjectFacts } from "../repository/facts.js";
import { CONTROLLERS } from "../repository/named-paths.js";
import type { Repository } from "../repository/repository.js";
import { memoize } from "../util/memoize.js";
import type { AppliedObject, Build } from "./build.js";
import { keyOf } from "./applied.js";

/** An object that is read only because a build makes another kind of it: what it is written as is of no kind that is read. */
export interface MadeObject {
  document: number;
  at: AppliedObject["at"];
}

export interface ChangedKinds {
  /**
   * The written objects of which some build makes another kind, and the patches on such objects or on objects of another
   * kind than they say: by file, the keys of `keyOf`.
   */
  changed: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that are not read otherwise, by file. */
  made: ReadonlyMap<string, readonly MadeObject[]>;
}

/** Whatever is applied as another kind than it is written as. */
export function changedKinds(repository: Repository, builds: readonly Build[]): ChangedKinds {
  const found = new Map<string, Set<string>>();
  const made = new Map<string, Map<string, MadeObject>>();
  const note = (file: string, key: string) => found.set(file, (found.get(file) ?? new Set()).add(key));
  for (const build of builds) {
    for (const { kind, at, ...place } of placesByKind(build)) {
      const written = at ? objectsAt(repository, { ...place, at }) : patchesAt(repository, place);
      for (const one of written) if (one.kind !== kind) note(place.file, keyOf({ ...place, at: one.at }));
      if (!at || written.length > 0) continue;
      const key = keyOf({ ...place, at });
      note(place.file, key);
      const others = made.get(place.file) ?? new Map<string, MadeObject>();
      made.set(place.file, others.set(key, { document: place.document, at }));
    }
  }
  const lists = [...made].map(([file, objects]) => [file, [...objects.values()]] as const);
  return { changed: found, made: new Map(lists) };
}

/** The patches in a document, which are judged themselves: it holds no object that applies or patches others. */
export function patchesAt(
  { files }: Repository,
  { file, document }: Pick<AppliedObject, "file" | "document">,
): readonly ObjectFacts[] {
  const objects = files.get(file)?.objects ?? [];
  return objects.filter((one) => one.document === document && !CONTROLLERS.has(one.kind));
}

function objectsAt({ files }: Repository, place: Pick<AppliedObject, "file" | "document" | "at">) {
  const objects = files.get(place.file)?.objects ?? [];
  return objects.filter((one) => keyOf({ ...one, file: place.file }) === keyOf(place));
}

interface KindOfPlace {
  file: string;
  document: number;
  /** Undefined for a patch, of which the whole document counts. */
  at?: AppliedObject["at"];
  /** The kind that is applied. */
  kind: KindName;
}

/** The places that have a part in an object that a build changes, with its kind. */
const placesByKind = memoize((build: Build): KindOfPlace[] => {
  const found = new Map<string, KindOfPlace>();
  const note = (place: KindOfPlace) => found.set(JSON.stringify(place), place);
  for (const { kind, file, document, at, changes = [] } of build.objects) {
    if (
      changes.some(({ path: [field] }) => field === undefined || field === "kind" || field === "apiVersion")
    )
      note({ file, document, at, kind });
    for (const { by } of changes) note({ file: by.file, document: by.document, kind });
  }
  return [...found.values()];
});

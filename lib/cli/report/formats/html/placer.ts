import type { Place } from "../../../../builds/build.js";
import type { BuildSet } from "../../../../builds/build-set.js";
import { printable } from "../../../../util/phrases.js";
import { Lines } from "../../lines.js";
import type { PlaceData } from "./page-data.js";

/** Says where a place of a repository is, as the paths of the report have it. */
export type Placer = (place: Place) => PlaceData;

/**
 * Says where the places of a repository are.
 * @param prefix what stands before its paths: empty, or with a `/` at its end
 */
export function placerIn(builds: BuildSet, prefix: string): Placer {
  const lines = new Lines(builds);
  return (place) =>
    builds.repository.sourceAt(place.file)
      ? { file: lines.words(place), isElsewhere: true }
      : { file: printable(prefix + place.file), line: lines.of(place) };
}

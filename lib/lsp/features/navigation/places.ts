import type { Location, LocationLink } from "vscode-languageserver";
import { comparePlaces } from "../../../analysis/place-order.js";
import type { Place } from "../../../builds/build.js";
import { isFetched } from "../../../repository/sources/fetched.js";
import type { Cursor } from "../../cursor/cursor.js";
import type { Model } from "../../model/model.js";

/** An answer has at most so many places: nobody looks at more. */
const MOST = 1000;

/** A place to go to: in a file, or its beginning. */
export type Target = Place | { file: string };

/** Places for the editor, each once, in the order of the files. */
export function locationsOf(model: Model, targets: readonly Target[]): Location[] {
  const places = new Map<string, Place>();
  for (const target of targets) {
    // An editor has no such file to open.
    if (isFetched(target.file)) continue;
    const place = "path" in target ? target : { ...target, document: 0, path: [] };
    places.set(JSON.stringify([place.file, place.document, place.path]), place);
  }
  const found = new Map<string, Location>();
  for (const place of [...places.values()].sort(comparePlaces).slice(0, MOST)) {
    const location = place.path.length > 0 ? model.locationOf(place) : beginningOf(model, place.file);
    if (location) found.set(JSON.stringify(location), location);
  }
  return [...found.values()];
}

function beginningOf(model: Model, file: string): Location {
  const start = { line: 0, character: 0 };
  return { uri: model.uriOf(file), range: { start, end: start } };
}

/** The same with what is underlined at the cursor, for clients that take it. */
export function linksOfLocations(cursor: Cursor, locations: readonly Location[]): LocationLink[] {
  return locations.map(({ uri, range }) => ({
    originSelectionRange: cursor.range,
    targetUri: uri,
    targetRange: range,
    targetSelectionRange: range,
  }));
}

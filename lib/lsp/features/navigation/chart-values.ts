import type { Location } from "vscode-languageserver";
import { placeInText } from "../../charts/place-in-text.js";
import { ownLayers, releaseLayers, releasesOf } from "../../charts/value-layers.js";
import { type NamedValue, placesIn, readsOf } from "../../charts/named-value.js";
import type { Model } from "../../model/model.js";
import { isFetched } from "../../../repository/sources/fetched.js";

/**
 * Where a value of a chart is set: in the values of the chart, and, of one that a template reads, in what gives values to
 * a release of it.
 */
export function settingsOf(model: Model, named: NamedValue): Location[] {
  const own = placesIn(ownLayers(model.analysis, named.tree), named);
  return locations(model, named.read ? [...own, ...placesInReleases(model, named)] : own);
}

/** Where templates read a value; also where it is set, if that is wanted. */
export function readingsOf(model: Model, named: NamedValue, withSettings: boolean): Location[] {
  const own = withSettings ? placesIn(ownLayers(model.analysis, named.tree), named) : [];
  const settings = withSettings ? [...own, ...placesInReleases(model, named)] : [];
  const reads = readsOf(named).flatMap((read): Location[] => {
    const file = model.file(read.file);
    return file ? [{ uri: model.uriOf(read.file), range: file.rangeOf(read) }] : [];
  });
  return [...locations(model, settings), ...reads];
}

function placesInReleases({ analysis }: Model, named: NamedValue) {
  return releasesOf(analysis, named.tree).flatMap(({ release }) => placesIn(releaseLayers(release), named));
}

/** Keys in files of values, and in objects; each once. */
function locations(model: Model, places: ReturnType<typeof placesIn>): Location[] {
  const found = new Map<string, Location>();
  for (const place of places) {
    const { file: path, document, path: at } = placeInText(model, place);
    const file = isFetched(path) ? undefined : model.file(path);
    if (!file) continue;
    const location = { uri: model.uriOf(path), range: file.rangeAt(document, at, "key") };
    found.set(JSON.stringify(location), location);
  }
  return [...found.values()];
}

import type { Place } from "../../builds/build.js";
import { valueAt } from "../../util/plain-values.js";
import type { Model } from "../model/model.js";

/**
 * The place of a value that may be in a text, as `helm.values` of an Application is one: there, the path goes on with the
 * number of the document in the text.
 */
export function placeInText(model: Model, place: Place): Place {
  const { file, document, path } = place;
  const written = model.file(file)?.objectAt(document, path);
  if (!written) return place;
  const inObject = path.slice(written.at.length);
  const text = inObject.findIndex(
    (_, index) => typeof valueAt(written.object, inObject.slice(0, index)) === "string",
  );
  if (text < 0) return place;
  return { ...place, path: [...written.at, ...inObject.slice(0, text), 0, ...inObject.slice(text)] };
}

import { UNKNOWN, holdsUnknown } from "../../kubernetes/objects.js";
import type { Place } from "../../builds/build.js";
import { isMap } from "../../util/plain-values.js";
import type { Names } from "./placed-charts.js";
import { placeIn, type ValueLayer } from "./value-layers.js";

/** What a template reads. */
export type ReadValue =
  | { state: "set"; value: unknown; place: Place | undefined }
  | { state: "unset" }
  /** Something else decides, as a clause says. */
  | { state: "unknown"; why: string };

/**
 * What the outermost chart reads by some names, of layers from the strongest to the weakest: helm,
 * pkg/chartutil/coalesce.go. Undefined where a layer puts something else in the place of a map around the value, or takes
 * that away, which nobody should have to reckon with.
 */
export function readIn(layers: readonly ValueLayer[], names: Names): ReadValue | undefined {
  for (const layer of layers) {
    let value = layer.value;
    let isSaid = true;
    for (const name of names) {
      if (value === UNKNOWN) break;
      if (!isMap(value)) return undefined;
      isSaid = Object.hasOwn(value, name);
      if (!isSaid) break;
      value = value[name];
    }
    if (!isSaid) continue;
    if (value === null) return { state: "unset" };
    if (holdsUnknown(value) && !isMap(value))
      return { state: "unknown", why: layer.why ?? "it is filled in later" };
    return { state: "set", value, place: placeIn(layer, names) };
  }
  return { state: "unset" };
}

import { isKnown } from "../../kubernetes/objects.js";
import { field } from "../../util/plain-values.js";
import { type AppliedObject, type NamedNamespace, placeOf } from "../build.js";

/**
 * The namespace that the `targetNamespace` of an object names for what it applies, in a list; none if that is not known.
 * @param created whether it is created even if nothing is put into it
 */
export function targetNamespace(by: AppliedObject, created: boolean): NamedNamespace[] {
  const name = field(by.object.spec, "targetNamespace");
  if (typeof name !== "string" || !isKnown(name)) return [];
  return [{ name, place: placeOf(by, ["spec", "targetNamespace"]), created }];
}

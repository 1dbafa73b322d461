import type { AnyObject, KindName } from "../../../kubernetes/objects.js";

/** The kind of an object as it is written: for some, the project has a name of its own. */
export function kindOf({ kind, object }: { kind: KindName; object: AnyObject | object }): string {
  return "kind" in object && typeof object.kind === "string" ? object.kind : kind;
}

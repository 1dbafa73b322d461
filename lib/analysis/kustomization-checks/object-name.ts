import type { AnyObject } from "../../kubernetes/objects.js";

/** An object as messages name it. */
export function objectName({ kind = "an object", metadata }: AnyObject): string {
  const { name = "", namespace } = metadata ?? {};
  return `${kind} '${name}'${namespace ? ` in namespace '${namespace}'` : ""}`;
}

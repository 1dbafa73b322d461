import { field } from "../util/plain-values.js";
import type { AnyObject, KindName } from "../kubernetes/objects.js";

/**
 * The kind of the first object without a name; undefined if all have one. Of the kinds that are not read, only those
 * with a `generateName` are looked for: the others are not parsed for it.
 * @param values the values of all documents, if one of them may have a `generateName`
 */
export function namelessKind(
  read: readonly { kind: KindName; object: AnyObject }[],
  values: () => readonly unknown[],
): string | undefined {
  const nameless = read.find(({ object }) => !object.metadata?.name);
  return nameless ? (nameless.object.kind ?? nameless.kind) : namelessKindIn(values());
}

function namelessKindIn(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const kind = field(value, "kind");
    const nested = typeof kind === "string" && kind.endsWith("List") ? field(value, "items") : undefined;
    if (Array.isArray(nested)) {
      const found = namelessKindIn(nested);
      if (found !== undefined) return found;
    } else if (
      typeof kind === "string" &&
      // A list needs no name.
      !kind.endsWith("List") &&
      field(value, "metadata", "generateName") !== undefined &&
      !field(value, "metadata", "name")
    ) {
      return kind;
    }
  }
  return undefined;
}

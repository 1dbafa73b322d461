import { type AnyObject, isKnown } from "../../kubernetes/objects.js";

/** An object as messages name it. */
export function objectName({ kind = "manifest", metadata }: AnyObject): string {
  const { name, namespace } = metadata ?? {};
  const what = isKnown(name) ? `${kind} '${name}'` : `a ${kind}`;
  return `${what}${isKnown(namespace) ? ` in namespace '${namespace}'` : ""}`;
}

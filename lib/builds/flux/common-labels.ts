import type { AnyObject } from "../../kubernetes/objects.js";
import { field, isMap } from "../../util/plain-values.js";

/** Sets the labels that `commonMetadata` in a spec has for every object; undefined if it has none. */
export function commonLabels(spec: unknown): ((object: AnyObject) => AnyObject) | undefined {
  const labels = textsIn(field(spec, "commonMetadata", "labels"));
  if (!labels) return undefined;
  return ({ metadata, ...rest }) => {
    return { ...rest, metadata: { ...metadata, labels: { ...metadata?.labels, ...labels } } };
  };
}

function textsIn(value: unknown): Record<string, string> | undefined {
  const entries = isMap(value) ? Object.entries(value) : [];
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}

import { isMap } from "../../util/plain-values.js";

/** Values with others over them: maps are merged, anything else is replaced. Helm: pkg/cli/values/options.go, mergeMaps. */
export function mergeValues(values: unknown, over: unknown): unknown {
  if (!isMap(values) || !isMap(over)) return over;
  const merged = new Map(Object.entries(values));
  for (const [key, value] of Object.entries(over)) {
    merged.set(key, merged.has(key) ? mergeValues(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

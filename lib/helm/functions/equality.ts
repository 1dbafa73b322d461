import type { Value } from "../values/value.js";
import { goTypeOf } from "../values/kinds.js";
import { sortedEntries } from "../go/print.js";
import { checkDepth } from "../values/work.js";

/** A text that is the same for values that are equal as `reflect.DeepEqual` has it: of the same type, and deeply so. */
export function equalityKey(value: Value, depth = 0): string {
  checkDepth(depth);
  const type = goTypeOf(value);
  switch (value.type) {
    case "string":
      return JSON.stringify(value.text);
    case "bool":
    case "int":
    case "float64":
      return `${type} ${value.value}`;
    case "list":
      return value.isNil
        ? `${type} nil`
        : `${type}[${value.items.map((item) => equalityKey(item, depth + 1)).join(",")}]`;
    case "map":
      if (value.isNil) return `${type} nil`;
      return `${type}{${sortedEntries(value)
        .map(([key, item]) => `${JSON.stringify(key)}:${equalityKey(item, depth + 1)}`)
        .join(",")}}`;
    case "struct":
      return `${type}(${value.text().text})`;
    case "unknown":
      return `unknown ${value.id}`;
    default:
      return value.type;
  }
}

import type { Value } from "../../lib/helm/values/value.js";

/** A value of a template as JSON has it, without its places; what is not known as its reason. */
export function plain(value: Value): unknown {
  switch (value.type) {
    case "nil":
      return null;
    case "bool":
    case "float64":
      return value.value;
    case "int":
      return Number(value.value);
    case "string":
      return value.text;
    case "list":
      return value.items.map(plain);
    case "map":
      return Object.fromEntries([...value.entries].map(([key, one]) => [key, plain(one)]));
    case "unknown":
      return { unknown: value.why };
    case "struct":
      return value.text().text;
    case "func":
      return value.name;
  }
}

import type { Value } from "../values/value.js";

/** What Go calls the type of a value: `%T`. */
export function goTypeOf(value: Value): string {
  switch (value.type) {
    case "nil":
      return "<nil>";
    case "unknown":
      return "unknown";
    case "func":
      return "func";
    case "int":
      return value.goType === "rune" ? "int32" : value.goType;
    case "list":
    case "map":
    case "struct":
      return value.goType;
    default:
      return value.type;
  }
}

/** What Go calls the kind of a value: `reflect.Kind.String`. */
export function kindOf(value: Value): string {
  switch (value.type) {
    case "nil":
      return "invalid";
    case "list":
      return "slice";
    case "struct":
      return value.goType.startsWith("*") ? "ptr" : value.goType.startsWith("map[") ? "map" : "struct";
    case "int":
      return value.goType.startsWith("time.") ? (value.goType === "time.Month" ? "int" : "int64") : goTypeOf(value);
    default:
      return value.type;
  }
}

/** A value as messages name it. */
export function inWords(value: Value): string {
  switch (value.type) {
    case "nil":
      return "nothing";
    case "string":
      return "a string";
    case "bool":
      return "a boolean";
    case "list":
      return "a list";
    case "map":
      return "a map";
    case "float64":
      return "a number (float64)";
    case "int":
      return `an integer (${goTypeOf(value)})`;
    default:
      return `a value of the type ${goTypeOf(value)}`;
  }
}

import type { Value } from "./value.js";

/** What Go calls the type of a value, as error messages, `%T` and `typeOf` say it. */
export function goTypeOf(value: Value): string {
  switch (value.type) {
    case "nil":
      return "<nil>";
    case "int":
      return value.goType === "rune" ? "int32" : value.goType;
    case "bool":
    case "float64":
    case "string":
      return value.type;
    case "list":
    case "map":
    case "struct":
      return value.goType;
    case "func":
      return "func()";
    case "unknown":
      return value.goType ?? "interface {}";
  }
}

/** Go's `reflect.Kind`, as `kindOf` says it. */
export function goKindOf(value: Value): string {
  switch (value.type) {
    case "nil":
      return "invalid";
    case "int":
      return integerKind(value.goType);
    case "list":
      return "slice";
    case "unknown":
      return "interface";
    default:
      return value.type;
  }
}

function integerKind(goType: string): string {
  if (goType === "rune") return "int32";
  if (goType === "time.Duration") return "int64";
  return goType === "time.Month" ? "int" : goType;
}

/** Whether a value is nothing, or a list or map that is Go's nil. */
export function isNil(value: Value): boolean {
  return value.type === "nil" || ((value.type === "list" || value.type === "map") && value.isNil === true);
}

export type BasicKind = "bool" | "int" | "uint" | "float" | "string";

/** The kind by which Go's templates compare; undefined for what they cannot order (`basicKind` of text/template/funcs.go). */
export function basicKindOf(value: Value): BasicKind | undefined {
  switch (value.type) {
    case "bool":
    case "string":
      return value.type;
    case "float64":
      return "float";
    case "int":
      return value.goType.startsWith("uint") ? "uint" : "int";
    default:
      return undefined;
  }
}

const NAMES: Readonly<Record<Value["type"], string>> = {
  nil: "what is not set",
  bool: "a boolean",
  int: "an integer",
  float64: "a number",
  string: "a string",
  list: "a list",
  map: "a map",
  struct: "an object",
  unknown: "something unknown",
  func: "a function",
};

/** What people call such a value: `a list`. */
export function nameOfKind(value: Value): string {
  return value.type === "list" && value.goType === "[]uint8" ? "bytes" : NAMES[value.type];
}

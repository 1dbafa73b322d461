import { Text } from "../values/text.js";
import { goKindOf, goTypeOf } from "../values/kinds.js";
import { bool, type Func, type Value } from "../values/value.js";
import { equalityKey } from "./equality.js";
import { define, KNOWN, STRING, type Parameter } from "./signature.js";

/** Anything whose type is known. What a text says need not be. */
const TYPED: Parameter<Value> = {
  type: "interface {}",
  read: (value) => value,
  why: (value) => (value.type === "unknown" ? value.why : undefined),
};

/** sprig's questions about types: reflect.go. */
export const REFLECTION: readonly Func[] = [
  define("typeOf", [TYPED], (_, value) => Text.plain(goTypeOf(value))),
  define("typeIs", [STRING, TYPED], (_, type, value) => bool(goTypeOf(value) === type)),
  define("typeIsLike", [STRING, TYPED], (_, type, value) =>
    bool([type, `*${type}`].includes(goTypeOf(value))),
  ),
  define("kindOf", [TYPED], (_, value) => Text.plain(kindOf(value))),
  define("kindIs", [STRING, TYPED], (_, kind, value) => bool(kindOf(value) === kind)),
  define("deepEqual", [KNOWN, KNOWN], (_, one, other) =>
    bool(equalityKey(one) === equalityKey(other) && !holdsNaN(one)),
  ),
];

function kindOf(value: Value): string {
  return value.type === "struct" && value.goType.startsWith("*") ? "ptr" : goKindOf(value);
}

/** NaN is not equal to itself. */
function holdsNaN(value: Value): boolean {
  if (value.type === "float64") return Number.isNaN(value.value);
  if (value.type === "list") return value.items.some(holdsNaN);
  return value.type === "map" && [...value.entries.values()].some(holdsNaN);
}

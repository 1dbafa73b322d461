import { identityOf } from "./identity.js";
import { unknown, type CallContext, type Value } from "./value.js";

/**
 * Whether a condition takes a value for true: all but nothing, zero and what is empty (`isTrue` of text/template/exec.go).
 * What is not known is decided.
 */
export function isTrue(value: Value, { decide, work }: Pick<CallContext, "decide" | "work">): boolean {
  switch (value.type) {
    case "nil":
      return false;
    case "bool":
      return value.value;
    case "int":
      return value.value !== 0n;
    case "float64":
      return value.value !== 0;
    case "string":
      work(value.pieces.length >> 4);
      if (value.pieces.some(({ text, unknown: why }) => text !== "" && why === undefined)) return true;
      return value.unknown !== undefined && decide(unknown(identityOf(value), value.unknown));
    case "list":
      return value.text ? value.text.text !== "" : value.items.length > 0;
    case "map":
      return value.entries.size > 0 || (value.others !== undefined && decide(value.others));
    case "unknown":
      return decide(value);
    case "struct":
    case "func":
      return true;
  }
}

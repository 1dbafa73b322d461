import { formatFloat } from "../go/float.js";
import { compareStrings } from "../values/compare.js";
import { Text } from "../values/text.js";
import type { Value } from "../values/value.js";
import { checkDepth } from "./unknown.js";

/** A value as Go's `fmt` prints it with `%v`. What is not known in it travels. */
export function printed(value: Value, depth = 0): Text {
  checkDepth(depth);
  switch (value.type) {
    case "nil":
      return Text.plain("<nil>");
    case "unknown":
      return Text.unknown(value.why, value.id);
    case "string":
      return value;
    case "bool":
    case "int":
      return Text.plain(String(value.value), value.from);
    case "float64":
      return Text.plain(formatFloat(value.value, "g"), value.from);
    case "list":
      return brackets(
        "[",
        value.items.map((item) => printed(item, depth + 1)),
      );
    case "map":
      return brackets(
        "map[",
        sortedEntries(value.entries).map(([key, item]) =>
          Text.join([Text.plain(`${key}:`), printed(item, depth + 1)]),
        ),
      );
    case "struct":
      return value.text();
    case "func":
      return Text.unknown(`the address of the function '${value.name}' is not known`);
  }
}

/** A value as sprig's `strval` makes a string of it: strings.go. */
export function stringOf(value: Value): Text {
  if (value.type === "list" && value.goType === "[]uint8")
    return value.text ?? Text.plain(bytesOf(value.items).toString("utf8"));
  return printed(value);
}

/** The entries of a map in the order of their keys, as Go sorts strings. */
export function sortedEntries(entries: ReadonlyMap<string, Value>): [string, Value][] {
  return [...entries].sort(([one], [other]) => compareStrings(one, other));
}

function bytesOf(items: readonly Value[]): Buffer {
  return Buffer.from(items.map((item) => (item.type === "int" ? Number(item.value) : 0)));
}

function brackets(open: string, items: readonly Text[]): Text {
  return Text.join([Text.plain(open), Text.join(items, " "), Text.plain("]")]);
}

import { printValue } from "../go/print.js";
import { Text } from "../values/text.js";
import type { Value } from "../values/value.js";

/** A value as sprig's `strval` makes a string of it: strings.go. */
export function stringOf(value: Value, work?: (steps: number) => void): Text {
  if (value.type !== "list" || value.goType !== "[]uint8") return printValue(value, work);
  const bytes = () => value.items.map((item) => (item.type === "int" ? Number(item.value) : 0));
  return value.text ?? Text.plain(Buffer.from(bytes()).toString());
}

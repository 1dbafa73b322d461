import { Text } from "../values/text.js";
import { dict, list, type Func } from "../values/value.js";
import { define, INT, TRACED, STRING, WHOLE, variadic } from "./signature.js";
import { stringOf } from "./print.js";
import { Cutter, checkItems, checkLength, occurrences } from "./traced.js";
import { isUnordered } from "./signature.js";
import type { CallContext, Value, Unknown } from "../values/value.js";
import { unknownResult } from "./unknown.js";

/** sprig's functions that take strings apart and join them: strings.go. */
export const SPLITS: readonly Func[] = [
  define("split", [STRING, TRACED], (context, separator, text) =>
    ifKnown("split", separator, text, () => numbered(splitText(text, separator, -1, context))),
  ),
  define("splitn", [STRING, INT, TRACED], (context, separator, count, text) =>
    ifKnown("splitn", separator, text, () => numbered(splitText(text, separator, count, context))),
  ),
  define("splitList", [STRING, TRACED], (context, separator, text) =>
    ifKnown("splitList", separator, text, () => list(splitText(text, separator, -1, context), "[]string")),
  ),
  variadic("join", [STRING, WHOLE], undefined, (context, [separator, value]) => {
    const why = whyNoStrings(value);
    if (why !== undefined) return unknownResult("join", [Text.plain(separator), value], why);
    const texts = stringsOf(value);
    checkLength(
      texts.reduce((sum, { text }) => sum + text.length + separator.length, 0),
      context,
    );
    return Text.join(texts, separator);
  }),
  define("toStrings", [WHOLE], (_, value) =>
    value.type === "unknown"
      ? unknownResult("toStrings", [value], value.why)
      : keepingOrder(value, stringsOf(value)),
  ),
];

/** A value as sprig's `strslice` makes strings of it. */
export function stringsOf(value: Value): Text[] {
  if (value.type === "nil") return [];
  if (value.type !== "list") return [stringOf(value)];
  return value.items.filter(({ type }) => type !== "nil").map((value) => stringOf(value));
}

/** The parts of a text between separators, as `strings.SplitN` finds them; all of them if the count is negative. */
function splitText(text: Text, separator: string, count: number, context: CallContext): Text[] {
  if (count === 0) return [];
  const cutter = new Cutter(text);
  const parts: Text[] = [];
  let at = 0;
  for (const { start, end } of occurrences(text.text, separator)) {
    // An empty separator matches before the first character too, and after the last one.
    if (separator === "" && (start === 0 || start === text.text.length)) continue;
    if (parts.length === count - 1) break;
    context.work(1);
    parts.push(cutter.cut(at, start));
    at = end;
  }
  if (separator !== "" || text.text !== "") parts.push(cutter.cut(at, Infinity));
  checkItems(parts.length, context);
  return parts;
}

function numbered(parts: readonly Text[]) {
  return dict(
    parts.map((part, index) => [`_${index}`, part]),
    "map[string]string",
  );
}

function keepingOrder(value: Value, texts: readonly Text[]) {
  return isUnordered(value)
    ? { ...list(texts, "[]string"), isUnordered: true as const }
    : list(texts, "[]string");
}

function whyNoStrings(value: Value): string | undefined {
  if (value.type === "unknown") return value.why;
  return isUnordered(value) ? "the order of the keys of a map is not known" : undefined;
}

function ifKnown(name: string, separator: string, text: Text, answer: () => Value): Value | Unknown {
  return text.unknown === undefined
    ? answer()
    : unknownResult(name, [Text.plain(separator), text], text.unknown);
}

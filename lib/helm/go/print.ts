import { compareStrings } from "../values/compare.js";
import { identityOf } from "../values/identity.js";
import { goTypeOf } from "../values/kinds.js";
import { NOT_KNOWN, Text, type Piece, type Span } from "../values/text.js";
import { LimitError, type Dict, type Int, type List, type Value } from "../values/value.js";
import { formatDuration } from "./duration.js";
import { noFlags, pad, type Flags } from "./flags.js";
import { formatFloatVerb } from "./float-verb.js";
import { formatInteger } from "./integer.js";
import { formatText } from "./text-verb.js";

const NIL = "<nil>";
/** Lists and maps in each other deeper than this are not followed. */
const DEEPEST = 200;
/** As much work as is done at once, where nobody else counts. */
const MOST = 4_000_000;

/** What a value counts for, which is more than an action that writes a string does. */
const WORK = 8;

type Work = (steps: number) => void;

/** Lists that are in themselves many times print more than anybody can write. */
function newCounter(): Work {
  let left = MOST;
  return (steps) => {
    left -= steps;
    if (left < 0) throw new LimitError("more is printed than is followed");
  };
}

/** What `print` writes of its arguments: with spaces between two of which neither is a string (`doPrint` of fmt/print.go). */
export function print(values: readonly Value[], work = newCounter()): Text {
  const parts: Text[] = [];
  values.forEach((value, index) => {
    const isApart = index > 0 && value.type !== "string" && values[index - 1]?.type !== "string";
    if (isApart) parts.push(Text.plain(" "));
    parts.push(printValue(value, work));
  });
  return Text.join(parts);
}

/** A value as Go prints it by default (`%v`). */
export function printValue(value: Value, work = newCounter()): Text {
  return value.type === "string" ? value : format(value, "v", noFlags(), work);
}

/**
 * A value as a verb of `printf` writes it (`printArg` and `printValue` of fmt/print.go). What the characters of it come
 * from is kept where they are kept.
 */
export function format(
  value: Value,
  verb: string,
  flags: Flags,
  work: (steps: number) => void = newCounter(),
  depth = 0,
): Text {
  work(WORK);
  if (depth > DEEPEST) throw new LimitError("lists and maps lie too deep in each other");
  if (value.type === "unknown") return Text.unknown(value.why, value.id);
  if (verb === "T" && depth === 0) return formatType(value, flags);
  // It is for errors, which no value is.
  if (verb === "w") return badVerb(value, verb, flags, work, depth);
  return formatKnown(value, verb, flags, work, depth) ?? badVerb(value, verb, flags, work, depth);
}

function formatType(value: Value, flags: Flags): Text {
  const type = Text.plain(goTypeOf(value));
  return formatText(type, "s", value.type === "nil" ? { ...flags, precision: undefined } : flags) ?? type;
}

/** A value whose type is known; undefined if the verb is not for it. */
function formatKnown(value: Value, verb: string, flags: Flags, work: Work, depth: number): Text | undefined {
  switch (value.type) {
    case "nil":
      if (depth > 0) return Text.plain(flags.sharpV ? "interface {}(nil)" : NIL);
      return verb === "v" ? Text.plain(pad(NIL, flags)) : undefined;
    case "bool":
      return verb === "t" || verb === "v"
        ? Text.plain(pad(String(value.value), flags), value.from)
        : undefined;
    case "int":
      return formatInt(value, verb, flags);
    case "float64":
      return plain(formatFloatVerb(value.value, verb, flags), value.from);
    case "string":
      return formatText(value, verb, flags);
    case "list":
      return formatList(value, verb, flags, work, depth);
    case "map":
      return verb === "p" ? anAddress() : formatMap(value, verb, flags, work, depth);
    case "struct":
      return "vsqxX".includes(verb)
        ? formatText(value.text(), verb === "v" ? "s" : verb, flags)
        : anAddress();
    default:
      return anAddress();
  }
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

function formatInt(value: Int, verb: string, flags: Flags): Text | undefined {
  const name = flags.sharpV || !"vsxXq".includes(verb) ? undefined : nameOfInt(value);
  if (name !== undefined) return formatText(Text.plain(name), verb, flags);
  const text = formatInteger(value.value, value.goType.startsWith("uint"), verb, flags);
  return plain(text, value.from);
}

/** What an integer says of itself, which is of a type with a `String` method. */
function nameOfInt({ goType, value }: Int): string | undefined {
  if (goType === "time.Duration") return formatDuration(value);
  return goType === "time.Month" ? (MONTHS[Number(value) - 1] ?? `%!Month(${value})`) : undefined;
}

function formatList(list: List, verb: string, flags: Flags, work: Work, depth: number): Text | undefined {
  if (verb === "p") return anAddress();
  if (list.goType === "[]uint8" && "sqxX".includes(verb)) {
    const bytes = () => list.items.map((item) => (item.type === "int" ? Number(item.value) : 0));
    return formatText(list.text ?? Text.plain(Buffer.from(bytes()).toString()), verb, flags);
  }
  if (list.isUnordered && list.items.length > 1) {
    return Text.unknown("the order of keys and values in a map is random", identityOf(list));
  }
  const items = list.items.map((item) => format(item, verb, flags, work, depth + 1));
  return flags.sharpV
    ? enclosed(`${list.goType}{`, Text.join(items, ", "), "}")
    : enclosed("[", Text.join(items, " "), "]");
}

function formatMap(map: Dict, verb: string, flags: Flags, work: Work, depth: number): Text {
  const parts: Text[] = [];
  for (const [key, value] of sortedEntries(map)) {
    const text =
      formatText(Text.plain(key), verb, flags) ?? badVerb(Text.plain(key), verb, flags, work, depth + 1);
    parts.push(Text.join([text, Text.plain(":"), format(value, verb, flags, work, depth + 1)]));
  }
  if (map.others) parts.push(Text.unknown(map.others.why, map.others.id));
  return flags.sharpV
    ? enclosed(`${map.goType}{`, Text.join(parts, ", "), "}")
    : enclosed("map[", Text.join(parts, " "), "]");
}

/** The entries of a map in the order in which Go prints them and ranges over them (internal/fmtsort). */
export function sortedEntries({ entries }: Dict): [string, Value][] {
  return [...entries].sort(([one], [other]) => compareStrings(one, other));
}

/** What Go writes where a verb is not for a value: `%!d(string=x)`. */
function badVerb(value: Value, verb: string, flags: Flags, work: Work, depth: number): Text {
  if (value.type === "nil") return Text.plain(`%!${verb}(${NIL})`);
  const type = goTypeOf(value);
  return Text.join([
    Text.plain(`%!${verb}(${type}=`),
    format(value, "v", flags, work, depth),
    Text.plain(")"),
  ]);
}

function enclosed(before: string, text: Text, after: string): Text {
  return Text.join([Text.plain(before), text, Text.plain(after)]);
}

function plain(text: string | undefined, from: Span | undefined): Text | undefined {
  return text === undefined ? undefined : Text.plain(text, from);
}

/** Functions and the like are printed as their addresses. */
function anAddress(): Text {
  const piece: Piece = { text: NOT_KNOWN, unknown: "an address in memory is printed" };
  return Text.of(piece);
}

import {
  bool,
  list,
  nilList,
  NIL,
  TemplateError,
  type CallContext,
  type Func,
  type List,
  type Value,
} from "../values/value.js";
import { compareStrings } from "../values/compare.js";
import { toInt64 } from "./cast.js";
import { isEmpty } from "./emptiness.js";
import { equalityKey } from "./equality.js";
import {
  alias,
  ANY,
  define,
  INT,
  KNOWN,
  LIST,
  ORDERED_LIST,
  variadic,
  WHOLE,
  WHOLE_LIST,
  type Parameter,
} from "./signature.js";
import { stringOf } from "./print.js";
import { stringsOf } from "./split.js";
import { checkItems } from "./traced.js";
import { countedUnknown, unknownResult, whyAnyUnknown } from "./unknown.js";

const FIRST = define("first", [ORDERED_LIST], (_, { items }) => items[0] ?? NIL);
const LAST = define("last", [ORDERED_LIST], (_, { items }) => items.at(-1) ?? NIL);
const REST = define("rest", [ORDERED_LIST], (_, { items }) => someOf(items.slice(1), items));
const INITIAL = define("initial", [ORDERED_LIST], (_, { items }) => someOf(items.slice(0, -1), items));
const REVERSE = define("reverse", [LIST], (_, all) => ordered(all, all.items.toReversed()));
const APPEND = define("append", [LIST, ANY], (context, all, value) => joined([all, list([value])], context));
const PREPEND = define("prepend", [LIST, ANY], (context, all, value) =>
  joined([list([value]), all], context),
);
const COMPACT = define("compact", [LIST], (context, all) =>
  ordered(
    all,
    all.items.filter((item) => !isEmpty(item, context)),
  ),
);
const UNIQ = define("uniq", [WHOLE_LIST], (_, all) => ordered(all, unique(all.items)));
const WITHOUT = variadic("without", [WHOLE_LIST], WHOLE, (context, [all], left) => {
  const keys = new Set(left.map((value) => equalityKey(value)));
  const whyLeft = whyAnyUnknown(list(left));
  return ordered(
    all,
    all.items.filter((item) => {
      if (keys.has(equalityKey(item))) return false;
      const why = whyAnyUnknown(item) ?? whyLeft;
      return why === undefined || !context.decide(countedUnknown("has", [item, list(left)], why, context));
    }),
  );
});
const CHUNK = define("chunk", [INT, ORDERED_LIST], (_, size, { items }) => {
  // Go counts no parts, and so makes none.
  if (size < 0 && Math.floor((items.length - 1) / size) === -1) return list([], "[][]interface {}");
  if (size <= 0) throw new TemplateError(`'chunk' cannot make parts of ${size} items`);
  const parts: List[] = [];
  for (let at = 0; at < items.length; at += size) parts.push(list(items.slice(at, at + size)));
  return list(parts, "[][]interface {}");
});
const SLICE = variadic("slice", [ORDERED_LIST], KNOWN, (_, [all], indices) => {
  const { items, goType } = all;
  const [from, to] = indices;
  if (items.length === 0) return NIL;
  const start = from === undefined ? 0 : Number(toInt64(from));
  const end = to === undefined ? items.length : Number(toInt64(to));
  if (start < 0 || end < start) {
    throw new TemplateError(
      `'slice' cannot take the items from ${start} to ${end} of a list of ${items.length}`,
    );
  }
  // Go takes what lies behind the end, as far as there is memory for it.
  if (end > items.length)
    return unknownResult("slice", [all, ...indices], "the list ends before what is taken of it");
  return list(items.slice(start, end), goType);
});

/** Nothing has no items. */
const LIST_OR_NIL: Parameter<List> = {
  ...WHOLE_LIST,
  read: (value) => (value.type === "nil" ? list([]) : LIST.read(value)),
};
const HAS = define("has", [WHOLE, LIST_OR_NIL], (context, needle, all) => {
  const own = needle.type === "string" || needle.type === "unknown" ? all.method?.("Has") : undefined;
  if (own) return own.call([needle], context);
  const wanted = equalityKey(needle);
  if (all.items.some((item) => equalityKey(item) === wanted)) return bool(true);
  const why = all.items.length === 0 ? undefined : (whyAnyUnknown(needle) ?? whyAnyUnknown(all));
  return why === undefined ? bool(false) : unknownResult("has", [needle, all], why);
});

/** sprig's functions on lists: list.go. Those with `must` fail as the others do: in a template, a panic is an error. */
export const LISTS: readonly Func[] = [
  variadic("list", [], ANY, (_, __, values) => list(values)),
  variadic("tuple", [], ANY, (_, __, values) => list(values)),
  ...[
    FIRST,
    LAST,
    REST,
    INITIAL,
    REVERSE,
    APPEND,
    PREPEND,
    COMPACT,
    UNIQ,
    WITHOUT,
    CHUNK,
    SLICE,
    HAS,
  ].flatMap((one) => [one, alias(`must${one.name.charAt(0).toUpperCase()}${one.name.slice(1)}`, one)]),
  alias("push", APPEND),
  alias("mustPush", APPEND),
  variadic("concat", [], LIST, (context, _, lists) => {
    const all = joined(lists, context);
    return all.items.length === 0 ? nilList() : all;
  }),
  define("sortAlpha", [KNOWN], (_, value) => {
    if (value.type !== "list") return list([stringOf(value)], "[]string");
    const texts = stringsOf(value);
    // Where a text comes that is not known, is not known either.
    const why = texts.length > 1 ? texts.find((text) => text.unknown !== undefined)?.unknown : undefined;
    if (why !== undefined) return unknownResult("sortAlpha", [value], why);
    return list(
      texts.sort((one, other) => compareStrings(one.text, other.text)),
      "[]string",
    );
  }),
];

function joined(lists: readonly List[], context: CallContext): List {
  checkItems(
    lists.reduce((sum, { items }) => sum + items.length, 0),
    context,
  );
  const others = lists.find((one) => one.others)?.others;
  return {
    ...list(lists.flatMap((one) => one.items)),
    ...(lists.some(({ isUnordered }) => isUnordered) && { isUnordered: true }),
    ...(others && { others }),
  };
}

/** Some items of a list, of which an empty one gives Go's nil. */
function someOf(items: readonly Value[], all: readonly Value[]): List {
  return all.length === 0 ? nilList() : list(items);
}

/** A list of some items of another one, of which as much is known as of that one. */
function ordered({ isUnordered, others }: List, items: readonly Value[]): List {
  return { ...list(items), ...(isUnordered && { isUnordered }), ...(others && { others }) };
}

/** Each item once. What is not known is only sure to be the same as itself. */
function unique(items: readonly Value[]): Value[] {
  const found = new Map<string, Value>();
  for (const item of items) {
    const key = equalityKey(item);
    if (!found.has(key)) found.set(key, item);
  }
  return [...found.values()];
}

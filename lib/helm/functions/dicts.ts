import { NOT_KNOWN, Text, type Span } from "../values/text.js";
import {
  bool,
  dict,
  LimitError,
  list,
  TemplateError,
  type CallContext,
  type Dict,
  type Func,
  type Unknown,
  type Value,
} from "../values/value.js";
import { isNil, nameOfKind } from "../values/kinds.js";
import { alias, ANY, define, MAP, STRING, variadic, WHOLE, type Parameter } from "./signature.js";
import { deepCopy, mergeInto } from "./merge.js";
import { stringOf } from "./print.js";
import { checkDepth, countNodes } from "../values/work.js";
import { countedUnknown, unknownResult } from "./unknown.js";

/** A map that is there: nothing can be written into nothing. */
const WRITABLE: Parameter<Dict> = {
  ...MAP,
  read: (value) => (isNil(value) ? undefined : MAP.read(value)),
};

/** A map all of which is merged into another one. */
const WHOLE_MAP: Parameter<Dict> = { ...MAP, isWalked: true };

const MERGE = variadic("merge", [MAP], WHOLE_MAP, (context, [into], from) =>
  merged(into, from, false, context),
);
const MERGE_OVERWRITE = variadic("mergeOverwrite", [MAP], WHOLE_MAP, (context, [into], from) =>
  merged(into, from, true, context),
);
const DEEP_COPY = define("deepCopy", [WHOLE], (context, value) => {
  if (value.type === "nil") throw new TemplateError("'deepCopy' has nothing to copy");
  return deepCopy(value, context);
});

/** sprig's functions on maps: dict.go. */
export const DICTS: readonly Func[] = [
  variadic("dict", [], ANY, (_, __, values) => dictOf(values)),
  define(
    "get",
    [MAP, STRING],
    (_, map, key) => map.entries.get(key) ?? ifOthers("get", map, key) ?? Text.empty,
  ),
  define("hasKey", [MAP, STRING], (_, map, key) =>
    map.entries.has(key) ? bool(true) : (ifOthers("hasKey", map, key) ?? bool(false)),
  ),
  define("set", [WRITABLE, STRING, ANY], (_, map, key, value) => {
    map.entries.set(key, value);
    return map;
  }),
  define("unset", [MAP, STRING], (_, map, key) => {
    map.entries.delete(key);
    return map;
  }),
  variadic("pluck", [STRING], MAP, (_, [key], maps) =>
    list(maps.flatMap((map) => map.entries.get(key) ?? ifOthers("get", map, key) ?? [])),
  ),
  variadic(
    "keys",
    [],
    MAP,
    (context, _, maps) =>
      whyMore("keys", maps, context) ??
      unordered(
        maps.flatMap((map) => [...map.entries.keys()].map((key) => Text.plain(key, map.keys?.get(key)))),
        "[]string",
      ),
  ),
  define(
    "values",
    [MAP],
    (context, map) => whyMore("values", [map], context) ?? unordered([...map.entries.values()]),
  ),
  variadic("pick", [MAP], STRING, (context, [map], keys) => {
    context.work(map.entries.size);
    const wanted = new Set(keys);
    return part(
      map,
      (key) => wanted.has(key),
      keys.some((key) => !map.entries.has(key)),
    );
  }),
  variadic("omit", [MAP], STRING, (context, [map], keys) => {
    context.work(map.entries.size);
    const left = new Set(keys);
    return part(map, (key) => !left.has(key), true);
  }),
  MERGE,
  alias("mustMerge", MERGE),
  MERGE_OVERWRITE,
  alias("mustMergeOverwrite", MERGE_OVERWRITE),
  DEEP_COPY,
  alias("mustDeepCopy", DEEP_COPY),
  variadic("dig", [], ANY, (context, _, values) => dig(values, context)),
];

/** What is nil stays so: mergo makes another map instead of it. */
function merged(
  into: Dict,
  from: readonly Dict[],
  isOverwriting: boolean,
  context: Pick<CallContext, "work">,
): Dict {
  const target = into.isNil ? dict() : into;
  for (const one of from) {
    // What may be there besides takes the place of all that is in the first one.
    if (one.others) countNodes(target, context);
    mergeInto(target, one, isOverwriting);
  }
  return target;
}

/** sprig's `dict`: a last key without a value gets an empty string. A key that is not known may be any. */
function dictOf(values: readonly Value[]): Dict {
  const made = dict();
  const keys = new Map<string, Span>();
  for (let index = 0; index < values.length; index += 2) {
    const [key, value] = [values[index], values[index + 1] ?? Text.empty];
    if (!key) continue;
    const name = nameOf(key);
    if (name.unknown !== undefined) {
      made.others = unknownResult("dict", [key, value], name.unknown);
      continue;
    }
    made.entries.set(name.text, value);
    const place = name.pieces.length === 1 ? name.pieces[0]?.value : undefined;
    if (place) keys.set(name.text, place);
  }
  return { ...made, keys };
}

/** A key, which is nearly always a text. Of one that prints very long, such as all that a chart sees, the end is left open. */
function nameOf(key: Value): Text {
  let left = LONGEST_KEY;
  try {
    return stringOf(key, (steps) => {
      left -= steps;
      if (left < 0) throw new LimitError("a key is too long to be followed");
    });
  } catch (error) {
    if (error instanceof LimitError) return Text.plain(`map[${NOT_KNOWN}`);
    throw error;
  }
}

/** So much work is spent on the text of a key. */
const LONGEST_KEY = 10_000;

function part(map: Dict, isWanted: (key: string) => boolean, hasOthers: boolean): Dict {
  const entries = [...map.entries].filter(([key]) => isWanted(key));
  return {
    ...dict(entries),
    from: map.from,
    keys: new Map(map.keys),
    ...(hasOthers && map.others && { others: map.others }),
  };
}

function ifOthers(name: string, map: Dict, key: string): Unknown | undefined {
  return map.others && unknownResult(name, [map.others, Text.plain(key)], map.others.why);
}

function whyMore(
  name: string,
  maps: readonly Dict[],
  context: Pick<CallContext, "work">,
): Unknown | undefined {
  context.work(maps.reduce((sum, { entries }) => sum + entries.size, 0));
  const others = maps.find((map) => map.others)?.others;
  return others && countedUnknown(name, maps, others.why, context);
}

function unordered(items: readonly Value[], goType: "[]string" | "[]interface {}" = "[]interface {}") {
  const all = list(items, goType);
  return items.length > 1 ? { ...all, isUnordered: true as const } : all;
}

/** sprig's `dig`: keys, a default, and a map. Go's own type of `.Values` is none of those it takes. */
function dig(values: readonly Value[], context: Pick<CallContext, "work">): Value {
  const [otherwise, map] = values.slice(-2);
  const keys = values.slice(0, -2);
  if (!otherwise || !map || keys.length === 0) {
    throw new TemplateError(`'dig' takes at least 3 arguments, but gets ${values.length}`);
  }
  for (const key of keys) {
    if (key.type !== "string" && key.type !== "unknown")
      throw new TemplateError(`'dig' takes strings as keys, but gets ${nameOfKind(key)}`);
  }
  return digFrom(map, keys, otherwise, 0, context);
}

function digFrom(
  map: Value,
  keys: readonly Value[],
  otherwise: Value,
  depth: number,
  context: Pick<CallContext, "work">,
): Value {
  checkDepth(depth);
  const key = keys[depth];
  if (!key) return map;
  const open = (why: string) => countedUnknown("dig", [map, ...keys.slice(depth), otherwise], why, context);
  if (map.type === "unknown") return open(map.why);
  if (map.type !== "map" || map.goType !== "map[string]interface {}") {
    const what = map.type === "map" ? `a map of the type ${map.goType}` : nameOfKind(map);
    throw new TemplateError(`'dig' takes a map to look into, but gets ${what}`);
  }
  const why = key.type === "unknown" ? key.why : key.type === "string" ? key.unknown : undefined;
  if (why !== undefined) return open(why);
  if (key.type !== "string") return otherwise;
  const found = map.entries.get(key.text);
  if (found === undefined) return ifOthers("dig", map, key.text) ?? otherwise;
  return digFrom(found, keys, otherwise, depth + 1, context);
}

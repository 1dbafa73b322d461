import { byteLength, sliceBytes } from "../values/bytes.js";
import { identityOf, unknownOf, whyUnknown } from "../values/identity.js";
import { goTypeOf, nameOfKind } from "../values/kinds.js";
import type { Text } from "../values/text.js";
import { int, TemplateError, unknown, type CallContext, type List, type Value } from "../values/value.js";
import { countNodes } from "../values/work.js";
import { entryOf } from "./fields.js";

type Work = Pick<CallContext, "work">;

/** `index x 1 2` is `x[1][2]` (`index` of text/template/funcs.go). */
export function index(item: Value, indexes: readonly Value[], context: Work): Value {
  if (item.type === "nil") throw new TemplateError("'index' is given nothing to look into: that is not set");
  return indexes.reduce((one, at) => element(one, at, context), item);
}

/** `slice x 1 2` is `x[1:2]` (`slice` of text/template/funcs.go). */
export function slice(item: Value, indexes: readonly Value[], context: Work): Value {
  const open = unknownOf("slice", [item, ...indexes]);
  if (open) return open;
  if (indexes.length > 3) throw new TemplateError(`'slice' takes at most 3 indexes, not ${indexes.length}`);
  if (item.type !== "string" && item.type !== "list") {
    throw new TemplateError(`'slice' cannot take a part of ${describe(item)}`);
  }
  if (item.type === "string" && indexes.length === 3) {
    throw new TemplateError("'slice' takes at most 2 indexes for a string");
  }
  const size = item.type === "list" ? item.items.length : Buffer.byteLength(item.text);
  const [start = 0, end = size, most = size] = indexes.map((one) => positionOf(one, size));
  if (start > end) throw new TemplateError(`'slice' begins at ${start}, which is after its end at ${end}`);
  if (end > most) throw new TemplateError(`'slice' ends at ${end}, which is after ${most}`);
  if (item.type === "string") return sliceBytes(item, start, end);
  const { text, isUnordered, ...list } = item;
  if (isUnordered && end - start < size) return outOfOrder(item, `slice ${start} ${end}`, context);
  context.work(end - start);
  const items = item.items.slice(start, end);
  return text
    ? { ...list, items, text: sliceBytesOf(text, start, end) }
    : { ...list, items, ...(isUnordered && { isUnordered }) };
}

/** `len` (`length` of text/template/funcs.go). */
export function length(item: Value, context: Work): Value {
  switch (item.type) {
    case "unknown":
      return unknownOf("len", [item]) ?? item;
    case "string":
      return byteLength(item);
    case "list":
      if (item.others) return unknown(`len(${identityOf(item)})`, item.others.why);
      return int(item.text ? Buffer.byteLength(item.text.text) : item.items.length);
    case "map":
      if (!item.others) return int(item.entries.size);
      countNodes(item, context);
      return unknown(`len(${identityOf(item)})`, item.others.why);
    default:
      throw new TemplateError(`${describe(item)} has no length`);
  }
}

function element(item: Value, at: Value, context: Work): Value {
  if (item.type === "string" || whyUnknown(at) !== undefined) countNodes(item, context);
  const open = item.type === "unknown" ? unknownOf("index", [item, at]) : undefined;
  if (open) return open;
  switch (item.type) {
    case "nil":
      throw new TemplateError("'index' goes into something that is not set");
    case "list":
    case "string": {
      const unknownPosition = unknownOf(
        "index",
        [item, at].filter(({ type }) => type !== "list"),
      );
      if (unknownPosition)
        return unknown(`index(${identityOf(item)},${identityOf(at)})`, unknownPosition.why);
      const size = item.type === "list" ? item.items.length : Buffer.byteLength(item.text);
      const position = positionOf(at, size);
      if (position === size)
        throw new TemplateError(`'index' asks for ${position}, but there are only ${size}`);
      return item.type === "list" ? elementAt(item, position, context) : byteAt(item, position);
    }
    case "map": {
      const unknownKey = unknownOf("index", [at]);
      if (unknownKey) return unknown(`index(${identityOf(item)},${identityOf(at)})`, unknownKey.why);
      if (at.type === "string") return entryOf(item, at.text);
      throw new TemplateError(`a map has strings for keys, but 'index' is given ${describe(at)}`);
    }
    default:
      throw new TemplateError(`'index' cannot look into ${describe(item)}`);
  }
}

function elementAt(list: List, position: number, context: Work): Value {
  const value = list.items[position] ?? int(0);
  return list.isUnordered && list.items.length > 1 ? outOfOrder(list, `index ${position}`, context) : value;
}

function byteAt(text: Text, position: number): Value {
  return int(Buffer.from(text.text)[position] ?? 0, "uint8");
}

/** An index, which is at most the size (`indexArg`). */
function positionOf(value: Value, size: number): number {
  if (value.type !== "int") {
    throw new TemplateError(`an index must be an integer, but this is ${describe(value)}`);
  }
  if (value.value < 0n || value.value > BigInt(size)) {
    throw new TemplateError(`the index ${value.value} is out of range: there are ${size}`);
  }
  return Number(value.value);
}

function sliceBytesOf(text: Text, start: number, end: number): Text {
  const part = sliceBytes(text, start, end);
  return part.type === "string" ? part : text;
}

/** A part of a list whose order is not known. */
function outOfOrder(list: List, what: string, context: Work): Value {
  countNodes(list, context);
  return unknown(`${what} ${identityOf(list)}`, "the order of keys and values in a map is random");
}

function describe(value: Value): string {
  return value.type === "nil" ? nameOfKind(value) : `${nameOfKind(value)} ('${goTypeOf(value)}')`;
}

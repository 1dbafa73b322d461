import { HAS_RESERVED, RESERVED_ESCAPE, Text } from "../../values/text.js";
import {
  bool,
  dict,
  float,
  LimitError,
  list,
  NIL,
  type CallContext,
  type Value,
} from "../../values/value.js";
import { withUnknown } from "../traced.js";
import { checkDepth } from "../../values/work.js";

/** What is no JSON. */
export class BadJsonError extends Error {}

/** To read JSON takes longer than to go through a text. */
const CHARACTERS_A_STEP = 8;

/** A text of JSON, as encoding/json reads it: all numbers are floats, the last of several keys wins. */
export function readJson(text: Text, context: CallContext): Value {
  context.work(Math.ceil(text.text.length / CHARACTERS_A_STEP));
  if (RESERVED_ESCAPE.test(text.text)) throw new LimitError(`a text of JSON ${HAS_RESERVED}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.text, keepMaps);
  } catch {
    throw new BadJsonError();
  }
  return valueOf(parsed, text.unknown, 0);
}

/** Maps instead of objects, which have keys of their own. */
function keepMaps(_: string, value: unknown): unknown {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? new Map(Object.entries(value)) : value;
}

function valueOf(value: unknown, why: string | undefined, depth: number): Value {
  checkDepth(depth);
  if (typeof value === "boolean") return bool(value);
  if (typeof value === "string") return textOf(value, why);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new BadJsonError();
    return float(value);
  }
  if (Array.isArray(value)) return list(value.map((item: unknown) => valueOf(item, why, depth + 1)));
  if (!(value instanceof Map)) return NIL;
  return dict(
    [...(value as Map<string, unknown>)].map(([key, item]) => [key, valueOf(item, why, depth + 1)] as const),
  );
}

function textOf(value: string, why: string | undefined): Text {
  const whole = value.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\uFFFD",
  );
  return why === undefined ? Text.plain(whole) : withUnknown(whole, why);
}

import { Text } from "../values/text.js";
import {
  TemplateError,
  dict,
  list,
  nilDict,
  nilList,
  type CallContext,
  type Dict,
  type Func,
  type Value,
} from "../values/value.js";
import { BadJsonError, readJson } from "./format/json-read.js";
import { NotJsonError, writeJson, type JsonStyle } from "./format/json-write.js";
import { NotYamlError, readYaml } from "./format/yaml-read.js";
import { PRETTY_YAML, writeYaml, YAML, type YamlStyle } from "./format/yaml-write.js";
import { NotTomlError, writeToml } from "./format/toml-write.js";
import { isUnordered, WHOLE, define, KNOWN, TRACED } from "./signature.js";
import { checkLength } from "./traced.js";
import { checkDepth } from "../values/work.js";
import { unknownResult } from "./unknown.js";

const COMPACT: JsonStyle = { isSafeInHtml: true };
const RAW: JsonStyle = { isSafeInHtml: false };
const PRETTY: JsonStyle = { isSafeInHtml: true, indent: 2 };

/** Helm's functions that write and read YAML, JSON and TOML, and sprig's for JSON: pkg/engine/funcs.go, defaults.go. */
export const FORMATS: readonly Func[] = [
  writer("toYaml", (context, value) => orEmpty(() => yamlOf(value, YAML, context))),
  writer("toYamlPretty", (context, value) => orEmpty(() => yamlOf(value, PRETTY_YAML, context))),
  writer("toJson", (context, value) => orEmpty(() => jsonOf(value, COMPACT, context))),
  writer("toPrettyJson", (context, value) => orEmpty(() => jsonOf(value, PRETTY, context))),
  writer("toRawJson", (context, value) => orFail("toRawJson", () => jsonOf(value, RAW, context))),
  writer("mustToJson", (context, value) => orFail("mustToJson", () => jsonOf(value, COMPACT, context))),
  writer("mustToPrettyJson", (context, value) =>
    orFail("mustToPrettyJson", () => jsonOf(value, PRETTY, context)),
  ),
  writer("mustToRawJson", (context, value) => orFail("mustToRawJson", () => jsonOf(value, RAW, context))),
  define("toToml", [KNOWN], (context, value) => {
    try {
      return limited(writeToml(value), context);
    } catch (error) {
      if (error instanceof NotTomlError) return Text.unknown("what Go says of it is not known");
      throw error;
    }
  }),
  define("fromYaml", [TRACED], (context, text) => mapRead("fromYaml", text, () => readYaml(text, context))),
  define("fromYamlArray", [TRACED], (context, text) =>
    listRead("fromYamlArray", text, () => readYaml(text, context)),
  ),
  define("fromJson", [TRACED], (context, text) =>
    mapRead("fromJson", text, () => readJson(text, context), nilDict),
  ),
  define("fromJsonArray", [TRACED], (context, text) =>
    listRead("fromJsonArray", text, () => readJson(text, context), nilList),
  ),
  define("fromToml", [TRACED], (_, text) => unknownResult("fromToml", [text], "TOML is not read")),
  define("mustFromJson", [TRACED], (context, text) =>
    isOpen(text) ? notKnown("mustFromJson", text) : orFail("mustFromJson", () => readJson(text, context)),
  ),
];

/** A function that writes a value. In whatever order the value is, it gives a text. */
function writer(name: string, write: (context: CallContext, value: Value) => Text): Func {
  return define(name, [WHOLE], (context, value) => {
    const why = whyUnwritten(value);
    return why === undefined
      ? write(context, value)
      : Text.unknown(why, unknownResult(name, [value], why).id);
  });
}

function yamlOf(value: Value, style: YamlStyle, context: CallContext): Text {
  const text = writeYaml(value, style);
  return limited(text.text.endsWith("\n") ? text.slice(0, text.text.length - 1) : text, context);
}

function jsonOf(value: Value, style: JsonStyle, context: CallContext): Text {
  return limited(writeJson(value, style), context);
}

function limited(text: Text, context: CallContext): Text {
  checkLength(text.text.length, context);
  return text;
}

/** Nothing is said of what cannot be written. */
function orEmpty(write: () => Text): Text {
  try {
    return write();
  } catch (error) {
    if (error instanceof NotJsonError) return Text.empty;
    throw error;
  }
}

function orFail<Result>(name: string, answer: () => Result): Result {
  try {
    return answer();
  } catch (error) {
    if (error instanceof NotJsonError) throw new TemplateError(`'${name}' cannot write ${error.message}`);
    if (error instanceof BadJsonError) throw new TemplateError(`'${name}' is given what is not JSON`);
    throw error;
  }
}

/** What a text says as a map. Helm puts into it what is wrong with the text, in Go's words, which are not known. */
function mapRead(name: string, text: Text, read: () => Value, ofNull: () => Dict = dict): Value {
  if (isOpen(text)) return notKnown(name, text);
  const value = readOr(read);
  if (value?.type === "map" || value?.type === "unknown") return value;
  if (value?.type === "nil") return ofNull();
  return text.unknown === undefined ? dict([["Error", refusal()]]) : notKnown(name, text);
}

function listRead(name: string, text: Text, read: () => Value, ofNull = () => list([])): Value {
  if (isOpen(text)) return notKnown(name, text);
  const value = readOr(read);
  if (value?.type === "list" || value?.type === "unknown") return value;
  if (value?.type === "nil") return ofNull();
  return text.unknown === undefined ? list([refusal()]) : notKnown(name, text);
}

function readOr(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotYamlError || error instanceof BadJsonError) return undefined;
    throw error;
  }
}

function refusal(): Text {
  return Text.join([
    Text.plain("error: "),
    Text.unknown("what Go says of a text it cannot read is not known"),
  ]);
}

/** Whether nothing of a text is known, or it has line breaks of old, which are read otherwise. */
function isOpen(text: Text): boolean {
  if (/\r(?!\n)/.test(text.text)) return true;
  return (
    text.unknown !== undefined &&
    text.pieces.every((piece) => piece.unknown !== undefined || piece.text.trim() === "")
  );
}

function notKnown(name: string, text: Text): Value {
  return unknownResult(name, [text], text.unknown ?? "its line breaks are not read");
}

function whyUnwritten(value: Value, depth = 0): string | undefined {
  checkDepth(depth);
  if (isUnordered(value)) return "the order of the keys of a map is not known";
  const parts = value.type === "list" ? value.items : value.type === "map" ? value.entries.values() : [];
  for (const part of parts) {
    const why = part.type === "list" || part.type === "map" ? whyUnwritten(part, depth + 1) : undefined;
    if (why !== undefined) return why;
  }
  return undefined;
}

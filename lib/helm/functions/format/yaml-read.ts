import { yaml } from "../../../util/libraries.js";
import type { Alias, Document, Node, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { formatFloat } from "../../go/float.js";
import { HAS_RESERVED, NOT_KNOWN, RESERVED_ESCAPE, type Span, Text } from "../../values/text.js";
import {
  bool,
  dict,
  float,
  LimitError,
  list,
  NIL,
  unknown,
  type CallContext,
  type Dict,
  type Value,
} from "../../values/value.js";
import { withUnknown } from "../traced.js";
import { checkDepth } from "../unknown.js";
import { resolveScalar } from "./yaml-scalars.js";
import { composeYaml, YamlError } from "../../yaml/compose.js";

/** What is no YAML, or cannot be JSON. */
export class NotYamlError extends Error {}

/** What goyaml.v2 refuses to read: readerc.go. */
const FORBIDDEN = /[^\t\n\r\x20-\x7e\u0085\u00a0-\ufefe\uff00-\ufffd]/;

/** No text is read with more nodes, those that aliases repeat among them. */
const MOST_NODES = 200_000;

/**
 * The first document of a text, as sigs.k8s.io/yaml reads it: YAML 1.1 by goyaml.v2, then through JSON, so that all
 * numbers are floats and all keys strings. What stands in the text as it is keeps its place.
 */
export function readYaml(text: Text, context: CallContext): Value {
  const source = text.text;
  context.work(Math.ceil(source.length / 16));
  if (RESERVED_ESCAPE.test(source)) throw new LimitError(`a text of YAML ${HAS_RESERVED}`);
  if (FORBIDDEN.test(source)) throw new NotYamlError("a character is not allowed");
  const first = composed(source);
  return first.contents ? new Reader(text, first, context).value(first.contents, 0) : NIL;
}

function composed(source: string): Document.Parsed {
  try {
    return composeYaml(source);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw error.isOurs ? new LimitError(error.message) : new NotYamlError(error.message);
  }
}

class Reader {
  #nodes = 0;

  constructor(
    readonly text: Text,
    readonly document: Document,
    readonly context: CallContext,
  ) {}

  value(node: unknown, depth: number): Value {
    const { isAlias, isMap, isSeq, isScalar } = yaml();
    checkDepth(depth);
    this.context.work(1);
    if (++this.#nodes > MOST_NODES) throw new LimitError(`a YAML text has more than ${MOST_NODES} nodes`);
    if (isAlias(node)) return this.value(this.target(node), depth + 1);
    if (isMap(node)) return this.map(node, depth);
    if (isSeq(node)) return this.list(node, depth);
    return isScalar(node) ? this.scalar(node) : NIL;
  }

  private target(alias: Alias): Node {
    const node = alias.resolve(this.document);
    if (!node) throw new NotYamlError(`there is no anchor '${alias.source}'`);
    return node;
  }

  private list(node: YAMLSeq, depth: number): Value {
    return list(node.items.map((item) => this.value(item, depth + 1)));
  }

  /** goyaml.v2 merges where `<<` stands: keys behind it win, keys before it are overwritten. */
  private map(node: YAMLMap, depth: number): Dict {
    const { isScalar } = yaml();
    const keys = new Map<string, Span>();
    const made: Dict = { ...dict(), keys };
    for (const { key, value } of node.items) {
      if (isScalar(key) && key.type === "PLAIN" && !key.tag && key.value === "<<")
        this.merge(value, made, depth);
      else {
        const said = this.value(key, depth + 1);
        const name = this.keyOf(said);
        const place = said.type === "string" && said.pieces.length === 1 ? said.pieces[0]?.value : undefined;
        if (name.includes(NOT_KNOWN)) made.others = unknown(`fromYaml ${name}`, this.text.unknown ?? "");
        else made.entries.set(name, this.value(value, depth + 1));
        if (place) keys.set(name, place);
      }
    }
    return made;
  }

  private merge(value: unknown, into: Dict, depth: number): void {
    const { isAlias, isMap, isSeq } = yaml();
    const node = isAlias(value) ? this.target(value) : value;
    if (isMap(node)) {
      for (const [key, item] of this.map(node, depth + 1).entries) into.entries.set(key, item);
    } else if (isSeq(node)) {
      for (const item of node.items.toReversed()) this.merge(item, into, depth + 1);
    } else {
      throw new NotYamlError("map merge requires map or sequence of maps as the value");
    }
  }

  private keyOf(key: Value): string {
    switch (key.type) {
      case "string":
        return key.text;
      case "bool":
        return String(key.value);
      case "float64":
        return Number.isInteger(key.value) && Math.abs(key.value) < 1e15
          ? String(key.value)
          : formatFloat32(key.value);
      case "unknown":
        return NOT_KNOWN;
      default:
        throw new NotYamlError("a key is neither a string, nor a number, nor a boolean");
    }
  }

  private scalar(node: Scalar): Value {
    const text = typeof node.value === "string" ? node.value : "";
    const isPlain = node.type === "PLAIN" || node.type === undefined;
    if (isPlain && text === NOT_KNOWN && node.tag === undefined) {
      return unknown(`fromYaml ${this.text.unknown}`, this.text.unknown ?? "");
    }
    const tag = node.tag?.replace("tag:yaml.org,2002:", "");
    if (!isPlain || tag === "str" || tag === "!" || text.includes(NOT_KNOWN)) return this.textOf(node, text);
    const scalar = resolveScalar(text);
    switch (scalar.type) {
      case "null":
        return NIL;
      case "bool":
        return bool(scalar.value);
      case "int":
        return float(Number(scalar.value));
      case "float":
        if (!Number.isFinite(scalar.value)) throw new NotYamlError("JSON has no numbers without end");
        return float(scalar.value);
      default:
        return this.textOf(node, text);
    }
  }

  /** A string, with its place where it stands in the text as it is. */
  private textOf(node: Scalar, text: string): Text {
    const [start = 0, end = 0] = node.range ?? [];
    const marks = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE" ? 1 : 0;
    if (this.text.text.slice(start + marks, end - marks) === text)
      return this.text.slice(start + marks, end - marks);
    // Without a line break behind it, the last line of a block has none.
    const isCut =
      node.type?.startsWith("BLOCK_") && end >= this.text.text.length && !this.text.text.endsWith("\n");
    return withUnknown(isCut && text.endsWith("\n") ? text.slice(0, -1) : text, this.text.unknown ?? "");
  }
}

/** A float as a key, in the fewest digits that 32 bits need: sigs.k8s.io/yaml, convertToJSONableObject. */
function formatFloat32(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
  const wanted = Math.fround(value);
  for (let precision = 1; precision <= 9; precision++) {
    const short = Number(value.toPrecision(precision));
    if (Math.fround(short) === wanted) return formatFloat(short, "g");
  }
  return formatFloat(value, "g");
}

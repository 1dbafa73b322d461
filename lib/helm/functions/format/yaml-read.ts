import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "../../../manifests/nodes.js";
import { HAS_RESERVED, NOT_KNOWN, type Piece, RESERVED_ESCAPE, type Span, Text } from "../../values/text.js";
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
import { checkDepth } from "../../values/work.js";
import { isKey, scalarText } from "../../yaml/read.js";
import { resolveScalar, type Scalar as Resolved } from "../../yaml/scalar.js";
import { type Composed, composeYaml, YamlError } from "../../yaml/compose.js";

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
  if (RESERVED_ESCAPE.test(source)) throw new LimitError(`a text of YAML ${HAS_RESERVED}`);
  if (FORBIDDEN.test(source)) throw new NotYamlError("a character is not allowed");
  const first = composed(source, context);
  return first.contents ? new Reader(text, first, context).value(first.contents, 0) : NIL;
}

/** What each rendering has read last: templates ask the same text for one thing after the other. */
const lastRead = new WeakMap<CallContext, { source: string; document: Composed }>();

function composed(source: string, context: CallContext): Composed {
  const last = lastRead.get(context);
  if (last?.source === source) return last.document;
  try {
    const document = composeYaml(source, context.work);
    lastRead.set(context, { source, document });
    return document;
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw error.isOurs ? new LimitError(error.message) : new NotYamlError(error.message);
  }
}

class Reader {
  #nodes = 0;

  constructor(
    readonly text: Text,
    readonly document: Composed,
    readonly context: CallContext,
  ) {}

  value(node: unknown, depth: number): Value {
    checkDepth(depth);
    this.context.work(1);
    if (++this.#nodes > MOST_NODES) throw new LimitError(`a YAML text has more than ${MOST_NODES} nodes`);
    if (isAlias(node)) return this.value(this.target(node), depth + 1);
    if (isMap(node)) return this.map(node, depth);
    if (isSeq(node)) return this.list(node, depth);
    return isScalar(node) ? this.scalar(node) : NIL;
  }

  private target(alias: Alias): Node {
    const node = this.document.resolve(alias);
    if (!node) throw new NotYamlError(`there is no anchor '${alias.source}'`);
    return node;
  }

  private list(node: YAMLSeq, depth: number): Value {
    return list(node.items.map((item) => this.value(item, depth + 1)));
  }

  /** goyaml.v2 merges where `<<` stands: keys behind it win, keys before it are overwritten. */
  private map(node: YAMLMap, depth: number): Dict {
    const keys = new Map<string, Span>();
    const made: Dict = { ...dict(), keys };
    for (const { key, value } of node.items) {
      if (isScalar(key) && key.type === "PLAIN" && !key.tag && key.value === "<<")
        this.merge(value, made, keys, depth);
      else {
        const { name, place } = this.key(key);
        if (name.includes(NOT_KNOWN)) made.others = unknown(`fromYaml ${name}`, this.text.unknown ?? "");
        else made.entries.set(name, this.value(value, depth + 1));
        if (place) keys.set(name, place);
      }
    }
    return made;
  }

  private merge(value: unknown, into: Dict, places: Map<string, Span>, depth: number): void {
    const node = isAlias(value) ? this.target(value) : value;
    if (isMap(node)) {
      const { entries, keys = new Map<string, Span>() } = this.map(node, depth + 1);
      for (const [key, item] of entries) into.entries.set(key, item);
      for (const [key, place] of keys) places.set(key, place);
    } else if (isSeq(node)) {
      for (const item of node.items.toReversed()) this.merge(item, into, places, depth + 1);
    } else {
      throw new NotYamlError("map merge requires map or sequence of maps as the value");
    }
  }

  /** What a key says, and as a text where it stands. */
  private key(node: unknown): { name: string; place?: Span | undefined } {
    const target = isAlias(node) ? this.target(node) : node;
    const scalar = isScalar(target) ? this.resolved(target) : undefined;
    if (!isScalar(target) || !scalar || !isKey(scalar))
      throw new NotYamlError("a key is neither a string, nor a number, nor a boolean");
    const { pieces } = scalar.kind === "string" ? this.textOf(target, scalar.value) : Text.empty;
    return { name: scalarText(scalar), place: pieces.length === 1 ? placeOf(pieces[0]) : undefined };
  }

  private scalar(node: Scalar): Value {
    const scalar = this.resolved(node);
    switch (scalar.kind) {
      case "null":
        return NIL;
      case "bool":
        return bool(scalar.value);
      case "string": {
        const isUnknown = scalar.value === NOT_KNOWN && isPlain(node) && node.tag === undefined;
        if (isUnknown) return unknown(`fromYaml ${this.text.unknown}`, this.text.unknown ?? "");
        return this.textOf(node, scalar.value);
      }
      default: {
        const value = Number(scalar.value);
        if (!Number.isFinite(value)) throw new NotYamlError("JSON has no numbers without end");
        return float(value);
      }
    }
  }

  /** What a scalar says. What is not known wholly is a text. */
  private resolved(node: Scalar): Resolved {
    const text = typeof node.value === "string" ? node.value : "";
    if (text.includes(NOT_KNOWN) || (!isPlain(node) && node.tag === undefined))
      return { kind: "string", value: text };
    const scalar = resolveScalar(text, node.tag);
    if (!scalar) throw new NotYamlError("a scalar is not what its tag says");
    return scalar;
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

function isPlain({ type }: Scalar): boolean {
  return type === "PLAIN" || type === undefined;
}

/** Where a text is written: in the values, or literally in a template. */
function placeOf({ value, origin }: Piece = { text: "" }): Span | undefined {
  if (value || !origin || origin.isAction) return value;
  const { file, start, end } = origin;
  return { file, start, end };
}

import { composeYaml, YamlError } from "./compose.js";
import { goFloat32, resolveScalar, type Scalar } from "./scalar.js";
import { Text, type Span } from "../values/text.js";
import { bool, type Dict, float, int, list, NIL, type Value } from "../values/value.js";
import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Scalar as ScalarNode,
} from "../../manifests/nodes.js";

export { YamlError };

/** How what is read is placed: the text of a scalar, and the place of anything, by offsets in the text that is read. */
export interface Places {
  span?: (start: number, end: number) => Span | undefined;
  /** The text of a string that is written there, with its origin. */
  string?: (value: string, start: number, end: number) => Text;
  /** Whether integers stay what they are, as where a string is expected, in which `1000000` is not `1e+06`. */
  keepsIntegers?: boolean;
}

/**
 * The value of the first document of a text, as Helm reads values: sigs.k8s.io/yaml, yaml.go, Unmarshal, by way of JSON,
 * so that every number is a float64, and a later key wins over an earlier one.
 */
export function readYaml(text: string, places: Places = {}): Value {
  const at = text.search(FORBIDDEN);
  if (at >= 0) throw new YamlError("it has a control character", at, at + 1);
  const { contents, isOfOtherVersion } = composeYaml(text);
  if (isOfOtherVersion) throw new YamlError("it says that it is YAML 1.2, which Helm refuses", 0, 0);
  return contents ? new Reader(places, contents, text).value(contents) : NIL;
}

/** go.yaml.in/yaml/v2, readerc.go, yaml_parser_update_buffer. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\0-\x08\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** The nodes of a text, those that aliases repeat among them: decode.go, alias_ratio_range_low. */
const MOST_NODES = 400_000;

/** Makes values of nodes: go.yaml.in/yaml/v2, decode.go, then sigs.k8s.io/yaml, convertToJSONableObject. */
class Reader {
  readonly #places: Places;
  /** What each alias stands for: the nearest node before it that has the anchor. */
  readonly #aliases = new Map<Node, Node>();
  readonly #open = new Set<Node>();
  #nodes = 0;

  readonly #text: string;

  constructor(places: Places, root: Node, text: string) {
    this.#places = places;
    this.#text = text;
    this.#bind(root, new Map());
  }

  #bind(node: unknown, anchors: Map<string, Node>): void {
    if (isPair(node)) {
      this.#bind(node.key, anchors);
      this.#bind(node.value, anchors);
    } else if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) throw refused(`there is no anchor '${node.source}' before this`, node);
      this.#aliases.set(node, target);
    } else if (isScalar(node) || isCollection(node)) {
      const { anchor } = node;
      if (anchor !== undefined) anchors.set(anchor, node);
      if (isCollection(node)) for (const item of node.items) this.#bind(item, anchors);
    }
  }

  value(node: unknown): Value {
    const target = this.#enter(node);
    if (isScalar(target)) return this.#scalar(target);
    if (!isMap(target) && !isSeq(target)) return NIL;
    this.#open.add(target);
    const value = isSeq(target)
      ? { ...list(target.items.map((item) => this.value(item))), from: this.#span(target) }
      : this.#map(target);
    this.#open.delete(target);
    return value;
  }

  /** What a node stands for, counted. */
  #enter(node: unknown): unknown {
    if (++this.#nodes > MOST_NODES) throw new YamlError("it has too many values", 0, 0, true);
    const target = isAlias(node) ? this.#aliases.get(node) : node;
    if (isAlias(node) && target && this.#open.has(target as Node))
      throw refused(`the anchor '${node.source}' contains itself`, node);
    return target;
  }

  #map(node: Node): Dict {
    const keys = new Map<string, Span>();
    const entries = new Map<string, Value>();
    this.#fill(node, entries, keys);
    return { type: "map", goType: "map[string]interface {}", entries, from: this.#span(node), keys };
  }

  /** Keys and merges in their order, each over those before it: decode.go, mapping and merge. */
  #fill(node: Node, entries: Map<string, Value>, keys: Map<string, Span>): void {
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (isMerge(key)) this.#merge(value ?? key, entries, keys);
      else {
        const name = this.#key(key);
        entries.set(name, this.value(value));
        const span = this.#span(key as Node);
        if (span) keys.set(name, span);
        else keys.delete(name);
      }
    }
  }

  #merge(node: unknown, entries: Map<string, Value>, keys: Map<string, Span>): void {
    const target = this.#enter(node);
    // The earlier ones of a list win.
    const sources = isSeq(target) ? target.items.map((item) => this.#enter(item)).reverse() : [target];
    for (const source of sources) {
      if (!isMap(source)) {
        throw refused("'<<' takes a mapping or a list of mappings", asNode(node));
      }
      this.#open.add(source);
      this.#fill(source, entries, keys);
      this.#open.delete(source);
    }
  }

  #key(node: unknown): string {
    const target = this.#enter(node);
    const scalar = isScalar(target) ? this.#read(target) : undefined;
    if (!scalar || !isKey(scalar)) throw refused("a key must be a text, a number or a boolean", asNode(node));
    return scalarText(scalar);
  }

  #scalar(node: ScalarNode): Value {
    const scalar = this.#read(node);
    const [start = 0, end = 0] = node.range ?? [];
    const from = this.#places.span?.(start, end);
    if (scalar.kind === "int" && this.#places.keepsIntegers) return { ...int(scalar.value, "int64"), from };
    switch (scalar.kind) {
      case "null":
        return NIL;
      case "bool":
        return bool(scalar.value, from);
      case "string":
        return this.#places.string?.(scalar.value, start, end) ?? Text.plain(scalar.value, from);
      default: {
        const value = Number(scalar.value);
        if (!Number.isFinite(value)) throw refused("a number that is infinite or none is not in JSON", node);
        return float(value, from);
      }
    }
  }

  #read(node: ScalarNode): Scalar {
    const text = this.#textOf(node);
    const isPlain = node.type === undefined || node.type === "PLAIN";
    if (!isPlain && node.tag === undefined) return { kind: "string", value: text };
    const scalar = resolveScalar(text, node.tag);
    if (!scalar) throw refused(`it is not what its tag '${shortTag(node.tag)}' says`, node);
    return scalar;
  }

  /** What is written in a scalar. The library ends a block with a line end even where the text has none. */
  #textOf({ type, value, range }: ScalarNode): string {
    const text = typeof value === "string" ? value : "";
    const isBlock = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
    const isCut =
      isBlock && text.endsWith("\n") && (range?.[1] ?? 0) >= this.#text.length && !this.#text.endsWith("\n");
    return isCut ? text.slice(0, -1) : text;
  }

  #span(node: Node): Span | undefined {
    return node.range ? this.#places.span?.(node.range[0], node.range[1]) : undefined;
  }
}

/** go.yaml.in/yaml/v2, resolve.go, shortTag. */
function shortTag(tag = ""): string {
  return tag.replace("tag:yaml.org,2002:", "!!");
}

/** Whether a scalar can be a key. Integers of which only an unsigned one has room cannot: sigs.k8s.io/yaml, as below. */
export function isKey(scalar: Scalar): scalar is Exclude<Scalar, { kind: "null" }> {
  return scalar.kind !== "null" && !(scalar.kind === "int" && scalar.value >= 1n << 63n);
}

/** A scalar where a string is expected: sigs.k8s.io/yaml, yaml.go, convertToJSONableObject. */
export function scalarText(scalar: Exclude<Scalar, { kind: "null" }>): string {
  return scalar.kind === "float" ? goFloat32(scalar.value) : String(scalar.value);
}

function isMerge(node: unknown): boolean {
  if (!isScalar(node) || node.value !== "<<") return false;
  return node.tag === undefined
    ? node.type === "PLAIN"
    : /^(?:!|!!merge|tag:yaml\.org,2002:merge)$/.test(node.tag);
}

function asNode(node: unknown): Node | undefined {
  return isAlias(node) || isScalar(node) || isCollection(node) ? node : undefined;
}

function refused(message: string, node: Node | undefined): YamlError {
  const [start, end] = node?.range ?? [0, 0];
  return new YamlError(message, start, end);
}

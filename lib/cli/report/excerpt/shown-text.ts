import {
  type DocumentNodes,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from "../../../manifests/nodes.js";
import { namesSecretFlag, withoutSecretsInText } from "../../../kubernetes/kubeconfig/secret-texts.js";
import { withoutCredentials } from "../../../util/credentials.js";
import { leading } from "../../../util/leading.js";
import { memoize } from "../../../util/memoize.js";
import { isHarmless, isIdentity, isWellKnown } from "./harmless-fields.js";

/** A part of a text, and whether it may be shown. Parts follow each other without gaps. */
export interface Part {
  start: number;
  end: number;
  isShown: boolean;
}

/** Where a node is: in which object, and by which keys. */
interface Where {
  /** Undefined if it is not known what is harmless there. */
  path: readonly string[];
  isKnown: boolean;
  /** Whether objects may be here, as in a List. */
  isPlaceOfObjects: boolean;
  isArgument: boolean;
}

/** Longer keys and values tell little, and may be anything. */
const LONGEST_KEY = 100;
const LONGEST_VALUE = 200;

/**
 * Tells what of a document may be shown: the marks of YAML, the keys, and the values that are known to be harmless. All
 * other values are hidden, and so are comments, since a secret can be in any of them.
 */
export class ShownText {
  readonly #text: string;
  readonly #root: Node | null;
  readonly #isKustomization: boolean;

  /**
   * @param text that of one document
   * @param file the name of its file, since kustomizations need not say what they are
   */
  constructor(text: string, nodes: DocumentNodes, file: string) {
    this.#text = text;
    this.#root = nodes.contents;
    this.#isKustomization = /(?:^|[\\/])[Kk]ustomization(?:\.ya?ml)?$/.test(file);
  }

  /** The parts between two offsets of a line. */
  between(from: number, to: number): Part[] {
    const parts: Part[] = [];
    const range = { from, to };
    this.#node(
      this.#root,
      { path: [], isKnown: false, isPlaceOfObjects: true, isArgument: false },
      range,
      (node, isShown) => {
        const [start, end] = rangeOf(node);
        if (end <= from || start >= to) return;
        this.#gap(parts, parts.at(-1)?.end ?? from, Math.max(start, from));
        parts.push({ start: Math.max(start, parts.at(-1)?.end ?? from), end: Math.min(end, to), isShown });
      },
    );
    this.#gap(parts, parts.at(-1)?.end ?? from, to);
    return parts.filter(({ start, end }) => start < end);
  }

  /** What is between nodes: marks and anchors, which are shown, and else comments and tags. */
  #gap(parts: Part[], from: number, to: number): void {
    const text = this.#text.slice(from, to);
    // What begins with a `#` here is a comment, up to the end of the line.
    const [beforeComment = ""] = text.split("#", 1);
    let start = from;
    for (const { index, 0: marks } of beforeComment.matchAll(/[\s\-:{}[\],?]+|&[\w-]{1,40}(?=\s)/g)) {
      const at = from + index;
      if (at > start) parts.push({ start, end: at, isShown: false });
      parts.push({ start: at, end: at + marks.length, isShown: true });
      start = at + marks.length;
    }
    if (to > start) parts.push({ start, end: to, isShown: false });
  }

  #node(node: unknown, where: Where, range: Range, add: Add): void {
    if (isMap(node)) this.#map(node, where, range, add);
    else if (isSeq(node)) {
      for (const item of overlapping(node.items, range)) this.#node(item, where, range, add);
    } else if (isScalar(node)) add(node as Node, this.#isShownValue(node as Node, node.value, where));
    else if (isAlias(node)) add(node, true);
  }

  #map(map: YAMLMap, above: Where, range: Range, add: Add): void {
    const where = above.isPlaceOfObjects ? this.#inObject(map, above) : above;
    for (const { key, value } of overlapping(map.items, range) as Pair[]) {
      const name = isScalar(key) ? String(key.value) : "";
      const inside: Where = {
        path: [...where.path, name],
        isKnown: where.isKnown,
        isPlaceOfObjects: where.isPlaceOfObjects && where.path.length === 0 && name === "items",
        isArgument: where.isKnown && (name === "args" || name === "command"),
      };
      if (isScalar(key)) add(key as Node, this.#isShownKey(key as Node, value, inside));
      // A key that is a map itself is left to the gaps, which hide it.
      this.#node(value, inside, range, add);
    }
  }

  #inObject(map: YAMLMap, above: Where): Where {
    const { apiVersion, kind } = identityOf(map);
    const isKustomization = this.#isKustomization && kind === undefined && above.path.length === 0;
    const isKnown =
      isKustomization || (apiVersion !== undefined && kind !== undefined && isWellKnown(apiVersion, kind));
    return { ...above, path: [], isKnown, isPlaceOfObjects: kind?.endsWith("List") === true };
  }

  #isShownKey(key: Node, value: unknown, where: Where): boolean {
    const text = this.#textOf(key);
    if (text.length > LONGEST_KEY || !/^["']?[\w./@-]+["']?$/.test(text) || !isInnocent(text)) return false;
    // In `{ password }` the secret is a key without a value.
    const isAlone = value === null || (isScalar(value) && value.value === null);
    return !isAlone || this.#isHarmlessPath(where);
  }

  #isShownValue(node: Node, value: unknown, where: Where): boolean {
    const text = this.#textOf(node);
    // A tag such as `!!null` makes any text mean nothing.
    if (typeof value === "boolean" || value === null) return /^(?:true|false|null|~)?$/i.test(text);
    if (text.length > LONGEST_VALUE || /[\n{}\\]|^[|>]/.test(text)) return false;
    if (typeof value !== "string" && typeof value !== "number") return false;
    const plain = String(value);
    if (!isInnocent(text) || !isInnocent(plain)) return false;
    return where.isArgument ? isHarmlessArgument(plain) : this.#isHarmlessPath(where);
  }

  #isHarmlessPath({ path, isKnown }: Where): boolean {
    return isIdentity(path) || (isKnown && isHarmless(path));
  }

  #textOf(node: Node): string {
    const [start, end] = rangeOf(node);
    return this.#text.slice(start, Math.min(end, start + LONGEST_VALUE + 1));
  }
}

interface Range {
  from: number;
  to: number;
}
type Add = (node: Node, isShown: boolean) => void;

/** The items of a collection that reach into a range. They are in the order of the text, and can be many. */
function overlapping<Item>(items: readonly Item[], { from, to }: Range): Item[] {
  const count = leading(items, (item) => startOf(item) <= from);
  const found: Item[] = [];
  for (let index = Math.max(0, count - 1); index < items.length; index++) {
    const item = items[index] as Item;
    if (startOf(item) >= to) break;
    found.push(item);
  }
  return found;
}

function startOf(item: unknown): number {
  const node = typeof item === "object" && item !== null && "key" in item ? item.key : item;
  return rangeOf(node as Node | null)[0];
}

function rangeOf(node: Node | null | undefined): [number, number] {
  const [start = 0, end = 0] = node?.range ?? [];
  return [start, end];
}

/** What an object says it is. A map with thousands of keys is asked for each finding in it. */
const identityOf = memoize((map: YAMLMap) => {
  const textAt = (name: string): string | undefined => {
    const value = map.items.find(({ key }) => isScalar(key) && key.value === name)?.value;
    return isScalar(value) && typeof value.value === "string" ? value.value : undefined;
  };
  return { apiVersion: textAt("apiVersion"), kind: textAt("kind") };
});

/** Whether nothing in a text opens a door, wherever it stands. */
function isInnocent(text: string): boolean {
  return withoutCredentials(text) === text && withoutSecretsInText(text) === text;
}

/** Whether an argument is a switch of a program, such as `--anonymous-auth=true` or `--authorization-mode=Node,RBAC`. */
function isHarmlessArgument(text: string): boolean {
  const [, name = ""] =
    /^--([a-z][a-z-]{0,60})(?:=(?:true|false|\d{1,5}|[A-Z][A-Za-z,]{0,60}))?$/.exec(text) ?? [];
  return name !== "" && !namesSecretFlag(name) && !/pass|pwd|secret|cred/.test(name);
}

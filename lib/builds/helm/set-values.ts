import { UNKNOWN } from "../../kubernetes/objects.js";
import { isMap } from "../../util/plain-values.js";

/** The values of a chart. An integer that Helm knows as one, as `--set` reads it, is a bigint; another number is not. */
export type Values = Record<string, unknown>;

/** Why Helm refuses what is to be set, as a clause. */
export class SetError extends Error {}

/** More is asked for than is followed, which Helm may allow. */
export class SetLimitError extends Error {}

/** What a value says once it is split off: a text, or something else that it stands for. */
export type ReadValue = (text: string) => unknown;

/** What is set, as paths of keys: up to the first list, whose items are set together. */
export type SetPaths = readonly (readonly string[])[];

/**
 * Sets values as `--set` does: `a.b=1,c[0]=x,d={x,y}`, with `\` before what is meant literally. Helm: pkg/strvals/parser.go,
 * ParseInto.
 * @param values they are changed
 * @param read what a value says: `typedValue` as for `--set`, `textValue` as for `--set-string`
 */
export function setValues(values: Values, text: string, read: ReadValue = typedValue): SetPaths {
  const setter = new Setter(text, read);
  setter.setAll(values);
  return setter.paths;
}

/** pkg/strvals/parser.go, MaxNestedNameLevel. */
const MOST_LEVELS = 30;
/** Helm allows 65,536, of which each costs memory; nobody writes so many. */
const MOST_ITEMS = 1000;
const MOST_LISTS = 100;

/** What a value says with `--set`: pkg/strvals/parser.go, typedVal. */
export function typedValue(text: string): unknown {
  const word = text.toLowerCase();
  if (word === "true" || word === "false") return word === "true";
  if (word === "null") return null;
  if (text === "0") return 0n;
  if (!/^[-+]?\d+$/.test(text) || text.startsWith("0") || text.length > 20) return text;
  const integer = BigInt(text.replace(/^\+/, ""));
  return BigInt.asIntN(64, integer) === integer ? integer : text;
}

/** What a value says with `--set-string`. */
export function textValue(text: string): unknown {
  return text;
}

/** What ends a part of the text: a character, or the end of all. */
interface Part {
  text: string;
  end: string | undefined;
}

class Setter {
  readonly paths: (readonly string[])[] = [];
  #at = 0;
  #lists = 0;

  constructor(
    readonly text: string,
    readonly read: ReadValue,
  ) {}

  setAll(values: Values): void {
    while (!this.#key(values, [], 0));
  }

  /**
   * Sets one value in a map: `key`.
   * @param path the keys that lead to the map; undefined within a list
   * @returns whether the text has ended
   */
  #key(map: Values, path: readonly string[] | undefined, level: number): boolean {
    const { text: name, end } = this.#until("=[,.");
    if (end === undefined && name === "") return true;
    if (end === undefined) throw new SetError(`the key '${name}' has no value`);
    const own = path && [...path, name];
    if (end === "[") return this.#list(map, name, own, level);
    if (end === ",") throw new SetError(`the key '${name}' has no value`);
    if (end === "=") {
      const isEnd = this.#at >= this.text.length;
      put(map, name, isEnd ? "" : this.#value());
      if (own) this.paths.push(own);
      return isEnd;
    }
    if (level >= MOST_LEVELS) throw new SetError(`a key is nested more than ${MOST_LEVELS} levels deep`);
    const inner = this.#mapIn(map, name);
    const isEnd = this.#key(inner, own, level + 1);
    const isEmpty = Object.keys(inner).length === 0;
    if (isEmpty && !isEnd) throw new SetError(`the key '${name}' has no value`);
    if (!isEmpty && map[name] !== UNKNOWN) put(map, name, inner);
    return isEnd;
  }

  #list(map: Values, name: string, path: readonly string[] | undefined, level: number): boolean {
    const index = this.#index();
    const there = Object.hasOwn(map, name) ? map[name] : [];
    if (there !== UNKNOWN && !Array.isArray(there)) throw new SetError(`'${name}' is not a list`);
    const list: unknown[] = there === UNKNOWN ? [] : (there as unknown[]);
    const isEnd = this.#item(list, index, level);
    if (there !== UNKNOWN) put(map, name, list);
    if (path) this.paths.push(path);
    return isEnd;
  }

  /** Sets one value in a list: `listItem`. */
  #item(list: unknown[], index: number, level: number): boolean {
    if (index < 0) throw new SetError(`the index ${index} is negative`);
    const { text, end } = this.#until("[.=");
    if (text !== "") throw new SetError(`'${text}' follows an index`);
    if (end === undefined) return true;
    if (index >= MOST_ITEMS) throw new SetLimitError(`a list has more than ${MOST_ITEMS} items`);
    if (++this.#lists > MOST_LISTS)
      throw new SetLimitError(`more than ${MOST_LISTS} lists are set in one text`);
    if (end === "=") {
      const isEnd = this.#at >= this.text.length;
      putItem(list, index, isEnd ? "" : this.#value());
      return false;
    }
    const there = list[index];
    if (end === ".") {
      const inner = isMap(there) ? there : {};
      if (index < list.length && there !== UNKNOWN) list[index] = inner;
      // What is set last and to nothing is forgotten.
      if (this.#key(inner, undefined, level)) return true;
      if (there !== UNKNOWN) putItem(list, index, inner);
      return false;
    }
    const next = this.#index();
    if (there !== undefined && there !== null && there !== UNKNOWN && !Array.isArray(there))
      throw new SetError(`the item ${index} is not a list`);
    const inner: unknown[] = Array.isArray(there) ? (there as unknown[]) : [];
    if (this.#item(inner, next, level)) return true;
    if (there !== UNKNOWN) putItem(list, index, inner);
    return false;
  }

  /** The number in `[…]`. */
  #index(): number {
    const { text, end } = this.#until("]");
    if (end === undefined) throw new SetError("an index does not end with ']'");
    if (!/^[-+]?\d{1,15}$/.test(text)) throw new SetError(`'${text}' is not an index`);
    return Number(text);
  }

  /** A value, or several in braces: `valList` and `val`. */
  #value(): unknown {
    if (this.text[this.#at] !== "{") return this.read(this.#until(",").text);
    this.#at++;
    const list: unknown[] = [];
    for (;;) {
      const { text, end } = this.#until(",}");
      if (end === undefined) throw new SetError("a list does not end with '}'");
      list.push(this.read(text));
      if (end === "}") break;
    }
    if (this.text[this.#at] === ",") this.#at++;
    return list;
  }

  #mapIn(map: Values, name: string): Values {
    const there = Object.hasOwn(map, name) ? map[name] : {};
    if (there === UNKNOWN) return {};
    if (!isMap(there)) throw new SetError(`'${name}' is not a map`);
    return there;
  }

  /** The text up to one of some characters, without the backslashes that make others literal: `runesUntil`. */
  #until(stops: string): Part {
    let text = "";
    for (; this.#at < this.text.length; this.#at++) {
      const character = this.text[this.#at] ?? "";
      if (stops.includes(character)) {
        this.#at++;
        return { text, end: character };
      }
      if (character !== "\\") text += character;
      else if (this.#at + 1 < this.text.length) text += this.text[++this.#at] ?? "";
    }
    return { text, end: undefined };
  }
}

/** A key that is empty is left out: pkg/strvals/parser.go, set. */
function put(map: Values, key: string, value: unknown): void {
  if (key === "") return;
  Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
}

/** What is skipped is null: pkg/strvals/parser.go, setIndex. */
function putItem(list: unknown[], index: number, value: unknown): void {
  while (list.length < index) list.push(null);
  list[index] = value;
}

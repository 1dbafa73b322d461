/** A value of a JSON text. The items of lists are left out: no policy has any. */
export type JsonNode =
  | { type: "null" | "number" | "list" }
  | { type: "boolean"; value: boolean }
  | { type: "string"; value: string }
  | JsonObject;

/** An object, with each of its properties as often as it is written, in that order. */
export interface JsonObject {
  type: "object";
  entries: (readonly [key: string, node: JsonNode])[];
}

/** Why a text is not JSON, and where. */
export interface JsonProblem {
  /** `end`: the text ends early. `rest`: something follows the value. `depth`: too many brackets are open. */
  kind: "end" | "rest" | "depth" | "other";
  offset: number;
}

/** Go: encoding/json/scanner.go, maxNestingDepth. */
const MAX_DEPTH = 10_000;

/**
 * Reads a JSON text as Go's encoding/json takes it. JSON.parse accepts the same texts, but keeps only the last of the
 * properties with one name, where Go lets each of them set what it can.
 */
export function readJson(text: string): JsonNode | JsonProblem {
  try {
    return new JsonReader(text).read();
  } catch (failure) {
    if (!(failure instanceof JsonFailure)) throw failure;
    return { kind: failure.kind, offset: failure.offset };
  }
}

export function isJsonProblem(result: JsonNode | JsonProblem): result is JsonProblem {
  return "kind" in result;
}

class JsonFailure extends Error {
  constructor(
    readonly kind: JsonProblem["kind"],
    readonly offset: number,
  ) {
    super(kind);
  }
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [word: string, node: JsonNode])[] = [
  ["null", { type: "null" }],
  ["true", { type: "boolean", value: true }],
  ["false", { type: "boolean", value: false }],
];
const LONE_SURROGATE = /\p{Surrogate}/gu;

interface Open {
  node: JsonNode;
  /** Undefined for a list. */
  entries: JsonObject["entries"] | undefined;
  key: string;
}

/** Keeps the open brackets in a list of its own: on the stack, deep ones would exhaust it. */
class JsonReader {
  readonly #text: string;
  readonly #open: Open[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonNode {
    for (;;) {
      let node = this.#begin();
      while (node) {
        const top = this.#open.at(-1);
        if (!top) return this.#last(node);
        top.entries?.push([top.key, node]);
        node = this.#end(top);
      }
    }
  }

  /** Reads a value that ends here, or a bracket and what comes before the first value in it. */
  #begin(): JsonNode | undefined {
    const first = this.#peek();
    if (first === '"') return { type: "string", value: this.#string() };
    if (first !== "{" && first !== "[") return this.#plain();
    if (this.#open.length >= MAX_DEPTH) this.#fail("depth");
    this.#at++;
    const node: JsonNode = first === "{" ? { type: "object", entries: [] } : { type: "list" };
    const entries = node.type === "object" ? node.entries : undefined;
    if (this.#peek() === (entries ? "}" : "]")) {
      this.#at++;
      return node;
    }
    this.#open.push({ node, entries, key: entries ? this.#key() : "" });
    return undefined;
  }

  /** Reads what follows a value in brackets. Returns their content if they end here. */
  #end(top: Open): JsonNode | undefined {
    const next = this.#peek();
    if (next === ",") {
      this.#at++;
      if (top.entries) top.key = this.#key();
      return undefined;
    }
    if (next !== (top.entries ? "}" : "]")) this.#fail();
    this.#at++;
    this.#open.pop();
    return top.node;
  }

  #last(node: JsonNode): JsonNode {
    if (this.#peek() !== undefined) this.#fail("rest");
    return node;
  }

  #key(): string {
    if (this.#peek() !== '"') this.#fail();
    const key = this.#string();
    if (this.#peek() !== ":") this.#fail();
    this.#at++;
    return key;
  }

  #string(): string {
    const start = this.#at;
    for (let at = start + 1; ; at++) {
      const letter = this.#text[at];
      if (letter === undefined) this.#fail("end");
      if (letter < " ") {
        this.#at = at;
        this.#fail();
      }
      if (letter === "\\") at++;
      if (letter !== '"') continue;
      const value = stringOf(this.#text.slice(start, at + 1));
      if (value === undefined) this.#fail();
      this.#at = at + 1;
      return value;
    }
  }

  #plain(): JsonNode {
    for (const [word, node] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return node;
    }
    NUMBER.lastIndex = this.#at;
    if (!NUMBER.test(this.#text)) this.#fail();
    this.#at = NUMBER.lastIndex;
    return { type: "number" };
  }

  /** The next letter that is not a space; undefined at the end. */
  #peek(): string | undefined {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.#text);
    this.#at = SPACE.lastIndex;
    return this.#text[this.#at];
  }

  #fail(kind: JsonProblem["kind"] = this.#at >= this.#text.length ? "end" : "other"): never {
    throw new JsonFailure(kind, kind === "end" ? this.#text.length : this.#at);
  }
}

/** What a text in quotes stands for; undefined if it has an escape that JSON does not know. */
function stringOf(quoted: string): string | undefined {
  try {
    // Go's unquote puts this letter in the place of half a surrogate pair.
    return String(JSON.parse(quoted)).replace(LONE_SURROGATE, "\uFFFD");
  } catch {
    return undefined;
  }
}

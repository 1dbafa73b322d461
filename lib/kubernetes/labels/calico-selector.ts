import { all, type Certainty, type LabelValue } from "./label-selector.js";

/** Whether a Calico selector selects something with these labels. */
export type CalicoSelector = (label: (key: string) => LabelValue) => Certainty;

const LONGEST = 10_000;
const DEEPEST = 50;

const TOKEN =
  /[ \t\n]*(?:(?<text>"[^"]*"|'[^']*')|(?<sign>==|!=|&&|\|\||[!(){},])|(?<word>[a-zA-Z0-9_./-]+))/y;

/** Whether an operator with one value holds for a label that is set. */
const COMPARISONS: ReadonlyMap<string, (value: string, wanted: string) => boolean> = new Map([
  ["==", (value, wanted) => value === wanted],
  ["!=", (value, wanted) => value !== wanted],
  ["contains", (value, wanted) => value.includes(wanted)],
  ["starts", (value, wanted) => value.startsWith(wanted)],
  ["ends", (value, wanted) => value.endsWith(wanted)],
]);

/**
 * Parses a Calico selector (`all()`, `has(a) && b not in {"c"}`); an empty one selects everything.
 * Undefined if the text is not a selector. `global()` is never true: it selects what is not in a namespace.
 * Calico: libcalico-go/lib/selector/parser and tokenizer.
 */
export function calicoSelector(text: string): CalicoSelector | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  if (tokens.length === 0) return () => true;
  const parser = new Parser(tokens);
  const selector = parser.either(0);
  return parser.isAtEnd() ? selector : undefined;
}

function tokenize(text: string): string[] | undefined {
  if (text.length > LONGEST) return undefined;
  const source = text.trimEnd();
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const { text: quoted, sign, word } = TOKEN.exec(source)?.groups ?? {};
    const token = quoted ?? sign ?? word;
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  return tokens;
}

/** Recursive descent; each method returns undefined if the text is not a selector. */
class Parser {
  #at = 0;
  readonly #tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  either(depth: number): CalicoSelector | undefined {
    const parts = this.#chain("||", () => this.#both(depth));
    return parts && ((label) => not(all(parts.map((part) => not(part(label))))));
  }

  #both(depth: number): CalicoSelector | undefined {
    const parts = this.#chain("&&", () => this.#single(depth));
    return parts && ((label) => all(parts.map((part) => part(label))));
  }

  #chain(sign: string, next: () => CalicoSelector | undefined): CalicoSelector[] | undefined {
    const parts: CalicoSelector[] = [];
    do {
      const part = next();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#take(sign));
    return parts;
  }

  #single(depth: number): CalicoSelector | undefined {
    if (depth > DEEPEST) return undefined;
    if (this.#take("!")) {
      const inner = this.#single(depth + 1);
      return inner && ((label) => not(inner(label)));
    }
    if (this.#take("(")) {
      const inner = this.either(depth + 1);
      return this.#take(")") ? inner : undefined;
    }
    const key = this.#word();
    if (key === undefined) return undefined;
    return this.#take("(") ? this.#call(key) : this.#comparison(key);
  }

  #call(name: string): CalicoSelector | undefined {
    const key = name === "has" ? this.#word() : "";
    if (key === undefined || !this.#take(")")) return undefined;
    if (name === "all") return () => true;
    if (name === "global") return () => false;
    return name === "has" ? (label) => compare(label(key), false, () => true) : undefined;
  }

  #comparison(key: string): CalicoSelector | undefined {
    const negated = this.#take("not");
    if (this.#take("in")) {
      const values = this.#set();
      return values && ((label) => compare(label(key), negated, (value) => values.has(value) !== negated));
    }
    const operator = this.#tokens[this.#at++] ?? "";
    const holds = COMPARISONS.get(operator);
    if (negated || holds === undefined) return undefined;
    if ((operator === "starts" || operator === "ends") && !this.#take("with")) return undefined;
    const wanted = this.#text();
    if (wanted === undefined) return undefined;
    return (label) => compare(label(key), operator === "!=", (value) => holds(value, wanted));
  }

  #set(): Set<string> | undefined {
    if (!this.#take("{")) return undefined;
    const values = new Set<string>();
    while (!this.#take("}")) {
      const value = this.#text();
      if (value === undefined) return undefined;
      values.add(value);
      this.#take(",");
    }
    return values;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #word(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !/^[a-zA-Z0-9_./-]/.test(token)) return undefined;
    this.#at++;
    return token;
  }

  #text(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !/^["']/.test(token)) return undefined;
    this.#at++;
    return token.slice(1, -1);
  }
}

function not(certainty: Certainty): Certainty {
  return certainty === undefined ? undefined : !certainty;
}

function compare(value: LabelValue, missing: boolean, holds: (value: string) => boolean): Certainty {
  if (value === undefined) return undefined;
  return value === null ? missing : holds(value);
}

import { isPrintable } from "../go/quote.js";
import type { Span } from "../values/text.js";
import { TemplateError } from "../values/value.js";
import { keywordOf, type Token, type TokenKind } from "./token.js";

const LEFT = "{{";
const RIGHT = "}}";
/** The length of a closing delimiter that trims: ` -}}`. */
const TRIMMING = 4;
/** What Go takes for a letter or digit of a name (`isAlphaNumeric`). */
const NAME = /[\p{L}\p{Nd}_]*/uy;
const SPACES = /[ \t\r\n]*/y;
/** What may stand right after a name (`atTerminator`), besides a closing delimiter. */
const TERMINATORS = new Set([" ", "\t", "\r", "\n", "", ".", ",", "|", ":", ")", "("]);
const SIGN = /[+-]?/y;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

/**
 * Reads the tokens of a template one by one, as Go does (text/template/parse/lex.go), so that the first thing that is
 * wrong is what is told.
 */
export class Lexer {
  #at = 0;
  #isInAction = false;
  #depth = 0;
  /** Where the action or comment begins that is being read. */
  #action = 0;

  constructor(
    readonly text: string,
    private readonly placeOf: (start: number, end: number) => Span | undefined,
  ) {}

  next(): Token {
    return this.#isInAction ? this.#nextInAction() : this.#nextText();
  }

  /** The text before the next action without what it trims, the beginning of an action, or the end. */
  #nextText(): Token {
    for (;;) {
      const start = this.#at;
      const left = this.text.indexOf(LEFT, start);
      const end = left === -1 ? this.text.length : left;
      const isTrimmed = left !== -1 && this.#hasTrimMarkerAfter(left + LEFT.length);
      const kept = isTrimmed ? trimmedEnd(this.text, start, end) : end;
      this.#at = end;
      if (kept > start) return this.#token("text", start, kept);
      if (left === -1) return this.#token("end of file", end, end);
      this.#action = left;
      const inside = left + LEFT.length + (isTrimmed ? 2 : 0);
      if (this.text.startsWith("/*", inside)) {
        this.#skipComment(inside);
        continue;
      }
      this.#at = inside;
      this.#isInAction = true;
      this.#depth = 0;
      return this.#token("{{", left, left + LEFT.length);
    }
  }

  #hasTrimMarkerAfter(at: number): boolean {
    return this.text[at] === "-" && isSpace(this.text[at + 1]);
  }

  #skipComment(start: number): void {
    const end = this.text.indexOf("*/", start + 2);
    if (end === -1) throw this.#error("the comment has no end", this.#action, start + 2);
    const delimiter = this.#rightDelimiterAt(end + 2);
    if (delimiter === undefined) {
      throw this.#error(
        "the comment ends before the action does: '}}' must follow it",
        this.#action,
        end + 2,
      );
    }
    this.#closeAt(end + 2 + delimiter, delimiter);
  }

  /** The length of the closing delimiter with its trim marker; undefined if there is none. */
  #rightDelimiterAt(at: number): number | undefined {
    if (isSpace(this.text[at]) && this.text[at + 1] === "-" && this.text.startsWith(RIGHT, at + 2)) {
      return TRIMMING;
    }
    return this.text.startsWith(RIGHT, at) ? RIGHT.length : undefined;
  }

  /** Goes on after an action that ends there, past the white space that a closing delimiter of that length trims. */
  #closeAt(end: number, length: number): void {
    this.#at = length === TRIMMING ? this.#match(SPACES, end) : end;
  }

  #nextInAction(): Token {
    const start = this.#at;
    const delimiter = this.#rightDelimiterAt(start);
    if (delimiter !== undefined) return this.#closing(start, delimiter);
    const character = this.text[start];
    if (character === undefined) throw this.#error("the action has no end", this.#action, this.#action + 2);
    if (isSpace(character)) return this.#space(start);
    switch (character) {
      case "=":
        return this.#take("assign", start + 1);
      case ":":
        if (this.text[start + 1] !== "=") throw this.#error("'=' is expected after ':'", start, start + 1);
        return this.#take("declare", start + 2);
      case "|":
        return this.#take("|", start + 1);
      case '"':
        return this.#quoted("string", character, "the string has no end");
      case "'":
        return this.#quoted("character", character, "the character in quotes has no end");
      case "`": {
        const end = this.text.indexOf("`", start + 1);
        if (end === -1) throw this.#error("the string in backquotes has no end", start, start + 1);
        return this.#take("raw string", end + 1);
      }
      case "$":
        return this.#name("variable");
      case "(":
        this.#depth++;
        return this.#take("(", start + 1);
      case ")":
        if (--this.#depth < 0) throw this.#error("')' closes nothing", start, start + 1);
        return this.#take(")", start + 1);
    }
    return this.#nameOrNumber(start, character);
  }

  #closing(start: number, length: number): Token {
    if (this.#depth > 0) throw this.#error("'(' is not closed", this.#action, start);
    const end = start + length;
    this.#isInAction = false;
    this.#closeAt(end, length);
    return this.#token("}}", end - RIGHT.length, end);
  }

  /** A run of spaces, except for the one that belongs to a trim marker. */
  #space(start: number): Token {
    const end = this.#match(SPACES, start);
    if (this.#rightDelimiterAt(end - 1) !== TRIMMING) return this.#take("space", end);
    return end - 1 === start ? this.#closing(start, TRIMMING) : this.#take("space", end - 1);
  }

  /** What stands in quotes, on one line; a backslash takes the next character with it. */
  #quoted(kind: TokenKind, quote: string, unclosed: string): Token {
    const start = this.#at;
    for (let at = start + 1; ; at++) {
      if (this.text[at] === quote) return this.#take(kind, at + 1);
      if (this.text[at] === "\\") at++;
      if (this.text[at] === undefined || this.text[at] === "\n") {
        throw this.#error(unclosed, start, start + 1);
      }
    }
  }

  #nameOrNumber(start: number, character: string): Token {
    if (character === "." && !isDigit(this.text[start + 1]) && start + 1 < this.text.length) {
      return this.#name("field");
    }
    if (/[.+\-0-9]/.test(character)) return this.#number();
    const end = this.#match(NAME, start);
    if (end > start) {
      const word = this.text.slice(start, end);
      this.#checkTerminator(start, end);
      return this.#take(
        keywordOf(word) ?? (word === "true" || word === "false" ? "bool" : "identifier"),
        end,
      );
    }
    const whole = String.fromCodePoint(this.text.codePointAt(start) ?? 0);
    if (whole <= "~" && isPrintable(whole)) return this.#take("char", start + 1);
    throw this.#error("this character cannot stand in an action", start, start + whole.length);
  }

  /** `.Field` or `$variable`; nothing but the dot or dollar if a name does not follow. */
  #name(kind: "field" | "variable"): Token {
    const start = this.#at;
    if (this.#isTerminatedAt(start + 1)) return this.#take(kind === "field" ? "." : kind, start + 1);
    const end = this.#match(NAME, start + 1);
    this.#checkTerminator(start, end);
    return this.#take(kind, end);
  }

  #checkTerminator(start: number, end: number): void {
    if (this.#isTerminatedAt(end)) return;
    const character = String.fromCodePoint(this.text.codePointAt(end) ?? 0);
    const name = this.text.slice(start, end);
    throw this.#error(`'${character}' cannot stand right after '${name}'`, start, end + character.length);
  }

  #isTerminatedAt(at: number): boolean {
    return TERMINATORS.has(this.text[at] ?? "") || this.text.startsWith(RIGHT, at);
  }

  #number(): Token {
    const start = this.#at;
    let end = this.#numberEnd(start);
    let kind: TokenKind = "number";
    if (end !== undefined && this.#match(SIGN, end) > end) {
      end = this.#numberEnd(end);
      kind = "complex";
      if (end !== undefined && this.text[end - 1] !== "i") end = undefined;
    }
    if (end === undefined) throw this.#error("this is no number", start, this.#match(/[\w.+-]*/y, start));
    return this.#take(kind, end);
  }

  /** Where a number ends; undefined if something of a name follows at once. */
  #numberEnd(start: number): number | undefined {
    const end = this.#match(NUMBER, start);
    return this.#match(NAME, end) > end ? undefined : end;
  }

  /** The end of what a sticky pattern matches at a place, which is the place itself if it does not. */
  #match(pattern: RegExp, at: number): number {
    pattern.lastIndex = at;
    return pattern.test(this.text) ? pattern.lastIndex : at;
  }

  #take(kind: TokenKind, end: number): Token {
    const start = this.#at;
    this.#at = end;
    return this.#token(kind, start, end);
  }

  #token(kind: TokenKind, start: number, end: number): Token {
    return { kind, start, end, value: this.text.slice(start, end) };
  }

  #error(message: string, start: number, end: number): TemplateError {
    return new TemplateError(message, this.placeOf(start, end));
  }
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text[at - 1])) at--;
  return at;
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\r" || character === "\n";
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

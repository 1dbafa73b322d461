import { LimitError, TemplateError } from "../values/value.js";
import { Lexer } from "./lexer.js";
import type { Place } from "./nodes.js";
import type { Source } from "./source.js";
import { describeToken, type Token, type TokenKind } from "./token.js";

/** As many tokens as a template may have. */
const MOST = 1_000_000;

/** The tokens of a template, which can be looked at before they are taken. */
export class TokenStream {
  readonly #lexer: Lexer;
  /** Tokens that were read ahead, the next one last. */
  readonly #ahead: Token[] = [];
  #count = 0;

  constructor(readonly source: Source) {
    this.#lexer = new Lexer(source.text, (start, end) => source.span(start, end));
  }

  /** Gives back a token, which is the next one then. */
  back(token: Token): void {
    this.#ahead.push(token);
  }

  next(): Token {
    return this.#ahead.pop() ?? this.#read();
  }

  #read(): Token {
    if (++this.#count > MOST) throw new LimitError("the template is longer than is followed");
    return this.#lexer.next();
  }

  peek(): Token {
    const token = this.next();
    this.#ahead.push(token);
    return token;
  }

  nextNonSpace(): Token {
    for (;;) {
      const token = this.next();
      if (token.kind !== "space") return token;
    }
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.#ahead.push(token);
    return token;
  }

  expect(kind: TokenKind, context: string): Token {
    const token = this.nextNonSpace();
    if (token.kind !== kind) throw this.unexpected(token, context);
    return token;
  }

  unexpected(token: Token, context: string): TemplateError {
    return this.error(`${describeToken(token)} is not expected in ${context}`, token);
  }

  /** What is wrong, with where it stands. */
  error(message: string, { start, end }: Place): TemplateError {
    return new TemplateError(message, this.source.span(start, end));
  }
}

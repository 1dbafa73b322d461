import { HAS_RESERVED, RESERVED } from "../values/text.js";
import { goUnquote } from "../go/quote.js";
import { LimitError } from "../values/value.js";
import type { Command, Operand, Pipe } from "./nodes.js";
import { readCharacter, readNumber } from "./number.js";
import type { Scope } from "./scope.js";
import type { TokenStream } from "./token-stream.js";
import type { Token, TokenKind } from "./token.js";

/** The names that a template may call, besides Go's own functions. */
export type FunctionNames = Pick<ReadonlySet<string>, "has">;

/** The functions of Go's templates themselves (`builtins` of text/template/funcs.go). */
const BUILTINS = new Set(
  "and call html index slice js len not or print printf println urlquery eq ge gt le lt ne".split(" "),
);

/** Parses what stands in actions (text/template/parse/parse.go), whose functions its methods are named after. */
export class PipelineParser {
  readonly #tokens: TokenStream;
  readonly #functions: FunctionNames;
  /** Where the last pipeline ended, with what ends it. */
  ended = 0;

  constructor(
    tokens: TokenStream,
    functions: FunctionNames,
    public scope: Scope,
  ) {
    this.#tokens = tokens;
    this.#functions = functions;
  }

  /** `declarations command | command …`, with what ends it, whose end is `ended` then. */
  pipeline(context: string, end: "}}" | ")", isRange = false): Pipe {
    const { start } = this.#tokens.peekNonSpace();
    const { variables, isAssignment } = this.#declarations(context, isRange);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#tokens.nextNonSpace();
      if (token.kind === end) {
        const [, ...later] = commands;
        if (commands.length === 0)
          throw this.#tokens.error(`a value is missing in ${context}`, { start, end: token.end });
        for (const { first } of later) {
          if (isLiteral(first)) throw this.#tokens.error("what follows '|' must be a function", first);
        }
        this.ended = token.end;
        const last = commands.at(-1)?.end ?? token.start;
        return { type: "pipe", variables, isAssignment, commands, start, end: last };
      }
      if (!STARTS.has(token.kind)) throw this.#tokens.unexpected(token, context);
      this.#tokens.back(token);
      commands.push(this.#command());
    }
  }

  /** `$x :=`, `$x =`, and for `range` two variables. */
  #declarations(context: string, isRange: boolean): Pick<Pipe, "variables" | "isAssignment"> {
    const variables: string[] = [];
    while (this.#tokens.peekNonSpace().kind === "variable") {
      const variable = this.#tokens.nextNonSpace();
      const after = this.#tokens.peek();
      const next = this.#tokens.peekNonSpace();
      if (next.kind === "assign" || next.kind === "declare") {
        this.#tokens.nextNonSpace();
        variables.push(variable.value);
        this.scope.variables.declare(variable.value);
        return { variables, isAssignment: next.kind === "assign" };
      }
      if (next.kind !== "char" || next.value !== ",") {
        if (after.kind === "space") this.#tokens.back(after);
        this.#tokens.back(variable);
        break;
      }
      this.#tokens.nextNonSpace();
      variables.push(variable.value);
      this.scope.variables.declare(variable.value);
      if (!isRange || variables.length > 1)
        throw this.#tokens.error(`there are too many variables in ${context}`, next);
      const { kind } = this.#tokens.peekNonSpace();
      if (kind !== "variable" && kind !== "}}" && kind !== ")") {
        throw this.#tokens.error("'range' can only give values to variables", next);
      }
    }
    return { variables, isAssignment: false };
  }

  #command(): Command {
    const { start } = this.#tokens.peekNonSpace();
    const operands: Operand[] = [];
    for (;;) {
      this.#tokens.peekNonSpace();
      const operand = this.#operand();
      if (operand) operands.push(operand);
      const token = this.#tokens.next();
      if (token.kind === "space") continue;
      if (token.kind === "}}" || token.kind === ")") this.#tokens.back(token);
      else if (token.kind !== "|") throw this.#tokens.unexpected(token, "an action");
      const [first, ...rest] = operands;
      if (!first) throw this.#tokens.error("there is nothing before this", token);
      return { first, rest, start, end: operands.at(-1)?.end ?? start };
    }
  }

  /** A term with the fields that follow it at once; undefined if the next token begins none. */
  #operand(): Operand | undefined {
    const term = this.#term();
    if (!term || this.#tokens.peek().kind !== "field") return term;
    const names: string[] = [];
    let { end } = term;
    while (this.#tokens.peek().kind === "field") {
      const field = this.#tokens.next();
      names.push(field.value.slice(1));
      ({ end } = field);
    }
    switch (term.type) {
      case "field":
      case "variable":
        return { ...term, names: term.names.concat(names), end };
      case "bool":
      case "string":
      case "number":
      case "nil":
      case "dot":
        throw this.#tokens.error("a field cannot be asked of this", { start: term.start, end });
      default:
        return { type: "chain", of: term, names, start: term.start, end };
    }
  }

  #term(): Operand | undefined {
    const token = this.#tokens.nextNonSpace();
    const { start, end, value } = token;
    switch (token.kind) {
      case "identifier":
        if (!BUILTINS.has(value) && !this.#functions.has(value)) {
          throw this.#tokens.error(`there is no function '${value}'`, token);
        }
        return { type: "identifier", name: value, start, end };
      case ".":
        return { type: "dot", start, end };
      case "nil":
        return { type: "nil", start, end };
      case "variable":
        if (!this.scope.variables.has(value)) {
          throw this.#tokens.error(`the variable '${value}' is not defined`, token);
        }
        return { type: "variable", name: value, names: [], start, end };
      case "field":
        return { type: "field", names: [value.slice(1)], start, end };
      case "bool":
        return { type: "bool", value: value === "true", start, end };
      case "character":
      case "number":
        return { type: "number", ...this.#number(token), start, end };
      case "complex":
        throw new LimitError("complex numbers are not followed");
      case "string":
      case "raw string":
        return { type: "string", value: this.unquote(token), start, end };
      case "(": {
        const pipe = this.scope.nest(() => this.pipeline("parentheses", ")"));
        return { ...pipe, start, end: this.ended };
      }
    }
    this.#tokens.back(token);
    return undefined;
  }

  #number(token: Token): NonNullable<ReturnType<typeof readNumber>> {
    if (token.kind === "number" && token.value.endsWith("i")) {
      throw new LimitError("complex numbers are not followed");
    }
    const value = token.kind === "number" ? readNumber(token.value) : readCharacter(token.value);
    if (!value && token.kind !== "number") {
      throw this.#tokens.error("there must be one character between single quotes", token);
    }
    if (!value) throw this.#tokens.error(`'${token.value}' is no number that Go knows`, token);
    return value;
  }

  /** What the literal of a string says. */
  unquote(token: Token): string {
    const text = goUnquote(token.value);
    if (text === undefined) throw this.#tokens.error("the string has an escape that Go does not know", token);
    if (RESERVED.test(text) && !RESERVED.test(token.value))
      throw new LimitError(`a text in a template ${HAS_RESERVED}`);
    return text;
  }
}

/** The tokens with which a command begins. */
const STARTS = new Set<TokenKind>([
  "bool",
  "character",
  "complex",
  ".",
  "field",
  "identifier",
  "number",
  "nil",
  "raw string",
  "string",
  "variable",
  "(",
]);

/** Whether a command that begins with it does nothing with what is piped into it. */
function isLiteral({ type }: Operand): boolean {
  return type === "bool" || type === "dot" || type === "nil" || type === "number" || type === "string";
}

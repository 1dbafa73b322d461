import { isEmpty, type Node, type Place } from "./nodes.js";
import { PipelineParser, type FunctionNames } from "./pipeline-parser.js";
import { Scope } from "./scope.js";
import type { Source } from "./source.js";
import { TokenStream } from "./token-stream.js";
import type { Token } from "./token.js";

/** What ends a list of nodes. */
interface Ending extends Place {
  type: "end" | "else";
}

/** Parses the text of a template as Go does (text/template/parse/parse.go), whose functions its methods are named after. */
export class Parser {
  readonly #tokens: TokenStream;
  readonly #pipelines: PipelineParser;
  readonly #defines = new Map<string, readonly Node[]>();

  constructor(source: Source, functions: FunctionNames) {
    this.#tokens = new TokenStream(source);
    this.#pipelines = new PipelineParser(this.#tokens, functions, new Scope());
  }

  parse(): { nodes: readonly Node[]; defines: ReadonlyMap<string, readonly Node[]> } {
    const nodes: Node[] = [];
    while (this.#tokens.peek().kind !== "end of file") {
      const token = this.#tokens.next();
      if (token.kind === "{{") {
        if (this.#tokens.peekNonSpace().kind === "define") {
          this.#tokens.nextNonSpace();
          this.#definition();
          continue;
        }
      }
      this.#tokens.back(token);
      const node = this.#textOrAction();
      if (isEnding(node)) throw this.#tokens.error(`'${node.type}' belongs to nothing`, node);
      nodes.push(node);
    }
    return { nodes, defines: this.#defines };
  }

  /** `{{ define "name" }} … {{ end }}`, after its keyword. */
  #definition(): void {
    const token = this.#tokens.nextNonSpace();
    const name = this.#templateName(token, "'define'");
    this.#tokens.expect("}}", "'define'");
    this.#define(name, token);
  }

  /** What follows up to its `end` becomes a template of that name. */
  #define(name: string, at: Place): void {
    const outer = this.#pipelines.scope;
    this.#pipelines.scope = outer.separate();
    const { nodes, ending } = this.#pipelines.scope.nest(() => this.#itemList(at));
    if (ending.type === "else") throw this.#tokens.error("'else' belongs to nothing", ending);
    this.#pipelines.scope = outer;
    const earlier = this.#defines.get(name);
    const { text } = this.#tokens.source;
    if (earlier && !isEmpty(earlier, text)) {
      if (!isEmpty(nodes, text)) throw this.#tokens.error(`the template '${name}' is defined twice here`, at);
      return;
    }
    this.#defines.set(name, nodes);
  }

  /** Nodes up to `end` or `else`, which what stands at the place needs. */
  #itemList(place: Place): { nodes: readonly Node[]; ending: Ending } {
    const nodes: Node[] = [];
    while (this.#tokens.peekNonSpace().kind !== "end of file") {
      const node = this.#textOrAction();
      if (isEnding(node)) return { nodes, ending: node };
      nodes.push(node);
    }
    throw this.#tokens.error("the 'end' of this is missing", place);
  }

  #textOrAction(): Node | Ending {
    const token = this.#tokens.nextNonSpace();
    if (token.kind === "text") return { type: "text", start: token.start, end: token.end };
    if (token.kind === "{{") return this.#action(token);
    throw this.#tokens.unexpected(token, "the template");
  }

  #action({ start }: Token): Node | Ending {
    const token = this.#tokens.nextNonSpace();
    switch (token.kind) {
      case "block":
        return this.#block(start);
      case "break":
      case "continue":
        return this.#jump(token.kind, start);
      case "else":
        return this.#else(start);
      case "end":
        return { type: "end", start, end: this.#tokens.expect("}}", "'end'").end };
      case "if":
      case "with":
      case "range":
        return this.#control(token.kind, start);
      case "template":
        return this.#template(start);
    }
    this.#tokens.back(token);
    const pipe = this.#pipelines.pipeline("an action", "}}");
    return { type: "action", pipe, start, end: this.#pipelines.ended };
  }

  #jump(type: "break" | "continue", start: number): Node {
    const { end } = this.#tokens.expect("}}", `'${type}'`);
    if (this.#pipelines.scope.ranges === 0)
      throw this.#tokens.error(`'${type}' stands outside of 'range'`, { start, end });
    return { type, start, end };
  }

  /** `else`, or what stands for one in `else if`, whose keyword is left for the one that reads on. */
  #else(start: number): Ending {
    const { kind, end } = this.#tokens.peekNonSpace();
    if (kind === "if" || kind === "with") return { type: "else", start, end };
    return { type: "else", start, end: this.#tokens.expect("}}", "'else'").end };
  }

  #control(type: "if" | "with" | "range", start: number): Node {
    const outer = this.#pipelines.scope.variables.size;
    const pipe = this.#pipelines.pipeline(`'${type}'`, "}}", type === "range");
    const place = { start, end: this.#pipelines.ended };
    if (type === "range") this.#pipelines.scope.ranges++;
    const { nodes: then, ending } = this.#pipelines.scope.nest(() => this.#itemList(place));
    if (type === "range") this.#pipelines.scope.ranges--;
    const otherwise =
      ending.type === "else" ? this.#pipelines.scope.nest(() => this.#otherwise(type, ending)) : undefined;
    this.#pipelines.scope.variables.keep(outer);
    return { type, pipe, then, otherwise, ...place };
  }

  #otherwise(type: "if" | "with" | "range", place: Ending): readonly Node[] {
    if (type !== "range" && this.#tokens.peek().kind === type) {
      this.#tokens.next();
      return [this.#control(type, place.start)];
    }
    const { nodes, ending } = this.#itemList(place);
    if (ending.type === "else")
      throw this.#tokens.error("'end' is expected, but this is another 'else'", ending);
    return nodes;
  }

  #block(start: number): Node {
    const token = this.#tokens.nextNonSpace();
    const name = this.#templateName(token, "'block'");
    const pipe = this.#pipelines.pipeline("'block'", "}}");
    const end = this.#pipelines.ended;
    this.#define(name, token);
    return { type: "template", name, pipe, start, end };
  }

  #template(start: number): Node {
    const name = this.#templateName(this.#tokens.nextNonSpace(), "'template'");
    const token = this.#tokens.nextNonSpace();
    if (token.kind === "}}") return { type: "template", name, pipe: undefined, start, end: token.end };
    this.#tokens.back(token);
    const pipe = this.#pipelines.pipeline("'template'", "}}");
    return { type: "template", name, pipe, start, end: this.#pipelines.ended };
  }

  #templateName(token: Token, context: string): string {
    if (token.kind !== "string" && token.kind !== "raw string") throw this.#tokens.unexpected(token, context);
    return this.#pipelines.unquote(token);
  }
}

function isEnding(node: Node | Ending): node is Ending {
  return node.type === "end" || node.type === "else";
}

import { ConfigCommentParser, Directive } from "@eslint/plugin-kit";
import { type AST, SourceCode } from "eslint";
import { ParseError, parseForESLint, VisitorKeys } from "yaml-eslint-parser";
import {
  askTooMuch,
  type Comment,
  directiveComments,
  type LineColumn,
  LineIndex,
  TOO_MANY_COMMENTS,
} from "../manifests/comments.js";
import { type BrokenDocument, brokenAt } from "../manifests/broken-document.js";
import { isTooMuch, type ParseProblem, problem } from "../manifests/parse.js";
import { noteHeeding } from "./directives.js";
import { noteRefused } from "./refused.js";
import { splitDocuments } from "../manifests/split.js";
import { templateComments } from "../manifests/template-comments.js";
import { noteTemplate, partsOf } from "./template-directives.js";

const commentParser = new ConfigCommentParser();

/** The parts of a program that depend on the text. */
const CONTENT = ["body", "tokens", "comments", "range", "loc"] as const;

/** What ESLint itself and rules about plain text use; none of it needs the syntax tree. */
const WITHOUT_AST = new Set<string | symbol>([
  "isESTree",
  "scopeManager",
  "getLoc",
  "getRange",
  "applyLanguageOptions",
  "finalize",
  "constructor",
  "then",
]);

/** Rules for JavaScript ask for scopes, in YAML too when a configuration names no files. */
function emptyScopeManager(): SourceCode["scopeManager"] {
  const scope = {
    type: "global",
    set: new Map(),
    variables: [],
    references: [],
    through: [],
    childScopes: [],
    implicit: { variables: [], set: new Map(), left: [] },
    isStrict: false,
    upper: null,
  };
  const manager = {
    scopes: [scope],
    globalScope: scope,
    acquire: () => scope,
    getDeclaredVariables: () => [],
    addGlobals: () => undefined,
  };
  return manager as unknown as SourceCode["scopeManager"];
}

/** ESLint's own source code object, so that whatever a rule for another language calls is there. */
class YAMLSourceCode extends SourceCode {
  // JavaScript's globals have no meaning here.
  applyLanguageOptions(): void {}
  finalize(): void {}
}

type Step = { kind: number; target: unknown; phase?: number };
type Content = Pick<AST.Program, "body" | "tokens" | "comments" | "range" | "loc">;

interface Tree {
  content: Content;
  services: Record<string, unknown>;
  /** The documents that do not parse and are missing from the content. */
  refused: readonly BrokenDocument[];
}

/** The tree of what is not YAML: rules about YAML ignore it. */
function noTree(text: string, refused: Tree["refused"] = []): Tree {
  const start = { line: 1, column: 0 };
  const loc = { start, end: start };
  const content: Content = { body: [], tokens: [], comments: [], range: [0, text.length], loc };
  return { content, services: {}, refused };
}

/**
 * The syntax tree of yaml-eslint-parser; documents that do not parse are missing from it. Our own `valid-yaml`
 * says what is wrong with them; for the other rules the rest of the file is there.
 */
function treeOf(text: string): Tree {
  try {
    return parseWithTree(text);
  } catch {
    const { rest, refused } = withoutRefused(text);
    // An empty document is no better than a broken one.
    if (rest.trim() === "") return noTree(text, refused);
    try {
      return { ...parseWithTree(rest), refused };
    } catch {
      return noTree(text, refused);
    }
  }
}

/** With deep nesting, yaml-eslint-parser does not even throw: it ends the process. A large tree takes all memory. */
function parseWithTree(text: string): Tree {
  const isExcessive = splitDocuments(text).some(({ start, end }) => isTooMuch(text.slice(start, end)));
  if (isExcessive) throw new Error("Nested too deep, or too large");
  const { ast, services } = parseForESLint(text);
  return { content: ast as unknown as Content, services, refused: [] };
}

/** The line that ends a document. */
const END_LINE = /(?<![^\n])\.\.\.(?![^ \t\r\n])[^\n]*\n?$/;

/** The text with every document that does not parse overwritten by spaces, so that all offsets stay. */
function withoutRefused(text: string): { rest: string; refused: BrokenDocument[] } {
  const refused: BrokenDocument[] = [];
  let isOpen = false;
  const documents = splitDocuments(text);
  const parts = documents.flatMap((slice, index) => {
    // A byte order mark between two belongs to neither.
    const gap = text.slice(documents[index - 1]?.end ?? 0, slice.start);
    const document = text.slice(slice.start, slice.end);
    const endLine = document.search(END_LINE);
    const why = refusalOf(document);
    if (!why) {
      isOpen = endLine < 0 && (isOpen || document.trim() !== "");
      return [gap, document];
    }
    refused.push(brokenAt(text, slice, why));
    if (endLine < 0 || !isOpen) return [gap, blank(document)];
    // The document before it has no end of its own, and what follows may need one: directives do.
    isOpen = false;
    return [gap, blank(document.slice(0, endLine)), document.slice(endLine)];
  });
  return { rest: parts.join(""), refused };
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}

/** Why yaml-eslint-parser refuses a document, if it does. */
function refusalOf(document: string): ParseProblem | undefined {
  try {
    parseWithTree(document);
    return undefined;
  } catch (error) {
    const at = error instanceof ParseError ? error.index : 0;
    return problem(document, error instanceof Error ? error.message : String(error), at, at);
  }
}

/** The source code of a template of a chart, which is empty to all but our own rules. */
export function createTemplateSource(text: string, hasBOM: boolean): SourceCode {
  const sourceCode = createSourceCode("", hasBOM, "never", text);
  noteTemplate(sourceCode, text);
  return sourceCode;
}

/**
 * The source code that ESLint gives to rules. Our own rules need no syntax tree, and building one is most of
 * the cost of linting YAML. So it is made when a rule of another plugin asks for anything that depends on it:
 * rules do in `create`, and ESLint starts to walk the tree only after that.
 * @param when "always" makes it at once, "never" gives everybody an empty program
 * @param template the text that is linted, if it is that of a template: comments are looked for in it
 */
export function createSourceCode(
  text: string,
  hasBOM: boolean,
  when: "always" | "on-demand" | "never",
  template?: string,
): SourceCode {
  const program = { type: "Program", sourceType: "module", ...noTree(text).content } as AST.Program;
  // ESLint walks the program by these keys, so that walking alone does not make the tree. It is made from an empty
  // text, since ESLint's class looks for line ends at once.
  const plain = sourceCodeOf("", {}, { Program: [] });
  let full: YAMLSourceCode | undefined;
  let refused: Tree["refused"] = [];
  // "always" is there for selectors, which see the tree although nobody asks for it.
  let isWanted = when === "always";
  let isWalking = false;
  let isLeft = false;
  let isHeeding = false;
  let comments: Comment[] | undefined;
  let lines: string[] | undefined;
  let lineIndex: LineIndex | undefined;

  function sourceCodeOf(
    ofText: string,
    parserServices: Tree["services"],
    visitorKeys: object,
  ): YAMLSourceCode {
    const keys = visitorKeys as SourceCode.VisitorKeys;
    return new YAMLSourceCode({
      text: ofText,
      hasBOM,
      ast: program,
      parserServices,
      scopeManager: emptyScopeManager(),
      visitorKeys: keys,
    });
  }

  function build(): YAMLSourceCode {
    if (full) return full;
    const tree = when === "never" ? noTree(text) : treeOf(text);
    const { content, services } = tree;
    refused = tree.refused;
    for (const name of CONTENT) {
      const value = content[name];
      const get = () => {
        want();
        return value;
      };
      Object.defineProperty(program, name, name === "body" ? { get } : { value, writable: true });
    }
    for (const document of content.body as unknown as { parent: unknown }[]) document.parent = program;
    full = sourceCodeOf(text, services, VisitorKeys);
    return full;
  }

  /**
   * Notes that a rule asks what is in this YAML. Asking for text, comments, tokens or scopes does not count,
   * nor does looking when the program is left: rules for JavaScript walk whatever is there, before or after
   * ours.
   */
  function want(): void {
    if (!isWalking && !isLeft) isWanted = true;
  }

  /** ESLint reads the documents as well, to walk them, which does not mean that any rule is interested. */
  function stepsOf(source: YAMLSourceCode): Step[] {
    isWalking = true;
    const steps = [...(source.traverse() as Iterable<Step>)];
    isWalking = false;
    return steps;
  }

  function isExit({ target, phase }: Step): boolean {
    return target === program && phase === 2;
  }

  // A rule may look no further than the program it visits.
  for (const name of CONTENT) {
    const get = () => {
      if (name === "body") want();
      return build().ast[name];
    };
    Object.defineProperty(program, name, { configurable: true, enumerable: true, get });
  }

  const own = {
    text,
    hasBOM,
    visitorKeys: VisitorKeys,
    // JavaScript knows more line ends than YAML.
    get lines() {
      return (lines ??= text.split(/\r?\n/));
    },
    getLines: () => own.lines,
    // Rules about lines ask for the whole text.
    getText: (...around: Parameters<SourceCode["getText"]>) =>
      around[0] ? build().getText(...around) : text,
    get parserServices(): unknown {
      want();
      return build().parserServices as unknown;
    },
    getLocFromIndex: (offset: number) => (lineIndex ??= new LineIndex(text)).at(offset),
    getIndexFromLoc: (place: LineColumn) => (lineIndex ??= new LineIndex(text)).offset(place),
    getInlineConfigNodes: () =>
      (comments ??= template === undefined ? directiveComments(text) : templateComments(template)),
    getDisableDirectives: () => disableDirectives(own.getInlineConfigNodes(), template),
    // ESLint asks before it runs the rules, unless comments do not count.
    applyInlineConfig: () => {
      isHeeding = true;
      return inlineConfigs(own.getInlineConfigNodes());
    },
    *traverse() {
      const begun = full ?? plain;
      let taken = 0;
      isLeft = false;
      for (const step of stepsOf(begun)) {
        // A rule that asked only when it saw the program gets the rest of the real tree.
        if (full && full !== begun && !isLeft) break;
        taken++;
        isLeft ||= isExit(step);
        yield step;
      }
      // A rule that asks when the program is left must not see it left twice.
      if (!full || full === begun || isLeft) return;
      for (const step of stepsOf(full).slice(taken)) {
        isLeft ||= isExit(step);
        yield step;
      }
    },
  };

  if (when === "always") build();
  // The target is an empty object because a proxy must not differ from a frozen one.
  const sourceCode = new Proxy({} as SourceCode, {
    get(_, name) {
      const known = WITHOUT_AST.has(name) ? (full ?? plain) : undefined;
      const source = Object.hasOwn(own, name) ? own : (known ?? build());
      const value: unknown = Reflect.get(source, name, source);
      return typeof value === "function" && name !== "constructor" ? (value.bind(source) as unknown) : value;
    },
    has: (_, name) => name in own || name in plain,
    getPrototypeOf: () => YAMLSourceCode.prototype,
  });
  noteHeeding(sourceCode, () => isHeeding);
  noteRefused(sourceCode, () => (isWanted ? refused : undefined));
  return sourceCode;
}

function disableDirectives(comments: Comment[], template?: string) {
  const directives: Directive[] = [];
  // Reported by inlineConfigs: leaving rules on is safe.
  if (askTooMuch(comments)) return { directives, problems: [] };
  for (const comment of comments) {
    const directive = commentParser.parseDirective(comment.value);
    const type = /^eslint-(disable|enable|disable-line|disable-next-line)$/.exec(directive?.label ?? "")?.[1];
    if (!directive || !type) continue;
    const { value: list, justification } = directive;
    const parts =
      template === undefined ? [{ node: comment, value: list }] : partsOf(comment, list, template);
    for (const { node, value } of parts) {
      // Rules of others see nothing in a template, so that every comment for them would count as unused.
      if (template !== undefined && value !== "" && !value.startsWith("gitops/")) continue;
      directives.push(new Directive({ type: type as Directive["type"], node, value, justification }));
    }
  }
  return { directives, problems: [] };
}

function inlineConfigs(comments: Comment[]) {
  const configs: { config: object; loc: Comment["loc"] }[] = [];
  const problems: { ruleId: null; message: string; loc: Comment["loc"] }[] = [];
  if (comments[0] && askTooMuch(comments))
    return { configs, problems: [{ ruleId: null, message: TOO_MANY_COMMENTS, loc: comments[0].loc }] };
  for (const { value, loc } of comments) {
    const directive = commentParser.parseDirective(value);
    if (directive?.label !== "eslint") continue;
    const parsed = commentParser.parseJSONLikeConfig(directive.value);
    if (parsed.ok) configs.push({ config: { rules: parsed.config }, loc });
    else problems.push({ ruleId: null, message: parsed.error.message, loc });
  }
  return { configs, problems };
}

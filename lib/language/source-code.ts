import { ConfigCommentParser, Directive } from "@eslint/plugin-kit";
import { type AST, SourceCode } from "eslint";
import { parseForESLint, VisitorKeys } from "yaml-eslint-parser";
import { type Comment, directiveComments, type LineColumn, LineIndex } from "./comments.js";
import { isTooDeep } from "./parse.js";
import { splitDocuments } from "./split.js";

const commentParser = new ConfigCommentParser();

/** What of a program depends on the text. */
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

type Steps = Iterable<{ kind: number; target: unknown; phase?: number }>;
type Content = Pick<AST.Program, "body" | "tokens" | "comments" | "range" | "loc">;

interface Tree {
  content: Content;
  services: Record<string, unknown>;
}

/** The tree of what is no YAML: rules about YAML pass it over. */
function noTree(text: string): Tree {
  const start = { line: 1, column: 0 };
  const loc = { start, end: start };
  return { content: { body: [], tokens: [], comments: [], range: [0, text.length], loc }, services: {} };
}

/** The syntax tree of yaml-eslint-parser; documents that do not parse are missing from it. */
function treeOf(text: string): Tree {
  for (const yaml of [() => text, () => blankBroken(text)]) {
    try {
      const { ast, services } = parseWithTree(yaml());
      return { content: ast as unknown as Content, services };
    } catch {
      // Our own `valid-yaml` says what is wrong; for the other rules the rest of the file is there.
    }
  }
  return noTree(text);
}

/** yaml-eslint-parser bears deep nesting so little that it does not even throw: the process ends. */
function parseWithTree(text: string): ReturnType<typeof parseForESLint> {
  const tooDeep = splitDocuments(text).some(({ start, end }) => isTooDeep(text.slice(start, end)));
  if (tooDeep) throw new Error("Nested too deep");
  return parseForESLint(text);
}

/**
 * The text with every document that does not parse overwritten by spaces, so that all offsets stay.
 * @throws {Error} when nothing remains: an empty document is no better than a broken one.
 */
function blankBroken(text: string): string {
  const rest = splitDocuments(text)
    .map(({ start, end }) => text.slice(start, end))
    .map((document) => (parses(document) ? document : document.replace(/[^\r\n]/g, " ")))
    .join("");
  if (rest.trim() === "") throw new Error("No document parses");
  return rest;
}

function parses(document: string): boolean {
  try {
    parseWithTree(document);
    return true;
  } catch {
    return false;
  }
}

/**
 * The source code that ESLint gives to rules. Our own rules need no syntax tree, and building one is most
 * of the cost of linting YAML. So it is made when a rule of somebody else asks for anything that depends on
 * it: rules do in `create`, and ESLint starts to walk the tree only after that.
 * @param when "always" makes it at once, "never" gives everybody an empty program
 */
export function createSourceCode(
  text: string,
  hasBOM: boolean,
  when: "always" | "on-demand" | "never",
): SourceCode {
  const program = { type: "Program", sourceType: "module", ...noTree(text).content } as AST.Program;
  // ESLint walks the program by these keys, so that walking alone does not make the tree.
  // It is made of no text, since ESLint's class looks for line ends at once.
  const plain = sourceCodeOf("", {}, { Program: [] });
  let full: YAMLSourceCode | undefined;
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
    const { content, services } = when === "never" ? noTree(text) : treeOf(text);
    for (const name of CONTENT)
      Object.defineProperty(program, name, { value: content[name], writable: true });
    for (const document of program.body as unknown as { parent: unknown }[]) document.parent = program;
    full = sourceCodeOf(text, services, VisitorKeys);
    return full;
  }

  // A rule may look no further than the program it visits.
  for (const name of CONTENT) {
    const get = () => build().ast[name];
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
    getLocFromIndex: (offset: number) => (lineIndex ??= new LineIndex(text)).at(offset),
    getIndexFromLoc: (place: LineColumn) => (lineIndex ??= new LineIndex(text)).offset(place),
    getInlineConfigNodes: () => (comments ??= directiveComments(text)),
    getDisableDirectives: () => disableDirectives(own.getInlineConfigNodes()),
    applyInlineConfig: () => inlineConfigs(own.getInlineConfigNodes()),
    *traverse() {
      const begun = full ?? plain;
      let taken = 0;
      for (const step of begun.traverse() as Steps) {
        // A rule that asked only when it saw the program gets the rest of the real tree.
        if (full && full !== begun) break;
        taken++;
        yield step;
      }
      if (!full || full === begun) return;
      for (const step of full.traverse() as Steps) if (taken-- <= 0) yield step;
    },
  };

  if (when === "always") build();
  // The target is an empty object because a proxy must not differ from a frozen one.
  return new Proxy({} as SourceCode, {
    get(_, name) {
      const known = WITHOUT_AST.has(name) ? (full ?? plain) : undefined;
      const source = Object.hasOwn(own, name) ? own : (known ?? build());
      const value: unknown = Reflect.get(source, name, source);
      return typeof value === "function" && name !== "constructor" ? (value.bind(source) as unknown) : value;
    },
    has: (_, name) => name in own || name in plain,
    getPrototypeOf: () => YAMLSourceCode.prototype,
  });
}

function disableDirectives(comments: Comment[]) {
  const directives: Directive[] = [];
  for (const comment of comments) {
    const directive = commentParser.parseDirective(comment.value);
    const type = /^eslint-(disable|enable|disable-line|disable-next-line)$/.exec(directive?.label ?? "")?.[1];
    if (!directive || !type) continue;
    const { value, justification } = directive;
    directives.push(new Directive({ type: type as Directive["type"], node: comment, value, justification }));
  }
  return { directives, problems: [] };
}

function inlineConfigs(comments: Comment[]) {
  const configs: { config: object; loc: Comment["loc"] }[] = [];
  const problems: { ruleId: null; message: string; loc: Comment["loc"] }[] = [];
  for (const { value, loc } of comments) {
    const directive = commentParser.parseDirective(value);
    if (directive?.label !== "eslint") continue;
    const parsed = commentParser.parseJSONLikeConfig(directive.value);
    if (parsed.ok) configs.push({ config: { rules: parsed.config }, loc });
    else problems.push({ ruleId: null, message: parsed.error.message, loc });
  }
  return { configs, problems };
}

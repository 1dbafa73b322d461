import type { Alias as LibraryAlias, CST, Document } from "yaml";
import { TextNodes } from "./plain-nodes.js";
import { TooMany } from "../../manifests/plain/builder.js";
import { readPlainWith } from "../../manifests/plain/read-plain.js";
import type { Alias, Node } from "../../manifests/nodes.js";
import { withFlowOnOneLine } from "../../util/flow-indent.js";
import { yaml } from "../../util/libraries.js";
import { lexemesOf } from "../../util/yaml-lexemes.js";

/** Why a text is not YAML that Helm reads, as a clause, and where. */
export class YamlError extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
    /** Whether it is refused only here, and Helm may read it. */
    readonly isOurs = false,
  ) {
    super(message);
  }
}

/** The library takes about a second for each megabyte. */
const LONGEST = 2_000_000;
/** Words, marks and line ends. Composing them takes more time and memory than their length. */
const MOST_LEXEMES = 400_000;
/** go.yaml.in/yaml/v2 reads up to 10,000 levels, for which the library would need more than the stack. */
const MOST_LEVELS = 500;
/** Flow collections of a text that are put on one line. */
const MOST_REPAIRS = 20;

/** What it takes to compose one of them, in steps of templates. */
const STEPS_OF_LEXEME = 5;

/** So many characters in the common subset of YAML are a step. */
const CHARACTERS_A_STEP = 4;

type Work = (steps: number) => void;

/** The first document of a text. */
export interface Composed {
  contents: Node | null;
  /** Whether it says that it is of another version of YAML than 1.1. */
  isOfOtherVersion: boolean;
  /** What an alias stands for. */
  resolve: (alias: Alias) => Node | undefined;
}

/**
 * The nodes of the first document of a text, all scalars as texts, in time that its length bounds. It throws a
 * `YamlError`.
 * @param work is told how much it is
 */
export function composeYaml(text: string, work: Work = () => undefined): Composed {
  if (text.length > LONGEST)
    throw new YamlError("more than 2 MB of YAML are not read", LONGEST, LONGEST, true);
  work(Math.ceil(text.length / CHARACTERS_A_STEP));
  const plain = plainNodes(text);
  if (plain) return { contents: plain.contents, isOfOtherVersion: false, resolve: () => undefined };
  const document = compose(text, MOST_REPAIRS, work);
  const { explicit, version } = document.directives.yaml;
  return {
    contents: document.contents as Node | null,
    isOfOtherVersion: explicit === true && version !== "1.1",
    resolve: (alias) => (alias as unknown as LibraryAlias).resolve(document) as Node | undefined,
  };
}

/** The nodes of a text in the common subset of YAML; undefined for any other, which takes ten times as long. */
function plainNodes(text: string): { contents: Node | null } | undefined {
  try {
    const read = readPlainWith(text, new TextNodes(text));
    return "value" in read ? { contents: read.value } : undefined;
  } catch (error) {
    if (error instanceof TooMany) throw new YamlError(TOO_MANY, error.offset, error.offset, true);
    throw error;
  }
}

const TOO_MANY = "it has too many words and marks";

function compose(text: string, repairs: number, work: Work): Document.Parsed {
  const composer = new (yaml().Composer)({
    prettyErrors: false,
    logLevel: "silent",
    uniqueKeys: false,
    schema: "failsafe",
    resolveKnownTags: false,
    strict: false,
  });
  // A text of brackets has an error for each, with a stack trace of its own.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    const [document] = composer.compose(tokensOf(text, work), true, text.length);
    const parsed = document as Document.Parsed;
    const [error] = parsed.errors;
    if (!error) return parsed;
    if (error.code === "BAD_INDENT" && error.message.startsWith("Flow ") && repairs > 0) {
      const mended = withFlowOnOneLine(text, error.pos[0]);
      if (mended !== undefined) return compose(mended, repairs - 1, work);
    }
    throw new YamlError(`it is not YAML: ${clause(error.message)}`, error.pos[0], error.pos[1]);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function clause(message: string): string {
  const line = message.replace(/\s+/g, " ").replace(/\.$/, "").slice(0, 200);
  return line.charAt(0).toLowerCase() + line.slice(1);
}

function tokensOf(text: string, work: Work): CST.Token[] {
  const { Parser } = yaml();
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of lexemesOf(text)) {
    const { offset } = parser;
    work(STEPS_OF_LEXEME);
    if (++lexemes > MOST_LEXEMES) throw new YamlError(TOO_MANY, offset, offset, true);
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MOST_LEVELS)
      throw new YamlError(`it is nested more than ${MOST_LEVELS} levels deep`, offset, offset, true);
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

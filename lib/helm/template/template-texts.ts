import { NOT_KNOWN, Text } from "../values/text.js";
import { TemplateError } from "../values/value.js";
import { parseSource, withSource, type ParsedNodes, type ParsedTemplate } from "./parse.js";
import type { FunctionNames } from "./pipeline-parser.js";
import { Source } from "./source.js";

/** The texts that `tpl` executes. One that is executed again, as in a loop, is not parsed again. */
export class TemplateTexts {
  readonly #parsed = new Map<string, ParsedNodes>();

  /** @param work is told how much a text is to parse */
  constructor(
    private readonly functions: FunctionNames,
    private readonly work: (steps: number) => void,
  ) {}

  /** The template that a text is; undefined if it has no actions, and a text if that cannot be known. */
  parse(text: Text): ParsedTemplate | Text | undefined {
    if (!text.text.includes("{{")) return undefined;
    if (text.unknown !== undefined && isUnknownInAction(text.text)) return Text.unknown(text.unknown);
    const source = Source.ofText(text);
    try {
      let nodes = this.#parsed.get(text.text);
      if (!nodes) {
        this.work(Math.ceil(text.text.length / CHARACTERS_A_STEP_OF_PARSING));
        this.#parsed.set(text.text, (nodes = parseSource(source, this.functions)));
      }
      return withSource("", source, nodes);
    } catch (error) {
      if (text.unknown !== undefined && error instanceof TemplateError) return Text.unknown(text.unknown);
      throw error;
    }
  }
}

/** A text takes longer to parse than to be gone through. */
const CHARACTERS_A_STEP_OF_PARSING = 4;

/** Whether something that is not known stands in an action. */
function isUnknownInAction(text: string): boolean {
  let isInside = false;
  for (const [token] of text.matchAll(DELIMITER)) {
    if (token === NOT_KNOWN && isInside) return true;
    if (token !== NOT_KNOWN) isInside = token === "{{";
  }
  return false;
}

const DELIMITER = new RegExp(`\\{\\{|\\}\\}|${NOT_KNOWN}`, "g");

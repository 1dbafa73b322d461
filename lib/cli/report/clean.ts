import type { ESLint, Linter } from "eslint";
import { printable, RUNNER_COMMAND } from "../../util/phrases.js";

// The linted repository may be a stranger's, and what is printed is read by a terminal and by the runner of a CI
// system. Both take orders in the text. So the words of strangers are cleaned where they come in, and the finished
// text of every report passes a guard, whoever made it.

/** How a text is read, which says what its guard may do to it; in `colored` there are colors of our own. */
export type Encoding = "text" | "colored" | "json" | "xml" | "github";

/** What only line ends are left of. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const REPLACEMENT = "\uFFFD";

/** GitHub Actions takes a line that begins so for a command, after any white space. */
const WORKFLOW_COMMAND = /^([^\S\n]*):(?=:)/gm;
/** What the format `github` is made of. None of these does more than to annotate. */
const ANNOTATION = /^::(?:error|warning) [^\n]*::/;

/** A color or its end behind the escape character, as `styleText` writes it. */
const COLOR = /^\[\d{1,2}m/;

const GUARDS: Record<Encoding, (text: string) => string> = {
  text: (text) => withoutCommands(withoutControls(text)),
  colored: (text) => withoutCommands(withoutControls(text, isColor)),
  json,
  xml,
  github,
};

/**
 * A finished text that can be shown: no character in it but line ends does more than show, and no runner finds a
 * command, but for the annotations of the format `github`. JSON says the same as before, and so does XML where it can.
 */
export function guarded(text: string, encoding: Encoding): string {
  return GUARDS[encoding](text);
}

function withoutControls(text: string, isOurs?: (text: string, at: number) => boolean): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(UNPRINTABLE, (character, at: number) => (isOurs?.(text, at) ? character : REPLACEMENT));
}

function isColor(text: string, at: number): boolean {
  return text.startsWith("\u001B", at) && COLOR.test(text.slice(at + 1, at + 5));
}

function withoutCommands(text: string): string {
  return text.replace(RUNNER_COMMAND, "# #").replace(WORKFLOW_COMMAND, "$1: ");
}

/** Outside of its strings, JSON has nothing of all this; no string begins a line. */
function json(text: string): string {
  return text.replace(UNPRINTABLE, asJson).replace(RUNNER_COMMAND, "\\u0023#");
}

function asJson(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Of the control characters XML 1.0 can hold few, not even as a reference. */
function xml(text: string): string {
  return text
    .replace(UNPRINTABLE, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 0x20 && !"\t\r".includes(character) ? REPLACEMENT : `&#${code};`;
    })
    .replace(RUNNER_COMMAND, "&#35;#")
    .replace(WORKFLOW_COMMAND, "$1&#58;");
}

function github(text: string): string {
  return withoutControls(text)
    .replace(RUNNER_COMMAND, "# #")
    .split("\n")
    .map((line) => (ANNOTATION.test(line) ? line : withoutCommands(line)))
    .join("\n");
}

/** A result of ESLint as it is reported: comments put words of strangers into messages and names of rules. */
export function cleaned(result: ESLint.LintResult): ESLint.LintResult {
  return {
    ...result,
    messages: result.messages.map(cleanedMessage),
    suppressedMessages: result.suppressedMessages.map((message) => ({
      ...cleanedMessage(message),
      suppressions: message.suppressions.map((one) => ({
        ...one,
        justification: oneLine(one.justification),
      })),
    })),
  };
}

function cleanedMessage<Message extends Linter.LintMessage>(message: Message): Message {
  const { ruleId, suggestions } = message;
  return {
    ...message,
    ruleId: ruleId && printable(ruleId),
    message: oneLine(message.message),
    ...(suggestions && { suggestions: suggestions.map((one) => ({ ...one, desc: oneLine(one.desc) })) }),
  };
}

/** ESLint breaks the lines of some messages itself, and indents the next one. */
function oneLine(text: string): string {
  return printable(/[\t\n]/.test(text) ? text.replace(/[\t\n]+/g, " ").trim() : text);
}

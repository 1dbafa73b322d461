import type { ESLint, Linter } from "eslint";
import { withoutCredentials } from "../../util/credentials.js";
import { OTHER_COMMAND, printable, RUNNER_COMMAND } from "../../util/phrases.js";

// The linted repository may be a stranger's, and what is printed is read by a terminal and by the runner of a CI
// system. Both obey commands in the text. So the words of strangers are cleaned where they come in, and the
// finished text of every report passes a guard, whatever its format.

/**
 * How a text is read, which decides what its guard may do to it; `colored` has colors of our own, a `page` is ours in
 * whole, and a `diff` is applied to files, as `yaml` may be.
 */
export type Encoding = "text" | "colored" | "page" | "diff" | "yaml" | "json" | "xml" | "html" | "github";

/** Control and format characters, except line ends. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const REPLACEMENT = "\uFFFD";

/** GitHub Actions reads a line that begins like this, after any white space, as a command. */
const WORKFLOW_COMMAND = /^([^\S\n]*):(?=:)/gm;
/** Buildkite takes a line that begins like this for the title of a section, which it folds or opens. */
const SECTION = /^(?=(?:---|\+\+\+|~~~|\^\^\^)\s)/gm;
/** What the format `github` is made of. None of these does more than annotate. */
const ANNOTATION = /^::(?:error|warning) [^\n]*::/;

/** A color or its end after the escape character, as `styleText` writes it. */
const COLOR = /^\[\d{1,2}m/;

const GUARDS: Record<Encoding, (text: string) => string> = {
  text: (text) => withoutCommands(withoutControls(withoutCredentials(text))),
  colored: (text) => withoutCommands(withoutControls(withoutCredentials(text), isColor)),
  page: (text) => withoutControls(text),
  diff,
  yaml: diff,
  json,
  xml,
  html,
  github,
};

/**
 * A finished text that is safe to show: it has no control characters except line ends, no commands for
 * runners except the annotations of the format `github`, and nothing in URLs that opens a door. Apart from that, JSON
 * means the same as before, and so does XML as far as possible.
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
  return text
    .replace(RUNNER_COMMAND, "# #")
    .replace(OTHER_COMMAND, "$1 $2")
    .replace(WORKFLOW_COMMAND, "$1: ")
    .replace(SECTION, " ");
}

/** Control and format characters, except those that lines of files have, where they have them. */
const UNPRINTABLE_IN_FILES = /(?![\n\t\uFEFF])(?!\r(?:\n|$))[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The marks of a diff or of YAML begin lines as a section of Buildkite does, which folds them and no more. */
function diff(text: string): string {
  return withoutCredentials(text)
    .replace(UNPRINTABLE_IN_FILES, REPLACEMENT)
    .replace(RUNNER_COMMAND, "# #")
    .replace(OTHER_COMMAND, "$1 $2")
    .replace(WORKFLOW_COMMAND, "$1: ");
}

/** Outside of its strings, JSON has nothing of all this; no string begins a line. */
function json(text: string): string {
  return withoutCredentials(text).replace(UNPRINTABLE, asJson).replace(RUNNER_COMMAND, "\\u0023#");
}

function asJson(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** XML 1.0 can hold few control characters, not even as a reference. */
function xml(text: string): string {
  return withoutCredentials(text)
    .replace(UNPRINTABLE, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 0x20 && !"\t\r".includes(character) ? REPLACEMENT : `&#${code};`;
    })
    .replace(RUNNER_COMMAND, "&#35;#")
    .replace(OTHER_COMMAND, "$1 $2")
    .replace(WORKFLOW_COMMAND, "$1&#58;");
}

/** Its texts are JSON, its script and its style are ours, and the browser compares those with what they were. */
function html(text: string): string {
  return withoutControls(withoutCredentials(text))
    .replace(RUNNER_COMMAND, "# #")
    .replace(OTHER_COMMAND, "$1 $2");
}

function github(text: string): string {
  return withoutControls(withoutCredentials(text))
    .replace(RUNNER_COMMAND, "# #")
    .replace(OTHER_COMMAND, "$1 $2")
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

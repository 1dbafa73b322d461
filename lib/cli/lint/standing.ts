import type { ESLint, Linter } from "eslint";
import { LineIndex } from "../../manifests/comments.js";
import { splitDocuments } from "../../manifests/split.js";
import { notListedIn } from "../../plugin/room.js";
import { digest } from "../../util/digest.js";

type Message = Linter.LintMessage;

/** A file with what was found in it. */
export interface Judged {
  text: string;
  result: ESLint.LintResult;
}

/**
 * Which findings in a file that has changed were there before, in documents that have not: in the same place of the same
 * text. Whoever accepted those meant them, and not others of the same rule.
 */
export function standing(now: Judged, before: Judged): Message[] {
  const keyBefore = keysIn(before.text);
  const left = new Map<string, number>();
  for (const message of before.result.messages) {
    const key = keyBefore(message);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const keyNow = keysIn(now.text);
  return now.result.messages.filter((message) => {
    // Nobody has seen those that it stands for.
    if (notListedIn(message) > 0) return false;
    const key = keyNow(message);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  });
}

/** What a finding is about: the text of its document, the place in it, and the rule. */
function keysIn(text: string): (message: Message) => string {
  const lines = new LineIndex(text);
  const documents = splitDocuments(text).map(({ start, end }) => {
    const content = text.slice(start, end).replaceAll("\r\n", "\n").trimEnd();
    return { first: lines.at(start).line, digest: digest(content) };
  });
  // Findings come in the order of their places.
  let at = 0;
  return ({ line, column, endLine = line, endColumn, ruleId, messageId }) => {
    while ((documents[at + 1]?.first ?? Infinity) <= line) at++;
    while (at > 0 && (documents[at]?.first ?? 0) > line) at--;
    const document = documents[at] ?? { first: 1, digest: "" };
    const place = [line - document.first, column, endLine - document.first, endColumn];
    return [document.digest, ...place, ruleId, messageId].join("\n");
  };
}

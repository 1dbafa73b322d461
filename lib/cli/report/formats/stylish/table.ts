import type { Linter } from "eslint";
import { widest } from "../../../../util/widest.js";
import type { Paint } from "../../paint.js";
import { levelOf, wordsOf } from "./message.js";

/** One long message, which a comment can make, must not make all other lines as long. */
const WIDEST = 1000;

/**
 * One line for each message, with its columns below those of the others: the words and columns of ESLint's own
 * `stylish`. That one comes with all of ESLint, which a run that finds everything in its cache need not load.
 */
export function table(messages: readonly Linter.LintMessage[], paint: Paint): string[] {
  const rows = messages.map((message) => ({
    line: String(message.line),
    column: String(message.column),
    type: levelOf(message),
    words: wordsOf(message),
    rule: message.ruleId ?? "",
  }));
  const width = (name: "line" | "column" | "type" | "words") =>
    Math.min(widest(rows.map((row) => row[name])), WIDEST);
  const widths = { line: width("line"), column: width("column"), type: width("type"), words: width("words") };
  return rows.map(({ line, column, type, words, rule }) => {
    const place = paint.dim(`${line.padStart(widths.line)}:${column.padEnd(widths.column)}`);
    const level = paint[type === "error" ? "red" : "yellow"](type.padEnd(widths.type));
    return `  ${place}  ${level}  ${words.padEnd(widths.words)}  ${paint.dim(rule)}`.trimEnd();
  });
}

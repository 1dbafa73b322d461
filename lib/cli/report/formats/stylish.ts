import { styleText } from "node:util";
import type { ESLint, Linter } from "eslint";
import { plural, printable } from "../../../util/phrases.js";
import { widest } from "../../../util/widest.js";

/** One long message, which a comment can make, must not make all other lines as long. */
const WIDEST = 1000;

type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/**
 * What people read at a terminal: the words and columns of ESLint's own `stylish`. That one comes with all of ESLint,
 * which a run that finds everything in its cache need not load.
 */
export function stylish(results: readonly ESLint.LintResult[], isColored: boolean): string {
  const style: Style = (format, text) =>
    isColored ? styleText(format, text, { validateStream: false }) : text;
  const reported = results.filter(({ messages }) => messages.length > 0);
  const sum = (count: (result: ESLint.LintResult) => number) =>
    reported.reduce((all, result) => all + count(result), 0);
  const [errors, warnings] = [sum(({ errorCount }) => errorCount), sum(({ warningCount }) => warningCount)];
  const fixable = [
    sum(({ fixableErrorCount }) => fixableErrorCount),
    sum(({ fixableWarningCount }) => fixableWarningCount),
  ] as const;
  const counted = ([some, others]: readonly [number, number]) =>
    [plural(some, "error"), plural(others, "warning")] as const;
  const loud = (text: string) => style([errors > 0 ? "red" : "yellow", "bold"], text);
  return [
    ...reported.flatMap(({ filePath, messages }) => [
      style("underline", printable(filePath)),
      ...table(messages, style),
      "",
    ]),
    loud(`✖ ${plural(errors + warnings, "problem")} (${counted([errors, warnings]).join(", ")})`),
    ...(fixable[0] + fixable[1] > 0
      ? [loud(`  ${counted(fixable).join(" and ")} potentially fixable with the \`--fix\` option.`)]
      : []),
  ].join("\n");
}

/** One line for each message, with its columns below those of the others. */
function table(messages: readonly Linter.LintMessage[], style: Style): string[] {
  const rows = messages.map(({ line, column, severity, fatal, message, ruleId }) => ({
    line: String(line),
    column: String(column),
    type: fatal || severity === 2 ? "error" : "warning",
    words: message.replace(/([^ ])\.$/, "$1"),
    rule: ruleId ?? "",
  }));
  const width = (name: "line" | "column" | "type" | "words") =>
    Math.min(widest(rows.map((row) => row[name])), WIDEST);
  const widths = { line: width("line"), column: width("column"), type: width("type"), words: width("words") };
  return rows.map(({ line, column, type, words, rule }) => {
    const place = style("dim", `${line.padStart(widths.line)}:${column.padEnd(widths.column)}`);
    const level = style(type === "error" ? "red" : "yellow", type.padEnd(widths.type));
    return `  ${place}  ${level}  ${words.padEnd(widths.words)}  ${style("dim", rule)}`.trimEnd();
  });
}

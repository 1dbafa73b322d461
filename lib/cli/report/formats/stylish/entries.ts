import type { ESLint, Linter } from "eslint";
import { wrapped } from "../../../../util/display-width.js";
import { widest } from "../../../../util/widest.js";
import { Excerpts } from "../../excerpt/excerpts.js";
import { levelOf, wordsOf } from "./message.js";
import type { View } from "./view.js";

/** The findings of one file for a terminal: each with its words wrapped, and with an excerpt if that is wanted. */
export function entries(result: ESLint.LintResult, { paint, screen, hasExcerpts }: View): string[] {
  const { messages } = result;
  const excerpts = hasExcerpts ? new Excerpts(result) : undefined;
  const width = widest(messages.map(placeOf));
  return messages.flatMap((message, index) => {
    const level = levelOf(message);
    const place = placeOf(message).padEnd(width);
    const indent = 2 + width + 2 + level.length + 2;
    const rule = message.ruleId ?? "";
    const [first = "", ...others] = lines(wordsOf(message), rule, (screen?.columns ?? Infinity) - indent);
    const excerpt = excerpts?.of(message, screen?.columns, paint) ?? [];
    const all = [first, ...others].map((line, at) => {
      const isLast = at === others.length;
      return isLast && rule !== "" && line.endsWith(rule)
        ? line.slice(0, -rule.length) + paint.dim(rule)
        : line;
    });
    return [
      `  ${paint.dim(place)}  ${paint[level === "error" ? "red" : "yellow"](level)}  ${all[0] ?? ""}`,
      ...all.slice(1).map((line) => " ".repeat(indent) + line),
      ...excerpt,
      ...(excerpts && index < messages.length - 1 ? [""] : []),
    ];
  });
}

function placeOf({ line, column }: Linter.LintMessage): string {
  return `${line}:${column}`;
}

/** The words of a message in lines, with the name of the rule after two spaces, or on a line of its own. */
function lines(words: string, rule: string, width: number): string[] {
  const all = width === Infinity ? [words] : wrapped(words, Math.max(width, 20));
  if (rule === "") return all;
  const last = all.at(-1) ?? "";
  return last.length + 2 + rule.length <= width ? [...all.slice(0, -1), `${last}  ${rule}`] : [...all, rule];
}

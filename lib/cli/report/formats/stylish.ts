import type { ESLint } from "eslint";
import { printable } from "../../../util/phrases.js";
import { folded } from "./stylish/folded.js";
import { entries } from "./stylish/entries.js";
import { table } from "./stylish/table.js";
import type { View } from "./stylish/view.js";

/** So many findings can be read one by one. More are counted, and a terminal shows examples of them. */
export const MANY = 50;

/** What people read: every finding below the name of its file, or examples by rule if there are many at a terminal. */
export function stylish(results: readonly ESLint.LintResult[], view: View): string {
  const { paint, screen, hasExcerpts, isWhole } = view;
  const reported = results.filter(({ messages }) => messages.length > 0);
  const count = reported.reduce((sum, { messages }) => sum + messages.length, 0);
  if (screen && !isWhole && count > MANY) return folded(reported, { ...view, screen });
  return reported
    .flatMap((result) => [
      paint.underline(printable(result.filePath)),
      ...(screen || hasExcerpts ? entries(result, view) : table(result.messages, paint)),
      "",
    ])
    .join("\n");
}

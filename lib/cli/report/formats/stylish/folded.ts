import { relative } from "node:path";
import type { ESLint, Linter } from "eslint";
import { rules } from "../../../../../rules/index.js";
import { pageUrl } from "../../../../rule-kit/define-rule.js";
import { shortened, wrapped } from "../../../../util/display-width.js";
import { groupBy } from "../../../../util/group-by.js";
import { printable } from "../../../../util/phrases.js";
import { counted, digits } from "../../counted.js";
import { Excerpts } from "../../excerpt/excerpts.js";
import type { Screen } from "../../screen.js";
import { levelOf, WITHOUT_RULE, wordsOf } from "./message.js";
import type { View } from "./view.js";

/** How many findings of a rule are shown, the first of them in full. */
const SHOWN = 3;

type OnScreen = View & { screen: Screen };

interface Found {
  result: ESLint.LintResult;
  message: Linter.LintMessage;
}

/** The first findings of each rule with its address, and how many more there are in how many files. */
export function folded(results: readonly ESLint.LintResult[], view: OnScreen): string {
  const all = results.flatMap((result) => result.messages.map((message): Found => ({ result, message })));
  // The end is what a terminal still shows: there is what comes up least, and so is least expected.
  const byRule = [...groupBy(all, ({ message }) => message.ruleId ?? WITHOUT_RULE)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const excerpts = excerptsOf(
    byRule.flatMap(([, found]) => found.slice(0, 1)),
    view,
  );
  return byRule.flatMap(([rule, found]) => [...section(rule, found, excerpts, view), ""]).join("\n");
}

/** The excerpts of what is shown, file by file: only their lines are kept. */
function excerptsOf(shown: readonly Found[], { hasExcerpts, screen, paint }: OnScreen) {
  const lines = new Map<Linter.LintMessage, string[]>();
  if (!hasExcerpts) return lines;
  for (const [result, found] of groupBy(shown, (one) => one.result)) {
    const excerpts = new Excerpts(result);
    for (const { message } of found)
      lines.set(
        message,
        excerpts.of(message, screen.columns - 2, paint).map((line) => `  ${line}`),
      );
  }
  return lines;
}

function section(
  rule: string,
  found: readonly Found[],
  excerpts: ReadonlyMap<Linter.LintMessage, readonly string[]>,
  { paint, screen }: OnScreen,
): string[] {
  const hidden = found.slice(SHOWN);
  const files = new Set(hidden.map(({ result }) => result.filePath)).size;
  const name = rule.replace(/^gitops\//, "");
  return [
    `${paint.bold(printable(rule))}  ${counted(found.length, "finding")}`,
    ...(Object.hasOwn(rules, name) ? [paint.dim(pageUrl(name))] : []),
    ...found.slice(0, SHOWN).flatMap(({ result, message }, index) => {
      const level = levelOf(message);
      const words = wordsOf(message);
      const width = screen.columns - 4;
      return [
        `  ${paint.underline(placeOf(result, message))}  ${paint[level === "error" ? "red" : "yellow"](level)}`,
        ...(index === 0 ? wrapped(words, width) : [shortened(words, width)]).map((line) => `    ${line}`),
        ...(excerpts.get(message) ?? []),
      ];
    }),
    ...(hidden.length > 0
      ? [`  ${paint.dim(`… and ${digits(hidden.length)} more in ${counted(files, "file")}`)}`]
      : []),
  ];
}

function placeOf({ filePath }: ESLint.LintResult, { line, column }: Linter.LintMessage): string {
  const path = relative(process.cwd(), filePath);
  return `${printable(path.startsWith("..") ? filePath : path)}:${line}:${column}`;
}

import { dirname, relative, sep } from "node:path";
import type { ESLint } from "eslint";
import { rules } from "../../../rules/index.js";
import { pageUrl } from "../../rule-kit/define-rule.js";
import { displayWidth, padded, shortenedFront, widestOnScreen } from "../../util/display-width.js";
import { printable } from "../../util/phrases.js";
import { counted, digits } from "./counted.js";
import { WITHOUT_RULE } from "./formats/stylish/message.js";

/** How many findings something has, and in how many files. */
export interface Count {
  name: string;
  findings: number;
  files: number;
}

/** How many findings each rule has, without its prefix, most first. */
export function byRule(results: readonly ESLint.LintResult[]): Count[] {
  return counts(results, ({ messages }) =>
    messages.map(({ ruleId }) => ruleId?.replace(/^gitops\//, "") ?? WITHOUT_RULE),
  );
}

/**
 * How many findings each directory has, most first: those in which the directories of all files first differ, as they
 * are named on the command line.
 */
export function byDirectory(results: readonly ESLint.LintResult[]): Count[] {
  const paths = results
    .filter(({ messages }) => messages.length > 0)
    .map(({ filePath }) => dirname(filePath).split(sep));
  const [first = []] = paths;
  const shared = paths.reduce((length, path) => {
    let same = 0;
    while (same < length && path[same] === first[same]) same += 1;
    return same;
  }, first.length);
  return counts(results, ({ filePath, messages }) => {
    const directory = dirname(filePath)
      .split(sep)
      .slice(0, shared + 1)
      .join(sep);
    const path = relative(process.cwd(), directory || sep);
    return messages.map(() => (path === "" ? "." : path.startsWith("..") ? directory || sep : path));
  });
}

function counts(
  results: readonly ESLint.LintResult[],
  namesOf: (result: ESLint.LintResult) => string[],
): Count[] {
  const all = new Map<string, Count>();
  for (const result of results) {
    const names = namesOf(result);
    for (const name of names) {
      const count = all.get(name) ?? { name, findings: 0, files: 0 };
      count.findings += 1;
      all.set(name, count);
    }
    for (const name of new Set(names)) (all.get(name) as Count).files += 1;
  }
  return [...all.values()].sort((a, b) => b.findings - a.findings || (a.name < b.name ? -1 : 1));
}

/**
 * A table of counts in at most so many rows, the last of which tells how many are left out.
 * @param title what is counted, in the plural
 * @param columns how wide the rows may be
 */
export function countTable(
  title: string,
  all: readonly Count[],
  { rows, columns }: { rows: number; columns: number },
): string[] {
  const shown = all.length <= rows ? all : all.slice(0, Math.max(rows - 1, 1));
  const left = all.slice(shown.length);
  const sum = left.reduce((total, { findings }) => total + findings, 0);
  const width = widestOnScreen([sum, ...shown.map(({ findings }) => findings)].map(digits));
  const names = shown.map(({ name }) => printable(shortenedFront(name, columns - width - 4 - 20)));
  const widest = widestOnScreen(names);
  const files = shown.map((one) => `in ${counted(one.files, "file")}`);
  const widestFiles = widestOnScreen(files);
  return [
    `${title}:`,
    ...shown.map(({ name, findings }, index) => {
      const row = `  ${digits(findings).padStart(width)}  ${padded(names[index] ?? "", widest)}  ${files[index] ?? ""}`;
      if (!Object.hasOwn(rules, name)) return row;
      const withUrl = `${row.padEnd(row.length + widestFiles - (files[index] ?? "").length)}  ${pageUrl(name)}`;
      return displayWidth(withUrl) <= columns ? withUrl : row;
    }),
    ...(left.length > 0 ? [`  ${digits(sum).padStart(width)}  in ${digits(left.length)} more`] : []),
  ];
}

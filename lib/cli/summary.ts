import type { ESLint } from "eslint";

/** What was looked at below one root. */
export interface Looked {
  files: number;
  objects: number;
  /** Templates of Helm charts. */
  chartTemplates: readonly string[];
  /** Files with documents that are templates of something else. */
  templated: readonly string[];
  unreadable: readonly { path: string; message: string }[];
}

/** The last lines of a run: what was looked at, and what was not, so that silence is never mistaken for health. */
export function summary(
  looked: readonly Looked[],
  results: readonly ESLint.LintResult[],
  milliseconds: number,
): string {
  const count = (of: (part: Looked) => number) => looked.reduce((sum, part) => sum + of(part), 0);
  const findings = results.reduce((sum, { messages }) => sum + messages.length, 0);
  const found = findings === 0 ? "Nothing found" : plural(findings, "finding");
  const seconds = (milliseconds / 1000).toFixed(1);
  const charts = looked.flatMap(({ chartTemplates }) => chartTemplates);
  const templated = looked.flatMap((part) => part.templated);
  return [
    `${found} in ${plural(
      count(({ objects }) => objects),
      "object",
    )} of ${plural(
      count(({ files }) => files),
      "file",
    )} (${seconds} s).`,
    ...skipped(charts, "template", "of Helm charts, which must be rendered to be read"),
    ...skipped(templated, "file", "with documents that are templates and not yet YAML"),
  ].join("\n");
}

function skipped(paths: readonly string[], what: string, why: string): string[] {
  const [first] = paths;
  if (first === undefined) return [];
  const named = paths.length === 1 ? first : `${first} and ${paths.length - 1} more`;
  return [`Skipped ${plural(paths.length, what)} ${why}: ${named}.`];
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

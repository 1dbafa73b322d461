import type { ESLint } from "eslint";
import { widest } from "../../util/widest.js";
import type { Progress } from "../lint/progress.js";

/** Where the time went, as a table: the steps, and for linting what ESLint says about each rule. */
export function statsOf({ times }: Progress, results: readonly ESLint.LintResult[]): string {
  const passes = results.flatMap(({ stats }) => stats?.times.passes ?? []);
  const rules = new Map<string, number>();
  for (const pass of passes) {
    for (const [rule, { total }] of Object.entries(pass.rules ?? {})) {
      rules.set(rule, (rules.get(rule) ?? 0) + total);
    }
  }
  const parse = passes.reduce((sum, pass) => sum + (pass.parse?.total ?? 0), 0);
  const rows: [string, number][] = [
    ...times,
    ["  parse", parse],
    ...[...rules]
      .sort(([, a], [, b]) => b - a)
      .map(([rule, total]): [string, number] => [`  ${rule}`, total]),
  ];
  const width = widest(rows.map(([name]) => name));
  const lines = rows.map(
    ([name, milliseconds]) => `${name.padEnd(width)}  ${milliseconds.toFixed(1).padStart(9)} ms`,
  );
  return ["Where the time went:", ...lines].join("\n");
}

import type { Analysis } from "../analysis/analysis.js";
import { type JudgedLine, judgedLines, type FileLine } from "../kubernetes/abac/policy-file.js";
import type { ReadPolicy } from "../kubernetes/abac/read-policy.js";
import type { WrittenConfiguration } from "../manifests/configurations.js";
import { parseValue } from "../manifests/parse.js";
import { memoize } from "../util/memoize.js";
import type { JudgedConfiguration } from "./define-rule.js";

/** A line of a policy file, judged among the others; undefined if nothing can be said of it. */
export function judgedLine(
  { value, place: { file, document } }: JudgedConfiguration,
  analysis: Analysis,
): JudgedLine | undefined {
  const own = fileLine(value, document);
  const { texts, judged } = linesOf(analysis.repository.files.get(file)?.configurations ?? []);
  // In an editor, a line can be newer than what is known of the file.
  return (texts.get(document) === own.line ? judged : judgedLines([own], parseValue)).get(document);
}

/** A policy of a policy file; undefined if a line is none, or nothing can be said of it. */
export function policyOn(configuration: JudgedConfiguration, analysis: Analysis): ReadPolicy | undefined {
  const reading = judgedLine(configuration, analysis)?.reading;
  return reading && "policy" in reading ? reading.policy : undefined;
}

/** The lines of a file, each judged once for all rules. */
const linesOf = memoize((configurations: readonly WrittenConfiguration[]) => {
  const lines = configurations
    .filter(({ format }) => format === "AbacPolicy")
    .map(({ value, document }) => fileLine(value, document));
  const texts = new Map(lines.map(({ line, index }) => [index, line]));
  return { texts, judged: judgedLines(lines, parseValue) };
});

function fileLine({ line, length }: Readonly<Record<string, unknown>>, index: number): FileLine {
  return {
    line: typeof line === "string" ? line : "",
    length: typeof length === "number" ? length : 0,
    index,
  };
}

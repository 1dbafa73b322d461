import { resolve } from "node:path";
import type { ESLint } from "eslint";
import type { Failure } from "./report.js";

/**
 * ESLint's own results, for programs that know these: JSON can hold everything without displaying it. What could not be
 * done is, as what ESLint cannot parse, a result with a fatal message.
 * @param directory what the paths of failures start from; what is about no file is about it
 */
export function json(
  results: readonly ESLint.LintResult[],
  failures: readonly Failure[],
  directory: string,
): string {
  return JSON.stringify([
    ...results.map(withoutTexts),
    ...failures.map((failure) => failed(failure, directory)),
  ]);
}

/** A result without the texts of the file, which may hold secrets that a report must not spread. */
function withoutTexts(result: ESLint.LintResult) {
  return { ...result, source: undefined, output: undefined };
}

function failed({ path, line = 1, message }: Failure, directory: string): ESLint.LintResult {
  return {
    filePath: path === undefined ? directory : resolve(directory, path),
    messages: [{ ruleId: null, fatal: true, severity: 2, message, line, column: 1 }],
    suppressedMessages: [],
    errorCount: 1,
    fatalErrorCount: 1,
    warningCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    usedDeprecatedRules: [],
  };
}

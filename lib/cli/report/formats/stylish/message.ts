import type { Linter } from "eslint";

/** How bad a finding is, in a word. */
export function levelOf({ fatal, severity }: Linter.LintMessage): "error" | "warning" {
  return fatal || severity === 2 ? "error" : "warning";
}

/** The words of a message as ESLint's own `stylish` has them: without the last full stop. */
export function wordsOf({ message }: Linter.LintMessage): string {
  return message.replace(/([^ ])\.$/, "$1");
}

/** What stands for a rule where ESLint itself says something. */
export const WITHOUT_RULE = "comments for ESLint";

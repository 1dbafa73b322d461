import { join } from "node:path";
import type { ESLint } from "eslint";
import { rules } from "../../../rules/index.js";
import { commandSettings } from "../../plugin/command-settings.js";
import { lintDirectly } from "../../plugin/lint-directly.js";
import { hasDirectives } from "../../plugin/template-directives.js";
import type { Repository } from "../../repository/repository.js";
import { memoize } from "../../util/memoize.js";
import type { Arguments } from "../args.js";
import type { PlainSettings } from "./plain-settings.js";
import type { Task } from "./task.js";

/** Whether ESLint would only call the rules on a file: no comments for it count, and nothing is to be fixed. */
export function canLintDirectly(path: string, repository: Repository, args: Arguments): boolean {
  const usesESLint = args.fix || (args.concurrency ?? "off") !== "off";
  return !usesESLint && !(args.inlineConfig && hasDirectives(repository, path));
}

/** What ESLint reports on such a file. */
export function lintedDirectly(path: string, settings: PlainSettings, task: Task): ESLint.LintResult {
  const { repository, config, args, isOffDisk = false } = task;
  return lintDirectly({
    filename: join(repository.root, path),
    text: isOffDisk ? repository.text(path) : repository.bytes(path).toString("utf8"),
    rules: rulesOf(settings),
    settings: commandSettings(repository.root, config, args),
    heedsComments: args.inlineConfig,
    stats: args.stats,
  });
}

/** The rules that are on, the same for every file. */
const rulesOf = memoize((settings: PlainSettings) =>
  [...settings].flatMap(([name, { severity, options }]) => {
    const rule = rules[name];
    return rule ? [{ rule, severity, options: options ?? undefined }] : [];
  }),
);

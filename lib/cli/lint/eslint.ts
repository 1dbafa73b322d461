import type { FindingsOfFiles } from "../../rule-kit/run-rule.js";
import { setEnvironmentData } from "node:worker_threads";
import type { ESLint, Linter } from "eslint";
import type { RuleDefinition } from "../../rule-kit/define-rule.js";
import { rules } from "../../../rules/index.js";
import { ConfigError, type ConfigFile } from "../../repository/configuration/config-file.js";
import { UsageError } from "../command-line.js";
import { hasESLint } from "../installed.js";
import type { LintTask } from "./eslint-options.js";
import { optionHint } from "./option-hints.js";

// Loading ESLint takes as long as judging thousands of files, so it is loaded only when there is something to
// lint.

/** @throws {UsageError} if ESLint, which users install alongside the plugin, is missing */
export function checkESLint(): void {
  if (hasESLint()) return;
  throw new UsageError(
    "ESLint is not installed alongside eslint-plugin-gitops; add it with 'npm install eslint'.",
  );
}

/** Writes the fixes of results to their files. */
export async function outputFixes(results: ESLint.LintResult[]): Promise<void> {
  const { ESLint } = await import("eslint");
  await ESLint.outputFixes(results);
}

let tasks = 0;

/**
 * ESLint for one root. Functions cannot be passed to its threads: each loads the module that makes the
 * options, from the same task.
 * @throws {ConfigError} for options that a rule does not accept
 */
export async function eslintFor(task: LintTask): Promise<ESLint> {
  const [{ ESLint: Engine }, { optionsFor, TASK }] = await Promise.all([
    import("eslint"),
    import("./eslint-options.js"),
  ]);
  await checkOptions(await configsOf(task), task.config);
  const { concurrency = "off" } = task.args;
  if (concurrency === "off") return new Engine(optionsFor(task));
  setEnvironmentData(TASK, task as never);
  // A new address for each root, since a module is loaded only once.
  return Engine.fromOptionsModule(new URL(`./eslint-worker.js?${++tasks}`, import.meta.url));
}

/** Hands findings to the threads of ESLint, which it starts when it lints. */
export async function carryFindings(findings: FindingsOfFiles): Promise<void> {
  const { FINDINGS } = await import("./eslint-options.js");
  setEnvironmentData(FINDINGS, findings as never);
}

/** The rules that are on for some file of a task. */
export async function rulesAnywhere(task: LintTask): Promise<RuleDefinition[]> {
  const { enabledRules } = await import("../../plugin/flat-config.js");
  return enabledRules(await configsOf(task)).flatMap((name) => rules[name] ?? []);
}

async function configsOf({ content: { root }, config, args }: LintTask): Promise<Linter.Config[]> {
  const { flatConfig } = await import("../../plugin/flat-config.js");
  return flatConfig(root, config, args);
}

/** Refuses options that a rule does not accept, even if no file is linted with them. */
async function checkOptions(configs: readonly Linter.Config[], file: ConfigFile | undefined): Promise<void> {
  const { ESLint } = await import("eslint");
  const plugins = configs.find((config) => config.plugins)?.plugins;
  for (const { rules: settings } of configs) {
    if (!settings || !Object.values(settings).some(Array.isArray)) continue;
    const layer = { plugins, rules: settings };
    try {
      await new ESLint({ overrideConfigFile: true, overrideConfig: layer }).calculateConfigForFile(
        "manifest.js",
      );
    } catch (error) {
      // ESLint decides which options are valid; the sentence is ours.
      const match = /Key "gitops\/([\w-]+)":\s*(.*)/s.exec((error as Error).message);
      if (!match) throw error;
      const [, rule = "", reason = ""] = match;
      const line = file?.ruleLines.get(rule);
      const where = line === undefined ? "--rule" : `${file?.name}:${line}`;
      const why = reason.replace(/\s+/g, " ").trim();
      const hint = optionHint(rules[rule]?.meta.schema ?? [], why);
      const place = file && line !== undefined ? { file: file.name, line } : undefined;
      throw new ConfigError(`${where}: The options of '${rule}' are not valid: ${why}${hint}`, place);
    }
  }
}

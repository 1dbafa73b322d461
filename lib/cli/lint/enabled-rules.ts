import { memoize } from "../../util/memoize.js";
import { join } from "node:path";
import type { ESLint } from "eslint";
import { rules } from "../../../rules/index.js";
import type { RuleDefinition } from "../../rule-kit/define-rule.js";
import type { ConfigFile } from "../../repository/configuration/config-file.js";

/** The options of every rule that is on, by its name, null for none: plain data that can be kept. */
export type RuleOptions = Readonly<Record<string, object | null>>;

/** A rule that is on, with its options, the defaults filled in. */
export interface EnabledRule {
  name: string;
  rule: RuleDefinition;
  options: unknown;
}

/** Whether every file of a repository is linted in the same way. */
export function isUniform(config: ConfigFile | undefined): boolean {
  return !config || (config.ignores.length === 0 && config.overrides.length === 0);
}

/**
 * The rules that are on in a file, as ESLint merges the layers of a configuration; undefined if the file is
 * ignored.
 */
export async function optionsIn(eslint: ESLint, path: string): Promise<RuleOptions | undefined> {
  const { rules: settings } = ((await eslint.calculateConfigForFile(path)) ?? {}) as {
    rules?: Record<string, [severity: number, options?: object]>;
  };
  if (!settings) return undefined;
  return optionsOf(settings);
}

/** ESLint returns the same settings for all files that match the same layers. */
const optionsOf = memoize((settings: Record<string, [severity: number, options?: object]>): RuleOptions => {
  const on = Object.entries(settings).filter(([, [severity]]) => severity > 0);
  return Object.fromEntries(on.map(([name, [, given = null]]) => [name.slice("gitops/".length), given]));
});

/** The rules that options are for. */
export const enabledRules = memoize((options: RuleOptions): readonly EnabledRule[] =>
  Object.entries(options).flatMap(([name, given]) => {
    const rule = rules[name];
    return rule ? [{ name, rule, options: given ?? undefined }] : [];
  }),
);

/** A path for asking which rules are on in all files of a root: any file's will do. */
export function anyFile(root: string): string {
  return join(root, "manifest.yaml");
}

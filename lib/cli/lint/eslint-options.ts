import type { ESLint } from "eslint";
import { flatConfig } from "../../plugin/flat-config.js";
import { ANY_FILE } from "../../plugin/file-patterns.js";
import type { ConfigFile } from "../../repository/configuration/config-file.js";
import type { RepositoryContent } from "../../repository/repository.js";
import type { Arguments } from "../args.js";

/** Where threads find the task. */
export const TASK = "gitops-lint task";
/** Where they find what the rules report, so that none has to run again. */
export const FINDINGS = "gitops-lint findings";

/** What is linted and how, as plain data. */
export interface LintTask {
  content: RepositoryContent;
  config: ConfigFile | undefined;
  args: Arguments;
}

/** ESLint's options for a task. It never sees a configuration of the repository, which would be a program. */
export function optionsFor({ content: { root }, config, args }: LintTask): ESLint.Options {
  return {
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [
      // The files have been chosen already; by itself, ESLint would skip these.
      { name: "gitops-lint/named files", ignores: ["!**/node_modules/", "!.git/"], basePath: root },
      ...flatConfig(root, config, args, ANY_FILE),
    ],
    allowInlineConfig: args.inlineConfig,
    fix: args.fix,
    stats: args.stats,
    errorOnUnmatchedPattern: false,
    warnIgnored: false,
    concurrency: args.concurrency ?? "off",
  };
}

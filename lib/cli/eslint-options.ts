import type { ESLint } from "eslint";
import { flatConfig } from "../flat-config.js";
import type { ConfigFile } from "../repository/config-file.js";
import type { RepositoryContent } from "../repository/repository.js";
import type { Arguments } from "./args.js";

/** Where threads find the task. */
export const TASK = "gitops-lint task";

/** What is linted and how, as plain data. */
export interface LintTask {
  content: RepositoryContent;
  config: ConfigFile | undefined;
  args: Arguments;
}

/** What ESLint is told for a task. It never sees a configuration of the repository, which would be a program. */
export function optionsFor({ content: { root }, config, args }: LintTask): ESLint.Options {
  return {
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: flatConfig(root, config, args),
    allowInlineConfig: args.inlineConfig,
    fix: args.fix,
    errorOnUnmatchedPattern: false,
    warnIgnored: false,
    concurrency: args.concurrency ?? "off",
  };
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { rules } from "../../rules/index.js";
import { printable } from "../kubernetes/words.js";
import { ConfigError } from "../repository/config-file.js";
import { GitError } from "../repository/git.js";
import { parseArguments, PrintAndExit, UsageError } from "./args.js";
import { run } from "./run.js";

/** Where the command writes; the process's own streams unless a test says otherwise. */
export interface Output {
  out(text: string): void;
  err(text: string): void;
}

const PROCESS: Output = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};

/**
 * The command `gitops-lint`.
 * @returns the exit code: 0 nothing found, 1 findings, 2 when the work could not be done
 */
export async function main(argv: readonly string[], output: Output = PROCESS): Promise<number> {
  const require = createRequire(import.meta.url);
  const { version } = require("eslint-plugin-gitops/package.json") as { version: string };
  try {
    const args = parseArguments(argv, version, Object.keys(rules));
    if (args.listRules) return print(output, listRules());
    if (args.explain !== undefined) return print(output, explain(args.explain, require));
    return await run(args, output);
  } catch (error) {
    if (error instanceof PrintAndExit) return print(output, error.message);
    if (error instanceof UsageError || error instanceof ConfigError || error instanceof GitError) {
      output.err(`gitops-lint: ${printable(error.message)}`);
      return 2;
    }
    throw error;
  }
}

function print(output: Output, text: string): number {
  output.out(text);
  return 0;
}

function listRules(): string {
  const names = Object.keys(rules);
  const width = Math.max(...names.map((name) => name.length));
  return Object.entries(rules)
    .map(
      ([name, { meta }]) => `${name.padEnd(width)}  ${meta.docs.preset.padEnd(11)}  ${meta.docs.description}`,
    )
    .join("\n");
}

function explain(rule: string, require: NodeJS.Require): string {
  const name = rule.replace(/^gitops\//, "");
  if (!Object.hasOwn(rules, name)) {
    throw new UsageError(`There is no rule '${rule}'; gitops-lint --list-rules shows all.`);
  }
  const pages = join(dirname(require.resolve("eslint-plugin-gitops/package.json")), "docs/rules");
  return readFileSync(join(pages, `${name}.md`), "utf8").trimEnd();
}

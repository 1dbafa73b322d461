import { rules } from "../../rules/index.js";
import { printable } from "../util/phrases.js";
import { ConfigError } from "../repository/configuration/config-file.js";
import { GitError } from "../repository/git/git.js";
import { runNamed } from "./commands/by-name.js";
import { Mistake, PrintAndExit, UsageError } from "./command-line.js";
import { Invocation } from "./invocation.js";
import { Output, type Streams } from "./output.js";
import { bugs, homepage, version } from "./package.js";

/** The process's own streams, unless a test says otherwise. */
const PROCESS: Streams = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
};

/**
 * The command `gitops-lint`.
 * @returns the exit code: 0 nothing found, 1 findings, 2 if the run failed
 */
export async function main(argv: readonly string[], streams: Streams = PROCESS): Promise<number> {
  const output = new Output(streams);
  const invocation = new Invocation(argv, { version, rules: Object.keys(rules) }, homepage);
  try {
    return await run(invocation, output);
  } catch (error) {
    if (error instanceof PrintAndExit) {
      output.out(error.message, "page");
      return 0;
    }
    const more = error instanceof Mistake ? ` ${invocation.help}` : "";
    const message = `${sentence(error)}${more}`;
    output.err(`gitops-lint: ${printable(message)}`);
    if (invocation.isLinting) {
      const { reportFailure } = await import("./report/report-failure.js");
      await reportFailure(argv, output, error, message);
    }
    return 2;
  }
}

async function run(invocation: Invocation, output: Output): Promise<number> {
  try {
    return await runNamed(invocation.read(), output);
  } finally {
    const { note } = invocation;
    if (note !== undefined) output.err(`gitops-lint: ${note}`);
  }
}

function sentence(error: unknown): string {
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof GitError)
    return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return `The run failed: ${message}.`;
  return `The run failed, which is a defect of gitops-lint. Report it at ${bugs}, with this: ${message}.`;
}

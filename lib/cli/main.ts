import { rules } from "../../rules/index.js";
import { printable } from "../util/phrases.js";
import { ConfigError } from "../repository/configuration/config-file.js";
import { GitError } from "../repository/git/git.js";
import { pageUrl } from "../rule-kit/define-rule.js";
import { rulesByTopic } from "../rule-kit/topics.js";
import { type Arguments, parseArguments } from "./args.js";
import { PrintAndExit, UsageError } from "./command-line.js";
import { Output, type Streams } from "./output.js";
import { bugs, pageOf, version } from "./package.js";
import type { Encoding } from "./report/clean.js";
import { run } from "./commands/lint.js";
import { widest } from "../util/widest.js";
import { reportOf } from "./report/text-or-json.js";
import { writeReport } from "./report/write-file.js";
import { refuseWaysOut } from "./ways-out.js";

/** First arguments that name a command, not a path. */
const QUESTIONS: ReadonlySet<string> = new Set(["who-can", "what-can"]);

/** How wide pages are where no terminal says it, in characters. */
const WIDTH = 80;

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
  let isLinting = false;
  try {
    const [first = "", ...rest] = argv;
    if (QUESTIONS.has(first)) {
      const { answer } = await import("./commands/who-can.js");
      return answer(first, rest, output);
    }
    if (first === "access-path") {
      const { printAccessPath } = await import("./commands/access-path.js");
      return printAccessPath(rest, output);
    }
    if (first === "isolation") {
      const { printIsolation } = await import("./commands/connections/isolation.js");
      return printIsolation(rest, output);
    }
    if (first === "connections" || first === "--explain-connection") {
      const { printConnections } = await import("./commands/connections/connections.js");
      return printConnections(first === "connections" ? rest : argv, output);
    }
    isLinting = true;
    const args = parseArguments(argv, version, Object.keys(rules));
    if (args.listRules) return print(output, listRules());
    if (args.controls) return await controls(args, output);
    if (args.explain !== undefined) return print(output, await explain(args.explain), "page");
    return await run(args, output);
  } catch (error) {
    if (error instanceof PrintAndExit) return print(output, error.message);
    const isForeseen =
      error instanceof UsageError || error instanceof ConfigError || error instanceof GitError;
    const message = isForeseen ? error.message : unforeseen(error);
    output.err(`gitops-lint: ${printable(message)}`);
    if (isLinting) {
      const { reportFailure } = await import("./report/report-failure.js");
      await reportFailure(argv, output, error, message);
    }
    return 2;
  }
}

/** Describes an unforeseen error: one of the system, or a defect. */
function unforeseen(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined) return `The run failed: ${message}.`;
  return `The run failed, which is a defect of gitops-lint. Report it at ${bugs}, with this: ${message}.`;
}

function print(output: Output, text: string, encoding?: Encoding): number {
  output.out(text, encoding);
  return 0;
}

async function controls(args: Arguments, output: Output): Promise<number> {
  const { name, file } = reportOf(args, "--controls");
  const { printControls } = await import("./commands/print-controls.js");
  const text = printControls(name);
  if (file === undefined) return print(output, text, name === "json" ? "json" : "text");
  refuseWaysOut(args, []);
  writeReport(file, `${text}\n`);
  return 0;
}

function listRules(): string {
  const width = widest(Object.keys(rules));
  return rulesByTopic(rules)
    .map(({ topic, rules: about }) =>
      [
        topic,
        ...about.map(
          ([
            name,
            {
              meta: { docs },
            },
          ]) => `  ${name.padEnd(width)}  ${docs.preset.padEnd(11)}  ${docs.description}`,
        ),
      ].join("\n"),
    )
    .join("\n\n");
}

async function explain(rule: string): Promise<string> {
  const name = rule.replace(/^gitops\//, "");
  const page = Object.hasOwn(rules, name) ? pageOf(name) : undefined;
  if (page === undefined) {
    throw new UsageError(`There is no rule '${rule}'; gitops-lint --list-rules shows all.`);
  }
  const { markdownAsText } = await import("./report/markdown-as-text.js");
  return markdownAsText(page, process.stdout.isTTY ? process.stdout.columns || WIDTH : WIDTH, pageUrl(name));
}

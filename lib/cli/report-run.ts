import { appendFileSync } from "node:fs";
import type { ESLint } from "eslint";
import type { Arguments, Format } from "./args.js";
import type { Report } from "./formats/report.js";
import { stylish } from "./formats/stylish.js";
import type { RootResult } from "./lint-root.js";
import type { Output } from "./main.js";
import { writeReport } from "./write-report.js";

/** For systems, made of a report; what people read at a terminal, and ESLint's own shape, is made of results. */
const FOR_SYSTEMS = {
  sarif: async () => (await import("./formats/sarif.js")).sarif,
  github: async () => (await import("./formats/github.js")).github,
  gitlab: async () => (await import("./formats/gitlab.js")).gitlab,
  junit: async () => (await import("./formats/junit.js")).junit,
  markdown: async () => (await import("./formats/markdown.js")).markdown,
};

interface Run {
  done: readonly RootResult[];
  /** What is told, in ESLint's own shape. */
  results: readonly ESLint.LintResult[];
  /** What was looked at, in words for people. */
  lookedAt: () => string;
}

/** Writes and prints the reports that the command line asks for. Standard output gets one report and no more. */
export async function reportRun(args: Arguments, output: Output, run: Run): Promise<void> {
  const { formats } = args;
  let report: Report | undefined;
  const textOf = async ({ name, file }: Format): Promise<string> => {
    if (name === "json") return JSON.stringify(run.results);
    if (name === "stylish") {
      // A terminal shows colors, unless its user wants none; a file has none.
      return forPeople(run, file === undefined && hasColors());
    }
    if (!report) {
      const { buildReport } = await import("./formats/build-report.js");
      report = buildReport(run.done, run.results, args, process.env);
    }
    const print = await FOR_SYSTEMS[name]();
    return print(report);
  };
  // Files first: whoever reads the output may stop reading.
  for (const format of formats) {
    if (format.file !== undefined) writeReport(format.file, `${await textOf(format)}\n`);
  }
  const printed = formats.find(({ file }) => file === undefined);
  const text = printed && (await textOf(printed));
  if (text) output.out(text);
  if (printed === undefined || printed.name === "github") output.err(run.lookedAt());
  if (report && formats.some(({ name }) => name === "github")) await addJobSummary(report, output);
}

function forPeople({ results, lookedAt }: Run, isColored: boolean): string {
  if (results.every(({ messages }) => messages.length === 0)) return lookedAt();
  return `${stylish(results, isColored)}\n${lookedAt()}`;
}

/** Whether colors are wanted on standard output: Node.js asks the terminal, NO_COLOR and FORCE_COLOR. */
function hasColors(): boolean {
  const { FORCE_COLOR = "0" } = process.env;
  return process.stdout.isTTY ? process.stdout.hasColors() : FORCE_COLOR !== "0";
}

/** GitHub Actions shows what is in this file on the page of the run. */
async function addJobSummary(report: Report, output: Output): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file } = process.env;
  if (!file) return;
  const markdown = await FOR_SYSTEMS.markdown();
  try {
    appendFileSync(file, `${markdown(report)}\n\n`);
  } catch (error) {
    output.err(`gitops-lint: the job summary could not be written: ${(error as Error).message}.`);
  }
}

import { appendFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { ESLint } from "eslint";
import type { Arguments, Format } from "../args.js";
import { printable } from "../../util/phrases.js";
import { cleaned, type Encoding, guarded } from "./clean.js";
import { hasColors } from "./colors.js";
import { json } from "./formats/json.js";
import type { Failure, Report } from "./formats/report.js";
import type { Output } from "../output.js";
import { forPeople } from "./for-people.js";
import { COLORS, PLAIN } from "./paint.js";
import { screenOf } from "./screen.js";
import { linesOf, type Summary } from "./summary.js";
import { bySource, streamsIn, withSources } from "./standard-input.js";
import { writeReport } from "./write-file.js";
import type { RootResult } from "../lint/outcome.js";

/**
 * The formats for systems, made from a report; those for people and for programs are made from ESLint's
 * results.
 */
const FOR_SYSTEMS = {
  sarif: async () => (await import("./formats/sarif.js")).sarif,
  github: async () => (await import("./formats/github.js")).github,
  gitlab: async () => (await import("./formats/gitlab.js")).gitlab,
  junit: async () => (await import("./formats/junit.js")).junit,
  markdown: async () => (await import("./formats/markdown.js")).markdown,
  html: async () => (await import("./formats/html/html.js")).html,
};

/** How a report is read. */
export const ENCODINGS: Record<Format["name"], Encoding> = {
  stylish: "text",
  json: "json",
  sarif: "json",
  github: "github",
  gitlab: "json",
  junit: "xml",
  markdown: "text",
  html: "html",
};

interface Run {
  done: readonly RootResult[];
  /** What is reported, in ESLint's own shape. */
  results: readonly ESLint.LintResult[];
  /** What counted and what did not of what the repository says about how it is linted, in sentences. */
  notes?: readonly string[];
  /** What could not be done besides what the roots tell. */
  failures?: readonly Failure[];
  /** What was looked at, in words for people. */
  lookedAt: () => Summary;
}

/** The text of a report in one of the formats for systems. */
export async function textFor(name: keyof typeof FOR_SYSTEMS, report: Report): Promise<string> {
  const print = await FOR_SYSTEMS[name]();
  return print(report);
}

/** Writes and prints the reports that the command line asks for. Standard output gets one report and no more. */
export async function reportRun(args: Arguments, output: Output, run: Run): Promise<void> {
  const { formats } = args;
  const { notes = [] } = run;
  const streams = streamsIn(run.done);
  const told = () => run.results.map((result) => withSources(result, streams));
  // What is printed of a dry run is the diff, for a program.
  const stream = args.fixDryRun ? process.stderr : process.stdout;
  let report: Report | undefined;
  const reported = async (): Promise<Report> => {
    if (!report) {
      const { buildReport } = await import("./formats/build-report.js");
      const results = told().map(cleaned);
      const built = buildReport(run.done, results, args, process.env);
      const failures = [...built.failures, ...(run.failures ?? [])];
      report = { ...built, failures, notes: notes.map(printable) };
    }
    return report;
  };
  const textOf = async ({ name, file }: Format, isColored: boolean): Promise<string> => {
    // Programs get what ESLint said.
    if (name === "json") return json(told(), failuresOf(run), process.cwd());
    if (name === "stylish") {
      const screen = file === undefined ? screenOf(stream, process.env) : undefined;
      const parts = run.results.flatMap((result) => bySource(result, streams));
      const shown = forPeople(parts.map(cleaned), run.lookedAt(), args, {
        paint: isColored ? COLORS : PLAIN,
        screen,
        hasExcerpts: args.excerpt ?? screen !== undefined,
        isWhole: args.all,
        presets: run.done.map(({ config }) => args.preset ?? config?.preset ?? "recommended"),
      });
      // The error stream tells whoever reads the output.
      const failures = file === undefined ? [] : failuresOf(run).map(sentenceOf);
      return [shown, ...failures].join("\n");
    }
    if (name === "html") {
      const { html } = await import("./formats/html/html.js");
      const { besideFindings } = await import("./formats/html/beside.js");
      return html(await reported(), besideFindings(run.done, run.lookedAt()));
    }
    return await textFor(name, await reported());
  };
  // Files first: the reader of the output may stop.
  for (const format of formats) {
    if (format.file === undefined) continue;
    writeReport(format.file, `${guarded(await textOf(format, false), ENCODINGS[format.name])}\n`);
  }
  const printed = formats.find(({ file }) => file === undefined);
  if (printed) {
    // A terminal shows colors, unless its user wants none; a file has none.
    const isColored = printed.name === "stylish" && hasColors(args.color, stream, process.env);
    const text = await textOf(printed, isColored);
    const encoding = isColored ? "colored" : ENCODINGS[printed.name];
    if (text && args.fixDryRun) output.err(text, encoding);
    else if (text) output.out(text, encoding);
  }
  if (printed === undefined || printed.name === "github") {
    const isClean = run.results.every(({ messages }) => messages.length === 0);
    output.err(linesOf(run.lookedAt(), isClean).join("\n"));
  }
  // Others have no place for it.
  else if (args.untrusted && printed.name !== "stylish") output.err(notes.map(printable).join("\n"));
  if (report && formats.some(({ name }) => name === "github")) await addJobSummary(report, output);
}

/** What could not be done and is no result: what a rule failed on is one already. */
function failuresOf({ done, failures = [] }: Run): Failure[] {
  const unreadable = done.flatMap(({ root, looked }) =>
    looked.unreadable.map(({ path, message }) => {
      return {
        path: relative(process.cwd(), join(root, path)),
        message: `The file could not be read: ${message}.`,
      };
    }),
  );
  return [...unreadable, ...failures];
}

function sentenceOf({ path, message }: Failure): string {
  return `gitops-lint: ${path === undefined ? "" : `${printable(path)}: `}${printable(message)}`;
}

/** GitHub Actions shows what is in this file on the page of the run. */
export async function addJobSummary(report: Report, output: Output): Promise<void> {
  const { GITHUB_STEP_SUMMARY: file } = process.env;
  if (!file) return;
  const text = await textFor("markdown", report);
  try {
    appendFileSync(file, `${guarded(text, ENCODINGS.markdown)}\n\n`);
  } catch (error) {
    output.err(`gitops-lint: the job summary could not be written: ${(error as Error).message}.`);
  }
}

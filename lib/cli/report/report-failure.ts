import { lstatSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { ConfigError } from "../../repository/configuration/config-file.js";
import { printable } from "../../util/phrases.js";
import type { Format } from "../args.js";
import type { Output } from "../output.js";
import { version } from "../package.js";
import { refuseReportsOut } from "../ways-out.js";
import { askedFormats } from "./asked-formats.js";
import { guarded } from "./clean.js";
import { baseOf } from "./formats/base-path.js";
import { json } from "./formats/json.js";
import type { Failure, Report } from "./formats/report.js";
import { isPageOn } from "./page-at-terminal.js";
import { screenOf } from "./screen.js";
import { writeReport } from "./write-file.js";
import { addJobSummary, ENCODINGS, textFor } from "./write-reports.js";

/**
 * Says in every report that the command line asks for that the run has failed: whoever reads only them must not take it
 * for one that found nothing, nor the report of an earlier run for that of this one.
 * @param argv the arguments after the program's name
 * @param message the sentence for the user
 */
export async function reportFailure(
  argv: readonly string[],
  output: Output,
  error: unknown,
  message: string,
): Promise<void> {
  const formats = askedFormats(argv);
  const report = failed({ ...placeOf(error), message: printable(message) }, baseAt(error));
  for (const format of formats) {
    if (format.file === undefined) continue;
    try {
      // What was given may be a stranger's repository, with links in it.
      const given = [...argv, ".", dirname(format.file)].map((word) => resolve(word));
      refuseReportsOut([format], given);
      writeReport(format.file, await fileText(format, report));
    } catch {
      // That a file cannot be written is the very failure, or comes on top of one that is told anyway.
    }
  }
  const printed = formats.find(({ file }) => file === undefined);
  if (printed && printed.name !== "stylish" && !isPageOn(screenOf(process.stdout, process.env), printed))
    output.out(await textOf(printed.name, report), ENCODINGS[printed.name]);
  if (formats.some(({ name }) => name === "github")) await addJobSummary(report, output);
}

/**
 * Takes the reports of an earlier run out of the files that this one will write, so that one that is killed leaves none.
 * @throws {UsageError} if a file cannot be written
 */
export async function markUnfinished(formats: readonly Format[]): Promise<void> {
  const report = failed({ message: "The run did not finish." });
  for (const format of formats) {
    if (format.file === undefined) continue;
    if (isFile(format.file)) writeReport(format.file, await fileText(format, report));
  }
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}

/** A report of nothing but a failure, and the directory that its path starts from, if that is not the current one. */
type FailedReport = Report & { base: string | undefined };

function failed(failure: Failure, base?: string): FailedReport {
  return { version, files: [], rules: [], failures: [failure], base };
}

/** The directory that the path of a mistake starts from, if that is not the current one. */
function baseAt(error: unknown): string | undefined {
  const root = error instanceof ConfigError ? error.place?.root : undefined;
  return root === undefined ? undefined : baseOf([root]);
}

/** Where a mistake is, relative to the checkout that it is in. */
function placeOf(error: unknown): Pick<Failure, "path" | "line"> {
  if (!(error instanceof ConfigError) || !error.place) return {};
  const { root, file, line } = error.place;
  const path =
    root === undefined
      ? file
      : relative(baseOf([root]), join(root, file))
          .split(sep)
          .join("/");
  return { path, ...(line !== undefined && { line }) };
}

async function fileText({ name }: Format, report: FailedReport): Promise<string> {
  return `${guarded(await textOf(name, report), ENCODINGS[name])}\n`;
}

async function textOf(name: Format["name"], report: FailedReport): Promise<string> {
  if (name === "stylish") return report.failures.map(({ message }) => `gitops-lint: ${message}`).join("\n");
  if (name === "json") {
    // Its paths are absolute, so those of failures start where they do in the other formats.
    const failures = report.failures.map(({ path, ...rest }) => {
      return path === undefined ? rest : { ...rest, path: resolve(report.base ?? "", path) };
    });
    return json([], failures, process.cwd());
  }
  return await textFor(name, report);
}

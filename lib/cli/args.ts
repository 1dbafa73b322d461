import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { isProblem, parseDocument } from "../manifests/parse.js";
import {
  ConfigError,
  parseConfigFile,
  PRESETS,
  type Preset,
  type RuleSetting,
} from "../repository/configuration/config-file.js";
import { VENDORED_MODES, type VendoredMode } from "../repository/vendored.js";
import { parsePath, readArguments, UsageError } from "./command-line.js";
import { refuseIdle } from "./unused-options.js";

export const FORMATS = ["stylish", "json", "sarif", "github", "gitlab", "junit", "markdown"] as const;
type FormatName = (typeof FORMATS)[number];

/** How findings are printed, and the file they go to; standard output if none is named. */
export interface Format {
  name: FormatName;
  file?: string;
}

/** What the command line asks for. */
export interface Arguments {
  paths: string[];
  root?: string;
  preset?: Preset;
  rules: Record<string, RuleSetting>;
  formats: Format[];
  fix: boolean;
  /** Only what the staged changes touch or break, judged as they are staged. */
  staged: boolean;
  /** Only what has changed, or what the changes break, since the branch left this commit. */
  changedSince?: string;
  quiet: boolean;
  stats: boolean;
  maxWarnings: number;
  inlineConfig: boolean;
  /** Whether what the repository says about how it is linted counts only as a trusted commit has it. */
  untrusted: boolean;
  /** What is reported in generated and vendored files. */
  vendored: VendoredMode;
  /** Which current findings are accepted: all, or those of some rules. */
  suppressAll: boolean;
  suppressRule: string[];
  pruneSuppressions: boolean;
  failOnUnprunedSuppressions: boolean;
  suppressionsLocation?: string;
  /** How many threads lint. */
  concurrency?: number | "auto" | "off";
  /** Whether findings are kept between runs. */
  cache?: boolean;
  /** The directory they are kept in. */
  cacheLocation?: string;
  printBuilds: boolean;
  /** Whether to print what could not be judged, and why. */
  unknowns: boolean;
  /** The file, and perhaps the line, about which to say what was asked. */
  explainSilence?: string;
  listRules: boolean;
  controls: boolean;
  explain?: string;
}

/** Options about all findings, which cannot be used if only some of them are reported. */
const WHOLE = ["fix", "suppressAll", "suppressRule", "pruneSuppressions"];

/**
 * Reads the command line.
 * @param argv the arguments after the program's name
 * @throws {UsageError} for what cannot be understood
 * @throws {PrintAndExit} for `--help` and `--version`
 */
export function parseArguments(
  argv: readonly string[],
  version: string,
  ruleNames: readonly string[],
): Arguments {
  const rules: Record<string, RuleSetting> = {};
  const formats: Format[] = [];
  const command = new Command("gitops-lint")
    .description(
      "Lints the Kubernetes manifests of a repository: who may do what, and what is isolated from what.",
    )
    .argument("[paths...]", "files and directories to report on (default: the current directory)")
    .optionsGroup("What is linted:")
    .option(
      "--root <directory>",
      "the directory that is read to resolve references (default: the nearest .gitops-lint.yaml or .git)",
      parsePath,
    )
    .addOption(new Option("--preset <name>", "which rules are on").choices(PRESETS))
    .option(
      "--rule <setting>",
      "set one rule, as in 'no-missing-role: off'; may be repeated",
      (setting: string) => {
        Object.assign(rules, parseRule(setting, ruleNames));
      },
    )
    .addOption(
      new Option("--staged", "report on what is staged, as it is staged, and on what it breaks elsewhere")
        .default(false)
        .conflicts(["changedSince", ...WHOLE]),
    )
    .addOption(
      new Option(
        "--changed-since <commit>",
        "report on what has changed since the branch left that commit, and on what it breaks elsewhere",
      ).conflicts(WHOLE),
    )
    .option(
      "--no-inline-config",
      "ignore eslint-disable comments, comments that call a file generated, and suppressions except those of --changed-since",
    )
    .addOption(
      new Option(
        "--untrusted",
        "for changes by strangers: comments, suppressions, .gitops-lint.yaml, .gitignore and what makes files generated or vendored count only as they are in the commit of --changed-since, or not at all",
      )
        .default(false)
        .conflicts(WHOLE),
    )
    .addOption(
      new Option(
        "--vendored <what>",
        "what rules on something dangerous report in generated and vendored files",
      )
        .choices(VENDORED_MODES)
        .default("summary" satisfies VendoredMode),
    )
    .option("--fix", "apply the fixes that cannot change what is granted", false)
    .optionsGroup("What is printed:")
    .option(
      "--format <name[:file]>",
      `how findings are printed: ${FORMATS.join(", ")}; may be repeated, with a file for all but one (default: stylish)`,
      (text: string) => void formats.push(parseFormat(text)),
    )
    .option("--output-file <file>", "write the report to a file instead of standard output")
    .option("--quiet", "print errors only", false)
    .option("--stats", "print where the time went; with --format json it is also in the report", false)
    .option("--max-warnings <count>", "fail when there are more warnings", parseCount, -1)
    .optionsGroup("What is accepted:")
    .addOption(
      new Option(
        "--suppress-all",
        "accept all that is found now, in eslint-suppressions.json and a file beside it",
      )
        .default(false)
        .conflicts(["suppressRule", "pruneSuppressions"]),
    )
    .addOption(
      new Option("--suppress-rule <rule>", "accept what one rule finds; may be repeated")
        .argParser((rule: string, others: string[]) => [...others, parseRuleName(rule, ruleNames)])
        .default([], "none")
        .conflicts("pruneSuppressions"),
    )
    .option("--prune-suppressions", "remove accepted findings that are gone", false)
    .option("--fail-on-unpruned-suppressions", "fail because of them", false)
    .addOption(new Option("--pass-on-unpruned-suppressions", "what happens anyway").hideHelp())
    .option("--suppressions-location <path>", "the file of accepted findings, or its directory", parsePath)
    .optionsGroup("How fast:")
    .option(
      "--concurrency <threads>",
      "how many threads lint: a number, auto or off (the default)",
      parseThreads,
    )
    .option("--cache", "keep what was found, and lint again only what could have changed")
    .option("--no-cache", "keep nothing between runs (the default)")
    .option(
      "--cache-location <directory>",
      "where that is kept (default: in the user's cache directory)",
      parsePath,
    )
    .optionsGroup("Instead of findings:")
    .option("--print-builds", "print what is applied together, and under which names", false)
    .option(
      "--unknowns",
      "print what could not be judged, and what keeps it from being judged; also with --format json",
      false,
    )
    .option(
      "--explain-silence <file[:line]>",
      "print what was asked about the bindings and namespaces there, and why nothing is reported",
    )
    .option("--list-rules", "print every rule by topic, with its preset", false)
    .option(
      "--controls",
      "print which controls of public benchmarks the rules cover; also with --format json",
      false,
    )
    .option("--explain <rule>", "print the page of a rule")
    .version(version, "--version", "print the version")
    .addHelpText(
      "after",
      [
        "",
        "Questions, each with its own --help:",
        "  gitops-lint who-can VERB RESOURCE",
        "  gitops-lint what-can SUBJECT",
        "  gitops-lint access-path SUBJECT VERB RESOURCE",
        "  gitops-lint isolation [-n NAMESPACE]",
        "  gitops-lint connections [--from END] [--to END]",
        "  gitops-lint connections --explain-connection FROM TO",
      ].join("\n"),
    )
    .addHelpText("after", "\nExit codes: 0 nothing found, 1 findings, 2 the run failed.");
  readArguments(command, argv);
  refuseIdle(command);
  if (command.args.includes("")) {
    throw new UsageError("A path is empty, as when a variable is not set. Write '.' for this directory.");
  }
  const { outputFile, ...options } = command.opts<
    Omit<Arguments, "paths" | "rules" | "formats"> & { outputFile?: string }
  >();
  return { ...options, rules, formats: withFile(formats, outputFile), paths: command.args };
}

/**
 * `sarif` or `sarif:FILE`.
 * @throws {InvalidArgumentError} for anything else
 */
export function parseFormat(text: string): Format {
  const [given = "", ...rest] = text.split(":");
  const name = FORMATS.find((known) => known === given);
  if (name === undefined) throw new InvalidArgumentError(`Allowed choices are ${FORMATS.join(", ")}.`);
  if (rest.length === 0) return { name };
  const file = rest.join(":");
  if (file === "") throw new InvalidArgumentError(`The name of a file must follow '${name}:'.`);
  return { name, file };
}

/**
 * Gives the format without a file the one of `--output-file`: standard output holds one report only.
 * @throws {UsageError} if they do not go together
 */
export function withFile(formats: readonly Format[], outputFile: string | undefined): Format[] {
  const all: readonly Format[] = formats.length === 0 ? [{ name: "stylish" }] : formats;
  const [printed, ...others] = all.filter(({ file }) => file === undefined);
  if (others.length > 0) {
    throw new UsageError(
      `Only one report can be printed; give the others a file, as in '--format ${others[0]?.name}:report.txt'.`,
    );
  }
  if (outputFile === "") throw new UsageError("'--output-file' needs the name of a file.");
  if (outputFile !== undefined && !printed)
    throw new UsageError("Every '--format' already names a file, so nothing is left for '--output-file'.");
  const named = all.map((format) => {
    return format === printed && outputFile !== undefined ? { ...format, file: outputFile } : format;
  });
  const files = new Set<string>();
  for (const { file } of named) {
    if (file === undefined) continue;
    if (files.has(resolve(file)))
      throw new UsageError(`Two reports cannot be in one file: '${file}' is named twice.`);
    files.add(resolve(file));
  }
  return named;
}

function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a number.");
  return Number(text);
}

function parseThreads(text: string): NonNullable<Arguments["concurrency"]> {
  if (text === "auto" || text === "off") return text;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError("It must be a number, 'auto' or 'off'.");
  return Number(text);
}

function parseRuleName(given: string, ruleNames: readonly string[]): string {
  const name = given.replace(/^gitops\//, "");
  if (!ruleNames.includes(name)) throw new InvalidArgumentError("There is no such rule.");
  return `gitops/${name}`;
}

function parseRule(setting: string, ruleNames: readonly string[]): Record<string, RuleSetting> {
  const document = parseDocument(setting);
  const fail = (): never => {
    throw new InvalidArgumentError("It must look like 'no-missing-role: off'.");
  };
  if (isProblem(document) || typeof document.value !== "object" || document.value === null) return fail();
  try {
    return parseConfigFile(JSON.stringify({ rules: document.value }), ruleNames).rules;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new InvalidArgumentError(error.message.replace(/^[^ ]+ /, ""));
  }
}

import { resolve } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { isProblem, parseDocument } from "../manifests/parse.js";
import {
  ConfigError,
  parseConfigFile,
  PRESETS,
  type Preset,
  type RuleSetting,
} from "../repository/configuration/config-file.js";
import { VENDORED_MODES, type VendoredMode } from "../repository/vendored.js";
import { didYouMean } from "../util/did-you-mean.js";
import { Mistake, parsePath, PrintAndExit, UsageError } from "./command-line.js";
import { NamedCommand } from "./definitions/named-command.js";
import { choice, oneOf } from "./definitions/options.js";
import { foreignFormat } from "./foreign-formats.js";
import { refuseIdle } from "./unused-options.js";

export const FORMATS = ["stylish", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"] as const;
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
  /** The file that takes the place of the root's `.gitops-lint.yaml`. */
  config?: string | undefined;
  /** The name of what comes from standard input, as a path. */
  stdinFilename?: string;
  preset?: Preset;
  rules: Record<string, RuleSetting>;
  formats: Format[];
  fix: boolean;
  /** Whether to print what `--fix` would change, and to change nothing. */
  fixDryRun: boolean;
  /** Only what the staged changes touch or break, judged as they are staged. */
  staged: boolean;
  /** Only what has changed, or what the changes break, since the branch left this commit. */
  changedSince?: string;
  quiet: boolean;
  /** Whether a terminal shows every finding, however many there are. */
  all: boolean;
  /** Whether the lines of the manifests are shown, if not only at a terminal. */
  excerpt?: boolean;
  stats: boolean;
  maxWarnings: number;
  /** Whether findings do not change the exit code. */
  exitZero: boolean;
  /** Whether what people read has colors; undefined to leave it to the terminal and the environment. */
  color?: boolean;
  inlineConfig: boolean;
  /** Whether what the repository says about how it is linted counts only as a trusted commit has it. */
  untrusted: boolean;
  /** What is reported in generated and vendored files. */
  vendored: VendoredMode;
  /** Whether rules list what they otherwise sum up. */
  listsAll?: boolean;
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
const WHOLE = ["fix", "fixDryRun", "suppressAll", "suppressRule", "pruneSuppressions"];

/** What the options of commands can name. */
export interface Names {
  version: string;
  /** The rules, without the plugin's prefix. */
  rules: readonly string[];
}

/** What commander makes of the options of `lint`. */
type Options = Omit<Arguments, "paths" | "rules" | "formats"> & {
  rule: Arguments["rules"];
  format: Format[];
  outputFile?: string;
};

/**
 * Reads the arguments of `lint`.
 * @param argv the arguments after the program's name
 * @throws {UsageError} for what cannot be understood
 * @throws {PrintAndExit} for `--help` and `--version`
 */
export function parseArguments(
  argv: readonly string[],
  version: string,
  ruleNames: readonly string[],
): Arguments {
  return lintArguments(lintCommand({ version, rules: ruleNames }).parse([...argv], { from: "user" }));
}

/**
 * What a command asks for that looks at files: `lint`, or one with some of its options.
 * @param command one that has read its arguments
 * @param more what makes it this command
 * @throws {UsageError} for options that contradict each other, or have no effect
 */
export function lintArguments(command: NamedCommand, more: Partial<Arguments> = {}): Arguments {
  refuseIdle(command);
  if (command.args.includes("")) {
    throw new UsageError("A path is empty, as when a variable is not set. Write '.' for this directory.");
  }
  const defaults = lintCommand({ version: "", rules: [] }).opts<Options>();
  const { outputFile, rule, format, ...options } = { ...defaults, ...command.opts<Partial<Options>>() };
  const listed = options.vendored === ("all" satisfies VendoredMode) && { listsAll: true };
  const formats = withFile(format, outputFile);
  return { ...options, ...listed, rules: rule, formats, paths: command.args, ...more };
}

/** `lint`, the default command. */
export function lintCommand({ version, rules }: Names): NamedCommand {
  return new NamedCommand("lint")
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
    .option("-c, --config <file>", "a file to use as the root's .gitops-lint.yaml", parsePath)
    .option("--stdin-filename <name>", "what '-' as a path, standard input, is called", parsePath)
    .addOption(choice("--preset <name>", "which rules are on", PRESETS))
    .addOption(
      new Option("--rule <setting>", "set one rule, as in no-missing-role=off; may be repeated")
        .argParser((setting: string, others: Options["rule"]) => {
          return { ...others, ...parseRule(setting, rules) };
        })
        .default({}, "none"),
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
      choice(
        "--vendored <what>",
        "what rules on something dangerous report in generated and vendored files; all also lists what fetched charts bring",
        VENDORED_MODES,
      ).default("summary" satisfies VendoredMode),
    )
    .option("--fix", "apply the fixes that cannot change what is granted", false)
    .option("--fix-dry-run", "print what --fix would change, as a diff for 'git apply'", false)
    .optionsGroup("What is printed:")
    .addOption(
      new Option(
        "-f, --format <name[:file]>",
        "how findings are printed; may be repeated, with a file for all but one",
      )
        .choices(FORMATS)
        .argParser((text: string, others: Format[]) => [...others, parseFormat(text)])
        .default([], "stylish"),
    )
    .option("-o, --output-file <file>", "write the report to a file instead of standard output")
    .option("-q, --quiet", "print errors only", false)
    .option("--all", "print every finding, where a terminal shows examples of more than 50", false)
    .option("--excerpt", "show the lines of the manifests, with values that may be secret hidden")
    .option("--no-excerpt", "do not show them (the default, except at a terminal)")
    .option("--stats", "print where the time went; with --format json it is also in the report", false)
    .option("--max-warnings <count>", "fail when there are more warnings", parseCount, -1)
    .option("--exit-zero", "exit with 0 whatever is found; with 2 still if the run fails", false)
    .option("--color", "print in colors (default: on a terminal, unless NO_COLOR is set)")
    .option("--no-color", "print without colors")
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
        .argParser((name: string, others: string[]) => [...others, parseRuleName(name, rules)])
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
    .optionsGroup("Instead of findings, as the command:")
    .option("--print-builds", "builds: what is applied together", false)
    .option("--unknowns", "unknowns: what could not be judged", false)
    .option("--explain-silence <file[:line]>", "explain-silence: why nothing is reported there")
    .option("--list-rules", "rules: every rule by topic", false)
    .option("--controls", "controls: which controls of benchmarks the rules cover", false)
    .option("--explain <rule>", "explain: the page of a rule")
    .optionsGroup("Options:")
    .version(version, "-v, --version", "print the version")
    .addOption(new Option("-V").hideHelp())
    .on("option:V", () => {
      throw new PrintAndExit(version);
    })
    .example("gitops-lint lint clusters --preset strict --format sarif:gitops-lint.sarif")
    .exits("0 nothing found, 1 findings, 2 the run failed");
}

/**
 * `sarif` or `sarif:FILE`.
 * @throws {InvalidArgumentError} for anything else
 */
export function parseFormat(text: string): Format {
  const [given = "", ...rest] = text.split(":");
  const name = oneOf(given, FORMATS, foreignFormat);
  if (rest.length === 0) return { name };
  const file = rest.join(":");
  if (file === "") throw new InvalidArgumentError(`The name of a file must follow '${name}:'.`);
  return { name, file };
}

/** The formats that are not named as files in them end. */
const EXTENSIONS: Readonly<Record<string, string>> = { xml: "junit", md: "markdown" };

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
  const [, extension = ""] = /\.(sarif|json|xml|md|html)$/.exec(outputFile ?? "") ?? [];
  if (formats.length === 0 && extension !== "") {
    const name = EXTENSIONS[extension] ?? extension;
    throw new Mistake(`'${outputFile}' would hold the report for people. Did you mean to add '-f ${name}'?`);
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
  // As ESLint has it, and as the help calls what is so without the option.
  if (text === "-1") return -1;
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
  if (!ruleNames.includes(name))
    throw new InvalidArgumentError(`There is no such rule.${didYouMean(name, ruleNames)}`);
  return `gitops/${name}`;
}

/** A rule as it is named, and its setting, after `=` or a colon, where YAML would want a space. */
const SET = /^\s*((?:gitops\/)?[\w-]+)\s*[=:]([^]*)$/;

/** `no-missing-role: off` and what else YAML says of rules, `no-missing-role:off` and `no-missing-role=off`. */
function parseRule(setting: string, ruleNames: readonly string[]): Record<string, RuleSetting> {
  const rules = mapIn(setting) ?? setIn(setting);
  if (!rules)
    throw new InvalidArgumentError("It must look like 'no-missing-role=off', with 'off', 'warn' or 'error'.");
  try {
    return parseConfigFile(JSON.stringify({ rules }), ruleNames).rules;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new InvalidArgumentError(error.message.replace(/^[^ ]+ /, ""));
  }
}

function mapIn(setting: string): object | undefined {
  const document = parseDocument(setting);
  const isMap = !isProblem(document) && typeof document.value === "object" && document.value !== null;
  // YAML takes all of `no-missing-role=[error, { in` for the name.
  return isMap && !Object.keys(document.value).some((key) => /[=:]/.test(key)) ? document.value : undefined;
}

function setIn(setting: string): object | undefined {
  const [, name = "", given = ""] = SET.exec(setting) ?? [];
  const document = parseDocument(given);
  return name === "" || given === "" || isProblem(document) ? undefined : { [name]: document.value };
}

import type { ESLint } from "eslint";
import { countAll } from "../lint/not-listed.js";
import { printable } from "../../util/phrases.js";
import { counted } from "./counted.js";
import type { Looked } from "./looked.js";
import { type NotKnown, notKnown } from "./not-known.js";

/** What a run says at its end, so that silence is never mistaken for health. */
export interface Summary extends NotKnown {
  /** The one sentence with all numbers of findings, and what they are in. */
  sentence: string;
  /** What else is to be known about the run, each in a line. There is seldom any of it. */
  notes: readonly string[];
}

interface Run {
  milliseconds: number;
  /** Whether directories with a configuration of their own were linted as well. */
  nestedToo: boolean;
  notes: readonly string[];
  /** Whether warnings are left out. */
  isQuiet: boolean;
  /** What is not listed of generated and vendored files. */
  unlisted?: { findings: number; files: number } | undefined;
  /** The command that tells what is not known, if there is one. */
  unknowns: string | undefined;
}

/** Sums up a run. */
export function summary(looked: readonly Looked[], results: readonly ESLint.LintResult[], run: Run): Summary {
  const all = (of: (part: Looked) => readonly string[]) => looked.flatMap(of);
  const nested = all((part) => part.nested);
  return {
    sentence: sentence(looked, results, run),
    notes: [
      ...run.notes.map(printable),
      ...looked.flatMap(({ compared }) => (compared ? [comparison(compared)] : [])),
      ...named(
        all(({ brokenOthers }) => brokenOthers),
        "document",
        "of kinds that no rule reads cannot be parsed, which stops the sync",
      ),
      ...named(
        all(({ outside }) => outside),
        "path",
        "of kustomizations refused for leading out of the repository",
      ),
      ...named(
        run.nestedToo ? nested : [],
        "directory",
        "linted with a separate .gitops-lint.yaml",
        "directories",
      ),
    ],
    ...notKnown(looked, run.nestedToo ? [] : nested, run.unknowns),
  };
}

/** The summary in lines: in one if nothing was found and nothing happened that needs to be said. */
export function linesOf({ sentence, notes, namespaces, unknown, why }: Summary, isClean: boolean): string[] {
  const silence = [...namespaces, ...unknown, ...why.map((command) => `Why: ${command}`)];
  const last = silence.join(" ");
  if (isClean) return [[sentence, ...silence].join(" "), ...notes];
  return [sentence, ...notes, ...(last === "" ? [] : [last])];
}

function sentence(looked: readonly Looked[], results: readonly ESLint.LintResult[], run: Run): string {
  const sum = <Item>(items: readonly Item[], count: (item: Item) => number) =>
    items.reduce((all, item) => all + count(item), 0);
  const files = sum(looked, (part) => part.files);
  const seconds = (run.milliseconds / 1000).toFixed(1);
  if (files === 0)
    return `Nothing was looked at: there are no YAML or JSON files here, or .gitignore names them (${seconds} s).`;
  const warnings = sum(results, ({ warningCount }) => warningCount);
  const errors = sum(results, ({ messages }) => messages.length) - warnings;
  const hidden = run.isQuiet ? warnings : 0;
  const findings = errors + warnings - hidden;
  const fixable = sum(results, (one) => one.fixableErrorCount + (run.isQuiet ? 0 : one.fixableWarningCount));
  const levels = [
    ...(errors > 0 && findings > errors ? [counted(errors, "error")] : []),
    ...(findings > errors ? [counted(warnings, "warning")] : []),
    ...(fixable > 0 ? [`--fix mends ${fixable === findings ? "all" : fixable}`] : []),
  ];
  const others = [
    ...(hidden > 0 ? [`${counted(hidden, "warning")} not shown`] : []),
    ...(run.unlisted
      ? [
          `${run.unlisted.findings} more in ${counted(run.unlisted.files, "generated or vendored file")} (--vendored all)`,
        ]
      : []),
    ...suppressed(results),
  ];
  const nothing = hidden > 0 ? "No error" : "Nothing found";
  const found = findings === 0 ? nothing : counted(findings, "finding");
  const where = `${counted(
    sum(looked, (part) => part.objects),
    "object",
  )} of ${counted(files, "file")}`;
  return [
    `${found} in ${where} (${seconds} s)`,
    levels.length > 0 ? `: ${levels.join(", ")}` : "",
    others.length > 0 ? `; ${others.join(", ")}` : "",
    ".",
  ].join("");
}

/** Findings that are not shown because of comments in the manifests, or since they were accepted. */
function suppressed(results: readonly ESLint.LintResult[]): string[] {
  const all = results.flatMap(({ suppressedMessages }) => suppressedMessages);
  const inFile = all.filter(({ suppressions }) => suppressions.some(({ kind }) => kind === "file"));
  const accepted = countAll(inFile);
  const commented = countAll(all) - accepted;
  return [
    ...(commented > 0 ? [`${counted(commented, "finding")} suppressed by comments`] : []),
    ...(accepted > 0 ? [`${counted(accepted, "finding")} accepted earlier`] : []),
  ];
}

function comparison({ name, changed, known }: NonNullable<Looked["compared"]>): string {
  const left =
    known === 0
      ? ""
      : `; ${counted(known, "finding")} in other files ${known === 1 ? "was" : "were"} there before`;
  return `Compared with ${printable(name)}: ${counted(changed, "file")} changed${left}.`;
}

function named(paths: readonly string[], noun: string, what: string, nouns?: string): string[] {
  const [first] = paths;
  if (first === undefined) return [];
  const names = paths.length === 1 ? printable(first) : `${printable(first)} and ${paths.length - 1} more`;
  return [`${counted(paths.length, noun, nouns)} ${what}: ${names}.`];
}

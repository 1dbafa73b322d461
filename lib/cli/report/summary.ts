import type { Topic } from "../../analysis/questions.js";
import { groupBy } from "../../util/group-by.js";
import { printable, series } from "../../util/phrases.js";
import { countAll } from "../lint/not-listed.js";
import type { Silence } from "../lint/silence.js";
import type { ESLint } from "eslint";

/** What was looked at below one root. */
export interface Looked {
  files: number;
  objects: number;
  /** Files that the configuration leaves out. */
  ignored: readonly string[];
  /** What could be judged, and what could not. */
  silence?: Silence;
  /** Templates of Helm charts. */
  chartTemplates: readonly string[];
  /** Files with documents that are templates of something else. */
  templated: readonly string[];
  /** Where documents do not parse of kinds that no rule reads, as `file:line`. */
  brokenOthers: readonly string[];
  /** Directories with a configuration file of their own, which makes each a repository of its own. */
  nested: readonly string[];
  /** The files in nested roots that something in this repository names. */
  namedInNested: readonly string[];
  /** Paths that kustomizations name and that lead out of the root. */
  outside: readonly string[];
  unreadable: readonly { path: string; message: string }[];
  /**
   * What it was compared with, how many files have changed, including new and deleted ones, and how many
   * findings in others were there before.
   */
  compared?: { name: string; changed: number; known: number };
}

/** The last lines of a run: what was looked at, and what was not, so that silence is never mistaken for health. */
export function summary(
  looked: readonly Looked[],
  results: readonly ESLint.LintResult[],
  { milliseconds, nestedToo, notes }: { milliseconds: number; nestedToo: boolean; notes: readonly string[] },
): string {
  const objects = looked.reduce((sum, part) => sum + part.objects, 0);
  const files = looked.reduce((sum, part) => sum + part.files, 0);
  const findings = results.reduce((sum, { messages }) => sum + messages.length, 0);
  const found = findings === 0 ? "Nothing found" : plural(findings, "finding");
  const seconds = (milliseconds / 1000).toFixed(1);
  const all = (of: (part: Looked) => readonly string[]) => looked.flatMap(of);
  return [
    files === 0
      ? `Nothing was looked at: there are no YAML or JSON files here, or .gitignore names them (${seconds} s).`
      : `${found} in ${plural(objects, "object")} of ${plural(files, "file")} (${seconds} s).`,
    ...suppressed(results),
    ...notes.map(printable),
    ...looked.flatMap(({ compared }) => (compared ? [comparison(compared)] : [])),
    ...judged(looked.flatMap(({ silence }) => silence ?? [])),
    ...named(
      all(({ ignored }) => ignored),
      "file",
      "left out by 'ignores' in .gitops-lint.yaml",
    ),
    ...named(
      all(({ chartTemplates }) => chartTemplates),
      "template",
      "of Helm charts skipped, which must be rendered to be read",
    ),
    ...named(
      all(({ templated }) => templated),
      "file",
      "with documents skipped that are templates and not yet YAML",
    ),
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
      all(({ nested }) => nested),
      "directory",
      nestedToo
        ? "linted with a separate .gitops-lint.yaml"
        : "left out because of a separate .gitops-lint.yaml",
      "directories",
    ),
  ].join("\n");
}

/** How many namespaces and references could be judged, and why the others could not, so that silence says what it is. */
function judged(all: readonly Silence[]): string[] {
  const states = all.flatMap(({ namespaces }) => namespaces.map(([, state]) => state));
  const unanswered = all.flatMap((one) => one.unanswered);
  const about = (topic: Topic) => unanswered.filter(([one]) => one === topic).map(([, , why]) => why);
  const count = (state: (typeof states)[number]) => states.filter((one) => one === state).length;
  const [namespaces, roles, accounts] = [about("namespace"), about("role"), about("account")];
  const [policies, identities] = [about("policy"), about("identity")];
  const references = [
    ...(roles.length > 0 ? [plural(roles.length, "role")] : []),
    ...(accounts.length > 0 ? [plural(accounts.length, "ServiceAccount")] : []),
    ...(policies.length > 0
      ? [policies.length === 1 ? "1 admission policy" : `${policies.length} admission policies`]
      : []),
  ];
  return [
    ...(states.length > 0
      ? [
          `${plural(states.length, "namespace")}: ${count("open")} without default deny, ${count("isolated")} isolated${because(namespaces, "not known")}.`,
        ]
      : []),
    ...(references.length > 0
      ? [
          `Bindings name ${series(references)} that may or may not exist${because([...roles, ...accounts, ...policies])}.`,
        ]
      : []),
    ...(identities.length > 0
      ? [
          `Workloads run as ${plural(identities.length, "ServiceAccount")} that may or may not exist${because(identities)}.`,
        ]
      : []),
    ...(unanswered.length > 0 ? ["What could not be judged, and why: gitops-lint --unknowns."] : []),
  ];
}

/** The most frequent reason for what is not known, with how many others there are. */
function because(reasons: readonly string[], what = ""): string {
  const [first, ...others] = [...groupBy(reasons, (reason) => reason)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  if (!first) return "";
  const [reason, same] = first;
  const rest = reasons.length - same.length;
  const why = others.length === 1 ? "another reason" : `${others.length} other reasons`;
  const more = rest === 0 ? "" : `, ${rest} for ${why}`;
  const start = what === "" ? "" : `, ${reasons.length} ${what}`;
  return `${start}: ${same.length} because ${printable(reason)}${more}`;
}

/** Findings that are not shown because of comments in the manifests, or of ESLint's bulk suppressions. */
function suppressed(results: readonly ESLint.LintResult[]): string[] {
  const all = results.flatMap(({ suppressedMessages }) => suppressedMessages);
  const inFile = all.filter(({ suppressions }) => suppressions.some(({ kind }) => kind === "file"));
  const accepted = countAll(inFile);
  const commented = countAll(all) - accepted;
  return [
    ...(commented > 0 ? [`${plural(commented, "finding")} suppressed by comments.`] : []),
    ...(accepted > 0 ? [`${plural(accepted, "finding")} accepted by bulk suppressions.`] : []),
  ];
}

function comparison({ name, changed, known }: NonNullable<Looked["compared"]>): string {
  const left =
    known === 0
      ? ""
      : `; ${plural(known, "finding")} in other files ${known === 1 ? "was" : "were"} there before`;
  return `Compared with ${printable(name)}: ${plural(changed, "file")} changed${left}.`;
}

function named(paths: readonly string[], noun: string, what: string, nouns?: string): string[] {
  const [first] = paths;
  if (first === undefined) return [];
  const names = paths.length === 1 ? printable(first) : `${printable(first)} and ${paths.length - 1} more`;
  return [`${plural(paths.length, noun, nouns)} ${what}: ${names}.`];
}

function plural(count: number, noun: string, nouns = `${noun}s`): string {
  // JavaScript's own way loads the words of all languages first.
  const digits = String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `${digits} ${count === 1 ? noun : nouns}`;
}

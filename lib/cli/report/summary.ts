import { printable } from "../../util/phrases.js";
import type { ESLint } from "eslint";

/** What was looked at below one root. */
export interface Looked {
  files: number;
  objects: number;
  /** Files that the configuration leaves out. */
  ignored: readonly string[];
  /** Templates of Helm charts. */
  chartTemplates: readonly string[];
  /** Files with documents that are templates of something else. */
  templated: readonly string[];
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

/** Findings that are not shown because of comments in the manifests, or of ESLint's bulk suppressions. */
function suppressed(results: readonly ESLint.LintResult[]): string[] {
  const all = results.flatMap(({ suppressedMessages }) => suppressedMessages);
  const accepted = all.filter(({ suppressions }) => suppressions.some(({ kind }) => kind === "file")).length;
  const commented = all.length - accepted;
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

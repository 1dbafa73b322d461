import type { ESLint } from "eslint";
import { rules } from "../../../rules/index.js";
import type { Preset } from "../../repository/configuration/config-file.js";
import { wrapped } from "../../util/display-width.js";
import type { Arguments } from "../args.js";
import { byDirectory, byRule, countTable } from "./counts.js";
import { MANY, stylish } from "./formats/stylish.js";
import type { View } from "./formats/stylish/view.js";
import { nextSteps } from "./next-steps.js";
import { linesOf, type Summary } from "./summary.js";

/** Whatever is piped is searched, so that it has all rules, and the directories that matter. */
const PIPED = { rules: 1000, directories: 10 };
/** The least rows of a table: one, and how many more there are. */
const LEAST = 2;
/** A terminal shows so many rows of each at most, however high it is. */
const MOST = 10;

/** The findings and the summary, as people read them. */
export function forPeople(
  results: readonly ESLint.LintResult[],
  summary: Summary,
  args: Arguments,
  view: View & { presets: readonly Preset[] },
): string {
  const { paint, screen } = view;
  const columns = screen?.columns ?? Infinity;
  const lines = (texts: readonly string[]) => texts.flatMap((text) => wrapped(text, columns));
  const count = results.reduce((sum, { messages }) => sum + messages.length, 0);
  if (count === 0) return lines(linesOf(summary, true)).join("\n");
  const hasErrors = results.some(({ errorCount }) => errorCount > 0);
  const loud = (text: string) => paint.bold(paint[hasErrors ? "red" : "yellow"](text));
  const sentence = lines([`✖ ${summary.sentence}`]).map(loud);
  const body = stylish(results, view);
  if (count <= MANY) return [body, ...sentence, ...lines(linesOf(summary, false).slice(1))].join("\n");

  const counts = byRule(results);
  const directories = byDirectory(results);
  const steps = nextSteps(
    args,
    {
      rule: counts.find(({ name }) => Object.hasOwn(rules, name))?.name,
      presets: view.presets,
      hasErrors,
      isFolded: screen !== undefined && !view.isWhole,
      why: summary.why,
    },
    columns,
  );
  const notes = lines(summary.notes);
  // A pipe has the room for what the rules on namespaces say as well.
  const silence = [...(screen ? [] : summary.namespaces), ...summary.unknown];
  const unknown = lines(silence.length > 0 ? [silence.join(" ")] : []);
  // A title for each table and for the steps, an empty line before each, and the line of the prompt.
  const taken = sentence.length + notes.length + unknown.length + steps.length + 7;
  const rows = roomFor(counts.length, directories.length, (screen?.rows ?? 0) - taken);
  return [
    body,
    ...sentence,
    ...notes,
    ...unknown,
    "",
    ...titled(countTable("By rule", counts, { rows: screen ? rows.rules : PIPED.rules, columns })),
    "",
    ...titled(
      countTable("By directory", directories, {
        rows: screen ? rows.directories : PIPED.directories,
        columns,
      }),
    ),
    "",
    ...titled(["What to do next:", ...steps]),
  ].join("\n");

  function titled([title = "", ...others]: readonly string[]): string[] {
    return [paint.bold(title), ...others];
  }
}

/** Divides the rows of a screen that are left between the two tables. */
function roomFor(rules: number, directories: number, left: number): { rules: number; directories: number } {
  const least = (wanted: number, room: number) => Math.max(LEAST, Math.min(wanted, MOST, room));
  const forDirectories = least(directories, Math.floor(left / 2));
  return { rules: least(rules, left - forDirectories), directories: forDirectories };
}

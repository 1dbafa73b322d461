import type { AccessChange } from "../../../analysis/change/access-change.js";
import type { Place } from "../../../builds/build.js";
import { plural, quoteList } from "../../../util/phrases.js";
import type { Arguments, Format } from "../../args.js";
import type { States } from "../../lint/states.js";
import type { Output } from "../../output.js";
import { type Encoding, guarded } from "../../report/clean.js";
import { hasColors } from "../../report/colors.js";
import { COLORS, PLAIN } from "../../report/paint.js";
import { screenOf } from "../../report/screen.js";
import { writeReport } from "../../report/write-file.js";
import type { ChangedContract } from "./contracts.js";
import { headline } from "./headline.js";
import { changeAsHtml } from "./html.js";
import { changeAsJson } from "./json.js";
import { changeAsMarkdown } from "./markdown.js";
import { sectionsOf } from "./sections.js";
import { Sides } from "./sides.js";
import { changeAsText } from "./text.js";

/** What is to be printed. */
export interface Compared {
  change: AccessChange;
  contracts: readonly ChangedContract[];
  states: States;
}

/** Prints a change, or writes it to a file, in the format that the command line asks for. */
export function printChange(compared: Compared, args: Arguments, output: Output): void {
  for (const { name, file } of args.formats) {
    const isColored =
      name === "stylish" && file === undefined && hasColors(args.color, process.stdout, process.env);
    const text = textOf(compared, name, file === undefined, isColored);
    const encoding: Encoding = name === "json" || name === "html" ? name : isColored ? "colored" : "text";
    if (file === undefined) output.out(text, encoding);
    else writeReport(file, `${guarded(text, encoding)}\n`);
  }
}

function textOf(
  { change, contracts, states }: Compared,
  name: Format["name"],
  isPrinted: boolean,
  isColored: boolean,
): string {
  const { before, now, base, staged } = states;
  base.tree.readKnown(filesBefore(change));
  const sides = new Sides(before.analysis, now.analysis);
  const notes = [...notesOf(states), ...sourceNotes(change.sources, base)];
  if (name === "json")
    return changeAsJson(change, contracts, { base, after: staged ? "index" : "working tree", notes }, sides);
  const sentences = [headline(change, contracts.length, base.name), ...notes];
  const sections = sectionsOf(change, contracts, sides);
  if (name === "markdown") return changeAsMarkdown(sentences, sections);
  if (name === "html") return changeAsHtml(sentences, sections);
  const screen = isPrinted ? screenOf(process.stdout, process.env) : undefined;
  return changeAsText(sentences, sections, {
    paint: isColored ? COLORS : PLAIN,
    columns: screen?.columns ?? Infinity,
  });
}

/** The files that may be asked for lines as they were. */
function filesBefore({ grants, namespaces, connections, unknown }: AccessChange): Set<string> {
  const files = new Set<string>();
  const add = (steps: readonly { place?: Place }[]) => {
    for (const { place } of steps) if (place) files.add(place.file);
  };
  for (const { change, through, otherSide = [] } of grants) {
    if (change === "lost") for (const chain of through) add(chain);
    else add(otherSide);
  }
  for (const { through } of [...namespaces, ...connections]) add(through);
  add(unknown);
  return files;
}

/** So many other versions are named. */
const MOST_SOURCES = 20;

/** Which charts and bases from elsewhere are other ones than before, in sentences. */
function sourceNotes(changes: AccessChange["sources"], base: States["base"]): string[] {
  const more = changes.length - MOST_SOURCES;
  return [
    ...changes.slice(0, MOST_SOURCES).map((one) => {
      const who = `${one.by}${one.by === one.place.file ? "" : ` (${one.place.file})`}`;
      if (one.before === undefined)
        return `What ${who} brought before is not known: 'gitops-lint fetch' brings it where ${base.name} is checked out.`;
      return one.after === undefined
        ? `What ${who} brings now is not known: 'gitops-lint fetch' brings it. Before, it was ${one.before}.`
        : `${who} brings ${one.after} now; before, it was ${one.before}.`;
    }),
    ...(more > 0 ? [`${more} more bring another version.`] : []),
  ];
}

/** What did not count of what a change says about how it is read, in sentences. */
function notesOf({ trust, base }: States): string[] {
  if (!trust) return [];
  const refused = [...trust.tree.refused].sort();
  const trusted = base.named?.().name;
  return [
    trusted === undefined
      ? "Nothing in the repository that says how it is read counted, since no commit is trusted."
      : `What says how the repository is read counted only as it is in ${trusted}, since the change is not trusted.`,
    ...(refused.length > 0
      ? [`${plural(refused.length, "file")} did not count as they are here: ${quoteList(refused)}.`]
      : []),
  ];
}

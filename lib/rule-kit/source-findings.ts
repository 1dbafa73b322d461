import type { Analysis } from "../analysis/analysis.js";
import type { BroughtIn } from "../analysis/brought-in.js";
import { textWithArchives } from "../builds/helm/chart-texts.js";
import { LineIndex } from "../manifests/comments.js";
import type { Path } from "../manifests/locate.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import { NO_FACTS } from "../repository/facts.js";
import { shownText } from "../repository/sources/shown.js";
import { groupBy } from "../util/group-by.js";
import { memoize, memoizeParts } from "../util/memoize.js";
import { beginSentence, filledIn, shortened } from "../util/phrases.js";
import type { Finding, RuleDefinition } from "./define-rule.js";
import type { FindingSink } from "./finding-sink.js";
import { preferenceOf } from "./in-template.js";
import { runRule } from "./run-rule.js";

/** What a rule finds in something that is brought in. */
export interface SourceFinding {
  rule: string;
  /** Its file, below the directory of what is brought in. */
  file: string;
  /** From 1. */
  line: number;
  message: string;
}

/** How many findings a message of the rule that sums them up stands for; 0 for any other message. */
export function summedUpIn(message: string): number {
  return Number(/^What .* brings here has (\d+) findings: /.exec(message)?.[1] ?? 0);
}

type Preset = RuleDefinition["meta"]["docs"]["preset"];

const PRESETS: readonly Preset[] = ["recommended", "strict", "all"];

let judging: readonly RuleDefinition[] = [];

/** Says which rules there are. A rule cannot know the others by itself: they are gathered above it. */
export function judgeSourcesBy(rules: readonly RuleDefinition[]): void {
  judging = rules;
}

/** What the rules of a preset find in something that is brought in, in the order of its files and lines. */
export function sourceFindings(
  analysis: Analysis,
  source: BroughtIn,
  preset: Preset,
): readonly SourceFinding[] {
  return inAnalysis(analysis)(preset)(source);
}

const inAnalysis = memoize((analysis: Analysis) =>
  memoizeParts((preset: Preset) =>
    memoize(({ directory, files }: BroughtIn): readonly SourceFinding[] =>
      files.flatMap((path) => {
        const inside = (text: string) => text.replaceAll(`${directory}/`, "");
        return findingsIn(analysis, path, preset).map(({ message, ...one }) => {
          return { ...one, file: inside(path), message: shownText(analysis.repository, inside(message)) };
        });
      }),
    ),
  ),
);

function findingsIn(analysis: Analysis, path: string, preset: Preset): Omit<SourceFinding, "file">[] {
  const { repository } = analysis;
  const manifests = repository.holding(path).files.get(path) ?? NO_FACTS;
  const input = { path, manifests, analysis, template: analysis.chartTemplate(path) };
  const found = judging.flatMap((rule) => {
    const { docs } = rule.meta;
    if (PRESETS.indexOf(docs.preset) > PRESETS.indexOf(preset)) return [];
    const gathered = new Gathered();
    runRule(rule, input, optionsOf(rule, preset), gathered);
    return gathered.all.map((one) => ({ rule, ...one }));
  });
  if (found.length === 0) return [];
  const lines = linesOf(textWithArchives(repository, path) ?? "");
  const named = found.map(({ rule, document, at, finding }) => {
    return { rule: rule.name, line: lines(document, at, finding), message: messageOf(rule, finding) };
  });
  // What is written once is said once, whatever is made of it.
  const once = groupBy(named, ({ rule, line, message }) => [rule, line, message].join("\n"));
  return [...once.values()].flatMap(([one]) => one ?? []).sort((one, other) => one.line - other.line);
}

function optionsOf({ meta: { defaultOptions, docs } }: RuleDefinition, preset: Preset): unknown {
  const [defaults] = defaultOptions as readonly unknown[];
  return {
    ...(defaults as object | undefined),
    ...docs.presetOptions,
    ...(preset !== "recommended" && docs.strictOptions),
  };
}

interface Found {
  document: number;
  at: Path;
  finding: Finding<string>;
}

/** Gathers findings. What fails finds nothing: nobody here can change it. */
class Gathered implements FindingSink {
  readonly all: Found[] = [];

  finding(document: number, at: Path, finding: Finding<string>): void {
    this.all.push({ document, at, finding });
  }

  failure(): void {
    // Nothing is to be said.
  }
}

/** The lines of findings in a text. */
function linesOf(text: string): (document: number, at: Path, finding: Finding<string>) => number {
  const [index, manifests] = [new LineIndex(text), new ManifestFile(text)];
  return (document, at, finding) => {
    const { target = manifests.locate(document, [...at, ...finding.at], preferenceOf(finding)) } = finding;
    return index.at(target.start).line;
  };
}

function messageOf({ meta }: RuleDefinition, { messageId, data = {}, note = "" }: Finding<string>): string {
  const template = meta.messages[messageId as keyof typeof meta.messages] as string | undefined;
  const words = Object.entries(beginSentence(template, data)).map(([name, word]) => [name, shortened(word)]);
  return filledIn(template ?? "", Object.fromEntries(words) as Record<string, string>) + note;
}

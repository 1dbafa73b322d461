import type { Analysis } from "../analysis/analysis.js";
import type { Place } from "../builds/build.js";
import { comparePlaces } from "../analysis/place-order.js";
import { NO_FACTS } from "../repository/facts.js";
import { directoryOf } from "../repository/paths.js";
import { isFetched } from "../repository/sources/fetched.js";
import { shownFile } from "../repository/sources/shown.js";
import { memoize, memoizeParts } from "../util/memoize.js";
import type { Finding, RuleDefinition } from "./define-rule.js";
import type { FindingSink } from "./finding-sink.js";
import { runRule } from "./run-rule.js";

/** What rules find in something that was fetched. */
export interface SourceFindings {
  /** What it is called: `chart mailer 1.4.0`. */
  name: string;
  /** Where the repository brings it in. */
  place: Place;
  /** How many each rule finds, those with the most first. */
  counts: readonly (readonly [rule: string, count: number])[];
  /** Each of them: which rule, and in which file. */
  findings: readonly { rule: string; file: string }[];
}

type Preset = RuleDefinition["meta"]["docs"]["preset"];

/** The rule that says it: in what was fetched, it says nothing of what that fetches. */
export const SOURCES_RULE = "no-unsafe-source";

const PRESETS: readonly Preset[] = ["recommended", "strict", "all"];

let judging: readonly RuleDefinition[] = [];

/** Says which rules there are. A rule cannot know the others by itself: they are gathered above it. */
export function judgeSourcesBy(rules: readonly RuleDefinition[]): void {
  judging = rules;
}

/** What the rules of a preset find in each thing that was fetched and that something here brings in. */
export function sourceFindings(analysis: Analysis, preset: Preset): readonly SourceFindings[] {
  return analysis.repository.fetchedSources ? inAnalysis(analysis)(preset) : [];
}

const inAnalysis = memoize((analysis: Analysis) =>
  memoizeParts((preset: Preset) => {
    const places = placesOf(analysis);
    return [...filesOf(analysis)].flatMap(([directory, files]): SourceFindings[] => {
      const place = places.get(directory);
      const name = analysis.repository.sourceAt(`${directory}/`)?.name;
      const findings = place ? files.flatMap((file) => findingsIn(analysis, file, preset)) : [];
      if (!place || name === undefined || findings.length === 0) return [];
      const counts = new Map<string, number>();
      for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
      const inOrder = [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1));
      return [{ name, place, counts: inOrder, findings }];
    });
  }),
);

/** Where the repository itself brings in each thing that was fetched, directly or with another: the first place. */
function placesOf({ all }: Analysis): ReadonlyMap<string, Place> {
  const named = all.flatMap(({ elsewhere = [] }) => elsewhere);
  const places = new Map<string, Place>();
  const inner: { directory: string; by: string }[] = [];
  for (const { directory, place } of named) {
    if (directory === undefined) continue;
    const before = places.get(directory);
    if (isFetched(place.file)) inner.push({ directory, by: rootOf(place.file) });
    else if (!before || comparePlaces(place, before) < 0) places.set(directory, place);
  }
  // What is brought in by something that was brought in stands where that one does.
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const { directory, by } of inner) {
      const place = places.get(by);
      if (!place || places.has(directory)) continue;
      places.set(directory, place);
      isNew = true;
    }
  }
  return places;
}

/** The files of each thing that was fetched whose objects are applied, by its directory. */
function filesOf({ all }: Analysis): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { files } of all) {
    for (const [file, use] of files) {
      if (use !== "resource" || !isFetched(file)) continue;
      const directory = rootOf(file);
      found.set(directory, (found.get(directory) ?? new Set()).add(file));
    }
  }
  return new Map([...found].map(([directory, files]) => [directory, [...files].sort()]));
}

/** The directory of what was fetched that has a file. */
function rootOf(file: string): string {
  let at = file;
  while (directoryOf(directoryOf(at)) !== "") at = directoryOf(at);
  return at;
}

function findingsIn(analysis: Analysis, path: string, preset: Preset): SourceFindings["findings"] {
  const { repository } = analysis;
  const manifests = repository.holding(path).files.get(path) ?? NO_FACTS;
  const input = { path, manifests, analysis, template: analysis.chartTemplate(path) };
  return judging.flatMap((rule) => {
    const { docs } = rule.meta;
    if (rule.name === SOURCES_RULE || PRESETS.indexOf(docs.preset) > PRESETS.indexOf(preset)) return [];
    const sink = new Counter();
    runRule(rule, input, optionsOf(rule, preset), sink);
    return Array.from({ length: sink.count }, () => ({
      rule: rule.name,
      file: shownFile(repository, path),
    }));
  });
}

function optionsOf({ meta: { defaultOptions, docs } }: RuleDefinition, preset: Preset): unknown {
  const [defaults] = defaultOptions as readonly unknown[];
  return {
    ...(defaults as object | undefined),
    ...docs.presetOptions,
    ...(preset !== "recommended" && docs.strictOptions),
  };
}

/** Counts findings, each place and sentence once. What fails finds nothing. */
class Counter implements FindingSink {
  readonly #found = new Set<string>();

  get count(): number {
    return this.#found.size;
  }

  finding(
    document: number,
    at: Place["path"],
    { at: inside, target, messageId, data }: Finding<string>,
  ): void {
    this.#found.add(JSON.stringify([target ?? [document, at, inside], messageId, data]));
  }

  failure(): void {
    // Where a rule fails on what nobody here can change, nothing is to be said.
  }
}

import { FUNCTIONS } from "../helm/functions/index.js";
import { refusedTemplates } from "../helm/render/templates.js";
import { BUILTINS } from "../helm/template/builtins.js";
import type { Span } from "../helm/values/text.js";
import type { ChartInstaller, HelmRefusal, Place } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { textWithArchives } from "../builds/helm/chart-texts.js";
import { chartAt, chartDirectories } from "../builds/helm/charts.js";
import { LineIndex } from "../manifests/comments.js";
import { isPlain } from "../kubernetes/objects.js";
import type { Repository } from "../repository/repository.js";
import { groupBy } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";
import { meantKind } from "../util/nearest.js";
import { isEdited, placeInChart } from "./place-in-chart.js";

/** Something that makes Helm refuse a chart, or a release of one. */
export interface ChartRefusal {
  /**
   * What is refused: the whole chart, before it is rendered; one of its templates; a release because of a template; one
   * that the chart itself refuses; or the values that it is given.
   */
  what: "chart" | "template" | "release" | "ownWords" | "values";
  /** Why, as a clause; for values, a sentence without its end. */
  message: string;
  /** The one place: in a file by offsets, or in a document. */
  at: Span | Place;
  /** What is refused at that place, which one of several may decide: `HelmRelease 'web'`. */
  releases: readonly string[];
  /** A question that follows, with the space before it, on what was meant; empty without an idea. */
  hint?: string;
  /** Where the chart says it, if that is in another file: `web/templates/a.yaml:3`. */
  source?: string;
}

/** What makes Helm refuse charts or releases that is to be mended in a file. */
export function chartRefusalsIn(builds: BuildSet, file: string): readonly ChartRefusal[] {
  return builds.repository.chartFiles.size === 0 ? [] : (refusalsByFile(builds).get(file) ?? []);
}

const refusalsByFile = memoize((builds: BuildSet): ReadonlyMap<string, ChartRefusal[]> => {
  const { repository } = builds;
  const inCharts = chartDirectories(repository).flatMap((directory) => ofChart(builds, directory));
  const found = [...inCharts, ...builds.all.flatMap((build) => ofReleases(builds, build.doubtful))];
  // What is wrong with a chart itself makes each of its releases refused, for the same reason.
  const known = new Set(inCharts.map(keyOf));
  const groups = groupBy(found, keyOf);
  const all = [...groups].flatMap(([key, same]): ChartRefusal[] => {
    const [first] = same;
    if (!first || known.has(key)) return first ? [first] : [];
    return [{ ...first, releases: [...new Set(same.flatMap(({ releases }) => releases))] }];
  });
  return groupBy(all, ({ at }) => at.file);
});

/** The same place and reason, whatever is refused for it. */
function keyOf({ at, message }: ChartRefusal): string {
  return JSON.stringify([at, message]);
}

/** Why Helm refuses a chart whatever its values are, as far as it need not be rendered to know that. */
function ofChart(builds: BuildSet, directory: string): ChartRefusal[] {
  const { repository } = builds;
  const found = chartAt(repository, directory);
  if (found?.error) {
    const { message, at } = found.error;
    if (at && isFilledIn(repository, at)) return [];
    const place = inOneLine(repository, placeInChart(builds, directory, at));
    return [{ what: "chart", message, at: place, releases: [] }];
  }
  if (!found?.chart) return [];
  return refusedTemplates(found.chart).map(({ message, at }) => {
    const hint = at && { hint: hintAt(repository, at) };
    return { what: "template", message, at: placeInChart(builds, directory, at), releases: [], ...hint };
  });
}

/** A place that does not go on after its first line; of a file as a whole, that line. */
function inOneLine(repository: Repository, { file, start, end }: Span): Span {
  const text = textWithArchives(repository, file) ?? "";
  const next = text.indexOf("\n", start);
  const lineEnd = next < 0 ? text.length : next;
  return { file, start, end: start === 0 && end === 0 ? lineEnd : Math.min(end, Math.max(start, lineEnd)) };
}

/** Which function was meant by a name that is none. */
function hintAt(repository: Repository, { file, start, end }: Span): string {
  const word = textWithArchives(repository, file)?.slice(start, end) ?? "";
  if (!/^[A-Za-z]\w*$/.test(word) || FUNCTION_NAMES.includes(word)) return "";
  const found = meantKind(word, FUNCTION_NAMES);
  return found === undefined ? "" : ` Did you mean '${found}'?`;
}

const FUNCTION_NAMES: readonly string[] = [...FUNCTIONS.keys(), ...BUILTINS.keys(), "and", "or"].sort();

function ofReleases(builds: BuildSet, doubtful: BuildSet["all"][number]["doubtful"] = []): ChartRefusal[] {
  return doubtful.flatMap(({ by, directory, refusal }): ChartRefusal[] => {
    const found = refusal();
    if (!found) return [];
    if (by) return [ofRelease(builds, directory, by, found)];
    const at = placeInChart(builds, directory, found.at);
    return [{ what: "template", message: found.message, at, releases: [] }];
  });
}

function ofRelease(
  builds: BuildSet,
  directory: string,
  { words, place }: ChartInstaller,
  { message, at, isOwnWords, place: inValues }: HelmRefusal,
): ChartRefusal {
  const releases = [words];
  if (inValues) return { what: "values", message, at: place, releases };
  const source = at && { source: wordsFor(builds.repository, at) };
  if (isOwnWords) return { what: "ownWords", message, at: place, releases, ...source };
  if (at && isEdited(builds, at.file)) return { what: "release", message, at, releases };
  return {
    what: "release",
    message,
    at: at ? placeInChart(builds, directory, at) : place,
    releases,
    ...source,
  };
}

/** Whether something else fills in what is refused, before Helm sees it. */
function isFilledIn(repository: Repository, { file, start, end }: Span): boolean {
  const text = textWithArchives(repository, file) ?? "";
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const to = text.indexOf("\n", Math.max(start, end - 1));
  const lines = text.slice(from, to < 0 ? text.length : to).replace(/#.*/, "");
  return !isPlain(lines) || !isPlain(text.slice(start, end).replace(/^["']|["']$/g, ""));
}

function wordsFor(repository: Repository, { file, start }: Span): string {
  return `${file}:${new LineIndex(textWithArchives(repository, file) ?? "").at(start).line}`;
}

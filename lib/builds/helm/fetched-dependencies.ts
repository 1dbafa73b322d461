import type { Chart, Dependency } from "../../helm/chart/chart.js";
import { decode } from "../../manifests/decode.js";
import { isProblem, parseDocument } from "../../manifests/parse.js";
import { below } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { field, items } from "../../util/plain-values.js";
import type { Elsewhere } from "../build.js";
import { chartRequest } from "../sources/requests.js";
import { takeIn } from "../sources/take-in.js";

/** A chart with those that it depends on and that were fetched. */
export interface CompletedChart {
  chart: Chart;
  /** What lies elsewhere of it, fetched or not. */
  elsewhere: readonly Elsewhere[];
  /** A digest of each chart that was added. */
  digests: readonly string[];
}

/**
 * A chart with the charts that it depends on, that are not in its `charts/` and that were fetched, as `helm dependency
 * build` puts them there.
 * @param directory that of the chart
 * @param chartIn the chart that was fetched, in its directory, with its digest
 */
export function withFetched(
  repository: Repository,
  directory: string,
  chart: Chart,
  chartIn: (directory: string) => { chart?: Chart; digest: string } | undefined,
): CompletedChart {
  const { dependencies = [], apiVersion } = chart.metadata;
  const missing = dependencies
    .map((dependency, index) => ({ dependency, index }))
    .filter(({ dependency }) => !chart.charts.some(({ metadata }) => metadata.name === dependency.name));
  if (missing.length === 0) return { chart, elsewhere: [], digests: [] };
  const names = apiVersion === "v1" ? (["requirements.yaml", "requirements.lock"] as const) : CURRENT;
  const [file, locked] = names.map((name) => below(directory, name));
  const versions = versionsIn(repository, locked ?? "");
  const elsewhere: Elsewhere[] = [];
  const added: Chart[] = [];
  const digests: string[] = [];
  for (const { dependency, index } of missing) {
    const request = requestOf(dependency, versions);
    if (!request) continue;
    const place = { file: file ?? "", document: 0, path: ["dependencies", index, "name"] };
    const taken = takeIn(repository, request, { place, by: `the chart '${chart.metadata.name}'` });
    elsewhere.push(taken.elsewhere);
    const found = taken.fetched && chartIn(taken.fetched.root);
    // The same chart can be wanted twice, under two names.
    if (!found?.chart || added.some(({ metadata }) => metadata.name === dependency.name)) continue;
    added.push(found.chart);
    digests.push(found.digest);
  }
  return { chart: { ...chart, charts: [...chart.charts, ...added] }, elsewhere, digests };
}

const CURRENT = ["Chart.yaml", "Chart.lock"] as const;

/** What a dependency asks for, at the version that is locked, or at any that it allows. */
function requestOf(
  { name, version, repository }: Dependency,
  locked: ReadonlyMap<string, string>,
): Elsewhere["request"] | undefined {
  return chartRequest(repository, name, locked.get(name) ?? version);
}

/** The versions in a `Chart.lock`, by name. */
function versionsIn(repository: Repository, path: string): ReadonlyMap<string, string> {
  if (!repository.has(path)) return new Map();
  try {
    const parsed = parseDocument(decode(repository.bytes(path)).text);
    const all = isProblem(parsed) ? [] : items(field(parsed.value, "dependencies"));
    return new Map(
      all.flatMap((one) => {
        const [name, version] = [field(one, "name"), field(one, "version")];
        return typeof name === "string" && typeof version === "string" ? [[name, version] as const] : [];
      }),
    );
  } catch {
    return new Map();
  }
}

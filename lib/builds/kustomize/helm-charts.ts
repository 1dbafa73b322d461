import type { Place } from "../build.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { below } from "../../repository/paths.js";
import { chartPart } from "../chart-part.js";
import type { Values } from "../helm/set-values.js";
import { chartRequest } from "../sources/requests.js";
import type { Layer } from "./layer.js";
import { renderChart } from "./rendered-charts.js";

/** Renders the charts of a kustomization, or hides what they make: api/types/helmchartargs.go. */
export function addCharts(layer: Layer): void {
  const { helmCharts, helmChartInflationGenerator, helmGlobals } = layer.kustomization.value;
  const globals = isMap(helmGlobals) ? helmGlobals : {};
  items(helmCharts).forEach((chart, index) => {
    addChart(layer, isMap(chart) ? { ...globals, ...chart } : chart, layer.place("helmCharts", index));
  });
  items(helmChartInflationGenerator).forEach((chart, index) => {
    const place = layer.place("helmChartInflationGenerator", index);
    addChart(layer, isMap(chart) ? { ...globals, ...inNewWords(chart) } : chart, place);
  });
}

/** The fields of the older form, by their newer names: api/types/helmchartargs.go, makeHelmChartFromHca. */
const NEWER: Readonly<Record<string, string>> = {
  chartName: "name",
  chartVersion: "version",
  chartRepoUrl: "repo",
  values: "valuesFile",
  valuesLocal: "valuesInline",
};

function inNewWords(chart: Values): Values {
  const entries = Object.entries(chart).map(([key, value]) => [NEWER[key] ?? key, value] as const);
  return Object.fromEntries(entries);
}

/** Renders one chart, or hides what it makes. */
export function addChart(layer: Layer, chart: unknown, place: Place): void {
  if (!isMap(chart) || !renderChart(layer, chart, place)) hideChart(layer, chart);
}

function hideChart(layer: Layer, chart: unknown): void {
  const name = field(chart, "name");
  const home = field(chart, "chartHome") ?? "charts";
  const directory =
    typeof name === "string" && typeof home === "string" ? layer.locate(`${home}/${name}`) : undefined;
  const files = [field(chart, "valuesFile"), ...items(field(chart, "additionalValuesFiles"))];
  const inFiles = files.flatMap((path) => valuesIn(layer, path));
  const source = chartRequest(field(chart, "repo"), name, field(chart, "version"));
  const found = source && layer.repository.fetched(source);
  const why = typeof found === "string" ? `; ${found}` : "";
  const part = chartPart({
    reason: `${typeof name === "string" ? `renders the Helm chart '${name}'` : "renders a Helm chart"}${why}`,
    file: layer.kustomization.path,
    names: [name, field(chart, "releaseName"), field(chart, "nameTemplate"), field(chart, "repo")],
    namespace: field(chart, "namespace") ?? field(chart, "releaseNamespace"),
    values: [field(chart, "valuesInline"), field(chart, "values"), ...inFiles].filter(isMap),
    source,
    texts: directory === undefined ? [] : [below(directory, "templates/")],
  });
  const { kind, reason, ...about } = part;
  layer.hide(kind, reason, about);
}

function valuesIn(layer: Layer, path: unknown): readonly unknown[] {
  const located = typeof path === "string" && !path.includes("\n") ? layer.locate(path) : undefined;
  if (located === undefined || !layer.lookAt(located)) return [];
  layer.read.add(located);
  return layer.repository.values(located) ?? [];
}

import { field, isMap, items } from "../../util/plain-values.js";
import { below } from "../../repository/paths.js";
import { chartPart } from "../chart-part.js";
import type { Layer } from "./layer.js";

/** Hides what the charts of a kustomization make: api/types/helmchartargs.go. */
export function hideCharts(layer: Layer): void {
  const { helmCharts, helmChartInflationGenerator } = layer.kustomization.value;
  for (const chart of items(helmCharts)) hideChart(layer, chart);
  for (const chart of items(helmChartInflationGenerator)) hideChart(layer, chart);
}

/** Hides what one chart makes. */
export function hideChart(layer: Layer, chart: unknown): void {
  // The older form has other names for two fields.
  const name = field(chart, "name") ?? field(chart, "chartName");
  const home = field(layer.kustomization.value.helmGlobals, "chartHome") ?? "charts";
  const directory =
    typeof name === "string" && typeof home === "string" ? layer.locate(`${home}/${name}`) : undefined;
  const files = [field(chart, "valuesFile"), ...items(field(chart, "additionalValuesFiles"))];
  const inFiles = files.flatMap((path) => valuesIn(layer, path));
  const part = chartPart({
    reason: typeof name === "string" ? `renders the Helm chart '${name}'` : "renders a Helm chart",
    file: layer.kustomization.path,
    names: [name, field(chart, "releaseName"), field(chart, "nameTemplate"), field(chart, "repo")],
    namespace: field(chart, "namespace") ?? field(chart, "releaseNamespace"),
    values: [field(chart, "valuesInline"), field(chart, "values"), ...inFiles].filter(isMap),
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

import { isKnown } from "../../kubernetes/objects.js";
import { below } from "../../repository/paths.js";
import type { Place } from "../build.js";
import { RefusedValues } from "../helm/refused-values.js";
import type { Release } from "../helm/release.js";
import { renderRelease } from "../helm/render-release.js";
import { isChart } from "../helm/value-files.js";
import { chartRequest } from "../sources/requests.js";
import type { Values } from "../helm/set-values.js";
import { type ChartEntry, chartValues } from "./chart-values.js";
import type { Layer } from "./layer.js";
import { resourceOf } from "./resource.js";

/**
 * Renders a chart for a kustomization as `helm template` does, if it is one of this repository, and notes what it makes
 * in the layer.
 * @returns whether it is rendered
 */
export function renderChart(layer: Layer, value: Values, place: Place): boolean {
  const directory = ownChart(layer, value) ?? fetchedChart(layer, value, place);
  if (directory === undefined) return false;
  const name = text(value.name) ?? "";
  try {
    const rendering = renderRelease(layer.repository, releaseOf(layer, { value, place, directory }));
    for (const [path, use] of rendering.files) layer.use(path, use);
    for (const part of rendering.hidden) layer.hidePart(part);
    for (const one of rendering.elsewhere ?? []) layer.elsewhere.push(one);
    const { objects, rendered = [], refused, doubtful = [] } = rendering;
    const resources = objects.map((one) => resourceOf(one.file, one));
    layer.charts.push({
      charts: new Set([directory]),
      resources,
      rendered,
      chartRefusal: refused,
      doubtful,
    });
  } catch (error) {
    if (!(error instanceof RefusedValues)) throw error;
    const { message, isOurs } = error;
    layer.hide(isOurs ? "chart" : "impossible", `renders the Helm chart '${name}', which ${message}`, {
      names: isOurs ? [name] : [],
    });
    const words = `the chart '${name}'`;
    const refused = { message: `${words} ${message}`, place: error.place };
    layer.charts.push({
      charts: new Set([directory]),
      resources: [],
      rendered: [],
      chartRefusal: isOurs ? undefined : refused,
      doubtful: isOurs ? [] : [{ directory, by: { words, place: error.place }, refusal: () => refused }],
    });
  }
  return true;
}

/** The directory of the chart, if it is one of this repository. */
function ownChart(layer: Layer, value: Values): string | undefined {
  const directory = directoryOf(layer, value);
  if (directory === undefined) return undefined;
  // A chart that is there later changes everything.
  layer.lookAt(below(directory, "Chart.yaml"));
  return isChart(layer.repository, directory) ? directory : undefined;
}

/** The same, if it was fetched. */
function fetchedChart(layer: Layer, value: Values, place: Place): string | undefined {
  const request = chartRequest(value.repo, value.name, value.version);
  const root = request && layer.takeIn(request, place).fetched?.root;
  return root !== undefined && isChart(layer.repository, root) ? root : undefined;
}

/** api/internal/builtins/HelmChartInflationGenerator.go, absChartHome. */
function directoryOf(layer: Layer, value: Values): string | undefined {
  const { name, chartHome, version, repo } = value;
  const home = (chartHome ?? "") === "" ? "charts" : chartHome;
  if (typeof name !== "string" || !isKnown(name) || typeof home !== "string" || !isKnown(home))
    return undefined;
  const own = text(version);
  const within = own !== undefined && text(repo) !== undefined ? `${name}-${own}/${name}` : name;
  return layer.locate(`${home}/${within}`);
}

/** api/types/helmchartargs.go, AsHelmArgs; api/internal/target/kusttarget_configplugin.go. */
function releaseOf(layer: Layer, entry: ChartEntry): Release {
  const { value, place, directory } = entry;
  const hasTemplate = text(value.nameTemplate) !== undefined;
  const name = hasTemplate ? undefined : text(value.releaseName);
  const namespace = text(value.namespace) ?? text(layer.kustomization.value.namespace);
  const kubeVersion = text(value.kubeVersion);
  const apiVersions = Array.isArray(value.apiVersions)
    ? value.apiVersions.filter((one): one is string => typeof one === "string")
    : [];
  return {
    directory,
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    values: chartValues(layer, entry),
    isTemplated: true,
    includeCrds: value.includeCRDs === true,
    ...(value.skipHooks === true && { skipHooks: true }),
    ...(kubeVersion !== undefined && { kubeVersion }),
    ...(apiVersions.length > 0 && { apiVersions }),
    asked: { words: `the chart '${text(value.name) ?? ""}'`, place },
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && isKnown(value) ? value : undefined;
}

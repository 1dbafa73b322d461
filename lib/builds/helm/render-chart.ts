import type { Chart } from "../../helm/chart/chart.js";
import { render, type Rendering } from "../../helm/render/render.js";
import type { Repository } from "../../repository/repository.js";
import { capabilitiesOf } from "./capabilities.js";
import type { Release } from "./release.js";
import { layerOf } from "./value-places.js";

/** Stands for a namespace that is not known, which is the same for all that a release puts into it. */
export const NO_NAMESPACE = "\uE0F1";
/** Stands for the name of a release that is not known. */
export const NO_NAME = "\uE0F2";
export const PLACEHOLDERS = /[\uE0F1\uE0F2]/g;

/** Renders a chart of the repository as a release of it does. */
export function renderChart(repository: Repository, release: Release, chart: Chart): Rendering {
  const capabilities = capabilitiesOf(repository);
  const layers = (values: Release["values"]) => values.map((one) => layerOf(repository, one));
  return render(chart, {
    name: release.name ?? NO_NAME,
    namespace: release.namespace ?? NO_NAMESPACE,
    operation: release.isTemplated ? "install" : "both",
    capabilities: {
      kubernetesVersion: release.kubeVersion ?? capabilities.kubernetesVersion,
      apiVersions: release.apiVersions
        ? new Set([...capabilities.apiVersions, ...release.apiVersions])
        : capabilities.apiVersions,
      isComplete: false,
      ownGroups: capabilities.ownGroups,
    },
    chartValues: release.chartValues && layers(release.chartValues),
    values: layers(release.values),
    lookup: release.isTemplated ? "empty" : "unknown",
    includeCrds: release.includeCrds,
  });
}

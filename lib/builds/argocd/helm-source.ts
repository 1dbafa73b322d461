import { isKnown } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { placeOf } from "../build.js";
import type { Fields, Rendered } from "../controllers/render.js";
import { refusedBuild, RefusedValues } from "../helm/refused-values.js";
import type { Release } from "../helm/release.js";
import { renderRelease } from "../helm/render-release.js";
import { isChart } from "../helm/value-files.js";
import type { Application } from "./application-sets.js";
import { buildEnvironment } from "./build-environment.js";
import { type ChartSource, sourceValues } from "./release-values.js";
import { referencesAmong } from "./value-files.js";

/** A source of an Application in the directory of a chart. */
export interface SourceOfChart {
  source: Fields;
  /** Where it is in the spec. */
  path: Path;
  directory: string;
  /** Where the repository of the source begins; empty for this one. */
  root?: string;
  /** All sources of the Application. */
  sources: readonly unknown[];
}

/**
 * What a source applies whose directory is a chart, as `helm template` renders it; undefined if there is none:
 * argo-cd reposerver/repository/repository.go, helmTemplate.
 */
export function renderChart(
  repository: Repository,
  application: Application,
  source: SourceOfChart,
): Rendered | undefined {
  const { directory } = source;
  if (!isChart(repository, directory)) return undefined;
  try {
    const release = releaseOf(repository, application, source);
    return { ...renderRelease(repository, release), charts: [directory] };
  } catch (error) {
    if (!(error instanceof RefusedValues)) throw error;
    const refused = refusedBuild(error, `Application '${application.name}'`, application.ownName, directory);
    return { ...refused, charts: [directory] };
  }
}

/**
 * How such a source installs the chart.
 * @throws RefusedValues
 */
export function releaseOf(
  repository: Repository,
  application: Application,
  { source, path, directory, root = "", sources }: SourceOfChart,
): Release {
  const { by, ownName } = application;
  const spec = isMap(application.spec) ? application.spec : {};
  const helm = isMap(source.helm) ? source.helm : {};
  const name = nameIn(helm, "releaseName") ?? { text: ownName };
  const namespace = nameIn(helm, "namespace") ?? nameIn(spec.destination, "namespace");
  const chart: ChartSource = {
    application,
    helm,
    at: [...path, "helm"],
    files: {
      directory,
      root,
      environment: buildEnvironment(ownName, spec, source),
      references: referencesAmong(sources),
    },
  };
  const kubeVersion = nameIn(helm, "kubeVersion")?.text;
  const apiVersions = items(helm.apiVersions).filter((one) => typeof one === "string");
  return {
    directory,
    ...(name.text !== undefined && { name: name.text }),
    ...(namespace?.text !== undefined && { namespace: namespace.text }),
    values: sourceValues(repository, chart),
    isTemplated: true,
    includeCrds: helm.skipCrds !== true,
    ...(kubeVersion !== undefined && { kubeVersion }),
    ...(apiVersions.length > 0 && { apiVersions }),
    by,
    asked: {
      words: `Application '${application.name}'`,
      place: placeOf(by, [...application.at, ...path, "helm"]),
    },
  };
}

/** A name that is given, which need not be known; undefined if none is. */
function nameIn(value: unknown, key: string): { text: string | undefined } | undefined {
  const name = field(value, key) ?? "";
  if (name === "") return undefined;
  return { text: typeof name === "string" && isKnown(name) ? name : undefined };
}

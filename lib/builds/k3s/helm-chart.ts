import { isKnown } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import type { SourceRequest } from "../../repository/sources/request.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { type AppliedObject, type Build, placeOf } from "../build.js";
import { installerWords, releaseBuild } from "../helm/release-build.js";
import type { Release, ReleaseValues } from "../helm/release.js";
import { renderRelease } from "../helm/render-release.js";
import { textValue, typedValue } from "../helm/set-values.js";
import { isChart, valuesIn } from "../helm/value-files.js";
import { ValueLayers } from "../helm/value-layers.js";
import { chartAtAddress, chartRequest } from "../sources/requests.js";
import { takeIn, type TakenIn } from "../sources/take-in.js";

/** The chart that a HelmChart of k3s or RKE2 names: k3s-io/helm-controller pkg/apis/helm.cattle.io/v1, HelmChartSpec. */
function requestOfHelmChart({ object: { spec } }: AppliedObject): SourceRequest | undefined {
  const [repo, chart, version] = ["repo", "chart", "version"].map((key) => field(spec, key));
  // What the object brings itself counts before all else.
  if ((field(spec, "chartContent") ?? "") !== "") return undefined;
  return (repo ?? "") === "" ? chartAtAddress(chart, version) : chartRequest(repo, chart, version);
}

/** What it names, as far as it was fetched. */
export function takenByHelmChart(repository: Repository, by: AppliedObject): TakenIn | undefined {
  const request = requestOfHelmChart(by);
  return (
    request && takeIn(repository, request, { place: placeOf(by, ["spec", "chart"]), by: installerWords(by) })
  );
}

/**
 * What a HelmChart of k3s or RKE2 installs, if its chart was fetched; undefined if not: k3s-io/helm-controller
 * pkg/controllers/chart/chart.go.
 * @param beside the objects of its build, of which a HelmChartConfig changes its values
 */
export function helmChartBuild(
  repository: Repository,
  by: AppliedObject,
  cluster: string | undefined,
  beside: readonly AppliedObject[],
): Build | undefined {
  const taken = takenByHelmChart(repository, by);
  const name = by.object.metadata?.name;
  if (!taken?.fetched || !isKnown(name)) return undefined;
  const { root: directory } = taken.fetched;
  if (!isChart(repository, directory)) return undefined;
  return releaseBuild(by, {
    name,
    directory,
    cluster,
    createsNamespace: field(by.object.spec, "createNamespace") === true,
    elsewhere: taken.elsewhere,
    render: () => renderRelease(repository, releaseOf(repository, by, { directory, name, beside })),
  });
}

function releaseOf(
  repository: Repository,
  by: AppliedObject,
  { directory, name, beside }: { directory: string; name: string; beside: readonly AppliedObject[] },
): Release {
  const target = field(by.object.spec, "targetNamespace") ?? by.object.metadata?.namespace;
  const namespace = typeof target === "string" && isKnown(target) ? target : undefined;
  return {
    directory,
    name,
    ...(namespace !== undefined && { namespace }),
    values: valuesOf(repository, by, beside),
    isTemplated: false,
    includeCrds: true,
    by,
    asked: { words: installerWords(by), place: placeOf(by, ["spec"]) },
  };
}

/** Its own values, those of a HelmChartConfig of its name, and then what it sets: helm-controller, args and valuesConfigMap. */
function valuesOf(
  repository: Repository,
  by: AppliedObject,
  beside: readonly AppliedObject[],
): readonly ReleaseValues[] {
  const { name, namespace } = by.object.metadata ?? {};
  const layers = new ValueLayers();
  const configs = beside.filter(({ kind, object: { metadata } }) => {
    return kind === "HelmChartConfig" && metadata?.name === name && metadata?.namespace === namespace;
  });
  for (const one of [by, ...configs]) {
    const place = placeOf(one, ["spec", "valuesContent"]);
    const text = field(one.object.spec, "valuesContent") ?? "";
    if (items(field(one.object.spec, "valuesSecrets")).length > 0)
      layers.addUnknown("what is in a Secret is not known", placeOf(one, ["spec", "valuesSecrets"]));
    if (typeof text !== "string") layers.addUnknown("its values are filled in later", place);
    else if (text !== "") layers.addRead(valuesIn(repository, text), "its 'valuesContent'", place, place);
  }
  const set = field(by.object.spec, "set");
  for (const [key, value] of Object.entries(isMap(set) ? set : {})) {
    const place = placeOf(by, ["spec", "set", key]);
    if (typeof value === "string")
      layers.set(
        key,
        value.replace(/(?<!\\),/g, "\\,"),
        place,
        /^(?:true|false|null|[-+]?\d+)$/.test(value) ? typedValue : textValue,
      );
    else if (typeof value === "number") layers.set(key, String(value), place, typedValue);
    else layers.setUnknown(key, place);
  }
  return layers.layers;
}

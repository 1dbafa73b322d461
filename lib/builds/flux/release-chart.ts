import { type AnyObject, isKnown } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import { groupBy } from "../../util/group-by.js";
import { memoizePairs } from "../../util/memoize.js";
import { field, isMap, items } from "../../util/plain-values.js";
import type { SourceRequest } from "../../repository/sources/request.js";
import type { AppliedObject, Build, Elsewhere, Place } from "../build.js";
import { placeOf } from "../build.js";
import { below } from "../../repository/paths.js";
import { directoryAt, exclusions } from "../controllers/sources.js";
import { isChart } from "../helm/value-files.js";
import { otherObjects } from "../other-objects.js";
import { chartOfRepository, filesRequest } from "../sources/flux-sources.js";
import { takeIn } from "../sources/take-in.js";
import { isBootstrapSource, sourceOf } from "./source.js";

/** The chart that a HelmRelease installs and that is here, and how its values.yaml is replaced. */
export interface ReleaseChart {
  directory: string;
  /** Files from the root of the repository; undefined for one that is not known. */
  valuesFiles: readonly { path: string | undefined; place: Place }[];
  ignoresMissing: boolean;
  /** Which files its source does not have, by their paths below the root; undefined if it has all. */
  isLeftOut?: (path: string) => boolean;
  /** Where it comes from, if it was fetched. */
  elsewhere?: Elsewhere;
}

/** What the chart of a HelmRelease is written as: in it, or in a HelmChart. */
interface WrittenChart {
  object: AnyObject;
  file: string;
  spec: unknown;
  placeAt: (path: Path) => Place;
}

/**
 * The chart that a HelmRelease installs, if it is one of this repository or was fetched: fluxcd/source-controller
 * internal/controller/helmchart_controller.go, buildFromTarballArtifact.
 * @param sources the sources of Flux that the repository applies
 */
export function chartOfRelease(
  repository: Repository,
  release: AppliedObject,
  within: Pick<Build, "files">,
  sources: readonly AppliedObject[],
): ReleaseChart | undefined {
  const own = ownChart(repository, release, within, sources);
  if (own) return own;
  const asked = requestOfRelease(repository, release, within, sources);
  const { elsewhere, fetched } = asked ? takeIn(repository, asked.request, asked) : {};
  if (!asked || !fetched) return undefined;
  const { written, path } = asked;
  const directory = path === "" ? fetched.root : below(fetched.root, path);
  const isLeftOut = exclusions(fetched.repository, asked.ignore, fetched.root);
  if (!isChart(repository, directory) || isLeftOut?.(below(directory, "Chart.yaml"))) return undefined;
  return {
    directory,
    ...(isLeftOut && { isLeftOut }),
    valuesFiles: written ? valuesFilesOf(written, fetched.root) : [],
    ignoresMissing: field(written?.spec, "ignoreMissingValuesFiles") === true,
    ...(elsewhere && { elsewhere }),
  };
}

function ownChart(
  repository: Repository,
  release: AppliedObject,
  within: Pick<Build, "files">,
  sources: readonly AppliedObject[],
): ReleaseChart | undefined {
  const written = writtenChart(repository, release, within);
  const chart = field(written?.spec, "chart");
  if (!written || typeof chart !== "string" || !isKnown(chart)) return undefined;
  const { origin, ignore } = sourceOf(repository, written, field(written.spec, "sourceRef"), sources);
  const directory = directoryAt(chart);
  if (origin === "elsewhere" || (origin === "unknown" && directory === "")) return undefined;
  const isLeftOut = exclusions(repository, ignore);
  if (!isChart(repository, directory) || isLeftOut?.(below(directory, "Chart.yaml"))) return undefined;
  return {
    directory,
    ...(isLeftOut && { isLeftOut }),
    valuesFiles: valuesFilesOf(written),
    ignoresMissing: field(written.spec, "ignoreMissingValuesFiles") === true,
  };
}

/** What a HelmRelease asks for that is not in this repository. */
export interface AskedChart {
  request: SourceRequest;
  /** The directory of the chart in it. */
  path: string;
  /** Where the chart is named. */
  place: Place;
  by: string;
  /** What its source leaves out. */
  ignore: unknown;
  written: WrittenChart | undefined;
}

/** Where the chart of a HelmRelease comes from, if that is known and not this repository. */
export function requestOfRelease(
  repository: Repository,
  release: AppliedObject,
  within: Pick<Build, "files">,
  sources: readonly AppliedObject[],
): AskedChart | undefined {
  const by = `HelmRelease '${release.object.metadata?.name ?? ""}'`;
  const reference = field(release.object.spec, "chartRef");
  if (field(reference, "kind") === "OCIRepository") {
    const request = filesRequest(release, reference, sources);
    const place = placeOf(release, ["spec", "chartRef", "name"]);
    return request && { request, path: "", place, by, ignore: undefined, written: undefined };
  }
  const written = writtenChart(repository, release, within);
  if (!written) return undefined;
  const chart = field(written.spec, "chart");
  const sourceRef = field(written.spec, "sourceRef");
  const place = written.placeAt(["chart"]);
  if (field(sourceRef, "kind") === "HelmRepository") {
    const request = chartOfRepository(written, written.spec, sources);
    return request && { request, path: "", place, by, ignore: undefined, written };
  }
  const { origin, ignore } = sourceOf(repository, written, sourceRef, sources);
  if (origin === "here" || isBootstrapSource(sourceRef) || typeof chart !== "string" || !isKnown(chart))
    return undefined;
  const request = filesRequest(written, sourceRef, sources);
  return request && { request, path: directoryAt(chart), place, by, ignore, written };
}

/** `valuesFile` is older, and is merged first. */
function valuesFilesOf({ spec, placeAt }: WrittenChart, root = ""): ReleaseChart["valuesFiles"] {
  const first = field(spec, "valuesFile") ?? "";
  const listed = items(field(spec, "valuesFiles")).map(
    (path, index) => [path, ["valuesFiles", index]] as const,
  );
  const all = first === "" ? listed : [[first, ["valuesFile"]] as const, ...listed];
  return all.map(([path, at]) => {
    const isPath = typeof path === "string" && isKnown(path);
    return { path: isPath ? below(root, directoryAt(path)) : undefined, place: placeAt([...at]) };
  });
}

function writtenChart(
  repository: Repository,
  release: AppliedObject,
  within: Pick<Build, "files">,
): WrittenChart | undefined {
  const { object, file } = release;
  const spec = field(object.spec, "chart", "spec");
  if (isMap(spec)) {
    const placeAt = (path: Path) => placeOf(release, ["spec", "chart", "spec", ...path]);
    return { object, file, spec, placeAt };
  }
  const reference = field(object.spec, "chartRef");
  const name = field(reference, "name");
  if (field(reference, "kind") !== "HelmChart" || typeof name !== "string") return undefined;
  const namespace = field(reference, "namespace") ?? object.metadata?.namespace;
  const [only, ...others] = chartsIn(repository, within).get(name) ?? [];
  if (!only || others.length > 0) return undefined;
  const { value, place } = only;
  return {
    object: { metadata: { name, ...(typeof namespace === "string" && { namespace }) } },
    file: place.file,
    spec: value.spec,
    placeAt: (path) => ({ ...place, path: [...place.path, "spec", ...path] }),
  };
}

/** The HelmCharts of Flux that a build applies, by name; no rule judges them. */
const chartsIn = memoizePairs((repository: Repository, { files }: Pick<Build, "files">) => {
  const found = [...files.keys()].flatMap((path) => otherObjects(repository, path, "HelmChart"));
  return groupBy(
    found.filter(({ value }) => isFluxChart(value)),
    ({ value }) => field(value, "metadata", "name"),
  );
});

function isFluxChart({ apiVersion }: Readonly<Record<string, unknown>>): boolean {
  return typeof apiVersion === "string" && apiVersion.startsWith("source.toolkit.fluxcd.io/");
}

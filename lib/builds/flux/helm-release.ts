import type { Repository } from "../../repository/repository.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { type AppliedObject, type Build, placeOf } from "../build.js";
import { installerWords, releaseBuild } from "../helm/release-build.js";
import type { RenderedRelease } from "../helm/release.js";
import { renderRelease } from "../helm/render-release.js";
import type { HiddenPart } from "../hidden-part.js";
import { patchObjects } from "../kustomize/patch-objects.js";
import { clusterReached } from "./cluster.js";
import { commonLabels } from "./common-labels.js";
import type { Within } from "./config-maps.js";
import { chartOfRelease } from "./release-chart.js";
import { releaseName } from "./release-name.js";
import { releaseOf } from "./release-of.js";

/** What is known of the cluster and the build that a HelmRelease is in. */
export interface ReleaseContext {
  /** The cluster that it is in, if known. */
  cluster: string | undefined;
  /** The build that applies it. */
  within: Within;
  /** The sources of Flux that the repository applies. */
  sources: readonly AppliedObject[];
}

/** What a HelmRelease installs, if its chart is in this repository or was fetched; undefined if not. */
export function helmReleaseBuild(
  repository: Repository,
  by: AppliedObject,
  context: ReleaseContext,
): Build | undefined {
  const { spec, metadata } = by.object;
  const { within, sources } = context;
  const chart = chartOfRelease(repository, by, within, sources);
  const name = releaseName(by.object);
  if (!chart || name === undefined) return undefined;
  return releaseBuild(by, {
    name,
    directory: chart.directory,
    cluster: clusterReached(spec, metadata?.namespace, context.cluster),
    createsNamespace: field(spec, "install", "createNamespace") === true,
    elsewhere: chart.elsewhere,
    render: () => {
      const rendered = renderRelease(repository, {
        ...releaseOf(repository, by, within, chart, name),
        asked: { words: installerWords(by), place: placeOf(by, ["spec", "values"]) },
      });
      return { ...rendered, ...finished(repository, by, rendered) };
    },
  });
}

/** What is done to what the chart renders: its post-renderers run, and every object gets the labels that all have. */
function finished(
  repository: Repository,
  by: AppliedObject,
  rendered: RenderedRelease,
): Pick<Build, "objects" | "hidden"> {
  const { objects, hidden } = postRendered(repository, by, rendered.objects);
  const label = commonLabels(by.object.spec);
  return {
    objects: label ? objects.map((one) => ({ ...one, object: label(one.object) })) : objects,
    hidden: [...rendered.hidden, ...hidden],
  };
}

/** What the post-renderers make of objects, one after the other. What they set in images is not read. */
function postRendered(
  repository: Repository,
  release: AppliedObject,
  objects: readonly AppliedObject[],
): Pick<Build, "objects" | "hidden"> {
  const hidden: HiddenPart[] = [];
  let all = objects;
  items(field(release.object.spec, "postRenderers")).forEach((renderer, index) => {
    const fields = field(renderer, "kustomize");
    if (!isMap(fields)) return;
    const place = placeOf(release, ["spec", "postRenderers", index, "kustomize"]);
    const patched = patchObjects(repository, all, fields, place);
    all = patched.objects;
    for (const part of patched.hidden) hidden.push(part);
  });
  return { objects: all, hidden };
}

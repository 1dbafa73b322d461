import type { Chart } from "../../helm/chart/chart.js";
import { type Rendering, render } from "../../helm/render/render.js";
import type { RenderedFile } from "../../helm/render/rendered.js";
import type { Span, Text } from "../../helm/values/text.js";
import { dict, RefusalError, TemplateError, unknown, type Unknown } from "../../helm/values/value.js";
import { readYaml, YamlError } from "../../helm/yaml/read.js";
import { UNKNOWN } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import type { HelmRefusal } from "../build.js";
import { capabilitiesOf, isVersionAssumed } from "./capabilities.js";
import { chartOf } from "./charts.js";
import type { Release, ReleaseValues } from "./release.js";
import { layerOf } from "./value-places.js";

const NAME = unknown("release name", "the name of the release is not known");
const NAMESPACE = unknown("release namespace", "the namespace of the release is not known");
const VERSION = unknown("kubernetes version", "the version of Kubernetes is not known");
/** The values of a chart that nothing here installs: somebody else gives it any. */
const ANY_VALUES: readonly ReleaseValues[] = [{ value: UNKNOWN, why: "whoever installs it says so" }];

/**
 * Why Helm refuses a release, whatever is not known of it; undefined if it need not. Of a chart that nothing here
 * installs, no value is known, since other values could avoid what its defaults make it refuse.
 */
export function refusalOf(repository: Repository, release: Release): HelmRefusal | undefined {
  const rendering = renderUnknown(repository, release);
  // Helm asks for what is missing first, and what is refused without it may be there with it.
  if (!rendering || rendering.excess || rendering.missing.length > 0 || !rendering.isComplete)
    return undefined;
  const { refused } = rendering;
  const isInstalled = release.asked !== undefined;
  if (!refused) return unreadable(rendering);
  const { message, at } = refused;
  if (refused instanceof RefusalError) return isInstalled ? { message, at, isOwnWords: true } : undefined;
  return isInstalled || isSameEverywhere(rendering, refused) ? { message, at } : undefined;
}

/** Renders a chart so that whatever is not known of the release is not known to its templates either. */
function renderUnknown(repository: Repository, release: Release): Rendering | undefined {
  const found = chartOf(repository, release)?.chart;
  if (!found) return undefined;
  const layers = (values: Release["values"]) => values.map((one) => layerOf(repository, one));
  const given = release.asked ? release.values : ANY_VALUES;
  // What any value may take the place of is not known at all: a text may be given where the chart has a table.
  const last = given.findLastIndex(({ value }) => value === UNKNOWN);
  const chart = last < 0 ? found : withoutValues(found);
  return render(chart, {
    name: (release.asked && release.name) ?? NAME,
    namespace: release.namespace ?? NAMESPACE,
    operation: release.isTemplated ? "install" : "both",
    capabilities: { ...clusterOf(repository, release), isComplete: false },
    chartValues: last < 0 ? release.chartValues && layers(release.chartValues) : undefined,
    values: layers(last < 0 ? given : given.slice(last)),
    lookup: release.isTemplated ? "empty" : "unknown",
    includeCrds: false,
  });
}

/** A chart that says nothing of its values, nor of those of the charts in it. */
function withoutValues(chart: Chart): Chart {
  return { ...chart, values: dict(), charts: chart.charts.map(withoutValues) };
}

interface Cluster {
  kubernetesVersion: string | Unknown;
  apiVersions: ReadonlySet<string>;
  ownGroups: ReadonlySet<string>;
}

/** The cluster as far as somebody says what it is. What it has besides is not known. */
function clusterOf(repository: Repository, { kubeVersion, apiVersions = [] }: Release): Cluster {
  if (kubeVersion === undefined && isVersionAssumed(repository))
    return { kubernetesVersion: VERSION, apiVersions: new Set(apiVersions), ownGroups: new Set() };
  const known = capabilitiesOf(repository);
  return {
    kubernetesVersion: kubeVersion ?? known.kubernetesVersion,
    apiVersions: new Set([...known.apiVersions, ...apiVersions]),
    ownGroups: kubeVersion === undefined ? known.ownGroups : new Set(),
  };
}

/** Whether a template is refused for the same reason in every way in which things could be. */
function isSameEverywhere({ files }: Rendering, { at, message }: Error & HelmRefusal): boolean {
  const isThis = (error: unknown) =>
    error instanceof TemplateError &&
    !(error instanceof RefusalError) &&
    error.message === message &&
    error.at?.file === at?.file &&
    error.at?.start === at?.start;
  const found = files.find(({ worlds }) => errorsOf(worlds).some(isThis));
  return !found || errorsOf(found.worlds).every(isThis);
}

function errorsOf(worlds: RenderedFile["worlds"]): unknown[] {
  return worlds.map(({ documents }) => ("error" in documents ? documents.error : undefined));
}

/** What templates render that is no YAML, where all of it is known: helm, pkg/releaseutil/manifest_sorter.go, SortManifests. */
function unreadable({ files }: Rendering): HelmRefusal | undefined {
  for (const { template, worlds, isComplete } of files) {
    const [only, ...others] = worlds;
    if (!template.includes("/templates/") || !isComplete || !only || others.length > 0) continue;
    if ("error" in only.documents || only.decisions.length > 0) continue;
    for (const { text } of only.documents) {
      if (text.unknown !== undefined) continue;
      try {
        readYaml(text.text);
      } catch (error) {
        if (!(error instanceof YamlError)) throw error;
        if (error.isOurs) continue;
        return { message: inRendered(error), at: writtenAt(text, error) };
      }
    }
  }
  return undefined;
}

function inRendered({ message }: YamlError): string {
  return message.startsWith("it ")
    ? message.replace("it", "what it renders")
    : `in what it renders, ${message}`;
}

/** Where a part of a rendered text is written: what an `include` brings, at that. */
function writtenAt(text: Text, { start, end }: YamlError): Span | undefined {
  const from = Math.min(start, text.text.length - 1);
  const spans = text.slice(from, Math.max(end, from + 1)).pieces.flatMap(({ origin, through = [] }) => {
    return through.at(-1) ?? origin ?? [];
  });
  const [first] = spans;
  return (
    first &&
    spans
      .filter(({ file }) => file === first.file)
      .reduce((whole, span) => {
        return { ...whole, start: Math.min(whole.start, span.start), end: Math.max(whole.end, span.end) };
      })
  );
}

import type { Chart } from "../../helm/chart/chart.js";
import type { Repository } from "../../repository/repository.js";
import type { Release } from "./release.js";
import type { RenderedDocument } from "./rendered-document.js";

/**
 * The manifests in a chart that its templates take the text or values of objects from, with `.Files`: they are applied as
 * what the templates make of them, and not as they are written.
 */
export function manifestsTakenIn(
  repository: Repository,
  chart: Chart,
  { by, values, chartValues = [] }: Release,
  documents: readonly RenderedDocument[],
): readonly string[] {
  const open = manifestsOf(repository, chart);
  if (open.size === 0) return [];
  const named = [by, ...[...values, ...chartValues].map(({ place }) => place)];
  for (const place of named) if (place) open.delete(place.file);
  const sources = documents.flatMap(({ objects, sources }) => (objects.length > 0 ? [...sources] : []));
  return [...new Set(sources.filter((file) => open.has(file)))];
}

/** The files of a chart, and of those in it, that hold objects as they are written. */
function manifestsOf(repository: Repository, { files, charts }: Chart): Set<string> {
  const own = files.filter(({ file }) => {
    const facts = repository.holding(file).files.get(file);
    return facts !== undefined && facts.objects.length > 0;
  });
  return new Set([
    ...own.map(({ file }) => file),
    ...charts.flatMap((chart) => [...manifestsOf(repository, chart)]),
  ]);
}

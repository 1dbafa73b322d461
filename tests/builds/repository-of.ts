import { isChartTemplate } from "../../lib/manifests/chart-template.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { factsOf } from "../../lib/repository/facts.js";
import type { Checkout } from "../../lib/repository/git/remotes.js";
import { directoryOf, isAtOrBelow } from "../../lib/repository/paths.js";
import { Repository } from "../../lib/repository/repository.js";
import { digest } from "../../lib/util/digest.js";

const SOURCE_IGNORE = /\/?\.sourceignore$/;

/** A repository out of texts by path, as it would be read from a disk. */
export function repositoryOf(texts: Record<string, string>, checkout?: Checkout): Repository {
  const sorted = Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
  const isTemplate = (path: string) =>
    isChartTemplate(`/${path}`, (file) => Object.hasOwn(texts, file.slice(1)));
  const files = sorted
    .filter(([path]) => !SOURCE_IGNORE.test(path) && !isTemplate(path))
    .map(([path, text]) => [path, new ManifestFile(text)] as const);
  const byPath = new Map(files);
  const isSearched = (path: string) => {
    const file = byPath.get(path);
    return isTemplate(path) || /\.tf$|helmfile/.test(path) || (file?.broken.length ?? 0) > 0;
  };
  const charts = sorted.flatMap(([path]) => (/(?:^|\/)Chart\.yaml$/.test(path) ? [directoryOf(path)] : []));
  const inCharts = sorted.filter(([path]) => charts.some((directory) => isAtOrBelow(path, directory)));
  return new Repository(
    {
      root: "/repository",
      files: new Map(files.map(([path, file]) => [path, factsOf(path, file)])),
      sourceIgnores: new Map(
        sorted
          .filter(([path]) => SOURCE_IGNORE.test(path))
          .map(([path, text]) => [path.replace(SOURCE_IGNORE, ""), text]),
      ),
      chartFiles: new Map(inCharts.map(([path, text]) => [path, digest(text)])),
      chartTemplates: Object.keys(texts).filter(isTemplate),
      texts: new Map(
        Object.keys(texts)
          .filter(isSearched)
          .map((path) => [path, digest(texts[path] ?? "")]),
      ),
      contents: new Map(files.map(([path]) => [path, digest(texts[path] ?? "")])),
      checkout,
    },
    {
      values: (path) => byPath.get(path)?.values(),
      text: (path) => texts[path],
      bytes: (path) => Buffer.from(texts[path] ?? ""),
    },
  );
}

import { ManifestFile } from "../../lib/language/manifest-file.js";
import { factsOf } from "../../lib/repository/facts.js";
import { Repository } from "../../lib/repository/repository.js";

/** A repository out of texts by path, as it would be read from a disk. */
export function repositoryOf(texts: Record<string, string>): Repository {
  const files = Object.entries(texts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => [path, new ManifestFile(text)] as const);
  const byPath = new Map(files);
  return new Repository({
    root: "/repository",
    files: new Map(files.map(([path, file]) => [path, factsOf(path, file)])),
    values: (path) => byPath.get(path)?.values(),
  });
}

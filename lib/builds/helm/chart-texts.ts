import { ArchiveError, readArchive } from "../../util/tar.js";
import type { Repository } from "../../repository/repository.js";
import { memoizePairs } from "../../util/memoize.js";

/** Whether a file is one that only a chart has, such as a template, be it packed in an archive. */
export function isOnlyInChart(repository: Repository, path: string): boolean {
  const { files, chartFiles } = repository.holding(archiveOf(path) ?? path);
  return !files.has(path) && (chartFiles.has(path) || archivesAbove(path).some((one) => chartFiles.has(one)));
}

/**
 * The text of a file below the root, as places in it count it; undefined if there is none. A file in an archive is called
 * as if the archive were a folder: `web/charts/redis-1.0.0.tgz/templates/role.yaml`.
 */
export function textWithArchives(repository: Repository, path: string): string | undefined {
  const text = repository.textAt(path);
  if (text !== undefined) return text;
  const archive = archivesAbove(path).at(-1);
  const bytes = archive === undefined ? undefined : unpacked(repository, archive).get(path);
  return bytes && new TextDecoder().decode(bytes);
}

/** The files in an archive of a chart, by their paths below the root; none if it is not there or not read. */
const unpacked: (repository: Repository, archive: string) => ReadonlyMap<string, Uint8Array> = memoizePairs(
  (repository: Repository, archive: string) => {
    const above = archivesAbove(archive).at(-1);
    try {
      const isThere = repository.holding(archive).chartFiles.has(archive);
      const bytes =
        above === undefined ? isThere && repository.bytes(archive) : unpacked(repository, above).get(archive);
      const files = bytes ? readArchive(bytes) : [];
      return new Map(files.map((one) => [`${archive}/${one.path}`, one.bytes]));
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      return new Map();
    }
  },
);

/** The archive of the repository that a path leads into; undefined if it leads into none. */
export function archiveOf(path: string): string | undefined {
  return archivesAbove(path)[0];
}

/** The archives that a path leads through, the outermost first. */
function archivesAbove(path: string): string[] {
  return [...path.matchAll(/\.tgz\//g)].map(({ index }) => path.slice(0, index + ".tgz".length));
}

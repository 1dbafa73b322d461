import { gunzipSync } from "node:zlib";
import { ArchiveError, entriesOf, shownName } from "./tar-entries.js";

export { ArchiveError } from "./tar-entries.js";

/** A file of an archive, as Helm names it: without the chart's folder. */
export interface ArchivedFile {
  path: string;
  bytes: Uint8Array;
}

/** helm, pkg/chart/loader/archive.go, MaxDecompressedFileSize. */
export const LARGEST_FILE = 5 * 1024 * 1024;
/** Helm unpacks up to 100 MB. */
export const LARGEST_UNPACKED = 30 * 1024 * 1024;
const MOST_FILES = 20_000;

/** How many bytes may be unpacked yet. */
export interface Room {
  bytes: number;
}

/**
 * The files of a chart's archive, as far as there is room for it: helm, pkg/chart/loader/archive.go, LoadArchiveFiles. Paths that lead out of the chart are
 * refused, as there; so are bombs.
 */
export function readArchive(archive: Uint8Array, room: Room = { bytes: LARGEST_UNPACKED }): ArchivedFile[] {
  const files: ArchivedFile[] = [];
  for (const { name, type, bytes } of entriesOf(unpack(archive, room))) {
    if (type === "5") continue;
    if (bytes.length > LARGEST_FILE)
      throw new ArchiveError(`'${shownName(name)}' is larger than the 5 MB that Helm reads`);
    if (files.length === MOST_FILES) throw new ArchiveError(`it has more than ${MOST_FILES} files`, true);
    files.push({ path: pathInChart(name), bytes });
  }
  if (files.length === 0) throw new ArchiveError("it has no files");
  return files;
}

function unpack(archive: Uint8Array, room: Room): Buffer {
  const tar = gunzip(archive, room.bytes);
  if (tar) {
    room.bytes -= tar.length;
    return tar;
  }
  const isAlone = room.bytes === LARGEST_UNPACKED;
  room.bytes = 0;
  throw new ArchiveError(
    isAlone ? "it unpacks to more than 30 MB" : "the archives here unpack to more than is followed",
    true,
  );
}

/**
 * What gzip has packed; undefined if it is more than so many bytes.
 * @throws {ArchiveError} if it is something else
 */
export function gunzip(packed: Uint8Array, most: number): Buffer | undefined {
  if (packed[0] !== 0x1f || packed[1] !== 0x8b)
    throw new ArchiveError("it is not an archive packed with gzip");
  try {
    return gunzipSync(packed, { maxOutputLength: Math.max(most, 1) });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw new ArchiveError("it is not packed as gzip packs");
  }
}

function pathInChart(name: string): string {
  const shown = shownName(name);
  const separator = name.includes("\\") ? "\\" : "/";
  const [first, ...rest] = name.split(separator);
  const path = rest.join("/");
  if (path.startsWith("/")) throw new ArchiveError(`'${shown}' is an absolute path`);
  const clean = cleanPath(path);
  if (clean === ".") throw new ArchiveError(`'${shown}' is not in the folder of the chart`);
  if (clean.startsWith("..")) throw new ArchiveError(`'${shown}' leads out of the chart`);
  if (/^[a-z]:\//i.test(clean)) throw new ArchiveError(`'${shown}' has the name of a drive`);
  if (first === "Chart.yaml") throw new ArchiveError("'Chart.yaml' is not in a folder");
  return clean;
}

/** Go's path.Clean, for relative paths. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/") || ".";
}

import { cleanPath, gunzip } from "../../util/tar.js";
import { ArchiveError, entriesOf, shownName } from "../../util/tar-entries.js";

/** The most that is unpacked. */
export interface UnpackLimits {
  /** Of all files together, with what tar writes between them, in bytes. */
  bytes: number;
  files: number;
}

/** What an artifact with manifests may have: source-controller makes them of a few hundred files. */
export const UNPACK_LIMITS: UnpackLimits = { bytes: 128 * 2 ** 20, files: 20_000 };

/**
 * The regular files of an archive, by path with `/`. Links and devices are left out.
 * @throws {ArchiveError} a clause, as in "it unpacks to more than 128 MB": for what is damaged or too large, and for
 *   names that lead out or that no repository has
 */
export function unpackTarGz(archive: Uint8Array, limits = UNPACK_LIMITS): Map<string, Buffer> {
  const tar = gunzip(archive, limits.bytes);
  if (!tar) throw new ArchiveError(`it unpacks to more than ${Math.floor(limits.bytes / 2 ** 20)} MB`);
  const files = new Map<string, Buffer>();
  for (const { name, type, bytes } of entriesOf(tar)) {
    const path = pathOf(name);
    if (!isRegular(type)) continue;
    files.set(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (files.size > limits.files) throw new ArchiveError(`it has more than ${limits.files} files`);
  }
  if (files.size === 0) throw new ArchiveError("it has no files");
  refuseFilesInFiles(files);
  return files;
}

/** What is neither a link, a device, a directory nor a pipe, as Flux tells by `IsRegular`: Go, archive/tar, FileInfo. */
function isRegular(type: string): boolean {
  return !/[1-6]/.test(type);
}

/** Some thousand directories within each other are not a repository but an attack on the stack of whoever walks them. */
const DEEPEST = 100;

function pathOf(name: string): string {
  const quoted = JSON.stringify(shownName(name));
  if (hasControls(name)) throw new ArchiveError(`${quoted} has control characters in its name`);
  if (name.startsWith("/") || /^[a-z]:/i.test(name)) throw new ArchiveError(`${quoted} is an absolute path`);
  if (name.includes("\\")) throw new ArchiveError(`${quoted} has a backslash in its name`);
  if (name.split("/").includes("..")) throw new ArchiveError(`${quoted} leads out of the archive`);
  const path = cleanPath(name);
  if (path.split("/").length > DEEPEST)
    throw new ArchiveError(`${quoted} is more than ${DEEPEST} directories deep`);
  return path;
}

function hasControls(name: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f-\u009f\ufffd]/.test(name);
}

/** On a disk, a file has nothing below it. */
function refuseFilesInFiles(files: ReadonlyMap<string, unknown>): void {
  for (const path of files.keys()) {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const above = path.slice(0, end);
      if (files.has(above)) throw new ArchiveError(`'${shownName(above)}' is a file and a directory`);
    }
  }
}

import { gunzipSync } from "node:zlib";

/** A file of an archive, as Helm names it: without the chart's folder. */
export interface ArchivedFile {
  path: string;
  bytes: Uint8Array;
}

/** Why an archive is not read, as a clause. */
export class ArchiveError extends Error {
  constructor(
    message: string,
    /** Whether it is too much only for us, and Helm may read it. */
    readonly isOurs = false,
  ) {
    super(message);
  }
}

/** helm, pkg/chart/loader/archive.go, MaxDecompressedFileSize. */
export const LARGEST_FILE = 5 * 1024 * 1024;
/** Helm unpacks up to 100 MB. */
export const LARGEST_UNPACKED = 30 * 1024 * 1024;
const MOST_FILES = 20_000;
const BLOCK = 512;

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
    if (type === "5" || name.endsWith("/")) continue;
    if (bytes.length > LARGEST_FILE)
      throw new ArchiveError(`'${name}' is larger than the 5 MB that Helm reads`);
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
  const separator = name.includes("\\") ? "\\" : "/";
  const [first, ...rest] = name.split(separator);
  const path = rest.join("/");
  if (path.startsWith("/")) throw new ArchiveError(`'${name}' is an absolute path`);
  const clean = cleanPath(path);
  if (clean === ".") throw new ArchiveError(`'${name}' is not in the folder of the chart`);
  if (clean.startsWith("..")) throw new ArchiveError(`'${name}' leads out of the chart`);
  if (/^[a-z]:\//i.test(clean)) throw new ArchiveError(`'${name}' has the name of a drive`);
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

/** An entry of a tar archive. */
export interface Entry {
  name: string;
  /** A digit, as in the header: `5` is a directory, `1` and `2` are links. */
  type: string;
  bytes: Uint8Array;
}

/**
 * The entries of a tar archive, those of extended headers and long names put to where they belong: Go, archive/tar, Reader.
 * @throws {ArchiveError} where it is damaged
 */
export function* entriesOf(tar: Buffer): Generator<Entry> {
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length;) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (!hasItsChecksum(header)) throw new ArchiveError("a header of the archive is damaged");
    const size = sizeOf(header);
    const type = String.fromCharCode(header[156] ?? 0);
    const start = at + BLOCK;
    if (start + size > tar.length) throw new ArchiveError("the archive is cut off");
    const bytes = tar.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === "x") longName = paxPath(bytes) ?? longName;
    else if (type === "L") longName = text(bytes);
    else if (type !== "g" && type !== "K") {
      // Links have no content: Helm reads an empty file there.
      yield { name: longName ?? nameOf(header), type, bytes };
      longName = undefined;
    }
  }
}

function nameOf(header: Buffer): string {
  const name = text(header.subarray(0, 100));
  const isUstar = header.toString("latin1", 257, 263) === "ustar\0";
  const prefix = isUstar ? text(header.subarray(345, 500)) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function sizeOf(header: Buffer): number {
  const field = header.subarray(124, 136);
  // Sizes that are too large for octal digits are binary.
  if ((field[0] ?? 0) & 0x80) return Number(field.readBigUInt64BE(4));
  const size = Number.parseInt(text(field).trim() || "0", 8);
  return Number.isInteger(size) && size >= 0 ? size : Infinity;
}

function hasItsChecksum(header: Buffer): boolean {
  const wanted = Number.parseInt(text(header.subarray(148, 156)).trim(), 8);
  let sum = 0;
  header.forEach((byte, index) => (sum += index >= 148 && index < 156 ? 0x20 : byte));
  return sum === wanted;
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString("utf8");
}

/** The path in an extended header, which is lines of a length, a name and a value. */
function paxPath(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes);
  let path: string | undefined;
  for (let at = 0; at < buffer.length;) {
    const space = buffer.indexOf(0x20, at);
    const length = Number(buffer.toString("latin1", at, Math.max(space, at)));
    if (space < 0 || !Number.isInteger(length) || length <= 0) return path;
    const line = buffer.toString("utf8", space + 1, at + length - 1);
    if (line.startsWith("path=")) path = line.slice("path=".length);
    at += length;
  }
  return path;
}

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

/** An entry of a tar archive. */
export interface Entry {
  name: string;
  /** A digit, as in the header: `5` is a directory, `1` and `2` are links. */
  type: string;
  bytes: Uint8Array;
}

const BLOCK = 512;
/** The most, in bytes, of an extended header or a long name: Go, archive/tar, maxSpecialFileSize. */
const LARGEST_SPECIAL = 2 ** 20;
/** Links, devices, directories and pipes have no content, whatever their header says: Go, archive/tar, isHeaderOnlyType. */
const HEADER_ONLY = "123456";
/** A name in a sentence need not be longer. */
const LONGEST_SHOWN = 200;

/**
 * The entries of a tar archive, those of extended headers and long names put to where they belong: Go, archive/tar, Reader.
 * Whoever reads it otherwise than Helm and Flux do would judge other files than they apply.
 * @throws {ArchiveError} where it is damaged, or has sparse files
 */
export function* entriesOf(tar: Buffer): Generator<Entry> {
  let [longName, extended]: [string, Extended] = ["", {}];
  for (let at = 0; at + BLOCK <= tar.length;) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (!hasItsChecksum(header)) throw damaged();
    const type = String.fromCharCode(header[156] ?? 0);
    const isSpecial = "xgLK".includes(type);
    const written = numberIn(header.subarray(124, 136));
    const size = HEADER_ONLY.includes(type) ? 0 : ((isSpecial ? undefined : extended.size) ?? written);
    const start = at + BLOCK;
    if (start + size > tar.length) throw new ArchiveError("the archive is cut off");
    if (isSpecial && size > LARGEST_SPECIAL)
      throw new ArchiveError("a header of the archive is larger than 1 MB");
    const bytes = tar.subarray(start, start + size);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
    if (type === "x") extended = extendedIn(bytes);
    else if (type === "L") longName = text(bytes);
    else if (!isSpecial) {
      const name = longName || extended.path || nameOf(header);
      if (type === "S" || extended.isSparse)
        throw new ArchiveError(`'${shownName(name)}' is a sparse file, which is not read here`, true);
      // Links have no content: Helm reads an empty file there.
      yield { name, type: type === "\0" && name.endsWith("/") ? "5" : type, bytes };
      [longName, extended] = ["", {}];
    }
  }
}

/** A name in an archive, for a sentence. */
export function shownName(name: string): string {
  return name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name;
}

function damaged(): ArchiveError {
  return new ArchiveError("a header of the archive is damaged");
}

function nameOf(header: Buffer): string {
  const name = text(header.subarray(0, 100));
  const prefix = prefixOf(header);
  return prefix === "" ? name : `${prefix}/${name}`;
}

/** The first part of a long name, whose place depends on the program that has written it. */
function prefixOf(header: Buffer): string {
  const magic = header.toString("latin1", 257, 265);
  if (magic.startsWith("ustar\0"))
    return text(header.subarray(345, header.toString("latin1", 508) === "tar\0" ? 476 : 500));
  if (magic !== "ustar  \0") return "";
  // GNU has times there, but Go's own programs once had a prefix.
  const times = [header.subarray(345, 357), header.subarray(357, 369)];
  const prefix = text(header.subarray(345, 500));
  const isTimes = times.every((time) => time[0] === 0 || parsedNumber(time) !== undefined);
  return isTimes || /[^\0-\x7f]/.test(prefix) ? "" : prefix;
}

function numberIn(field: Buffer): number {
  const number = parsedNumber(field);
  if (number === undefined || number < 0) throw damaged();
  return number;
}

/** A number of a header: octal digits, or binary where they are too few for it. Go, archive/tar, parseNumeric. */
function parsedNumber(field: Buffer): number | undefined {
  const [first = 0] = field;
  if (first & 0x80) {
    if (first & 0x40) return -1;
    return field.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
  }
  const digits = text(Buffer.from(field.toString("latin1").replace(/^[ \0]+|[ \0]+$/g, ""), "latin1"));
  if (digits === "") return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
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

/** What an extended header says of the entry behind it. */
interface Extended {
  path?: string;
  size?: number;
  isSparse?: true;
}

const SPACE = 0x20;
/** The digits of the longest record. */
const MOST_DIGITS = 8;

/** The records of an extended header, each a length, a name and a value: Go, archive/tar, parsePAX and mergePAX. */
function extendedIn(header: Uint8Array): Extended {
  const bytes = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  const extended: Extended = {};
  for (let at = 0; at < bytes.length;) {
    // Not farther than a length may be: a header of zeros would be read again for each of them.
    const digits = bytes.subarray(at, at + MOST_DIGITS + 1);
    const space = digits.indexOf(SPACE);
    const length = Number(digits.toString("latin1", 0, Math.max(space, 0)));
    const end = at + length;
    const record = bytes.toString("utf8", at + space + 1, end);
    const equals = record.indexOf("=");
    if (space < 1 || !Number.isInteger(length) || length < 5 || end > bytes.length) throw damaged();
    if (!record.endsWith("\n") || equals < 1) throw damaged();
    take(extended, record.slice(0, equals), record.slice(equals + 1, -1));
    at = end;
  }
  return extended;
}

function take(extended: Extended, key: string, value: string): void {
  if (key.startsWith("GNU.sparse.")) extended.isSparse = true;
  if (key === "path") {
    if (value.includes("\0")) throw damaged();
    extended.path = value;
  } else if (key === "size") {
    if (!/^\d{0,15}$/.test(value)) throw damaged();
    extended.size = value === "" ? undefined : Number(value);
  }
}

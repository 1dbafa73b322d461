import { isUtf8 } from "node:buffer";

/** The text of a file, as the tools that apply it read it. */
export interface Decoded {
  /** Without its byte order mark. Bytes that are invalid in its encoding are U+FFFD. */
  text: string;
  /** The offset in the text of the first invalid place, if there is one. */
  malformedAt?: number;
  /** Whether it is UTF-16. */
  isUtf16: boolean;
}

/**
 * Decodes the text of a file by its byte order mark, or as UTF-8 without one: go-yaml, readerc.go,
 * yaml_parser_determine_encoding, and kubectl's own reader, cli-runtime pkg/resource/visitor.go, FileVisitor.
 */
export function decode(bytes: Buffer): Decoded {
  if (startsWith(bytes, 0xff, 0xfe)) return utf16(bytes.subarray(2));
  if (startsWith(bytes, 0xfe, 0xff)) {
    const content = bytes.subarray(2);
    const even = content.length - (content.length % 2);
    return utf16(Buffer.concat([Buffer.from(content.subarray(0, even)).swap16(), content.subarray(even)]));
  }
  const content = startsWith(bytes, 0xef, 0xbb, 0xbf) ? bytes.subarray(3) : bytes;
  const text = content.toString("utf8");
  if (isUtf8(content)) return { text, isUtf16: false };
  return { text, malformedAt: firstReplaced(content, text), isUtf16: false };
}

function startsWith(bytes: Buffer, ...mark: number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** @param bytes little-endian, without the mark */
function utf16(bytes: Buffer): Decoded {
  const units = bytes.toString("utf16le");
  const text = `${units.replace(LONE_SURROGATES, "\uFFFD")}${bytes.length % 2 === 0 ? "" : "\uFFFD"}`;
  if (text === units) return { text, isUtf16: true };
  const at = units.search(LONE_SURROGATES);
  return { text, malformedAt: at < 0 ? units.length : at, isUtf16: true };
}

const LONE_SURROGATES = /\p{Cs}/gu;
const REPLACEMENT = Buffer.from("\uFFFD");

/** The offset of the first U+FFFD in a decoded text that is not in the bytes. */
function firstReplaced(bytes: Buffer, text: string): number {
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    const isWritten = bytes.subarray(offset, offset + REPLACEMENT.length).equals(REPLACEMENT);
    if (!isWritten) return at;
    offset += REPLACEMENT.length;
    from = at + 1;
  }
  return text.length;
}

import { isUtf8 } from "node:buffer";

/** The text of a file, as the tools that apply it read it. */
export interface Decoded {
  /** Without its byte order mark. What is not text of its encoding is U+FFFD. */
  text: string;
  /** The offset in the text of the first such place; left out where there is none. */
  malformedAt?: number;
  /** Whether it is UTF-16. */
  isUtf16: boolean;
}

/**
 * Decodes the text of a file by its byte order mark, as UTF-8 where there is none: go-yaml, readerc.go,
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

/** @param bytes in little endian, without the mark */
function utf16(bytes: Buffer): Decoded {
  const units = bytes.toString("utf16le");
  const text = `${units.replace(LONE_SURROGATES, "\uFFFD")}${bytes.length % 2 === 0 ? "" : "\uFFFD"}`;
  if (text === units) return { text, isUtf16: true };
  const at = units.search(LONE_SURROGATES);
  return { text, malformedAt: at < 0 ? units.length : at, isUtf16: true };
}

const LONE_SURROGATES = /\p{Cs}/gu;
const REPLACEMENT = Buffer.from("\uFFFD");

/** The first U+FFFD of a decoded text that the bytes do not have. */
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

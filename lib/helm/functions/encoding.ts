import { textOfBytes } from "../values/bytes.js";
import { Text } from "../values/text.js";
import type { Func } from "../values/value.js";
import { textFromBytes } from "./bytes.js";
import { define, STRING } from "./signature.js";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** sprig's encodings: strings.go. What cannot be decoded becomes Go's message. */
export const ENCODINGS: readonly Func[] = [
  define("b64enc", [STRING], (_, text) => Text.plain(Buffer.from(text).toString("base64"))),
  define("b64dec", [STRING], (_, text) => fromBase64(text)),
  define("b32enc", [STRING], (_, text) => Text.plain(toBase32(Buffer.from(text)))),
  define("b32dec", [STRING], (_, text) => fromBase32(text)),
];

/** `base64.StdEncoding.DecodeString`: line breaks are left out, all else must be right. */
function fromBase64(text: string): Text {
  const at = firstWrong(text, 4, /[A-Za-z0-9+/]/, [0, 2, 1]);
  if (at !== undefined) return Text.plain(`illegal base64 data at input byte ${at}`);
  return textOfBytes(Buffer.from(text, "base64"));
}

/** `base32.StdEncoding.DecodeString`. */
function fromBase32(text: string): Text {
  const at = firstWrong(text.replace(/[\r\n]/g, ""), 8, /[A-Z2-7]/, [0, 6, 4, 3, 1]);
  if (at !== undefined) return Text.plain(`illegal base32 data at input byte ${at}`);
  let bits = 0;
  let value = 0;
  let bytes = "";
  for (const digit of text.replace(/[\r\n=]/g, "")) {
    value = ((value << 5) | BASE32.indexOf(digit)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes += String.fromCharCode((value >> (bits -= 8)) & 0xff);
  }
  return textFromBytes(bytes);
}

function toBase32(bytes: Buffer): string {
  let bits = 0;
  let value = 0;
  let text = "";
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5;) text += BASE32[(value >> (bits -= 5)) & 31];
  }
  if (bits > 0) text += BASE32[(value << (5 - bits)) & 31];
  return text.padEnd(Math.ceil(text.length / 8) * 8, "=");
}

/**
 * The byte at which Go finds an encoding wrong; undefined if it is right. The end may be padded so that the last group is
 * whole, by one of some counts.
 */
function firstWrong(
  text: string,
  group: number,
  digit: RegExp,
  paddings: readonly number[],
): number | undefined {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\n" || character === "\r") continue;
    if (digit.test(character)) {
      count++;
      continue;
    }
    const missing = group - (count % group);
    if (character !== "=" || missing === group || !paddings.includes(missing))
      return Buffer.byteLength(text.slice(0, at));
    return wrongPadding(text, at, missing);
  }
  const rest = count % group;
  return rest === 0 ? undefined : text.length - rest;
}

/** The place after the first `=` at which the end of an encoding is wrong. */
function wrongPadding(text: string, from: number, missing: number): number | undefined {
  let left = missing;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\n" || character === "\r") continue;
    if (left === 0 || character !== "=") return at;
    left--;
  }
  return left === 0 ? undefined : text.length;
}

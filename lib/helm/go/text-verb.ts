import { Text } from "../values/text.js";
import { paddingOf, type Flags } from "./flags.js";
import { canBackquote, escapeForQuotes } from "./quote.js";

/**
 * A text as a verb of `printf` writes it; undefined if the verb is not for texts (`fmtString` of fmt/print.go). Its pieces
 * are kept, unless they are written in hexadecimal.
 */
export function formatText(text: Text, verb: string, flags: Flags): Text | undefined {
  switch (verb) {
    case "v":
      return flags.sharpV ? quoted(text, flags) : padded(truncated(text, flags), flags);
    case "s":
      return padded(truncated(text, flags), flags);
    case "q":
      return quoted(text, flags);
    case "x":
    case "X":
      return hexadecimal(text, verb, flags);
    default:
      return undefined;
  }
}

/** A text in Go's quotes, piece by piece. */
function quoted(whole: Text, flags: Flags): Text {
  const text = truncated(whole, flags);
  if (flags.sharp && canBackquote(text.text)) {
    return padded(Text.join([Text.plain("`"), text, Text.plain("`")]), flags);
  }
  const inner = text.map((piece) =>
    piece.unknown === undefined ? { ...piece, text: escapeForQuotes(piece.text, '"', flags.plus) } : piece,
  );
  return padded(Text.join([Text.plain('"'), inner, Text.plain('"')]), flags);
}

/** The first characters of a text, as many as its precision says. */
function truncated(text: Text, { precision }: Flags): Text {
  if (precision === undefined) return text;
  if (text.unknown !== undefined) return unknownLike(text);
  let end = 0;
  for (let left = precision; left > 0 && end < text.text.length; left--) {
    end += (text.text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
}

function padded(text: Text, flags: Flags): Text {
  if (!flags.width) return text;
  if (text.unknown !== undefined) return unknownLike(text);
  const [before, after] = paddingOf(Array.from(text.text).length, flags);
  return Text.join([Text.plain(before), text, Text.plain(after)]);
}

/** The bytes of a text (`fmtSbx` of fmt/format.go). */
function hexadecimal(text: Text, verb: string, flags: Flags): Text {
  if (text.unknown !== undefined) return unknownLike(text);
  const bytes = Buffer.from(text.text).subarray(0, flags.precision);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const prefix = flags.sharp ? "0x" : "";
  const shown = flags.space ? digits.map((one) => prefix + one).join(" ") : prefix + digits.join("");
  const all = bytes.length === 0 ? "" : shown;
  const [before, after] = paddingOf(all.length, flags);
  return Text.plain(before + (verb === "X" ? all.toUpperCase() : all) + after);
}

/** What is made of a text that is not known wholly. */
function unknownLike(text: Text): Text {
  return Text.unknown(text.unknown ?? "", undefined);
}

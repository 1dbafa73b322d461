import type { Scalar } from "../../../manifests/nodes.js";

/** Characters that a reader could not see or tell apart; line ends and tabs are written as they are in blocks. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const EACH_UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** A text that means itself without quotes, whatever else it looks like. */
const PLAIN = /^[A-Za-z<][\w./<>@-]*(?: [\w./<>@-]+)*$/;
const WORDS = /^(?:y|n|yes|no|true|false|on|off|null)$/i;

/** A scalar as YAML: what follows its key, and the lines below it if it is a block. */
export interface ScalarText {
  head: string;
  lines: readonly string[];
}

/**
 * A scalar as it is written, or in a form of its own if it says something else now, or more than one line.
 * @param text the document that it is in
 * @param shown what it is to say; undefined for what it says
 */
export function scalarText(text: string, node: Scalar, shown?: string): ScalarText {
  const [start = 0, end = 0] = node.range ?? [];
  const written = text.slice(start, end);
  const value = shown ?? node.value;
  const isWritten = shown === undefined && node.tag === undefined && !/\n/.test(written);
  if (isWritten && node.type !== "BLOCK_LITERAL" && node.type !== "BLOCK_FOLDED" && !UNSEEN.test(written))
    return { head: written, lines: [] };
  if (typeof value !== "string") return { head: JSON.stringify(value), lines: [] };
  return isBlock(value) ? block(value) : { head: stringText(value), lines: [] };
}

/** A text on one line, in quotes unless it needs none. */
export function stringText(value: string): string {
  return PLAIN.test(value) && !WORDS.test(value) ? value : quoted(value);
}

function isBlock(value: string): boolean {
  return /\n./.test(value) && !UNSEEN.test(value.replace(/[\n\t]/g, "")) && !/^\s*\n|^\t/.test(value);
}

function block(value: string): ScalarText {
  const end = value.endsWith("\n\n") ? "+" : value.endsWith("\n") ? "" : "-";
  const lines = (value.endsWith("\n") ? value.slice(0, -1) : value).split("\n");
  // Else the spaces of the first line would count as indentation.
  return { head: `|${value.startsWith(" ") ? "2" : ""}${end}`, lines };
}

function quoted(value: string): string {
  return JSON.stringify(value).replace(EACH_UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

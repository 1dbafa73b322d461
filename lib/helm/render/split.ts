import type { Text } from "../values/text.js";

/**
 * The documents of what a template wrote, without white space around them: helm, pkg/releaseutil/manifest.go,
 * SplitManifests, for which `---` at the start of a line ends a document, whatever stands behind it.
 */
export function splitDocuments(written: Text): Text[] {
  const { text } = written;
  const ranges: [number, number][] = [];
  const add = (from: number, to: number) => {
    const [start, end] = trimmed(text, from, to);
    if (start < end) ranges.push([start, end]);
  };
  let [start] = trimmed(text, 0, text.length);
  if (text.startsWith("---", start)) start = behindSpace(text, start + 3);
  // White space behind a separator belongs to it, line ends included, so that another right after it is none.
  for (let end = text.indexOf("\n---", start); end >= 0; end = text.indexOf("\n---", start)) {
    add(start, end);
    start = behindSpace(text, end + 4);
  }
  add(start, text.length);
  return written.slices(ranges);
}

/** Go's `\s`. */
const SPACE = /[\t\n\f\r ]/;

function behindSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && SPACE.test(text.charAt(at))) at++;
  return at;
}

/** Go's strings.TrimSpace. */
function trimmed(text: string, from: number, to: number): [number, number] {
  let [start, end] = [from, to];
  while (start < end && isSpace(text.charAt(start))) start++;
  while (start < end && isSpace(text.charAt(end - 1))) end--;
  return [start, end];
}

function isSpace(char: string): boolean {
  return char === "\x85" || (char !== "\ufeff" && /\s/.test(char));
}

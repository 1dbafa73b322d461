import { printable } from "../../../util/phrases.js";
import { n } from "./text-size.js";

/** A rectangle with round corners. */
export function rect(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  name: string,
  round: number,
): string {
  return `<rect class="${name}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(round)}"/>`;
}

/** A line of text, by its left end or, in the class `middle`, by its middle. */
export function text(x: number, y: number, words: string, name: string): string {
  return `<text class="${name}" x="${n(x)}" y="${n(y)}">${escaped(words)}</text>`;
}

/** A text of strangers as XML, which has no place for half characters and two that are none. */
export function escaped(words: string): string {
  return printable(words)
    .replace(/[\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

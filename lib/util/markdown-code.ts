import { printable } from "./phrases.js";

/** A longer name, in characters, is cut: all of it is in the manifest. */
const MAX_NAME = 200;

/** A name as code that it cannot end: between more backticks than stand together in it. */
export function code(name: string): string {
  const text = shortened(printable(name), MAX_NAME);
  if (text.trim() === "") return text === "" ? "an empty name" : "a name of spaces";
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = "`".repeat(longest + 1);
  // One space at each end is no part of the code.
  const gap = /^[` ]|[` ]$/.test(text) ? " " : "";
  return `${fence}${gap}${text}${gap}${fence}`;
}

/**
 * A text as code in a cell of a table. What would end the code or the cell stands beside it as an entity: GitHub's and
 * GitLab's parsers differ in how they read a backslash before it.
 */
export function codeInTable(text: string): string {
  return printable(text)
    .split(/([`|]+)/)
    .map((part) => {
      if (/[`|]/.test(part)) return part.replace(/[`|]/g, (one) => `&#${one.charCodeAt(0)};`);
      return part.trim() === "" ? part : `\`${part}\``;
    })
    .join("");
}

/** A text that is cut where it is longer than so many characters. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

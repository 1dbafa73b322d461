import { unread } from "../../analysis/access/unknown-parts.js";
import type { BuildSet } from "../../builds/build-set.js";
import { printable } from "../../util/phrases.js";

/** How many parts a text names at most. */
const MOST = 10;

/** What an answer does not know since it was not read: files, templates, and repositories below this one. */
export function notRead(builds: BuildSet): string[] {
  return unread(builds).map(({ what, why }) => `${what}: ${why}`);
}

/** The same as lines for people, up to a number. */
export function notReadLines(builds: BuildSet): string[] {
  const all = notRead(builds);
  const more = all.length - MOST;
  return [
    ...all.slice(0, MOST).map((one) => printable(`Cannot know: ${one}.`)),
    ...(more > 0 ? [`Cannot know: ${more} more that were not read.`] : []),
  ];
}

/** A text for people, and below it what was not read. */
export function withNotRead(text: string, builds: BuildSet): string {
  const lines = notReadLines(builds);
  return lines.length === 0 ? text : `${text}\n\n${lines.join("\n")}`;
}

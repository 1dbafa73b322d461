/** A stream that may be a terminal. */
export interface Terminal {
  isTTY?: boolean;
  hasColors?: () => boolean;
}

/**
 * Whether a report for people has colors: what the command line says counts most, then FORCE_COLOR, then NO_COLOR
 * (https://no-color.org), and else whether a terminal shows it that has colors. Node.js has the same order.
 * @param asked what the command line says, if anything
 */
export function hasColors(
  asked: boolean | undefined,
  stream: Terminal,
  { FORCE_COLOR = "", NO_COLOR = "", TERM }: Readonly<Record<string, string | undefined>>,
): boolean {
  if (asked !== undefined) return asked;
  if (FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  if (NO_COLOR !== "" || TERM === "dumb" || stream.isTTY !== true) return false;
  return stream.hasColors?.() ?? true;
}

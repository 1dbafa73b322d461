import { matchesGlob } from "../../../util/glob.js";

/** Whether a text matches. */
export type Matcher = (text: string) => boolean;

/** Longer patterns are attacks, not names. */
const MAX_LENGTH = 1000;
const SPECIAL = /[[\](){}?*+^$|\\]/;
const GROUP = /^([^()|]*)\((?:\?:)?([^()]*)\)([^()|]*)$/;

/**
 * The matcher of a Go regular expression that must match a whole text, as api/types/selector.go anchors them.
 * It can consist of literal text, `.`, `.*`, `.+`, escaped characters and one choice `a|b`; anything else
 * makes it undefined, since a stranger's expression is never run.
 */
export function wholeMatcher(pattern: string): Matcher | undefined {
  return matcher(pattern, false);
}

/** Like `wholeMatcher`, for an expression that need only match somewhere in a text. */
export function partMatcher(pattern: string): Matcher | undefined {
  return matcher(pattern, true);
}

function matcher(pattern: string, anywhere: boolean): Matcher | undefined {
  if (pattern.length > MAX_LENGTH) return undefined;
  const globs = choices(pattern).map((choice) => globOf(choice, anywhere));
  if (globs.includes(undefined)) return undefined;
  return (text) => globs.some((glob) => matchesGlob(glob ?? "", text));
}

/** The alternatives of a choice, which may be between two texts: `a(b|c)d`. */
function choices(pattern: string): string[] {
  const [, before, inner, after] = GROUP.exec(pattern) ?? [];
  if (inner === undefined) return pattern.split("|");
  // An anchor belongs to one alternative alone; in front of a group it belongs to all.
  return inner.split("|").map((choice) => `${before}${choice}${after}`);
}

/** A pattern without choices, where `*` stands for any text and `?` for any character. */
function globOf(pattern: string, anywhere: boolean): string | undefined {
  const start = pattern.startsWith("^") ? 1 : 0;
  const end = pattern.length > start && pattern.endsWith("$") && !pattern.endsWith("\\$");
  let glob = anywhere && start === 0 ? "*" : "";
  const body = pattern.slice(start, end ? -1 : undefined);
  for (let at = 0; at < body.length; at++) {
    const char = body[at] ?? "";
    if (char === "\\") {
      const escaped = body[++at] ?? "";
      // `\d` and the like are classes, and a literal `*` would be no literal in a glob.
      if (!/^[^A-Za-z0-9*?]$/.test(escaped)) return undefined;
      glob += escaped;
    } else if (char === ".") {
      const next = body[at + 1];
      if (next === "*" || next === "+") at++;
      // `.*?` matches as little as possible, which makes no difference to whether it matches.
      if ((next === "*" || next === "+") && body[at + 1] === "?") at++;
      glob += next === "*" ? "*" : next === "+" ? "?*" : "?";
    } else if (SPECIAL.test(char)) {
      return undefined;
    } else {
      glob += char;
    }
  }
  return anywhere && !end ? `${glob}*` : glob;
}

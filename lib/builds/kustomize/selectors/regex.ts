import { isGlob, matchesGlob } from "../../../util/glob.js";

/** Whether a text matches. */
export interface Matcher {
  (text: string): boolean;
  /** The only texts that it can match; undefined if there can be any number. */
  texts?: readonly string[];
  /** How often it looks at each character of a text, at most. */
  effort: number;
}

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
  if (!globs.every((glob) => glob !== undefined)) return undefined;
  if (!globs.some(isGlob)) {
    const texts = new Set(globs);
    return Object.assign((text: string) => texts.has(text), { texts: [...texts], effort: 0 });
  }
  const parts = globs.map(globMatcher);
  const effort = parts.reduce((sum, part) => sum + part.effort, 0);
  return Object.assign((text: string) => parts.some((matches) => matches(text)), { effort });
}

/** The texts between stars are looked for from left to right, so that nothing is ever tried again. */
function globMatcher(glob: string): Matcher {
  if (glob.includes("?"))
    return Object.assign((text: string) => matchesGlob(glob, text), { effort: glob.length });
  const [start = "", ...rest] = glob.split("*");
  const end = rest.pop();
  if (end === undefined) return Object.assign((text: string) => text === glob, { effort: 1 });
  const matches = (text: string) => {
    if (text.length < start.length + end.length || !text.startsWith(start) || !text.endsWith(end))
      return false;
    let at = start.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - end.length;
  };
  return Object.assign(matches, { effort: rest.reduce((most, part) => Math.max(most, part.length), 1) });
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

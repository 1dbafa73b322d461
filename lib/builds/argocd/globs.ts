import { matchesGlob } from "../../util/glob.js";

/** Patterns with more alternatives than this are not expanded. */
const MAX_ALTERNATIVES = 64;

/**
 * The matcher of an Application's `directory.include` or `exclude`, with `*` (which crosses `/`), `?` and
 * `{a,b}`: argo-cd util/glob/glob.go. Undefined for the rest of the syntax: character classes, escapes,
 * nested braces.
 */
export function directoryGlob(pattern: string): ((path: string) => boolean) | undefined {
  const alternatives = expandBraces(pattern);
  return alternatives && ((path) => alternatives.some((one) => matchesGlob(one, path)));
}

function expandBraces(pattern: string): string[] | undefined {
  if (/[[\]\\]/.test(pattern)) return undefined;
  let all = [""];
  let at = 0;
  while (at < pattern.length) {
    const open = pattern.indexOf("{", at);
    const text = pattern.slice(at, open < 0 ? undefined : open);
    if (text.includes("}")) return undefined;
    all = all.map((start) => start + text);
    if (open < 0) break;
    const close = pattern.indexOf("}", open);
    const inside = pattern.slice(open + 1, close);
    if (close < 0 || inside.includes("{")) return undefined;
    const choices = inside.split(",");
    if (all.length * choices.length > MAX_ALTERNATIVES) return undefined;
    all = all.flatMap((start) => choices.map((choice) => start + choice));
    at = close + 1;
  }
  return all;
}

/**
 * The matcher of a pattern of a git generator, in which `*` stays within one part of the path, for a path that is split
 * into its parts: Go's path.Match, as in argo-cd applicationset/generators/git.go. Classes and escapes match nothing
 * here.
 */
export function pathPattern(pattern: string): (parts: readonly string[]) => boolean {
  const wanted = pattern.split("/");
  return (parts) =>
    wanted.length === parts.length && wanted.every((one, index) => matchesGlob(one, parts[index] ?? ""));
}

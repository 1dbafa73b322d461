/** How many globs a configuration file may hold. */
export const MAX_GLOBS = 1000;
const MAX_LENGTH = 1000;
/** Some versions of ESLint try every way to match the wildcards in a part of a path against its letters. */
const MAX_WILDCARDS_IN_PART = 3;
const MAX_GLOBSTARS = 6;
/** Braces multiply. */
const MAX_ALTERNATIVES = 50;

/** Whether a glob, which may be untrusted, takes negligible time to match. */
export function isHarmlessGlob(glob: string): boolean {
  if (glob.length > MAX_LENGTH || /[*+!]\(/.test(glob)) return false;
  const parts = glob.split("/");
  if (parts.filter((part) => part === "**").length > MAX_GLOBSTARS) return false;
  const isWild = (part: string) => (part.match(/\*+/g)?.length ?? 0) > MAX_WILDCARDS_IN_PART;
  return !parts.some(isWild) && alternatives(glob) <= MAX_ALTERNATIVES;
}

/** How many globs one with braces expands to; infinitely many if braces are nested or hold a range. */
function alternatives(glob: string): number {
  const groups = glob.match(/\{[^{}]*\}/g) ?? [];
  if (groups.length !== glob.split("{").length - 1 || groups.some((group) => group.includes(".."))) {
    return Infinity;
  }
  return groups.reduce((product, group) => product * group.split(",").length, 1);
}

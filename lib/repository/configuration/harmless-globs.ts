/** How many globs a configuration file may hold. */
export const MAX_GLOBS = 1000;
const MAX_LENGTH = 1000;
/** Some versions of ESLint try every way in which the wildcards of a part of a path could share its letters. */
const MAX_WILDCARDS_IN_PART = 3;
const MAX_GLOBSTARS = 6;
/** Braces multiply. */
const MAX_ALTERNATIVES = 50;

/** Whether a glob, which may be a stranger's, is matched in a time that does not matter. */
export function isHarmlessGlob(glob: string): boolean {
  if (glob.length > MAX_LENGTH || /[*+!]\(/.test(glob)) return false;
  const parts = glob.split("/");
  if (parts.filter((part) => part === "**").length > MAX_GLOBSTARS) return false;
  const isWild = (part: string) => (part.match(/\*+/g)?.length ?? 0) > MAX_WILDCARDS_IN_PART;
  return !parts.some(isWild) && alternatives(glob) <= MAX_ALTERNATIVES;
}

/** How many globs one with braces stands for; infinitely many where they are nested, or a range. */
function alternatives(glob: string): number {
  const groups = glob.match(/\{[^{}]*\}/g) ?? [];
  if (groups.length !== glob.split("{").length - 1 || groups.some((group) => group.includes(".."))) {
    return Infinity;
  }
  return groups.reduce((product, group) => product * group.split(",").length, 1);
}

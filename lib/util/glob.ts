/**
 * Whether a name matches a pattern in which `*` stands for any text, even none, and `?` for one
 * character; everything else is literal. `*` crosses `/` and `:`. The cost is at most the product of
 * the two lengths, whatever the pattern.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let at = 0;
  let inName = 0;
  let lastStar = -1;
  let resume = 0;
  while (inName < name.length) {
    const wanted = pattern[at];
    if (wanted === "*") {
      lastStar = at++;
      resume = inName;
    } else if (wanted !== undefined && (wanted === "?" || wanted === name[inName])) {
      at++;
      inName++;
    } else if (lastStar >= 0) {
      // Only the last star is ever retried: it can match whatever an earlier one could.
      at = lastStar + 1;
      inName = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** Whether a text has `*` or `?`, which stand for other text. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** A glob with braces as several without, which .gitignore does not know. */
export function withoutBraces(glob: string): string[] {
  const match = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(glob);
  if (!match) return [glob];
  const [, before = "", inside = "", after = ""] = match;
  return inside.split(",").flatMap((part) => withoutBraces(before + part + after));
}

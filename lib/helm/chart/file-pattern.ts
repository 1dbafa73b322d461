/** A pattern for paths, of which each part is a character, a class of them, or a wildcard that stops at `/`. */
type Part =
  "?" | "*" | { literal: string } | { negated: boolean; ranges: readonly (readonly [string, string])[] };

/**
 * A pattern of Go's path/filepath.Match, which .helmignore has: `*` and `?` do not cross `/`, and a backslash takes the
 * meaning of a character away. Paths are lists of characters. Undefined if Go refuses it.
 */
export function filePattern(pattern: string): ((path: readonly string[]) => boolean) | undefined {
  const parts = parse([...pattern]);
  return parts && ((path) => matches(parts, path));
}

function parse(chars: readonly string[]): Part[] | undefined {
  const parts: Part[] = [];
  let at = 0;
  while (at < chars.length) {
    const char = chars[at++] as string;
    if (char === "*") {
      if (parts.at(-1) !== "*") parts.push("*");
    } else if (char === "?") parts.push("?");
    else if (char === "[") {
      const found = parseClass(chars, at);
      if (!found) return undefined;
      parts.push(found.part);
      at = found.end;
    } else if (char === "\\") {
      const literal = chars[at++];
      if (literal === undefined) return undefined;
      parts.push({ literal });
    } else parts.push({ literal: char });
  }
  return parts;
}

function parseClass(chars: readonly string[], start: number): { part: Part; end: number } | undefined {
  const negated = chars[start] === "^";
  let at = negated ? start + 1 : start;
  const ranges: [string, string][] = [];
  const bound = (): string | undefined => {
    const char = chars[at++];
    if (char === undefined || char === "-" || char === "]") return undefined;
    return char === "\\" ? chars[at++] : char;
  };
  while (chars[at] !== "]" || ranges.length === 0) {
    const from = bound();
    if (from === undefined) return undefined;
    let to: string | undefined = from;
    if (chars[at] === "-") {
      at++;
      to = bound();
    }
    if (to === undefined || at >= chars.length) return undefined;
    ranges.push([from, to]);
  }
  return { part: { negated, ranges }, end: at + 1 };
}

/** As `matchesGlob` of lib/util, whose cost is the product of the two lengths at most, with `*` held by `/`. */
function matches(parts: readonly Part[], path: readonly string[]): boolean {
  let [at, inPath, star, resume] = [0, 0, -1, 0];
  while (inPath < path.length) {
    const part = parts[at];
    if (part === "*") {
      star = at++;
      resume = inPath;
    } else if (part !== undefined && takes(part, path[inPath] as string)) {
      at++;
      inPath++;
    } else if (star >= 0 && path[resume] !== "/") {
      at = star + 1;
      inPath = ++resume;
    } else return false;
  }
  while (parts[at] === "*") at++;
  return at === parts.length;
}

function takes(part: Exclude<Part, "*">, char: string): boolean {
  if (part === "?") return char !== "/";
  if ("literal" in part) return part.literal === char;
  return part.ranges.some(([from, to]) => from <= char && char <= to) !== part.negated;
}

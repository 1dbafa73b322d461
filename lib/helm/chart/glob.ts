/** A part of a glob: a text, a wildcard, a class of characters, or alternatives. */
type Part =
  | { kind: "literal"; char: string }
  | { kind: "any" | "many" | "all" }
  | { kind: "class"; negated: boolean; has: (char: string) => boolean }
  | { kind: "either"; choices: readonly (readonly Part[])[] };

/** A glob has at most so many alternatives in alternatives. */
const MOST_LEVELS = 20;

/**
 * A glob of `.Files.Glob`, in which `**` crosses `/` and `*` and `?` do not: github.com/gobwas/glob, syntax/lexer and
 * parser.go. Undefined if it is refused, in which case Helm takes all files: helm, pkg/engine/files.go, Glob.
 */
export function fileGlob(glob: string): ((path: string, work: Work) => boolean) | undefined {
  const parser = new GlobParser([...glob]);
  const parts = parser.sequence(0);
  if (!parts || !parser.isAtEnd) return undefined;
  return (path, work) => {
    const chars = [...path];
    return follow(parts, { chars, work }, new Set([0])).has(chars.length);
  };
}

/** Counts what is done. */
type Work = (steps: number) => void;

interface Matching {
  chars: readonly string[];
  work: Work;
}

class GlobParser {
  #at = 0;

  constructor(private readonly chars: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.#at === this.chars.length;
  }

  sequence(level: number): Part[] | undefined {
    const parts: Part[] = [];
    while (!this.isAtEnd) {
      const char = this.chars[this.#at] as string;
      if (level > 0 && (char === "," || char === "}")) break;
      this.#at++;
      const part = this.#part(char, level);
      if (!part) return undefined;
      parts.push(part);
    }
    return parts;
  }

  #part(char: string, level: number): Part | undefined {
    switch (char) {
      case "?":
        return { kind: "any" };
      case "*":
        return this.#stars();
      case "[":
        return this.#class();
      case "{":
        return this.#either(level + 1);
      case "\\": {
        const escaped = this.chars[this.#at++];
        return escaped === undefined ? undefined : { kind: "literal", char: escaped };
      }
      default:
        return { kind: "literal", char };
    }
  }

  #stars(): Part {
    if (this.chars[this.#at] !== "*") return { kind: "many" };
    this.#at++;
    return { kind: "all" };
  }

  #either(level: number): Part | undefined {
    const choices: Part[][] = [];
    if (level > MOST_LEVELS) return undefined;
    for (;;) {
      const choice = this.sequence(level);
      const end = this.chars[this.#at++];
      if (!choice || end === undefined) return undefined;
      choices.push(choice);
      if (end === "}") return { kind: "either", choices };
    }
  }

  /** One range, or a list of characters, in which `-` has no meaning. */
  #class(): Part | undefined {
    const negated = this.chars[this.#at] === "!";
    if (negated) this.#at++;
    const [low, dash, high, close] = this.chars.slice(this.#at, this.#at + 4);
    if (dash === "-" && low !== undefined && low !== "]") {
      if (high === undefined || close !== "]" || low > high) return undefined;
      this.#at += 4;
      return { kind: "class", negated, has: (char) => low <= char && char <= high };
    }
    const end = this.chars.indexOf("]", this.#at);
    if (end <= this.#at) return undefined;
    const list = new Set(this.chars.slice(this.#at, end));
    this.#at = end + 1;
    return { kind: "class", negated, has: (char) => list.has(char) };
  }
}

/** The offsets at which parts may end that begin at some. */
function follow(
  parts: readonly Part[],
  matching: Matching,
  starts: ReadonlySet<number>,
): ReadonlySet<number> {
  let offsets = starts;
  for (const part of parts) {
    if (offsets.size === 0) break;
    offsets = step(part, matching, offsets);
    matching.work(1 + offsets.size);
  }
  return offsets;
}

function step(part: Part, matching: Matching, starts: ReadonlySet<number>): ReadonlySet<number> {
  if (part.kind === "either") {
    const ends = new Set<number>();
    for (const choice of part.choices) for (const end of follow(choice, matching, starts)) ends.add(end);
    return ends;
  }
  const { chars } = matching;
  if (part.kind === "many" || part.kind === "all") {
    const ends = new Set<number>();
    for (const start of starts) {
      for (let at = start; !ends.has(at); at++) {
        ends.add(at);
        if (at >= chars.length || (part.kind === "many" && chars[at] === "/")) break;
      }
    }
    return ends;
  }
  const ends = new Set<number>();
  for (const start of starts) {
    const char = chars[start];
    if (char !== undefined && takes(part, char)) ends.add(start + 1);
  }
  return ends;
}

function takes(part: Exclude<Part, { kind: "either" | "many" | "all" }>, char: string): boolean {
  if (part.kind === "literal") return part.char === char;
  return part.kind === "class" ? part.has(char) !== part.negated : char !== "/";
}

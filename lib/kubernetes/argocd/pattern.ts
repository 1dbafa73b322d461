/** How a policy compares its patterns: `policy.matchMode`. Whatever is not `regex` is `glob`. */
export type MatchMode = "glob" | "regex";

/**
 * A pattern of a policy, ready to match. In the mode regex, `broken` is what Go's regexp refuses; `unknown` is what is
 * not understood here, and may match anything or nothing.
 */
export type Pattern = ((text: string) => boolean) | "broken" | "unknown";

/** What a pattern is made of: one character or a run of them, or a choice between patterns. */
type Node =
  | { test: (character: string) => boolean; least: 0 | 1; isRun: boolean }
  | { choices: readonly (readonly Node[])[] };

const LONGEST_PATTERN = 1000;
const LONGEST_TEXT = 4000;

/**
 * Compiles a pattern as Argo CD compares the fields of its policy: argo-cd util/rbac/rbac.go, globMatchFunc and
 * util.RegexMatchFunc of casbin. A glob has no separators, so `*` crosses `/`; one that does not compile matches
 * nothing. A regular expression need not match the whole text, and one that does not compile fails the whole request.
 */
export function compilePattern(pattern: string, mode: MatchMode): Pattern {
  if (pattern.length > LONGEST_PATTERN) return "unknown";
  return mode === "glob" ? compileGlob(pattern) : compileRegex(pattern);
}

const anyCharacter = (): boolean => true;
const literal = (wanted: string): Node => ({ test: (one) => one === wanted, least: 1, isRun: false });

/** gobwas/glob: syntax/lexer/lexer.go and syntax/ast/parser.go. */
function compileGlob(pattern: string): Pattern {
  if (/^\*+$/.test(pattern)) return anyCharacter;
  if (!/[*?[\]{}\\\0\uFFFD]/.test(pattern)) return (text) => text === pattern;
  const characters = [...pattern];
  // The lexer takes NUL for the end, and U+FFFD for text that is not UTF-8.
  if (characters.includes("\0") || characters.includes("\uFFFD")) return "unknown";
  const root: Node[] = [];
  const open: { outside: Node[]; choices: Node[][] }[] = [];
  let nodes = root;
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    const choice = open.at(-1);
    if (character === "*") {
      nodes.push({ test: anyCharacter, least: 0, isRun: true });
    } else if (character === "?") {
      nodes.push({ test: anyCharacter, least: 1, isRun: false });
    } else if (character === "{") {
      const choices: Node[][] = [[]];
      nodes.push({ choices });
      open.push({ outside: nodes, choices });
      nodes = choices[0] ?? [];
    } else if (character === "," && choice) {
      nodes = [];
      choice.choices.push(nodes);
    } else if (character === "}" && choice) {
      nodes = choice.outside;
      open.pop();
    } else if (character === "[") {
      const read = readClass(characters, at + 1);
      if (!read) return () => false;
      nodes.push(read.node);
      at = read.end;
    } else if (character === "\\") {
      const escaped = characters[++at];
      if (escaped !== undefined) nodes.push(literal(escaped));
    } else {
      nodes.push(literal(character));
    }
  }
  // What it makes of a brace that is never closed, or of an empty alternative, depends on what is around it.
  if (open.length > 0 || hasEmptyChoice(root)) return "unknown";
  return (text) => matches(root, text, { fromStart: true, toEnd: true });
}

function hasEmptyChoice(nodes: readonly Node[]): boolean {
  return nodes.some((node) => {
    return "choices" in node && node.choices.some((one) => one.length === 0 || hasEmptyChoice(one));
  });
}

/** A character class: one range or a list, and never both. Undefined if gobwas/glob does not compile it. */
function readClass(characters: readonly string[], start: number): { node: Node; end: number } | undefined {
  let at = start;
  const isNegated = characters[at] === "!";
  if (isNegated) at++;
  const node = (isIn: (character: string) => boolean): Node => {
    return { test: (character) => isIn(character) !== isNegated, least: 1, isRun: false };
  };
  if (characters[at + 1] === "-") {
    const [low, high, close] = [characters[at], characters[at + 2], characters[at + 3]];
    if (low === undefined || high === undefined || close !== "]" || high < low) return undefined;
    return { node: node((character) => low <= character && character <= high), end: at + 3 };
  }
  const list = new Set<string>();
  for (; at < characters.length && characters[at] !== "]"; at++) {
    if (characters[at] === "\\") at++;
    const character = characters[at];
    if (character !== undefined) list.add(character);
  }
  if (at >= characters.length || list.size === 0) return undefined;
  return { node: node((character) => list.has(character)), end: at };
}

const QUANTIFIERS = "*+?";
/** What has a meaning in regular expressions that is not read here. */
const UNREAD = "()[]{}|\\^$*+?";

/** The part of Go's regexp that policies use: characters, `.`, `*`, `+`, `?`, and `^` and `$` at the ends. */
function compileRegex(pattern: string): Pattern {
  const fromStart = pattern.startsWith("^");
  const toEnd = /(?:^|[^\\])\$$/.test(pattern);
  const characters = [...pattern.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined)];
  if (!fromStart && QUANTIFIERS.includes(characters[0] ?? "none")) return "broken";
  const nodes: Node[] = [];
  for (let at = 0; at < characters.length; at++) {
    let wanted = characters[at] ?? "";
    let test = (character: string): boolean => character === wanted;
    if (wanted === ".") {
      test = (character) => character !== "\n";
    } else if (wanted === "\\") {
      wanted = characters[++at] ?? "";
      // Escaped letters and digits are classes and the like; escaped punctuation stands for itself.
      if (!/^[!-/:-@[-`{-~]$/.test(wanted)) return "unknown";
    } else if (UNREAD.includes(wanted)) {
      return "unknown";
    }
    const quantifier = characters[at + 1] ?? "";
    const isQuantified = quantifier !== "" && QUANTIFIERS.includes(quantifier);
    if (isQuantified) at++;
    nodes.push({
      test,
      least: isQuantified && quantifier !== "+" ? 0 : 1,
      isRun: isQuantified && quantifier !== "?",
    });
  }
  return (text) => matches(nodes, text, { fromStart, toEnd });
}

/** Costs at most the product of the two lengths, whatever the pattern. */
function matches(
  nodes: readonly Node[],
  text: string,
  { fromStart, toEnd }: { fromStart: boolean; toEnd: boolean },
): boolean {
  if (text.length > LONGEST_TEXT) return false;
  const characters = [...text];
  const starts = characters.map(() => !fromStart);
  const ends = follow(nodes, characters, [true, ...starts]);
  return toEnd ? ends.at(-1) === true : ends.includes(true);
}

/** The positions that can be reached in a text through a pattern, from those that are marked. */
function follow(
  nodes: readonly Node[],
  characters: readonly string[],
  from: readonly boolean[],
): readonly boolean[] {
  return nodes.reduce<readonly boolean[]>((reached, node) => {
    if ("choices" in node) {
      const ends = node.choices.map((choice) => follow(choice, characters, reached));
      return reached.map((_, position) => ends.some((one) => one[position]));
    }
    const next = reached.map((isReached) => isReached && node.least === 0);
    characters.forEach((character, position) => {
      const isHere = reached[position] === true || (node.isRun && next[position] === true);
      if (isHere && node.test(character)) next[position + 1] = true;
    });
    return next;
  }, from);
}

/** What a terminal draws over the character before it, or not at all. */
const NARROW = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11FF]$/u;
/** What takes two columns: Unicode's East_Asian_Width W and F, and what is shown as a picture. */
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18DFF}\u{1B000}-\u{1B2FF}\u{1F200}-\u{1F265}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]$/u;

/** How many columns of a terminal one character takes: 0, 1 or 2. */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (character < "\u0300") return 1;
  if (NARROW.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** How many columns of a terminal a text on one line takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** How many columns the widest of some texts takes. */
export function widestOnScreen(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

/** A text with spaces after it, up to a width in columns. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Breaks a text at its spaces into lines of at most so many columns. A longer word has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let [line, used] = ["", 0];
  for (const word of text.split(" ")) {
    const needed = displayWidth(word);
    if (used > 0 && used + 1 + needed > width) {
      lines.push(line);
      [line, used] = [word, needed];
    } else {
      line = used > 0 ? `${line} ${word}` : word;
      used += used > 0 ? 1 + needed : needed;
    }
  }
  return [...lines, line];
}

/** A path of at most so many columns: the end tells most of it. */
export function shortenedFront(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = [...text];
  let [used, from] = [1, characters.length];
  while (from > 0) {
    used += characterWidth(characters[from - 1] ?? "");
    if (used > width) break;
    from -= 1;
  }
  return `…${characters.slice(from).join("")}`;
}

/** The beginning of a text, of at most so many columns. */
export function shortened(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let used = 1;
  let start = "";
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    start += character;
  }
  return `${start.trimEnd()}…`;
}

/** One YAML document of a file, as a slice of its text. There are no gaps between slices, except byte order marks. */
export interface DocumentText {
  /** Its index in the file, from 0; slices that hold only comments count too. */
  index: number;
  /** The offset of its first character in the text of the file. */
  start: number;
  /** The offset after its last character. */
  end: number;
}

const MARKER = /(?:^|\n)(---|\.\.\.)(?=[ \t\r\n]|$)/g;

/**
 * Splits the text of a file into its YAML documents without parsing it. A line `---`, whatever surrounds
 * it, always starts a document (YAML 1.2.2, 9.1.2: no scalar may hold such a line), and `...` ends one.
 * A document's own `---` line belongs to it, with the `%` lines before it, unless a byte order mark follows:
 * then the document starts after the mark, since a tool that reads document by document skips a leading one.
 */
export function splitDocuments(text: string): DocumentText[] {
  const starts = [0];
  let afterEnd = true;
  for (const match of text.matchAll(MARKER)) {
    const at = match.index + match[0].length - 3;
    const start = starts.at(-1) ?? 0;
    if (match[1] === "...") {
      const lineEnd = text.indexOf("\n", at);
      if (lineEnd >= 0) starts.push(lineEnd + 1);
      afterEnd = true;
    } else {
      const onlyDirectives = afterEnd && isPrologue(text.slice(start, at));
      if (!onlyDirectives) starts.push(at);
      afterEnd = false;
    }
  }
  return starts.map((start, index) => ({
    index,
    start: afterMark(text, start),
    end: starts[index + 1] ?? text.length,
  }));
}

/** Whether the text before a `---` is empty or holds only directives of the document that it starts. */
function isPrologue(text: string): boolean {
  return text.split("\n").every((line) => /^(?:%|[ \t]*(?:#|\r?$))/.test(line));
}

const MARKED = /---[ \t]*(?:[ \t]#[^\n]*)?\r?\n\uFEFF/y;

/** Where a document starts: after the byte order mark, if one follows its `---` line. */
function afterMark(text: string, start: number): number {
  MARKED.lastIndex = start;
  return MARKED.test(text) ? MARKED.lastIndex : start;
}

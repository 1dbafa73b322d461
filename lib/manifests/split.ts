/** One YAML document of a file, as a slice of its text. The slices follow each other without a gap but for byte order marks. */
export interface DocumentText {
  /** Which document of the file it is, from 0; slices that hold nothing but comments count too. */
  index: number;
  /** Offset of its first character in the text of the file. */
  start: number;
  /** Offset after its last character. */
  end: number;
}

const MARKER = /(?:^|\n)(---|\.\.\.)(?=[ \t\r\n]|$)/g;

/**
 * Splits the text of a file into its YAML documents without parsing it. A line `---`, whatever stands
 * around it, always starts a document (YAML 1.2.2, 9.1.2: no scalar may hold such a line), and `...`
 * ends one. A document's own `---` line belongs to it, with the `%` lines before; not so where a byte order mark
 * follows it, which is then no part of the text: who reads a file document by document finds one at the beginning.
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
    start: behindMark(text, start),
    end: starts[index + 1] ?? text.length,
  }));
}

/** Whether what stands before a `---` are directives of the document that it starts, or nothing. */
function isPrologue(text: string): boolean {
  return text.split("\n").every((line) => /^(?:%|[ \t]*(?:#|\r?$))/.test(line));
}

const MARKED = /---[ \t]*\r?\n\uFEFF/y;

/** Where the text of a document begins that has a byte order mark behind its `---` line. */
function behindMark(text: string, start: number): number {
  MARKED.lastIndex = start;
  return MARKED.test(text) ? MARKED.lastIndex : start;
}

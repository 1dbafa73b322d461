import { type Comment, isForESLint, LineIndex } from "./comments.js";

/** What of a template is a comment, and what of it can be deleted without changing what is rendered. */
interface Found {
  value: string;
  start: number;
  end: number;
  range: Comment["range"];
}

/**
 * The comments that may be meant for ESLint in a template of a chart: YAML's, and those in actions. The text between
 * actions is no YAML, so that YAML's comments are looked for line by line.
 */
export function templateComments(text: string): Comment[] {
  if (!text.includes("eslint")) return [];
  const lines = new LineIndex(text);
  return [...commentsInLines(text), ...commentsInActions(text)]
    .filter(({ value }) => isForESLint(value))
    .sort((a, b) => a.start - b.start)
    .map(({ value, start, end, range }) => ({
      ...{ type: "Block", value, range },
      loc: { start: lines.at(start), end: lines.at(end) },
    }));
}

function commentsInLines(text: string): Found[] {
  return [...text.matchAll(/(?<![^ \t\n])#([ \t]*eslint[^\r\n]*)/g)].map(
    ({ 0: { length }, 1: value = "", index }) => ({
      value,
      ...{ start: index, end: index + length, range: [index, index + length] },
    }),
  );
}

/** Comments as Go has them: text/template/parse/lex.go, lexLeftDelim and lexComment. */
function commentsInActions(text: string): Found[] {
  const found: Found[] = [];
  for (let at = text.indexOf("/*"); at >= 0; at = text.indexOf("/*", at)) {
    const end = text.indexOf("*/", at + 2);
    if (end < 0) break;
    const before = /\{\{(-\s)?\s?$/.exec(text.slice(Math.max(0, at - 5), at));
    const after = /^\s?(\s-)?\}\}/.exec(text.slice(end + 2, end + 7));
    if (before && after) {
      const [start, close] = [at - before[0].length, end + 2 + after[0].length];
      // The marks at its ends trim the text around it, and must stay.
      const isTrimming = before[1] !== undefined || after[1] !== undefined;
      found.push({
        value: text.slice(at + 2, end),
        ...{ start, end: close, range: isTrimming ? [at + 2, end] : [start, close] },
      });
    }
    at = end + 2;
  }
  return found;
}

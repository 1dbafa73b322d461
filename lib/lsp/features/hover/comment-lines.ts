import type { Position, Range } from "vscode-languageserver";
import { directiveComments } from "../../../manifests/comments.js";
import type { ModelFile } from "../../model/model-file.js";
import type { Line } from "../../text/markup.js";
import { ruleLines } from "./schema-lines.js";

const NAME = /gitops\/[a-z0-9-]+/g;

/** The rule that a comment for ESLint names at a position. */
export function commentAnswer(
  file: ModelFile,
  position: Position,
): { lines: Line[]; range: Range } | undefined {
  const offset = file.offsetAt(position);
  const lineStart = file.offsetAt({ line: position.line, character: 0 });
  const text = file.text.slice(lineStart, offset + 100);
  if (!text.includes("#") || !file.text.includes("eslint")) return undefined;
  const comment = directiveComments(file.manifests.text).find(
    ({ range: [start, end] }) => start <= offset && offset <= end,
  );
  if (!comment) return undefined;
  const [begin] = comment.range;
  for (const { 0: name, index } of comment.value.matchAll(NAME)) {
    const start = begin + 1 + index;
    if (offset < start || offset > start + name.length) continue;
    const lines = ruleLines(name);
    return lines.length === 0
      ? undefined
      : { lines, range: file.rangeOf({ start, end: start + name.length }) };
  }
  return undefined;
}

import { isDeepStrictEqual } from "node:util";
import { CodeActionKind } from "vscode-languageserver";
import { type Comment, directiveComments } from "../../../../manifests/comments.js";
import { isProblem, parseDocument } from "../../../../manifests/parse.js";
import { splitDocuments } from "../../../../manifests/split.js";
import { templateComments } from "../../../../manifests/template-comments.js";
import { restOfVendored } from "../../../../plugin/vendored-reports.js";
import type { Asked, Finding, Offer, TextEdit } from "../offer.js";
import { ruleOf } from "../rule-name.js";
import { asSnippet, lineEndOf, textAfter } from "../text/text-changes.js";

const REASON = "TODO: say why this is meant";

/** Switches a rule off for the line of a finding, or for the file, with a comment that has room for the reason. */
export function disablingOf(asked: Asked, finding: Finding): Offer[] {
  const { path, file, model } = asked;
  const rule = ruleOf(finding);
  // JSON has no comments.
  if (rule === undefined || /\.jsonl?$/.test(path)) return [];
  const isTemplate = !model.repository.files.has(path);
  const text = { text: file.manifests.text, isTemplate };
  const offer = (where: string, about: string, edit: TextEdit | undefined): Offer[] => {
    const title = `Disable '${rule}' for this ${where}`;
    const kind = CodeActionKind.QuickFix;
    return edit ? [{ title, kind, finding, about, changes: () => [{ path, edits: [edit] }] }] : [];
  };
  const { line, message } = finding.message;
  // One that stands for others would make room for the next.
  const isOne = restOfVendored(message) === 0;
  return [
    ...offer("line", `line ${line}`, isOne ? forLine(text, finding, rule) : undefined),
    ...offer("file", "file", forFile(text, rule)),
  ];
}

/** The text of a file, and whether it is a template of a chart. */
interface Written {
  text: string;
  isTemplate: boolean;
}

function forLine(
  written: Written,
  { start, message: { line } }: Finding,
  rule: string,
): TextEdit | undefined {
  const { text, isTemplate } = written;
  const at = text.lastIndexOf("\n", start - 1) + 1;
  const above = commentsIn(written).find(({ loc, value }) => {
    return loc.end.line === line - 1 && NEXT_LINE.test(value);
  });
  if (above) return merged(text, above, rule);
  const [indent = ""] = /^[ \t]*/.exec(text.slice(at)) ?? [];
  const edit = newComment(written, at, indent, `eslint-disable-next-line gitops/${rule}`);
  return isTemplate ? outsideOfActions(text, edit) : whereItIsComment(text, edit, at + indent.length);
}

function forFile(written: Written, rule: string): TextEdit | undefined {
  const { text, isTemplate } = written;
  const first = commentsIn(written).find(({ loc, value }) => loc.start.line === 1 && WHOLE.test(value));
  if (first) return merged(text, first, rule);
  const edit = newComment(written, 0, "", `eslint-disable gitops/${rule}`);
  return isTemplate ? edit : whereItIsComment(text, edit, 0);
}

const NEXT_LINE = /^\s*eslint-disable-next-line\s/;
const WHOLE = /^\s*eslint-disable\s/;

function commentsIn({ text, isTemplate }: Written): Comment[] {
  return isTemplate ? templateComments(text) : directiveComments(text);
}

/** In a template, an action leaves nothing in what is rendered: it takes the line end before it away. */
function newComment({ text, isTemplate }: Written, at: number, indent: string, words: string): TextEdit {
  const [before, after] = isTemplate ? ["{{- /* ", " */}}"] : ["# ", ""];
  const lineEnd = lineEndOf(text);
  const begin = `${indent}${before}${words} -- `;
  return {
    range: [at, at],
    text: `${begin}${REASON}${after}${lineEnd}`,
    snippet: `${asSnippet(begin)}\${1:${asSnippet(REASON)}}${asSnippet(after)}${lineEnd}`,
  };
}

/** Names another rule in a comment, behind those that it names. */
function merged(text: string, { value, range: [start] }: Comment, rule: string): TextEdit | undefined {
  const [list = ""] = value.split(/\s-{2,}\s/);
  const from = text.indexOf(value, start);
  if (from < 0) return undefined;
  const at = from + list.trimEnd().length;
  return { range: [at, at], text: `, gitops/${rule}` };
}

/** Text between the lines of a scalar would be a part of it, or end it. */
function whereItIsComment(text: string, edit: TextEdit, at: number): TextEdit | undefined {
  const after = textAfter(text, [edit]);
  if (!directiveComments(after).some(({ range: [start] }) => start === at)) return undefined;
  const [old, now] = [documentAt(text, edit.range[0]), documentAt(after, at + edit.text.length - 1)];
  const [before, then] = [parseDocument(old), parseDocument(now)];
  if (isProblem(before) || isProblem(then)) return isProblem(before) && isProblem(then) ? edit : undefined;
  return isDeepStrictEqual(before.value, then.value) ? edit : undefined;
}

function documentAt(text: string, offset: number): string {
  const found = splitDocuments(text).findLast(({ start }) => start <= offset);
  return found ? text.slice(found.start, found.end) : "";
}

/** Between the braces of an action, it would be a part of that. */
function outsideOfActions(text: string, edit: TextEdit): TextEdit | undefined {
  const before = text.slice(0, edit.range[0]);
  return before.lastIndexOf("{{") > before.lastIndexOf("}}") ? undefined : edit;
}

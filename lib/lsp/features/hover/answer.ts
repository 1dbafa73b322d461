import type { Position, Range } from "vscode-languageserver";
import type { Applied } from "../../../analysis/analysis.js";
import { isConfigFile } from "../../../repository/configuration/config-file.js";
import { valueReadAt } from "../../charts/named-value.js";
import { type Cursor, cursorAt } from "../../cursor/cursor.js";
import { type Referent, referentAt } from "../../cursor/referent.js";
import type { Model } from "../../model/model.js";
import type { Line } from "../../text/markup.js";
import { commentAnswer } from "./comment-lines.js";
import { filesLines, missingEntryLines } from "./files-lines.js";
import { namespaceLines } from "./namespace-lines.js";
import { objectLines, podAccountLines } from "./object-lines.js";
import { roleRefLines } from "./role-lines.js";
import { ruleEntryLines } from "./rule-entry-lines.js";
import { configurationLines } from "./schema-lines.js";
import { selectorLines } from "./selector-lines.js";
import { subjectLines } from "./subject-lines.js";
import { valueLines } from "./value-lines.js";

/** What is known of something that is written, and the range of that. */
export interface Answer {
  lines: readonly Line[];
  range: Range;
}

/** What is known of what is at a position of a file; undefined if that is nothing. */
export function answerAt(model: Model, path: string, position: Position): Answer | undefined {
  const file = model.file(path);
  const ofComment = file && commentAnswer(file, position);
  if (ofComment) return ofComment;
  const ofValue = file && valueAnswer(model, path, file.offsetAt(position));
  if (ofValue) return ofValue;
  const cursor = cursorAt(model, path, position);
  const lines = cursor ? linesAt(cursor) : [];
  return cursor && lines.length > 0 ? { lines, range: cursor.range } : undefined;
}

function valueAnswer(model: Model, path: string, offset: number): Answer | undefined {
  const named = valueReadAt(model, path, offset);
  const range = named?.read && model.file(path)?.rangeOf(named.read);
  const lines = named ? valueLines(model, named) : [];
  return range && lines.length > 0 ? { lines, range } : undefined;
}

function linesAt(cursor: Cursor): readonly Line[] {
  if (isConfigFile(cursor.path)) return configurationLines(cursor.at);
  const referent = referentAt(cursor);
  return referent ? linesOf(cursor, referent) : missingEntryLines(cursor);
}

function linesOf(cursor: Cursor, referent: Referent): Line[] {
  const { analysis } = cursor.model;
  switch (referent.type) {
    case "roleRef":
      return roleRefLines(analysis, orPatched(cursor, referent.bindings));
    case "subject":
      return subjectLines(analysis, orPatched(cursor, referent.bindings), referent.index);
    case "podAccount":
      return podAccountLines(analysis, orPatched(cursor, referent.workloads));
    case "object":
      return objectLines(cursor, { ...referent, objects: orPatched(cursor, referent.objects) });
    case "namespace":
      return namespaceLines(analysis, referent.name);
    case "ruleEntry":
      return ruleEntryLines(cursor, { ...referent, roles: orPatched(cursor, referent.roles) });
    case "selector":
      return selectorLines(cursor, { ...referent, policies: orPatched(cursor, referent.policies) });
    case "files":
      return filesLines(cursor, referent.paths);
  }
}

/** What builds apply of an object; of a patch, the objects of its kind that it changes. */
function orPatched<Object extends Pick<Applied, "build"> & { object: { kind: string } }>(
  { model, path, document, written }: Cursor,
  applied: readonly Object[],
): readonly Object[] {
  if (applied.length > 0 || !written) return applied;
  const patched = model.analysis.patchedBy(path, document) as unknown as readonly Object[];
  return patched.filter(({ object }) => object.kind === written.kind);
}

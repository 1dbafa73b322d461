import type { Position, Range } from "vscode-languageserver";
import type { Applied } from "../../analysis/analysis.js";
import type { ManifestObject } from "../../manifests/unpack.js";
import type { Path } from "../../manifests/locate.js";
import type { Model } from "../model/model.js";
import type { ModelFile } from "../model/model-file.js";

/** What is at a position of a file. */
export interface Cursor {
  model: Model;
  /** The file, below the root. */
  path: string;
  file: ModelFile;
  offset: number;
  document: number;
  /** The path in the document to what is there. */
  at: Path;
  /** Whether it is on the key of that path, and not on its value. */
  isOnKey: boolean;
  /** The range of the key or the value. */
  range: Range;
  /** The object around it; undefined if none of a kind that is read is written there. */
  written: ManifestObject | undefined;
  /** The path in that object. */
  inObject: Path;
  /** The object as builds apply it, once for each build. */
  applied: readonly Applied[];
}

/** What is at a position of a file; undefined between what is written, and where nothing parses. */
export function cursorAt(model: Model, path: string, position: Position): Cursor | undefined {
  const file = model.file(path);
  if (!file) return undefined;
  const offset = file.offsetAt(position);
  const found = file.manifests.pathAt(offset);
  if (!found) return undefined;
  const { document, path: at } = found;
  const value = file.manifests.locate(document, at);
  const key = file.manifests.locate(document, at, "key");
  const isOnKey = typeof at.at(-1) === "string" && holds(key, offset);
  if (!isOnKey && !(value.scalar && holds(value, offset))) return undefined;
  const written = file.objectAt(document, at);
  return {
    ...{ model, path, file, offset, document, at, isOnKey, written },
    range: file.rangeOf(isOnKey ? key : value),
    inObject: written ? at.slice(written.at.length) : at,
    applied: written ? model.analysis.applied(path, document, written.at) : [],
  };
}

/** The end belongs to it: an editor's cursor is between characters. */
function holds({ start, end }: { start: number; end: number }, offset: number): boolean {
  return start <= offset && offset <= end;
}

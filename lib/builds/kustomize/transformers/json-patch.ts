import { isDeepStrictEqual } from "node:util";
import { memoize } from "../../../util/memoize.js";
import { field } from "../../../util/plain-values.js";
import type { Path } from "../../../manifests/locate.js";
import { COPY, sizeOf } from "../work.js";
import { Draft, indexOf } from "./draft.js";

/** What becomes of an object, and the operations that failed. */
export interface Patched {
  value: unknown;
  /** The paths that an operation could not follow, because something is missing on the way. */
  failed: string[][];
}

type Note = (path: Path, operation: number) => void;

/** An operation with its pointers read; undefined for one that is none, or not written. */
interface Operation {
  op: unknown;
  path: readonly string[] | undefined;
  from: readonly string[] | undefined;
  value: unknown;
}

/** The operations of a patch, which can be for many objects. */
export interface Operations {
  list: readonly Operation[];
  /** The work of doing them all once. */
  weight: number;
}

/** The operations of a JSON patch (RFC 6902), read once. */
export const operationsOf: (operations: readonly unknown[]) => Operations = memoize((operations) => {
  const list = operations.map((operation): Operation => {
    const [path, from] = [pointer(field(operation, "path")), pointer(field(operation, "from"))];
    return { op: field(operation, "op"), path, from, value: field(operation, "value") };
  });
  return { list, weight: list.reduce((sum, { value }) => sum + 2 * (1 + sizeOf(value)), 0) };
});

/**
 * Applies the operations of a JSON patch in order; one that fails is skipped, since a trimmed object may lack what it
 * needs: api/filters/patchjson6902/patchjson6902.go.
 * @param note called with each path that is written, and the index of the operation
 */
export function jsonPatch(object: unknown, operations: readonly unknown[], note: Note): Patched {
  return applyOperations(operationsOf(operations), object, note, () => true);
}

/**
 * The same for operations that are read.
 * @param allows whether a copy of a value, which may hold earlier copies, can be made: by how many values it holds
 */
export function applyOperations(
  { list }: Operations,
  object: unknown,
  note: Note,
  allows: (work: number) => boolean,
): Patched {
  const draft = new Draft(object);
  const failed: string[][] = [];
  for (const [index, operation] of list.entries()) {
    const { path } = operation;
    const isDone = path && perform(draft, operation, path, (at) => note(at, index), allows);
    if (!isDone) failed.push([...(path ?? [])]);
  }
  return { value: draft.value, failed };
}

function perform(
  draft: Draft,
  { op, from, value }: Operation,
  path: readonly string[],
  note: (path: Path) => void,
  allows: (work: number) => boolean,
): boolean {
  switch (op) {
    case "add":
      return wrote(draft.write(path, "insert", value), note);
    case "replace":
      return wrote(draft.write(path, "replace", value), note);
    case "remove":
      return wrote(draft.write(path, "remove"), note);
    case "test":
      return isDeepStrictEqual(valueAt(draft.value, path), value);
    case "copy":
    case "move":
      return from !== undefined && transfer(draft, op, from, path, note, allows);
    default:
      return false;
  }
}

function transfer(
  draft: Draft,
  op: "copy" | "move",
  from: readonly string[],
  path: readonly string[],
  note: (path: Path) => void,
  allows: (work: number) => boolean,
): boolean {
  const moved = valueAt(draft.value, from);
  if (moved === undefined || (op === "copy" && !(allows(0) && allows(COPY * sizeOf(moved))))) return false;
  // From now on several parts of the value may be one.
  const before = draft.share();
  const removed = op === "move" ? draft.write(from, "remove") : undefined;
  const added = draft.write(path, "insert", moved);
  if (!added) {
    draft.value = before;
    return false;
  }
  if (removed) note(removed);
  note(added);
  return true;
}

function wrote(path: Path | undefined, note: (path: Path) => void): boolean {
  if (path) note(path);
  return path !== undefined;
}

/** The value at a JSON pointer's steps. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const step of path) {
    at = Array.isArray(at) ? at[indexOf(step, at.length) ?? -1] : field(at, step);
  }
  return at;
}

/** The steps of a JSON pointer (RFC 6901). */
function pointer(text: unknown): string[] | undefined {
  if (typeof text !== "string" || (text !== "" && !text.startsWith("/"))) return undefined;
  return text
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

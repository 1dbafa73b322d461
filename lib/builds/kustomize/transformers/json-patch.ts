import { isDeepStrictEqual } from "node:util";
import { field, isMap } from "../../../util/plain-values.js";
import type { Path } from "../../../manifests/locate.js";

/** What becomes of an object, and the operations that failed. */
export interface Patched {
  value: unknown;
  /** The paths that an operation could not follow, because something is missing on the way. */
  failed: string[][];
}

/** The result of an operation that would be refused. */
const FAILED = Symbol("failed");

type Note = (path: Path, operation: number) => void;

/**
 * Applies the operations of a JSON patch (RFC 6902) in order; one that fails is skipped, since a trimmed
 * object may lack what it needs: api/filters/patchjson6902/patchjson6902.go.
 * @param note called with each path that is written, and the index of the operation
 */
export function jsonPatch(object: unknown, operations: readonly unknown[], note: Note): Patched {
  const result: Patched = { value: object, failed: [] };
  operations.forEach((operation, index) => {
    const path = pointer(field(operation, "path"));
    const next =
      path === undefined ? FAILED : perform(result.value, operation, path, (at) => note(at, index));
    if (next === FAILED) result.failed.push(path ?? []);
    else result.value = next;
  });
  return result;
}

function perform(value: unknown, operation: unknown, path: string[], note: (path: Path) => void): unknown {
  const given = field(operation, "value");
  switch (field(operation, "op")) {
    case "add":
      return edit(value, path, note, (list, old, set) => set(list ? "insert" : "set", given));
    case "replace":
      return edit(value, path, note, (inList, old, set) =>
        // kustomize's library creates a missing field, but not a missing item.
        inList && old === undefined ? FAILED : set("set", given),
      );
    case "remove":
      return edit(value, path, note, (_, old, set) => (old === undefined ? FAILED : set("remove")));
    case "test":
      return isDeepStrictEqual(valueAt(value, path), given) ? value : FAILED;
    case "copy":
    case "move":
      return transfer(value, operation, path, note);
    default:
      return FAILED;
  }
}

function transfer(value: unknown, operation: unknown, path: string[], note: (path: Path) => void): unknown {
  const from = pointer(field(operation, "from"));
  const moved = from && valueAt(value, from);
  if (!from || moved === undefined) return FAILED;
  const rest = field(operation, "op") === "move" ? perform(value, { op: "remove" }, from, note) : value;
  return perform(rest, { op: "add", value: moved }, path, note);
}

type Set = (how: "set" | "insert" | "remove", value?: unknown) => unknown;
type Decide = (inList: boolean, old: unknown, set: Set) => unknown;

/** Walks to a path and makes the edit that `decide` chooses for the value that is found there. */
function edit(
  value: unknown,
  path: string[],
  note: (path: Path) => void,
  decide: Decide,
  above: Path = [],
): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    return decide(false, value, (how, next) => {
      note([]);
      return how === "remove" ? undefined : next;
    });
  }
  if (Array.isArray(value)) {
    const index = key === "-" ? value.length : indexOf(key, value.length);
    if (index === undefined || index > value.length) return FAILED;
    if (rest.length > 0)
      return within(value, index, edit(value[index], rest, note, decide, [...above, index]));
    return decide(true, value[index], (how, next) => {
      const shifts = how === "remove" || (how === "insert" && index < value.length);
      // Once items shift, the list as it is now is written nowhere but in the patch.
      note(shifts ? above : [...above, index]);
      // Much faster than `toSpliced`.
      const list = value as unknown[];
      const added = how === "remove" ? [] : [next];
      return list.slice(0, index).concat(added, list.slice(how === "insert" ? index : index + 1));
    });
  }
  if (!isMap(value)) return FAILED;
  const old = field(value, key);
  if (rest.length > 0) return within(value, key, edit(old, rest, note, decide, [...above, key]));
  return decide(false, old, (how, next) => {
    note([...above, key]);
    const others = Object.entries(value).filter(([name]) => name !== key);
    return Object.fromEntries(how === "remove" ? others : [...others, [key, next]]);
  });
}

function within(value: unknown, key: string | number, next: unknown): unknown {
  if (next === FAILED) return FAILED;
  if (Array.isArray(value)) return value.with(Number(key), next) as unknown;
  return { ...(value as object), [key]: next };
}

/** The value at a JSON pointer's steps. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const step of path) {
    at = Array.isArray(at) ? at[indexOf(step, at.length) ?? -1] : field(at, step);
  }
  return at;
}

/** kustomize's library counts negative indexes from the end. */
function indexOf(step: string, length: number): number | undefined {
  if (!/^-?\d{1,9}$/.test(step)) return undefined;
  const index = Number(step);
  return index < 0 ? (index + length >= 0 ? index + length : undefined) : index;
}

/** The steps of a JSON pointer (RFC 6901). */
function pointer(text: unknown): string[] | undefined {
  if (typeof text !== "string" || (text !== "" && !text.startsWith("/"))) return undefined;
  return text
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

import { normalise } from "../../kubernetes/kinds.js";
import { type AnyObject, holdsUnknown } from "../../kubernetes/objects.js";
import { ManifestFile } from "../../manifests/manifest-file.js";
import type { Repository } from "../../repository/repository.js";
import { memoizePairs } from "../../util/memoize.js";
import { field, isMap } from "../../util/plain-values.js";
import type { AppliedObject } from "../build.js";

/** An object with its variables filled in: also those that stand for a whole list or map, which are not read before. */
export function filledIn(
  repository: Repository,
  one: AppliedObject,
  substitute: (object: AnyObject) => AnyObject,
): AnyObject {
  const { kind, object } = one;
  const whole = holdsUnknown(object) ? withVariables(object, writtenValue(repository, one)) : object;
  const filled = substitute(whole as AnyObject);
  return filled === object ? object : (normalise(kind, filled, object) as AnyObject);
}

/** A value with the variables that were written where it has a list or map of which nothing is known. */
function withVariables(value: unknown, written: unknown): unknown {
  if (typeof written === "string") {
    return typeof value !== "string" && written.includes("${") ? written : value;
  }
  if (Array.isArray(value)) {
    const list: readonly unknown[] = Array.isArray(written) && written.length === value.length ? written : [];
    return list.length === 0 ? value : value.map((item, index) => withVariables(item, list[index]));
  }
  if (!isMap(value) || !isMap(written)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, withVariables(item, field(written, key))]));
}

/** An object as its file holds it, with what is not read otherwise. */
function writtenValue(repository: Repository, { file, document, at }: AppliedObject): unknown {
  return at.reduce<unknown>(
    (value, step) => (Array.isArray(value) ? (value as unknown[])[Number(step)] : field(value, String(step))),
    valuesOf(repository, file)[document],
  );
}

const valuesOf = memoizePairs((repository: Repository, file: string): readonly unknown[] => {
  try {
    return new ManifestFile(repository.text(file)).values();
  } catch {
    return [];
  }
});

import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../../kubernetes/objects.js";
import { isMap } from "../../util/plain-values.js";

/**
 * What is sure of a value that is rendered differently depending on what is not known: where the renderings differ, it is
 * `UNKNOWN`. Paths into the first rendering lead to the same things in the result.
 * @param others the same value in the other renderings
 */
export function blend(first: unknown, others: readonly unknown[]): unknown {
  const differing = others.filter((one) => !isDeepStrictEqual(one, first));
  if (differing.length === 0) return first;
  if (isMap(first) && differing.every(isMap)) return blendMaps(first, differing);
  if (Array.isArray(first) && differing.every((one) => Array.isArray(one)))
    return blendLists(first, differing);
  return isScalar(first) && differing.every(isScalar) ? UNKNOWN : blurred(first);
}

function blendMaps(first: Record<string, unknown>, others: readonly Record<string, unknown>[]) {
  const isIn = (key: string) => others.every((one) => Object.hasOwn(one, key));
  const own = Object.entries(first).map(([key, value]) => {
    return [
      key,
      isIn(key)
        ? blend(
            value,
            others.map((one) => one[key]),
          )
        : blurred(value),
    ] as const;
  });
  const more = others.flatMap((one) => Object.entries(one)).filter(([key]) => !Object.hasOwn(first, key));
  return Object.fromEntries([...own, ...more.map(([key, value]) => [key, blurred(value)] as const)]);
}

/** Lists of the same length are compared item by item; of others, what all have is sure, wherever they have it. */
function blendLists(first: readonly unknown[], others: readonly (readonly unknown[])[]): unknown[] {
  if (others.every(({ length }) => length === first.length))
    return first.map((item, index) =>
      blend(
        item,
        others.map((one) => one[index]),
      ),
    );
  const keysOf = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item));
  const inOthers = others.map((one) => new Set(keysOf(one)));
  const own = keysOf(first);
  const inFirst = new Set(own);
  const more = others.flatMap((one) => one.filter((item) => !inFirst.has(JSON.stringify(item))));
  return [
    ...first.map((item, index) =>
      inOthers.every((one) => one.has(own[index] ?? "")) ? item : blurred(item),
    ),
    ...more.map(blurred),
  ];
}

/** A value of the same shape of which nothing is known. */
export function blurred(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [UNKNOWN] : value.map(blurred);
  if (!isMap(value)) return UNKNOWN;
  const entries = Object.entries(value).map(([key, item]) => [key, blurred(item)] as const);
  return Object.fromEntries(entries.length === 0 ? [[UNKNOWN, UNKNOWN]] : entries);
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

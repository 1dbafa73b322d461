import type { Path } from "../../manifests/locate.js";
import { isMap, isScalar, isSeq, type Scalar } from "../../manifests/nodes.js";

/** More is not read of a value: completion asks for short lists and small maps. */
const MOST = 5000;

/**
 * The plain value at a path of what a document with mistakes is read as. Left out are a scalar, aliases and what merge
 * keys bring.
 */
export function readNode(top: unknown, path: Path, without: Scalar): unknown {
  let node = top;
  for (const step of path) {
    if (isSeq(node)) node = typeof step === "number" ? node.items[step] : undefined;
    else if (isMap(node)) {
      node = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(step))?.value;
    } else return undefined;
  }
  let left = MOST;
  const read = (one: unknown): unknown => {
    if (one === without || left-- <= 0) return undefined;
    if (isScalar(one)) return one.value;
    if (isSeq(one)) return one.items.map(read).filter((item) => item !== undefined);
    if (!isMap(one)) return undefined;
    const entries = one.items.flatMap(({ key, value }) => {
      if (!isScalar(key) || key === without) return [];
      const read_ = read(value);
      return read_ === undefined ? [] : [[String(key.value), read_] as const];
    });
    return Object.fromEntries(entries);
  };
  return read(node);
}

import type { Builder, Written } from "./builder.js";

type PlainMap = Record<string, unknown>;

/** Makes the plain value of a document, as `valueOf` does of nodes. */
export const VALUES: Builder<unknown, PlainMap, unknown[]> = {
  scalar: (value) => value,
  map: () => ({}),
  list: () => [],
  put(map, { value }: Written, item) {
    const key = String(value);
    if (Object.hasOwn(map, key)) return false;
    if (key === "__proto__") {
      Object.defineProperty(map, key, { value: item, enumerable: true, configurable: true, writable: true });
    } else map[key] = item;
    return true;
  },
  add(list, item) {
    list.push(item);
  },
  close() {
    // A value has no place.
  },
};

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyOf } from "../../lib/util/plain-values.js";

describe("a copy", () => {
  it("says the same, in objects and lists of its own", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const [value, same] = [JSON.parse(json), JSON.parse(json)] as [unknown, unknown];
        const copy = copyOf(value);
        expect(copy).toStrictEqual(same);
        expect(partsOf(copy).filter((part) => partsOf(value).includes(part))).toEqual([]);
      }),
    );
  });

  it("has a key that every object inherits", () => {
    const copy = copyOf(JSON.parse('{"a":{"__proto__":{"polluted":[]}}}') as { a: object });
    expect(JSON.stringify(copy)).toBe('{"a":{"__proto__":{"polluted":[]}}}');
    expect(Object.getPrototypeOf(copy.a)).toBe(Object.prototype);
    expect(copy.a).not.toHaveProperty("polluted");
  });
});

/** All objects and lists in a value. */
function partsOf(value: unknown): object[] {
  return typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(partsOf)] : [];
}

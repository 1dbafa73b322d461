import fc from "fast-check";
import { expect, test } from "vitest";
import { byteLength, sliceBytes } from "../../../lib/helm/values/bytes.js";
import { areEqual, compareStrings } from "../../../lib/helm/values/compare.js";
import { identityOf, unknownOf } from "../../../lib/helm/values/identity.js";
import { goKindOf, goTypeOf } from "../../../lib/helm/values/kinds.js";
import { NOT_KNOWN, Text } from "../../../lib/helm/values/text.js";
import { isTrue } from "../../../lib/helm/values/truth.js";
import {
  bool,
  dict,
  float,
  int,
  list,
  NIL,
  nilDict,
  nilList,
  unknown,
  type Value,
} from "../../../lib/helm/values/value.js";

const decide = () => false;
const text = fc.string({
  unit: fc.constantFrom("a", "b", "é", "\u{D7FF}", "\uFFEE", "\u{1F600}", "\u{10FFFF}"),
});

test("strings are ordered as their bytes are", () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const bytes = Buffer.compare(Buffer.from(one), Buffer.from(other));
      expect(Math.sign(compareStrings(one, other))).toBe(bytes);
    }),
  );
});

test("parts of strings are taken by their bytes", () => {
  fc.assert(
    fc.property(text, fc.nat(20), fc.nat(20), (whole, start, size) => {
      const bytes = Buffer.from(whole);
      expect(byteLength(Text.plain(whole))).toEqual(int(bytes.length));
      const part = sliceBytes(Text.plain(whole), start, start + size);
      const cut = bytes.subarray(start, start + size).toString();
      const isWhole = !cut.includes("\uFFFD");
      expect(part.type === "string" && [part.text, part.unknown === undefined]).toEqual([
        cut.replaceAll("\uFFFD", NOT_KNOWN),
        isWhole,
      ]);
    }),
  );
});

test("bytes that are no text are the same where they are", () => {
  const cut = (whole: string, end: number) => sliceBytes(Text.plain(whole), 0, end);
  expect(identityOf(cut("é", 1))).toBe(identityOf(cut("éa", 1)));
  expect(identityOf(cut("é", 1))).not.toBe(identityOf(cut("日", 1)));
});

test.each<[one: Value, other: Value, equal: boolean]>([
  [nilList(), list([]), false],
  [list([NIL]), nilList(), false],
  [nilList(), nilList("[]string"), true],
  [nilList(), NIL, true],
  [NIL, nilDict(), true],
  [nilDict(), dict(), false],
  [list([]), NIL, false],
])("%o and %o are compared if one of them is nil", (one, other, equal) => {
  expect(areEqual(one, other)).toBe(equal);
});

test.each<[one: Value, other: Value, message: string]>([
  [list([]), list([]), "a list and a list cannot be compared"],
  [nilList(), dict(), "a list and a map cannot be compared"],
  [nilList(), int(1), "a value of type '[]interface {}' cannot be compared with one of type 'int'"],
])("%o and %o cannot be compared", (one, other, message) => {
  expect(() => areEqual(one, other)).toThrow(message);
});

test.each<[value: Value, type: string, kind: string, truth: boolean]>([
  [NIL, "<nil>", "invalid", false],
  [bool(true), "bool", "bool", true],
  [bool(false), "bool", "bool", false],
  [int(0), "int", "int", false],
  [int(3, "int64"), "int64", "int64", true],
  [int(3, "rune"), "int32", "int32", true],
  [int(3, "time.Duration"), "time.Duration", "int64", true],
  [int(3, "time.Month"), "time.Month", "int", true],
  [float(0), "float64", "float64", false],
  [float(NaN), "float64", "float64", true],
  [Text.empty, "string", "string", false],
  [Text.plain("x"), "string", "string", true],
  [list([]), "[]interface {}", "slice", false],
  [list([NIL], "[]string"), "[]string", "slice", true],
  [dict(), "map[string]interface {}", "map", false],
  [dict([["a", NIL]], "chartutil.Values"), "chartutil.Values", "map", true],
  [unknown("u", "why"), "interface {}", "interface", false],
  [{ type: "func", name: "f", call: () => NIL }, "func()", "func", true],
])("%o is of a type, a kind and a truth", (value, type, kind, truth) => {
  expect([goTypeOf(value), goKindOf(value), isTrue(value, { decide, work: () => undefined })]).toEqual([
    type,
    kind,
    truth,
  ]);
});

test("values are the same if they are sure to be", () => {
  const u = unknown("u", "why");
  expect(identityOf(list([int(1), Text.plain("a"), u]))).toBe('[int 1,"a",u]');
  const one = dict([
    ["a", int(1)],
    ["b", u],
  ]);
  const other = dict([
    ["b", u],
    ["a", int(1)],
  ]);
  expect(identityOf(one)).toBe(identityOf(other));
  expect(identityOf(int(1))).not.toBe(identityOf(float(1)));
  expect(identityOf(Text.unknown("why", "u"))).toBe("u");
  const long = "x".repeat(1000);
  expect(identityOf(Text.plain(long)).length).toBeLessThan(60);
  expect(identityOf(Text.plain(long))).not.toBe(identityOf(Text.plain(`${long}y`)));
});

test("a function of what is not known gives the same unknown for the same", () => {
  const u = unknown("u", "why");
  expect(unknownOf("f", [int(1), u])).toEqual(unknown("f(int 1,u)", "why"));
  expect(unknownOf("f", [int(1), list([u])])).toBeUndefined();
});

import { describe, expect, it } from "vitest";
import { Text } from "../../../lib/helm/values/text.js";
import { FUNCTIONS } from "../../../lib/helm/functions/index.js";
import { BUILTINS } from "../../../lib/helm/template/builtins.js";
import { dict, type Func, int, LimitError, list, NIL, type Value } from "../../../lib/helm/values/value.js";
import { call, open, print, refusal, steps, stepsOf } from "./call.js";

/** Each function that takes a text, with the place of that among its arguments. */
function withText(functions: readonly Func[]): [name: string, index: number, func: Func][] {
  const takesAnything = new Set(["printf", "println", "print", "html", "js", "urlquery", "eq", "lt", "ge"]);
  return functions.flatMap((func) => {
    const { parameters = [] } = func.takes ?? {};
    const places = parameters.flatMap((type, index) => (type === "string" ? [index] : []));
    return (takesAnything.has(func.name) ? [0] : places).map((index): [string, number, Func] => [
      func.name,
      index,
      func,
    ]);
  });
}

describe("the bounds of functions", () => {
  it.each([
    ['repeat 10000001 "a"', "a text grows beyond 10000000 characters"],
    ['indent 10000001 "a"', "a text grows beyond 10000000 characters"],
    ["until 200001", "a list grows beyond 200000 items"],
    ["untilStep 0 400002 2", "a list grows beyond 200000 items"],
    ["seq 1 200001", "a list grows beyond 200000 items"],
    ['splitList "" (repeat 200001 "a")', "a list grows beyond 200000 items"],
    ['replace "a" (repeat 4000 "b") (repeat 4000 "a")', "a text grows beyond 10000000 characters"],
    ["concat (until 200000) (until 1)", "a list grows beyond 200000 items"],
  ])("end %s", (expression, expected) => {
    expect(refusal(expression)).toBe(expected);
  });

  it.each([
    "toYaml .self",
    "toJson .self",
    "toToml .self",
    "deepCopy .self",
    "deepEqual .self .self",
    "merge (dict) .self | toYaml",
  ])("end %s of what holds itself", (expression) => {
    const self = dict();
    self.entries.set("self", self);
    expect(() => call(expression, { values: { self } })).toThrow(LimitError);
  });

  it.each(["toYaml .tree", "toJson .tree", "toString .tree", "has 1 .tree", "deepCopy .tree", "uniq .tree"])(
    "end %s of what would be endless work",
    (expression) => {
      let tree: Value = list([]);
      for (let depth = 0; depth < 60; depth++) tree = list([tree, tree]);
      let left = 10_000;
      const work = (steps: number) => {
        left -= steps;
        if (left < 0) throw new LimitError("too much");
      };
      expect(() => call(expression, { values: { tree }, work })).toThrow("too much");
    },
  );

  it("count the steps of what grows with a text", () => {
    const counted = (text: string) =>
      steps(`regexReplaceAll "[a-z]" (repeat 1000 "${text}") "b" | indent 2 | sha256sum`);
    expect(counted("aaaa")).toBeGreaterThan(3 * counted("a"));
  });

  // What each of them does with it, the least is to go through it.
  it.each(withText([...FUNCTIONS.values(), ...BUILTINS.values()]))(
    "count the characters of a text that '%s' is given as argument %i",
    (_, index, func) => {
      expect(stepsOf(func, index, "a".repeat(160_000))).toBeGreaterThanOrEqual(10_000);
    },
  );

  it.each(["len .list", "index .list 1", "slice .list 0 1"])("count the bytes of %s", (expression) => {
    const bytes: Value = { ...list([int(97), int(98)], "[]uint8"), text: Text.plain("a".repeat(160_000)) };
    const functions = BUILTINS;
    expect(steps(expression, { values: { list: bytes }, functions })).toBeGreaterThanOrEqual(10_000);
  });

  it.each(["keys .map", "values .map", "omit .map", "pick .map"])("count the keys for %s", (expression) => {
    const map = dict(Array.from({ length: 5000 }, (_, index) => [`k${index}`, NIL] as const));
    expect(steps(expression, { values: { map } })).toBeGreaterThanOrEqual(5000);
  });

  it.each([
    "rest .l",
    "initial .l",
    "reverse .l",
    "compact .l",
    "slice .l 1 2",
    "chunk 2 .l",
    "append .l 1",
    "without .l 1",
    "uniq .l",
    "has 1 .l",
  ])("count the items for %s", (expression) => {
    const l = list(Array.from({ length: 5000 }, () => NIL));
    expect(steps(expression, { values: { l } })).toBeGreaterThan(5000 / 20);
  });

  it.each<[expression: string, functions: ReadonlyMap<string, Func>]>([
    ['dig "a" .big .u', FUNCTIONS],
    ["keys .open", FUNCTIONS],
    ["until .u | append .big", FUNCTIONS],
    ["has .u .big", FUNCTIONS],
    ["len .open", BUILTINS],
    ["eq .u .big", BUILTINS],
    ["index .big .u", BUILTINS],
    ["index .open .u", BUILTINS],
    ["slice .big .u", BUILTINS],
  ])("count all that the answer of '%s' is called after, which is not known", (expression, functions) => {
    const big = list(Array.from({ length: 50_000 }, () => NIL));
    const values = { u: open("u"), big, open: { ...dict([["big", big]]), others: open("more") } };
    expect(steps(expression, { values, functions })).toBeGreaterThanOrEqual(12_500);
  });

  it("follow a text of many pieces", () => {
    const t = Text.join(Array.from({ length: 20_000 }, () => Text.plain("a\n")));
    const expression = 'indent 1 .t | replace "a" "b" | quote | splitList "b" | last';
    expect(print(expression, { values: { t } })).toBe('\\n "');
  });
});

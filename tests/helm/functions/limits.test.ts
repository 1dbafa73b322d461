import { describe, expect, it } from "vitest";
import { Text } from "../../../lib/helm/values/text.js";
import { dict, LimitError, list, type Value } from "../../../lib/helm/values/value.js";
import { call, print, refusal, steps } from "./call.js";

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

  it("follow a text of many pieces", () => {
    const t = Text.join(Array.from({ length: 20_000 }, () => Text.plain("a\n")));
    const expression = 'indent 1 .t | replace "a" "b" | quote | splitList "b" | last';
    expect(print(expression, { values: { t } })).toBe('\\n "');
  });
});

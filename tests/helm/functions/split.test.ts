import { describe, expect, it } from "vitest";
import { valueAs } from "../../../lib/helm/template/arguments.js";
import { Text } from "../../../lib/helm/values/text.js";
import { call, print, refusal } from "./call.js";

describe("the functions that take strings apart", () => {
  it.each([
    ['split "$" "foo$bar$baz"', "map[_0:foo _1:bar _2:baz]"],
    ['split "" "abc"', "map[_0:a _1:b _2:c]"],
    ['split "," ""', "map[_0:]"],
    ['splitn "$" 2 "foo$bar$baz"', "map[_0:foo _1:bar$baz]"],
    ['splitn "$" 0 "foo$bar"', "map[]"],
    ['splitn "$" -1 "foo$bar"', "map[_0:foo _1:bar]"],
    ['splitList "$" "foo$bar$baz"', "[foo bar baz]"],
    ['splitList "" "aé"', "[a é]"],
    ['splitList "," ""', "[]"],
    ['join "-" (list "a" 1 nil 2.5)', "a-1-2.5"],
    ['join "-" "x"', "x"],
    ['join "-" nil', ""],
    ['join "-" 5', "5"],
    ['toStrings (list 1 2 "x" nil)', "[1 2 x]"],
    ["toStrings nil", "[]"],
  ])("%s gives %j", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([['join ","', "'join' takes 2 arguments, but gets 1"]])(
    "%s is refused: %s",
    (expression, expected) => {
      expect(refusal(expression)).toBe(expected);
    },
  );

  it.each(['splitn "," 2 .x', 'splitn .x 2 "a"', 'split .x "a"'])(
    "%s is refused as a map of anything, although its parts are not known",
    (expression) => {
      const x = Text.unknown("it is not known");
      const parts = call(expression, { values: { x } });
      expect(() => valueAs(parts, "map[string]interface {}", "merge")).toThrow(
        "'merge' needs a map ('map[string]interface {}') here, but this is something unknown ('map[string]string')",
      );
      expect(valueAs(parts, "map[string]string", "other")).toBe(parts);
    },
  );
});

import { expect, it } from "vitest";
import { isGlob } from "../../lib/util/glob.js";

it.each<[text: string, is: boolean]>([
  ["shop", false],
  ["", false],
  ["[ab]", false],
  ["{a,b}", false],
  ["shop-*", true],
  ["?", true],
])("'%s' is a glob: %s", (text, is) => {
  expect(isGlob(text)).toBe(is);
});

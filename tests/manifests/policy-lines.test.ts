import { describe, expect, it } from "vitest";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { isPolicyText } from "../../lib/manifests/policy-lines.js";

const POLICY =
  '{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"a","resource":"*"}}\n';

describe("a file of ABAC policies", () => {
  it.each<[is: boolean, what: string, before: string]>([
    [true, "nothing", ""],
    [true, "empty lines", "\n \t\r\n"],
    [true, "comments", "# a\n\t# b\r\n"],
    [false, "a key", "a: 1\n"],
    [false, "text behind empty lines", "\n\n  a\n"],
  ])("is told by what comes first: %s for %s", (is, _, before) => {
    expect(isPolicyText(before + POLICY)).toBe(is);
  });

  it("has a document for each line that says something, with the number of its line", () => {
    const file = new ManifestFile(`\n\n${POLICY}\n${POLICY}`);
    expect(file.configurations.map(({ document }) => document)).toEqual([2, 4]);
  });

  it.each([
    ["line ends", "\n"],
    ["comments", "# a\n"],
    ["spaces", " "],
    ["lines of spaces", "  \n"],
  ])("is judged to the end with 8 MB of %s before it", (_, part) => {
    const before = part.repeat(8_000_000 / part.length);
    expect(isPolicyText(before + POLICY)).toBe(true);
    expect(isPolicyText(`${before}a\n${POLICY}`)).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { withFlowOnOneLine } from "../../lib/util/flow-indent.js";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";

const valueOf = (text: string) => {
  const parsed = parseDocument(text);
  return isProblem(parsed) ? parsed.message : parsed.value;
};

describe("a flow collection that is not indented", () => {
  it.each<[string, string, unknown]>([
    ["a list", "a:\n- b: [\n  c,\n  d\n]\n  e: 1\n", [{ b: ["c", "d"], e: 1 }]],
    ["a map", "a:\n  b: {\n  c: d\n  }\n  e: 1\n", { b: { c: "d" }, e: 1 }],
    ["one in another", "a:\n  b: [\n  {\n  c: ']'\n  }\n  ]\n", { b: [{ c: "]" }] }],
    ["quotes in it", "a:\n  b: [\n  \"x]\\\"\",\n  'y]''z'\n  ]\n", { b: ['x]"', "y]'z"] }],
    ["several", "a:\n  b: [\n  1\n  ]\n  c: [\n  2\n  ]\n", { b: [1], c: [2] }],
  ])("is read as go-yaml reads it: %s", (_, text, value) => {
    expect(valueOf(text)).toEqual({ a: value });
  });

  it("is mended up to twenty times, and less often in a long text", () => {
    const list = (count: number) => `a:\n${"- b: [\n  c\n  ]\n".repeat(count)}`;
    const filler = (length: number) => `# ${"x".repeat(length)}\n`;
    const refusal = /^Flow sequence in block collection must be sufficiently indented/;
    expect(valueOf(list(20))).toEqual({ a: Array(20).fill({ b: ["c"] }) });
    expect(valueOf(list(21))).toMatch(refusal);
    expect(valueOf(filler(900_000) + list(2))).toEqual({ a: Array(2).fill({ b: ["c"] }) });
    expect(valueOf(filler(900_000) + list(3))).toMatch(refusal);
  });

  it.each([
    ["a comment in it", "a:\n  b: [ # x\n  c\n  ]\n"],
    ["a text of several lines in it", 'a:\n  b: [\n  "c\n\n  d"\n  ]\n'],
    ["no end", "a:\n  b: [\n  c\n"],
  ])("is left to be mended with %s", (_, text) => {
    expect(valueOf(text)).toMatch(/^Flow sequence in block collection must be sufficiently indented/);
  });

  it("keeps its places", () => {
    const text =
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: a }\nrules:\n- verbs: [\n  get,\n  '*'\n]\n";
    const file = new ManifestFile(text);
    expect(file.objects).toHaveLength(1);
    const { start, end } = file.locate(0, ["rules", 0, "verbs", 1]);
    expect(text.slice(start, end)).toBe("'*'");
  });

  it("is only what is open at an offset", () => {
    expect(withFlowOnOneLine("a: b\n", 3)).toBeUndefined();
    expect(withFlowOnOneLine("[a]\n", 1)).toBeUndefined();
    expect(withFlowOnOneLine("x: [\na\n]\ny: 1\n", 4)).toBe("x: [ a ]\ny: 1\n");
  });
});

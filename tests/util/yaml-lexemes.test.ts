import fc from "fast-check";
import { Lexer } from "yaml";
import { describe, expect, it, test } from "vitest";
import { readYaml } from "../../lib/helm/yaml/read.js";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { lexemesOf } from "../../lib/util/yaml-lexemes.js";
import { plain } from "../helm/plain.js";

const valueOf = (text: string) => {
  const parsed = parseDocument(text);
  return isProblem(parsed) ? parsed.message : parsed.value;
};

describe("a quoted text whose later lines are indented too little", () => {
  it.each<[what: string, text: string, value: unknown]>([
    ["at the edge", 'a: "x\ny"\nb: 1\n', { a: "x y", b: 1 }],
    ["in a map", "a:\n  b: 'x\n y\n\n  z'\n  c: 1\n", { a: { b: "x y\nz", c: 1 } }],
    ["in a list", "a:\n  - 'it''s\ny'\n  - z\n", { a: ["it's y", "z"] }],
    ["in a flow collection", "a: ['-c', 'x\n{y]'\n]\nb: 1\n", { a: ["-c", "x {y]"], b: 1 }],
    ["behind tabs", "a: 'x\n\n\ty'\n", { a: "x\ny" }],
    ["that looks like other items", "- 'x\n- y'\n- z\n", ["x - y", "z"]],
    ["that looks like another key", "a: 'x\nb: y'\nc: 1\n", { a: "x b: y", c: 1 }],
    ["with escapes", 'a: "x\\"\\\ny\\n\n# z"\n', { a: 'x"y\n # z' }],
    ["with line ends of two characters", "a: 'x\r\ny'\r\nb: 1\r\n", { a: "x y", b: 1 }],
    ["several", "a: 'x\ny'\nb: \"x\ny\"\nc:\n- 'x\ny'\n", { a: "x y", b: "x y", c: ["x y"] }],
    ["behind a block that looks like one", "a: |-\n  'x\nb: 'y\nz'\n", { a: "'x", b: "y z" }],
  ])("is read as go-yaml reads it: %s", (_, text, value) => {
    expect(valueOf(text)).toEqual(value);
    expect(plain(readYaml(text))).toEqual(value);
  });

  it.each([
    ["it has no end", "a: 'x\ny\n", "Missing closing 'quote"],
    ["the document ends before it does", "a: 'x\n--- y'\n", "Missing closing 'quote"],
    ["it is a key", "'x\ny': 1\n", "Implicit keys need to be on a single line"],
  ])("is refused if %s", (_, text, message) => {
    expect(valueOf(text)).toBe(message);
  });

  it("is read up to twenty times, and less often in a long text", () => {
    const quotes = (count: number) => "- 'x\ny'\n".repeat(count);
    const filler = (length: number) => `# ${"x".repeat(length)}\n`;
    expect(valueOf(quotes(20))).toHaveLength(20);
    expect(valueOf(quotes(21))).toBe("Missing closing 'quote");
    expect(valueOf(filler(200_000) + quotes(2))).toHaveLength(2);
    expect(valueOf(filler(200_000) + quotes(3))).toBe("Missing closing 'quote");
  });
});

test("the lexemes are those of `yaml` where it finds no quoted text cut off", () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab:-[]{}'\"\\\n #|&*!,\t?") });
  fc.assert(
    fc.property(text, (written) => {
      const lexemes = [...new Lexer().lex(written)];
      fc.pre(lexemes.every((one) => !/^["']/.test(one) || (one.length > 1 && one.at(-1) === one[0])));
      expect([...lexemesOf(written)]).toEqual(lexemes);
    }),
  );
});

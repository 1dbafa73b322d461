import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument as parseWithYaml } from "yaml";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { documentText } from "./yaml-texts.js";

function value(text: string): unknown {
  const result = parseDocument(text);
  if (isProblem(result)) throw new Error(`${result.message} at ${result.start}-${result.end}\n${text}`);
  return result.value;
}

/** The message, and the text that its range covers. */
function problem(text: string): [message: string, at: string, start: number] | undefined {
  const result = parseDocument(text);
  return isProblem(result) ? [result.message, text.slice(result.start, result.end), result.start] : undefined;
}

describe("the value of a document", () => {
  it("is what yaml itself makes of it, merge keys included", () => {
    fc.assert(
      fc.property(documentText, (text) => {
        const document = parseWithYaml(text, { merge: true, uniqueKeys: false });
        expect(document.errors).toEqual([]);
        expect(value(text)).toEqual(document.toJS({ maxAliasCount: -1 }));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[name: string, text: string, expected: unknown]>([
    ["nothing", "", null],
    ["only a comment", "# a\n", null],
    ["a key without a value", "a:", { a: null }],
    ["an item without a value", "-\n- a", [null, "a"]],
    ["keys that are no texts", "1: a\ntrue: b\n1.50: c\n~: d\n", { 1: "a", true: "b", 1.5: "c", null: "d" }],
    ["an alias", "a: &x [1]\nb: *x", { a: [1], b: [1] }],
    ["an alias as a key", "a: &x k\n*x : v", { a: "k", k: "v" }],
    ["an anchor that is set again", "a: &x 1\nb: *x\nc: &x 2\nd: *x", { a: 1, b: 1, c: 2, d: 2 }],
    ["a merge", "a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}", { a: { k: 1, l: 2 }, b: { k: 1, l: 3 } }],
    ["a merge after the key", "b: {l: 3, <<: {l: 2, k: 1}}", { b: { l: 3, k: 1 } }],
    ["a list of merges", "b: {<<: [{k: 1}, {k: 2, l: 3}]}", { b: { k: 1, l: 3 } }],
    ["a merge of an alias to a list", "a: &x [{k: 1}]\nb: {<<: *x}", { a: [{ k: 1 }], b: { k: 1 } }],
    ["two merge keys", "<<: {k: 1}\n<<: {k: 2, l: 3}", { k: 1, l: 3 }],
    ["a quoted <<", `"<<": {k: 1}`, { "<<": { k: 1 } }],
    ["a merge in YAML 1.1", "%YAML 1.1\n---\na: &x {k: 1}\nb: {<<: *x}", { a: { k: 1 }, b: { k: 1 } }],
    ["a map in a flow list", "[a: 1, b]", [{ a: 1 }, "b"]],
    ["an explicit key", "? a\n: b", { a: "b" }],
    ["an unknown tag", "a: !Ref b", { a: "b" }],
    ["an ordered map", "%YAML 1.1\n---\n!!omap [a: 1, b: 2]", [{ a: 1 }, { b: 2 }]],
    ["a set", "!!set {a, b}", { a: null, b: null }],
    ["a time", "a: !!timestamp 2001-01-01", { a: "2001-01-01" }],
    ["a date in YAML 1.1", "%YAML 1.1\n---\n2001-01-01: 2001-01-02", { "2001-01-01": "2001-01-02" }],
    ["binary data", "a: !!binary Um9s\nb: !!binary\n", { a: "Rol", b: "" }],
    ["a symbol in YAML 1.1", "%YAML 1.1\n---\na: !!merge <<", { a: "<<" }],
    ["constructor", "constructor: a\ntoString: b", { constructor: "a", toString: "b" }],
  ])("%s", (_, text, expected) => {
    expect(value(text)).toStrictEqual(expected);
  });

  it.each(["__proto__: {polluted: true}", "a: &x {__proto__: {polluted: true}}\nb: {<<: *x}"])(
    "keeps __proto__ an ordinary key in %j",
    (text) => {
      const read = value(text) as Record<string, object>;
      const holder = read.b ?? read;
      expect(Object.keys(holder)).toEqual(["__proto__"]);
      expect(Object.getPrototypeOf(holder)).toBe(Object.prototype);
      expect("polluted" in holder).toBe(false);
    },
  );

  it.each<[name: string, text: string, message: string, at: string, start: number]>([
    ["a key twice", "a: 1\nb: 2\na: 3", "Duplicate key 'a'", "a", 10],
    ["a key twice in other quotes", `a: 1\n"\\x61": 3`, "Duplicate key 'a'", `"\\x61"`, 5],
    ["a number and its text", `{1: a, "1": b}`, "Duplicate key '1'", `"1"`, 7],
    ["a key twice by an alias", "{&x a: 1, *x : 2}", "Duplicate key 'a'", "*x", 10],
    ["__proto__ twice", "__proto__: 1\n__proto__: 2", "Duplicate key '__proto__'", "__proto__", 13],
    ["an alias before its anchor", "a: *x\nb: &x 1", "Alias '*x' has no anchor before it", "*x", 3],
    ["an alias without an anchor", "- *nobody", "Alias '*nobody' has no anchor before it", "*nobody", 2],
    [
      "an alias named as a method",
      "- *constructor",
      "Alias '*constructor' has no anchor before it",
      "*constructor",
      2,
    ],
    ["an anchor in itself", "a: &x\n  b: *x", "Anchor 'x' contains itself", "*x", 11],
    ["an anchor in itself, as a list", "&x [[*x]]", "Anchor 'x' contains itself", "*x", 5],
    ["an anchor that merges itself", "a: &x {<<: *x}", "Anchor 'x' contains itself", "*x", 11],
    ["a map as a key", "{a: 1}: b", "A key of a manifest must be a string", "{a: 1}", 0],
    ["a list as a key", "? [a]\n: b", "A key of a manifest must be a string", "[a]", 2],
    ["an alias to a map as a key", "a: &x {}\n*x : b", "A key of a manifest must be a string", "*x", 9],
    ["a merged text", "<<: a", "'<<' merges something that is not a map", "<<", 0],
    ["a merged nothing", "<<:", "'<<' merges something that is not a map", "<<", 0],
    ["a merged list of texts", "a:\n  <<: [{}, b]", "'<<' merges something that is not a map", "<<", 5],
  ])("is a problem for %s", (_, text, message, at, start) => {
    expect(problem(text)).toEqual([message, at, start]);
  });
});

describe("an attack by aliases", () => {
  const doubled = (levels: number) =>
    Array.from(
      { length: levels },
      (_, level) => `l${level + 1}: &l${level + 1} [*l${level}, *l${level}]\n`,
    ).join("");

  it("may use a few", () => {
    expect(problem(`l0: &l0 x\n${doubled(6)}`)).toBeUndefined();
  });

  it("is stopped where they double each other", () => {
    expect(problem(`l0: &l0 x\n${doubled(40)}`)?.[0]).toBe("Too many values, with each alias expanded");
  });

  it("is stopped where maps are merged again and again", () => {
    const keys = Array.from({ length: 3000 }, (_, index) => `k${index}: 1`).join(", ");
    const merges = Array.from({ length: 3000 }, (_, index) => `m${index}: {<<: *b}\n`).join("");
    expect(problem(`b: &b {${keys}}\n${merges}`)).toEqual([
      "Too many values, with each alias expanded",
      "*b",
      30059,
    ]);
  });

  it("is stopped where many small documents do it", () => {
    // What one document may stand for depends on how long it is: a file can hold thousands of them.
    expect(problem(`l0: &l0 [${"x,".repeat(50)}]\n${doubled(10)}`)?.[0]).toBe(
      "Too many values, with each alias expanded",
    );
  });

  it("is stopped where they repeat a long text", () => {
    const repeated = (times: number) =>
      `a: &a "${"x".repeat(10_000)}"\nb: &b [${Array(10).fill("*a").join(", ")}]\nc: [${Array(times).fill("*b").join(", ")}]\n`;
    expect(problem(repeated(1))).toBeUndefined();
    expect(problem(repeated(10))?.[0]).toBe("Too much text, with each alias expanded");
    // Without aliases there is no limit.
    expect(problem(`a: "${"x".repeat(1_000_000)}"\n`)).toBeUndefined();
  });

  it("is stopped where they nest a value deeper than any text may", () => {
    const nested = Array.from(
      { length: 150 },
      (_, level) => `l${level + 1}: &l${level + 1} [[*l${level}]]\n`,
    ).join("");
    expect(problem(`l0: &l0 x\n${nested}`)).toEqual(["Nested more than 200 levels deep", "*l99", 1877]);
  });
});

it("takes a mark that stands for a value, and is a comment to YAML, for a text", () => {
  const read = (text: string) => {
    const result = parseDocument(text);
    return isProblem(result) ? result.message : result.value;
  };
  expect(read("a: ##NAME##\nb: # c\nd: e ##F##\n")).toEqual({ a: "##NAME##", b: null, d: "e" });
});

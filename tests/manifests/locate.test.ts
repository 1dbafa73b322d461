import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { locate, type Path } from "../../lib/manifests/locate.js";
import { documentText, leaves } from "./yaml-texts.js";

/** What a path leads to: the text there, its offset, and whether it is a scalar that may be edited. */
function found(text: string, path: Path): [at: string, start: number, editable: boolean] {
  const result = parseDocument(text);
  if (isProblem(result)) throw new Error(result.message);
  const { start, end, scalar } = locate(result.nodes, path);
  return [text.slice(start, end), start, scalar !== undefined];
}

/** The text of the key, and whether it may be edited. */
function keyOf(text: string, path: Path): [at: string, editable: boolean] {
  const result = parseDocument(text);
  if (isProblem(result)) throw new Error(result.message);
  const { start, end, scalar } = locate(result.nodes, path, "key");
  return [text.slice(start, end), scalar !== undefined];
}

describe("locate", () => {
  it.each<[name: string, text: string, path: Path, at: string, start: number, editable: boolean]>([
    ["a scalar", "a: b", ["a"], "b", 3, true],
    ["a scalar in quotes", "a: 'b' # c", ["a"], "'b'", 3, true],
    ["a scalar in a list", "a:\n- b\n- c", ["a", 1], "c", 9, true],
    ["a scalar in flow style", "{a: [b, c]}", ["a", 1], "c", 8, true],
    ["a scalar of JSON", '{"a": "b"}', ["a"], '"b"', 6, true],
    ["a scalar in nested lists", "- - a\n  - b", [0, 1], "b", 10, true],
    ["a block scalar", "a: |\n  b\n", ["a"], "|\n  b\n", 3, true],
    ["a text over two lines", "a: b\n  c\nd: e", ["a"], "b\n  c", 3, true],
    ["a number by its value", "0x10: a", ["16"], "a", 6, true],
    ["a number by a number", "1: a", [1], "a", 3, true],
    ["a key in quotes", '"\\x61": b', ["a"], "b", 8, true],
    ["an explicit key", "? a\n: b", ["a"], "b", 6, true],
    ["__proto__", "__proto__: a", ["__proto__"], "a", 11, true],
    ["an anchored scalar", "a: &x b", ["a"], "b", 6, true],
    ["a tagged scalar", "a: !!str b", ["a"], "b", 9, true],
    ["a map", "a:\n  b: c", ["a"], "a", 0, false],
    ["a list", "x:\n  a: [b]", ["x", "a"], "a", 5, false],
    ["a map in a list", "a:\n- b: c\n  d: e", ["a", 0], "b", 5, false],
    ["a list in a list", "a:\n- - b", ["a", 0], "b", 7, false],
    ["a list of lists of maps", "- - - b: c", [0, 0], "b", 6, false],
    ["an empty map in a list", "a:\n- {}", ["a", 0], "{}", 5, false],
    ["an empty list in a list", "a: [b, []]", ["a", 1], "[]", 7, false],
    ["an empty map", "a: {}", ["a"], "a", 0, false],
    ["the document", "a: b\nc: d", [], "a", 0, false],
    ["a document that is a list", "- a: b", [], "a", 2, false],
    ["a document that is a text", "--- abc", [], "abc", 4, true],
    ["an empty document", "", [], "", 0, false],
    ["an empty document's key", "# a\n", ["a"], "", 0, false],
    ["nothing after a key", "a:\nb: c", ["a"], "a", 0, false],
    ["null", "a: null", ["a"], "null", 3, true],
    ["nothing in a list", "a:\n-\n- b", ["a", 0], "", 4, false],
    ["an absent key", "a:\n  b: c", ["a", "x"], "a", 0, false],
    ["an absent key of the document", "a: b", ["x"], "a", 0, false],
    ["an absent item", "a: [b]", ["a", 7], "a", 0, false],
    ["an absent item before the first", "a: [b]", ["a", -1], "a", 0, false],
    ["an absent key of an item", "a:\n- b: c", ["a", 0, "x", "y"], "b", 5, false],
    ["a key below a text", "a: b", ["a", "x"], "b", 3, false],
    ["an item below a text", "a: b", ["a", 0], "b", 3, false],
    ["a key of a list", "a: [b]", ["a", "length"], "a", 0, false],
    ["an item of a map", "a: {b: c}", ["a", 0], "a", 0, false],
    ["a method's name", "a: b", ["constructor", "name"], "a", 0, false],
    ["an alias", "a: &x b\nc: *x", ["c"], "b", 6, false],
    ["through an alias", "a: &x {b: c}\nd: *x", ["d", "b"], "c", 10, false],
    ["an absent key through an alias", "a: &x {b: c}\nd: *x", ["d", "z"], "a", 0, false],
    ["an alias of a map", "a: &x {b: c}\nd: *x", ["d"], "a", 0, false],
    ["an alias of a map in a list", "a:\n- &x {b: c}\n- *x", ["a", 1], "b", 9, false],
    ["an alias of an alias's map", "a: &x {b: &y {c: d}}\ne: *x\nf: *y", ["f", "c"], "d", 17, false],
    ["an alias in a merge", "a: &x b\nc: &y {d: *x}\ne: {<<: *y}", ["e", "d"], "b", 6, false],
    ["an alias in a list", "a: &x b\nc: [*x]", ["c", 0], "b", 6, false],
    ["through a merge", "a: &x {b: c}\nd:\n  <<: *x", ["d", "b"], "c", 10, false],
    ["below a merge", "a: &x {b: [c]}\nd:\n  <<: *x", ["d", "b", 0], "c", 11, false],
    ["through the second merge", "a: &x {}\nb: &y {c: d}\ne: {<<: [*x, *y]}", ["e", "c"], "d", 19, false],
    [
      "through the first of two merges",
      "a: &x {c: 1}\nb: &y {c: 2}\ne: {<<: [*x, *y]}",
      ["e", "c"],
      "1",
      10,
      false,
    ],
    ["through a merge of a merge", "a: &x {c: 1}\nb: &y {<<: *x}\ne: {<<: *y}", ["e", "c"], "1", 10, false],
    ["through a merge of a list by alias", "a: &x [{c: 1}]\nb: {<<: *x}", ["b", "c"], "1", 11, false],
    ["through a merged map", "a: {<<: {c: 1}}", ["a", "c"], "1", 12, false],
    ["through a merged list of maps", "a: {<<: [{c: 1}]}", ["a", "c"], "1", 13, false],
    ["beside a merge", "a: &x {c: 1}\nb: {<<: *x, c: 2}", ["b", "c"], "2", 28, true],
    ["an absent key beside a merge", "a: &x {c: 1}\nb: {<<: *x}", ["b", "d"], "b", 13, false],
    ["<<, which is no key", "a: &x {c: 1}\nb: {<<: *x}", ["b", "<<"], "b", 13, false],
    ["<< in quotes, which is one", 'a: {"<<": b}', ["a", "<<"], "b", 10, true],
    ["an anchor that is set again", "a: &x {c: 1}\nb: &x {d: 1}\ne: {<<: *x}", ["e", "c"], "e", 26, false],
    ["a map in a flow list", "[a: b]", [0, "a"], "b", 4, true],
    ["with CRLF", "a:\r\n- b\r\n- c", ["a", 1], "c", 11, true],
    ["after wide characters", "a: 😀\nb: c", ["b"], "c", 9, true],
  ])("%s", (_, text, path, at, start, editable) => {
    expect(found(text, path)).toEqual([at, start, editable]);
  });

  it.each<[name: string, text: string, path: Path, at: string, editable: boolean]>([
    ["of a scalar", "a: b", ["a"], "a", true],
    ["of a quoted key", "'a': b", ["a"], "'a'", true],
    ["of a map", "a: {b: c}", ["a"], "a", true],
    ["of what is absent", "a: {b: c}", ["a", "x"], "a", false],
    ["of an alias", "a: &x b\nc: *x", ["c"], "c", false],
    ["within an alias", "a: &x {b: c}\nd: *x", ["d", "b"], "b", false],
    ["of what is merged", "a: &x {b: c}\nd: {<<: *x}", ["d", "b"], "b", false],
  ])("gives the key %s", (_, text, path, at, editable) => {
    expect(keyOf(text, path)).toEqual([at, editable]);
  });

  it("gives an item that is an alias where it is asked for", () => {
    const result = parseDocument("a: &x b\nc: [*x]");
    if (isProblem(result)) throw new Error(result.message);
    expect(locate(result.nodes, ["c", 0], "item")).toEqual({ start: 12, end: 14 });
  });

  it("leads every leaf to a text that says its value", () => {
    fc.assert(
      fc.property(documentText, (text) => {
        const result = parseDocument(text);
        if (isProblem(result)) throw new Error(result.message);
        for (const [path, value] of leaves(result.value)) {
          const { start, end, scalar, isShared } = locate(result.nodes, path);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(text.length);
          if (scalar) expect(scalar.value).toEqual(value);
          if (scalar || isShared) {
            // A block scalar says its value only at its own indentation.
            if (!/^[|>]/.test(text.slice(start)))
              expect(parse(`[${text.slice(start, end)}]`)).toEqual([value]);
          } else expect(value).toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  });

  it("never points out of the text, wherever a path leads", () => {
    const path = fc.array(fc.oneof(fc.constantFrom("a", "b", "kind", "1", "__proto__", "<<"), fc.integer()), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(documentText, path, (text, steps) => {
        const result = parseDocument(text);
        if (isProblem(result)) throw new Error(result.message);
        const { start, end } = locate(result.nodes, steps);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it("looks into what is merged again and again only once", () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} {<<: [*l${level}, *l${level}, *l${level}]}\n`,
    );
    const filler = "# ".repeat(60_000);
    const text = `${filler}\nl0: &l0 {}\n${levels.join("")}`;
    expect(found(text, ["l9", "a"])[0]).toBe("l9");
  });

  it("finds its way among many aliases", () => {
    const items = Array.from(
      { length: 5000 },
      (_, index) => `- &a${index} {k${index}: v}\n- {<<: *a${index}}\n`,
    );
    const text = items.join("");
    const result = parseDocument(text);
    if (isProblem(result)) throw new Error(result.message);
    for (let index = 0; index < 5000; index++) {
      const { start, end } = locate(result.nodes, [2 * index + 1, `k${index}`]);
      expect([text.slice(start, end), text.lastIndexOf("&", start)]).toEqual([
        "v",
        text.indexOf(`&a${index} `),
      ]);
    }
  });
});

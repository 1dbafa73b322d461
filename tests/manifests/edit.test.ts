import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addField,
  type Edit,
  removeItem,
  replaceItem,
  renameKey,
  replaceMap,
  replaceScalar,
  wrapScalar,
} from "../../lib/manifests/edit.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { splitDocuments } from "../../lib/manifests/split.js";
import type { Path } from "../../lib/manifests/locate.js";
import { documentText, leaves } from "./yaml-texts.js";

/** The text after an edit. */
function after(text: string, edit: Edit, document = 0): string | undefined {
  const change = new ManifestFile(text).edit(document, edit);
  return change && text.slice(0, change.range[0]) + change.text + text.slice(change.range[1]);
}

function valueAt(text: string, path: Path): unknown {
  const result = parseDocument(text);
  if (isProblem(result)) throw new Error(`${result.message}\n${text}`);
  return path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown>)[step],
    result.value,
  );
}

describe("replaceScalar", () => {
  it("writes truth values without quotes", () => {
    expect(after("a: true # b\n", replaceScalar(["a"], false))).toBe("a: false # b\n");
  });

  it.each<[name: string, text: string, path: Path, value: string, expected: string | undefined]>([
    ["a plain text", "a: b # c\n", ["a"], "d", "a: d # c\n"],
    ["a text in double quotes", 'a: "b" # c', ["a"], "d", 'a: "d" # c'],
    ["a text in single quotes", "a: 'b'", ["a"], "d", "a: 'd'"],
    ["a text of JSON", '{"a": "b"}', ["a"], "d", '{"a": "d"}'],
    ["a text in flow style", "{a: b, c: d}", ["a"], "e", "{a: e, c: d}"],
    ["a text in a list", "- - a\n  - b", [0, 1], "c", "- - a\n  - c"],
    ["a text with CRLF", "a: b\r\nc: d\r\n", ["a"], "e", "a: e\r\nc: d\r\n"],
    ["a text over two lines", "a: b\n  c\nd: e", ["a"], "f", "a: f\nd: e"],
    ["what an alias refers to", "a: &x b\nc: *x", ["a"], "d", undefined],
    ["an alias", "a: &x b\nc: *x", ["c"], "d", undefined],
    ["a tagged text", "a: !!str b", ["a"], "d", undefined],
    ["a block scalar", "a: |\n  b", ["a"], "d", undefined],
    ["a folded scalar", "a: >-\n  b", ["a"], "d", undefined],
    ["a map", "a: {b: c}", ["a"], "d", undefined],
    ["an absent key", "a: b", ["c"], "d", undefined],
    ["a key below a text", "a: b", ["a", "c"], "d", undefined],
    ["what is merged", "a: &x {b: c}\nd: {<<: *x}", ["d", "b"], "e", undefined],
    ["what is merged in place", "a: {<<: {b: c}}", ["a", "b"], "e", undefined],
    ["a document that does not parse", "a: [", ["a"], "d", undefined],
    ["a document that is not there", "", ["a"], "d", undefined],
    ["a boolean's word", "a: b", ["a"], "yes", "a: 'yes'"],
    ["null's word", "a: b", ["a"], "Null", "a: 'Null'"],
    ["a number", "a: b", ["a"], "1.5", "a: '1.5'"],
    ["a star", "a: b", ["a"], "*", "a: '*'"],
    ["an empty text", "a: b", ["a"], "", "a: ''"],
    ["a text with a colon", "a: b", ["a"], "system:masters", "a: 'system:masters'"],
    ["a text with a comment's mark", "a: b", ["a"], "c # d", "a: 'c # d'"],
    ["a text with a quote", "a: 'b'", ["a"], "it's", "a: 'it''s'"],
    ["a text with quotes", 'a: "b"', ["a"], 'a"b\\', 'a: "a\\"b\\\\"'],
    ["a text with a line end", "a: b", ["a"], "c\n---\nd: e", 'a: "c\\n---\\nd: e"'],
    ["a text with NUL", "a: 'b'", ["a"], "c\0", 'a: "c\\u0000"'],
    ["a text with a path", "a: b", ["a"], "pods/log", "a: pods/log"],
  ])("%s", (_, text, path, value, expected) => {
    expect(after(text, replaceScalar(path, value))).toBe(expected);
    if (expected !== undefined) expect(valueAt(expected, path)).toBe(value);
  });

  it("changes only its own document", () => {
    expect(after("a: b\n---\na: b\n---\na: b\n", replaceScalar(["a"], "c"), 1)).toBe(
      "a: b\n---\na: c\n---\na: b\n",
    );
    expect(after("a: b\n", replaceScalar(["a"], "c"), 1)).toBeUndefined();
  });

  it("gives the intended value and leaves the rest, in any style", () => {
    const values = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "true",
        "~",
        "-",
        "a: b",
        "# a",
        "'",
        '"',
        "get",
        "1e3",
        "...",
        "---",
        " a ",
        "a\r\nb",
        "\t",
      ),
    );
    let edited = 0;
    fc.assert(
      fc.property(documentText, values, fc.nat(), (text, value, pick) => {
        const result = parseDocument(text);
        if (isProblem(result)) throw new Error(result.message);
        const all = leaves(result.value);
        const [path, old] = all[pick % (all.length || 1)] ?? [[]];
        const changed = after(text, replaceScalar(path, value));
        if (changed === undefined) return;
        edited++;
        expect(splitDocuments(changed)).toHaveLength(1);
        expect(valueAt(changed, path)).toBe(value);
        expect(valueAt(after(changed, replaceScalar(path, String(old))) ?? "", path)).toBe(String(old));
        // What an alias refers to changes with it.
        if (text.includes("*n")) return;
        const others = all.filter(([other]) => JSON.stringify(other) !== JSON.stringify(path));
        for (const [other, same] of others) expect(valueAt(changed, other)).toEqual(same);
      }),
      { numRuns: 500 },
    );
    expect(edited).toBeGreaterThan(100);
  });
});

describe("replaceItem", () => {
  const verbs = ["get", "list", "watch"];

  it.each<[name: string, text: string, path: Path, expected: string | undefined]>([
    ["of a block list", "a:\n- x # y\nb: c", ["a", 0], "a:\n- get\n- list\n- watch # y\nb: c"],
    [
      "of an indented list",
      "a:\n  - w\n  - x\n  - y\n",
      ["a", 1],
      "a:\n  - w\n  - get\n  - list\n  - watch\n  - y\n",
    ],
    ["of a list with wide dashes", "a:\n-   x\n", ["a", 0], "a:\n-   get\n-   list\n-   watch\n"],
    ["of a list with tabs", "a:\n-\tx\n", ["a", 0], "a:\n-\tget\n-\tlist\n-\twatch\n"],
    ["of a list with CRLF", "a:\r\n- x\r\n", ["a", 0], "a:\r\n- get\r\n- list\r\n- watch\r\n"],
    ["at the end of a text with CRLF", "a:\r\n- x", ["a", 0], "a:\r\n- get\r\n- list\r\n- watch"],
    ["of a nested list", "- - x\n  - y", [0, 0], "- - get\n  - list\n  - watch\n  - y"],
    ["of a twice nested list", "- - - x", [0, 0, 0], "- - - get\n    - list\n    - watch"],
    ["of a list as a value of ?", "? a\n: - x", ["a", 0], "? a\n: - get\n  - list\n  - watch"],
    ["in quotes", `a:\n- "x"\n`, ["a", 0], `a:\n- "get"\n- "list"\n- "watch"\n`],
    ["in single quotes", `a:\n- '*'\n`, ["a", 0], `a:\n- 'get'\n- 'list'\n- 'watch'\n`],
    ["of a flow list", "a: [w, x, y] # z", ["a", 1], "a: [w, get, list, watch, y] # z"],
    ["of a flow list in quotes", `a: ["*"]`, ["a", 0], `a: ["get", "list", "watch"]`],
    ["of a flow list over lines", "a: [\n  x,\n  y\n]", ["a", 0], "a: [\n  get, list, watch,\n  y\n]"],
    ["of a flow list after a dash", "- [x]", [0, 0], "- [get, list, watch]"],
    ["of a flow list whose item looks like a dash", `["- ", x]`, [1], `["- ", get, list, watch]`],
    ["of JSON", `{"a": ["x"]}`, ["a", 0], `{"a": ["get", "list", "watch"]}`],
    ["of JSON over lines", `{"a": [\n    "x"\n]}`, ["a", 0], `{"a": [\n    "get", "list", "watch"\n]}`],
    ["of a list that has one of them", "a: [x, list]", ["a", 0], "a: [get, watch, list]"],
    [
      "of a list that has two of them",
      "a:\n-\n  x\n- list\n- get",
      ["a", 0],
      "a:\n-\n  watch\n- list\n- get",
    ],
    ["of a list that has all", "a: [x, watch, list, get]", ["a", 0], undefined],
    ["below its dash", "a:\n-\n  x\n", ["a", 0], undefined],
    ["below its dash and a comment", "a:\n- # y\n  x\n", ["a", 0], undefined],
    ["of an anchored list", "a: &l\n- x\nb: *l", ["a", 0], "a: &l\n- get\n- list\n- watch\nb: *l"],
    ["of a list through an alias", "a: &l\n- x\nb: *l", ["b", 0], undefined],
    ["with an anchor", "a:\n- &i x\n", ["a", 0], undefined],
    ["that is an alias", "a:\n- &i x\n- *i", ["a", 1], undefined],
    ["that is a block scalar", "a:\n- |-\n  x\n", ["a", 0], undefined],
    ["that is not there", "a:\n- x", ["a", 1], undefined],
    ["that is a map", "a:\n- x: y", ["a", 0], undefined],
    ["of a method's name", "a: b", ["constructor", 0], undefined],
  ])("%s", (_, text, path, expected) => {
    expect(after(text, replaceItem(path, verbs))).toBe(expected);
    if (expected === undefined) return;
    const before = valueAt(text, path.slice(0, -1)) as unknown[];
    const added = verbs.filter((verb) => !before.includes(verb));
    expect(valueAt(expected, path.slice(0, -1))).toEqual(
      before.toSpliced(path.at(-1) as number, 1, ...added),
    );
  });

  it("puts the items into any list, and leaves the rest", () => {
    let edited = 0;
    fc.assert(
      fc.property(documentText, fc.nat(), (text, pick) => {
        const result = parseDocument(text);
        if (isProblem(result)) throw new Error(result.message);
        const items = leaves(result.value).filter(([path]) => typeof path.at(-1) === "number");
        const [path] = items[pick % (items.length || 1)] ?? [[]];
        if (path.length === 0) return;
        const changed = after(text, replaceItem(path, ["one", "it's two"]));
        if (changed === undefined) return;
        edited++;
        const list = path.slice(0, -1);
        const before = valueAt(text, list) as unknown[];
        expect(valueAt(changed, list)).toEqual(before.toSpliced(path.at(-1) as number, 1, "one", "it's two"));
        const lines = new Set(changed.split("\n"));
        expect(text.split("\n").filter((line) => !lines.has(line)).length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 1000 },
    );
    expect(edited).toBeGreaterThan(50);
  });

  it.each([
    ["flow", `[${'"*", '.repeat(20_000)}]`],
    ["block", "- '*'\n".repeat(20_000)],
  ])("may be asked for of every item of a very long list in %s style", (_, text) => {
    const file = new ManifestFile(text);
    const edits = Array.from({ length: 20_000 }, (_, index) => file.edit(0, replaceItem([index], verbs)));
    expect(edits.filter((edit) => edit === undefined)).toEqual([]);
  });
});

describe("removeItem", () => {
  it.each<[name: string, text: string, path: Path, expected: string | undefined]>([
    ["the first in flow style", "a: [b, c, d] # e\n", ["a", 0], "a: [c, d] # e\n"],
    ["one in the middle", "a: [b, c, d]", ["a", 1], "a: [b, d]"],
    ["the last in flow style", "a: [b, 'c' ]", ["a", 1], "a: [b ]"],
    ["one over several lines", "a: [\n  b,\n  c,\n  d\n]", ["a", 1], "a: [\n  b,\n  d\n]"],
    [
      "a text in block style",
      "a:\n  - b # 1\n  - c # 2\n  - d # 3\n",
      ["a", 1],
      "a:\n  - b # 1\n  - d # 3\n",
    ],
    ["the last line", "a:\n- b\n- c", ["a", 1], "a:\n- b\n"],
    ["lines with CRLF", "a:\r\n- b\r\n- c\r\n- d\r\n", ["a", 1], "a:\r\n- b\r\n- d\r\n"],
    ["a map", "a:\n  - b: [c]\n    d:\n      - e\n  - f: g\n# h\n", ["a", 0], "a:\n  - f: g\n# h\n"],
    ["a map with a flow list at its end", "a:\n- b: [c,\n    d]\n- e: f\n", ["a", 0], "a:\n- e: f\n"],
    ["a map with a block scalar", "a:\n- b: |\n    c\n    d\n- e: f\n", ["a", 0], undefined],
    ["one in a list in a list", "- - a\n  - b\n", [0, 1], "- - a\n"],
    ["the first in a list in a list", "- - a\n  - b\n", [0, 0], undefined],
    ["the only one", "a: [b]", ["a", 0], undefined],
    ["one with a comment before the comma", "a: [b # c\n  , d]", ["a", 0], undefined],
    ["what an alias refers to", "a: [&x b, c]\nd: *x", ["a", 0], undefined],
    ["what an alias within refers to", "a: [{b: &x c}, d]\ne: *x", ["a", 0], undefined],
    ["an alias", "a: &x b\nc: [*x, d]", ["c", 0], "a: &x b\nc: [d]"],
    ["an item of an alias", "a: &x [b, c]\nd: *x", ["d", 0], undefined],
    ["an item of a text", "a: b", ["a", 0], undefined],
    ["an item below a text", "a: b", ["a", "c", 0], undefined],
    ["one that is not there", "a: [b, c]", ["a", 2], undefined],
    ["a key", "a: [b, c]", ["a"], undefined],
    ["a document that does not parse", "a: [", ["a", 0], undefined],
  ])("%s", (_, text, path, expected) => {
    expect(after(text, removeItem(path))).toBe(expected);
  });

  it("changes only its own document", () => {
    expect(after("a: [b, c]\n---\na: [b, c]\n", removeItem(["a", 0]), 1)).toBe("a: [b, c]\n---\na: [c]\n");
  });

  it("leaves all other values, in any style", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom("get", "list", "'*'"), fc.constant("{a: b, c: [d]}")), {
          minLength: 2,
          maxLength: 5,
        }),
        fc.boolean(),
        fc.nat(4),
        (items, inFlow, at) => {
          const index = at % items.length;
          const text = inFlow
            ? `x:\n  y: [${items.join(", ")}]\nz: 1\n`
            : `x:\n  y:\n${items.map((item) => `  - ${item}\n`).join("")}z: 1\n`;
          const before = valueAt(text, []) as { x: { y: unknown[] } };
          const changed = after(text, removeItem(["x", "y", index])) as string;
          before.x.y.splice(index, 1);
          expect(valueAt(changed, [])).toEqual(before);
        },
      ),
    );
  });
});

describe("replaceMap", () => {
  const fields = { kind: "X", name: "it's" };

  it.each<[name: string, text: string, path: Path, expected: string | undefined]>([
    ["a block map", "a:\n  b: c\n  d: e\nf: g\n", ["a"], "a:\n  kind: X\n  name: 'it''s'\nf: g\n"],
    ["an item of a list", "a:\n- b: c\n  d: e\n- f\n", ["a", 0], "a:\n- kind: X\n  name: 'it''s'\n- f\n"],
    ["a nested item", "- -   b: c\n", [0, 0], "- -   kind: X\n      name: 'it''s'\n"],
    ["a flow map", "a: {b: c, d: e} # f\n", ["a"], "a: { kind: X, name: 'it''s' } # f\n"],
    ["a map of JSON", '{"a": {"b": "c"}}', ["a"], '{"a": { "kind": "X", "name": "it\'s" }}'],
    ["a map with CRLF", "a:\r\n  b: c\r\nd: e\r\n", ["a"], "a:\r\n  kind: X\r\n  name: 'it''s'\r\nd: e\r\n"],
    ["a map with a comment", "a:\n  b: c # d\n  e: f\n", ["a"], undefined],
    ["a map with another one in it", "a:\n  b: {c: d}\n", ["a"], undefined],
    ["a map with an alias", "x: &x y\na:\n  b: *x\n", ["a"], undefined],
    ["a map with an anchor", "a: &x\n  b: c\n", ["a"], undefined],
    ["an alias", "a: &x {b: c}\nd: *x\n", ["d"], undefined],
    ["what is merged", "a: &x {b: {c: d}}\ne: {<<: *x}\n", ["e", "b"], undefined],
    ["an empty map", "a: {}\n", ["a"], undefined],
    ["a text", "a: b\n", ["a"], undefined],
    ["nothing", "a: b\n", ["c"], undefined],
    ["a document that does not parse", "a: [", ["a"], undefined],
  ])("%s", (_, text, path, expected) => {
    expect(after(text, replaceMap(path, fields))).toBe(expected);
    if (expected !== undefined) expect(valueAt(expected, path)).toEqual(fields);
  });
});

describe("addField", () => {
  it.each<[name: string, text: string, path: Path, expected: string | undefined]>([
    ["in the order of the alphabet", "a: 1\nc: 2\nm: 3\n", [], "a: 1\nc: 2\nkey: true\nm: 3\n"],
    ["in front of all", "a:\n  m: 1\n  n: 2\n", ["a"], "a:\n  key: true\n  m: 1\n  n: 2\n"],
    ["in an item of a list", "- m: 1\n  n: 2\n", [0], "- key: true\n  m: 1\n  n: 2\n"],
    ["in a nested item", "- -   m: 1\n", [0, 0], "- -   key: true\n      m: 1\n"],
    ["in a later line of an item", "- a: 1\n  m: 2\n", [0], "- a: 1\n  key: true\n  m: 2\n"],
    ["above comments", "a: 1\n# b\n  # c\nm: 2\n", [], "a: 1\nkey: true\n# b\n  # c\nm: 2\n"],
    ["at the top", "# b\nm: 2\n", [], "key: true\n# b\nm: 2\n"],
    ["with CRLF", "a:\r\n  m: 1\r\n", ["a"], "a:\r\n  key: true\r\n  m: 1\r\n"],
    ["in flow style", "a: { b: 1, m: 2 }\n", ["a"], "a: { b: 1, key: true, m: 2 }\n"],
    ["in JSON", '{"a": {"m": 1}}', ["a"], '{"a": {"key": true, "m": 1}}'],
    ["with quoted keys", '"m": 1\n', [], 'key: true\n"m": 1\n'],
    ["behind all others", "a: 1\n", [], undefined],
    ["in an empty map", "a: {}\n", ["a"], undefined],
    ["where it is", "key: 1\nm: 2\n", [], undefined],
    ["in a map with an anchor", "a: &x\n  m: 1\n", ["a"], undefined],
    ["through an alias", "a: &x {m: 1}\nz: *x\n", ["z"], undefined],
    ["behind `?`", "? m\n: 1\n", [], undefined],
    ["in a text", "a: b\n", ["a"], undefined],
    ["in a list", "a: [b]\n", ["a"], undefined],
    ["in nothing", "a: b\n", ["c", "d"], undefined],
    ["in an empty document", "", [], undefined],
    ["in a document that does not parse", "a: [", ["a"], undefined],
  ])("%s", (_, text, path, expected) => {
    expect(after(text, addField(path, "key", true))).toBe(expected);
    if (expected !== undefined)
      expect(valueAt(expected, path)).toEqual({ ...(valueAt(text, path) as object), key: true });
  });

  it("puts it into the second document", () => {
    expect(after("a: 1\n---\nb: 1\nm: 2\n", addField([], "key", false), 1)).toBe(
      "a: 1\n---\nb: 1\nkey: false\nm: 2\n",
    );
  });
});

describe("renameKey", () => {
  it.each<[name: string, text: string, path: Path, expected: string | undefined]>([
    ["a key", "a:\n  b: c # d\n", ["a", "b"], "a:\n  new: c # d\n"],
    ["a key of a list's item", "- b:\n  - c\n", [0, "b"], "- new:\n  - c\n"],
    ["a quoted key", "'a': {b: c}", ["a"], "'new': {b: c}"],
    ["a key of JSON", '{"a": 1}', ["a"], '{"new": 1}'],
    ["a key of an alias", "a: &x b\nc: *x", ["c"], undefined],
    ["a key within an alias", "a: &x {b: c}\nd: *x", ["d", "b"], undefined],
    ["what is merged", "a: &x {b: c}\nd: {<<: *x}", ["d", "b"], undefined],
    ["a key with an anchor", "&x a: b", ["a"], undefined],
    ["what is not there", "a: {b: c}", ["a", "d"], undefined],
  ])("%s", (_, text, path, expected) => {
    expect(after(text, renameKey(path, "new"))).toBe(expected);
  });
});

describe("wrapScalar", () => {
  it.each<[name: string, text: string, path: Path, expected: string | undefined]>([
    ["a text", "a: b # c\n", ["a"], "a: [b] # c\n"],
    ["a quoted text", "a: '*'", ["a"], "a: ['*']"],
    ["a number as it is written", "a: 010", ["a"], "a: [010]"],
    ["a text of JSON", '{"a": "b"}', ["a"], '{"a": ["b"]}'],
    ["a text of several lines", "a: |\n  b\n", ["a"], undefined],
    ["a list", "a: [b]", ["a"], undefined],
    ["an alias", "a: &x b\nc: *x", ["c"], undefined],
  ])("%s", (_, text, path, expected) => {
    expect(after(text, wrapScalar(path, "[", "]"))).toBe(expected);
  });
});

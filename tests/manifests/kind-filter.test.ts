import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mayBeRead } from "../../lib/manifests/kind-filter.js";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { splitDocuments } from "../../lib/manifests/split.js";
import { KINDS_IN_MANIFESTS } from "../../lib/kubernetes/kinds.js";
import { documentText } from "./yaml-texts.js";

/** Whether the parsed document says a kind that is read. */
function isRead(text: string): boolean {
  const result = parseDocument(text);
  if (isProblem(result) || typeof result.value !== "object" || result.value === null) return false;
  const { kind } = result.value as { kind?: unknown };
  return typeof kind === "string" && (KINDS_IN_MANIFESTS.has(kind) || kind.endsWith("List"));
}

describe("a document of a kind that is read", () => {
  it.each([
    ["plain", "kind: Role"],
    ["after other keys", "apiVersion: v1\nmetadata:\n  name: a\nkind: Role\n"],
    ["with CRLF", "apiVersion: v1\r\nkind: Role\r\n"],
    ["with a comment", "kind: Role # a\n"],
    ["in double quotes", 'kind: "Role"'],
    ["in single quotes", "kind: 'Role'"],
    ["with spaces and tabs", "kind \t:\t Role \t"],
    ["with a quoted key", '"kind": Role'],
    ["with a key in single quotes", "'kind' : Role"],
    ["with an escape in the key", '"\\x6bind": Role'],
    ["with an escape in the value", 'kind: "R\\u006fle"'],
    ["with an escaped line end", 'kind: "Ro\\\n  le"'],
    ["on the next line", "kind:\n  Role"],
    ["as a block scalar", "kind: |-\n  Role"],
    ["as a folded scalar", "kind: >-\n  Role"],
    ["with an anchor", "kind: &a Role"],
    ["with a tag", "kind: !!str Role"],
    ["as an alias", "x: &a Role\nkind: *a"],
    ["with an anchored key", "&a kind: Role"],
    ["with a tagged key", "!!str kind: Role"],
    ["with an alias as its key", "x: &a kind\n*a : Role"],
    ["with an explicit key", "? kind\n: Role"],
    ["by a merge", "<<: {kind: Role}"],
    ["by an explicit merge", "? <<\n: {kind: Role}"],
    ["as an anchored map", "&a\nkind: Role"],
    ["as a tagged map", "--- !!map\nkind: Role"],
    ["indented", "  apiVersion: v1\n  kind: Role"],
    ["in flow style", "{kind: Role}"],
    ["in flow style over lines", "{\n  apiVersion: v1,\n  kind: Role\n}"],
    ["in flow style with an anchor", "&a {kind: Role}"],
    ["on the line of the marker", "--- {kind: Role}"],
    ["on the line of a marker after a comment", "# a\n--- {kind: Role}"],
    ["on the line of a marker after directives", "%YAML 1.2\n---\t{kind: Role}"],
    ["as JSON", '{"apiVersion": "v1", "kind": "Role"}'],
    ["as JSON over lines", '{\n\t"kind"\n:\r\n"Role"}'],
    ["as JSON with an escape", '{"k\\u0069nd": "Role"}'],
    ["after a kind deeper in JSON", '{"a": {"kind": "Foo"}, "kind": "Role"}'],
    ["plain beside a kind as in JSON", '{kind: Role, a: {"kind": "Foo"}}'],
    ["in single quotes beside a kind as in JSON", `{'kind': Role, a: {"kind": "Foo"}}`],
    ["without quotes beside a kind as in JSON", '{"kind": Role, a: {"kind": "Foo"}}'],
    ["in other quotes beside a kind as in JSON", `{"kind": 'Role', a: {"kind": "Foo"}}`],
    ["with an escape beside a kind as in JSON", '{"\\x6bind": "Role", a: {"kind": "Foo"}}'],
    ["with an escaped value beside a kind as in JSON", '{"kind": "Rol\\x65", a: {"kind": "Foo"}}'],
    ["with an anchor beside a kind as in JSON", '{"kind": &a "Role", a: {"kind": "Foo"}}'],
    ["with an explicit key beside a kind as in JSON", '{? "kind" : "Role", a: {"kind": "Foo"}}'],
    ["with a comment beside a kind as in JSON", '{"kind": # a\n"Role", a: {"kind": "Foo"}}'],
    ["by an alias beside a kind as in JSON", '{a: &k kind, b: {"kind": "Foo"}, *k : Role}'],
    ["after a first key that starts with a dash", "-a: b\nkind: Role"],
    ["after a first key that looks like a marker", "---a: b\nkind: Role"],
    ["after a line separator", "\u2028a: b\nkind: Role"],
    ["after an indented line separator", " \u2028a: b\n kind: Role"],
    ["after a byte order mark", "\ufeffkind: Role"],
    ["after comments and blank lines", "# a\n\n \t\n  # b\n---\n# c\n\nkind: Role"],
    ["of any List", "kind: WhateverList"],
  ])("%s is not missed", (_, text) => {
    expect(isRead(text)).toBe(true);
    expect(mayBeRead(text)).toBe(true);
  });

  it("is never missed, however it is written", () => {
    const role = fc.constantFrom(
      "Role",
      '"Role"',
      "'Role'",
      '"R\\x6fle"',
      "&r Role",
      "!!str Role",
      "|-\n  Role",
    );
    const key = fc.constantFrom(
      "kind",
      '"kind"',
      "'kind'",
      '"\\u006bind"',
      "? kind\n",
      "&k kind",
      "!!str kind",
    );
    const pair = fc.tuple(key, role).map(([name, value]) => `${name}: ${value}`);
    const before = fc.constantFrom(
      "",
      "---\n",
      "# a\n",
      "--- # a\n",
      "%YAML 1.2\n---\n",
      "\n\n",
      "--- &root\n",
    );
    const block = fc
      .tuple(before, fc.boolean(), documentText, pair, documentText, fc.constantFrom("", "  "))
      .map(([start, withRest, one, middle, two, indent]) => {
        const rest = [one, two].map((text) => (withRest && !text.startsWith("-") ? text : ""));
        const keys = [rest[0], middle, rest[1]].filter((text) => text !== "").join("\n");
        return start + keys.replace(/^(?=[^\r\n])/gm, indent);
      });
    const flow = fc
      .tuple(
        before,
        fc.constantFrom(...['{"kind": "Foo"}', "a", '"kind"', '[{"kind":"A"}]']),
        key,
        role,
        fc.boolean(),
      )
      .filter(([, , name, value]) => !name.startsWith("?") && !value.startsWith("|"))
      .map(([start, other, name, value, first]) => {
        const pairs = [`${name} : ${value}`, `"other": ${other}`];
        return `${start}{${(first ? pairs : pairs.reverse()).join(", ")}}`;
      });
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(block, flow), (text) => {
        for (const { start, end } of splitDocuments(text)) {
          const document = text.slice(start, end);
          if (!isRead(document)) continue;
          read++;
          expect(mayBeRead(document)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(300);
  });

  it("is never missed in a heap of pieces", () => {
    const piece = fc.constantFrom(
      ...[
        "kind",
        "Role",
        "kind: Role",
        '"kind"',
        ": ",
        ":",
        "\n",
        "\r\n",
        "\r",
        "\u2028",
        "\ufeff",
        " ",
        "\t",
        "{",
        "}",
      ],
      ...[
        '"kind": "Foo"',
        '"',
        "'",
        "? ",
        "- ",
        "-",
        "---",
        "--- ",
        "# ",
        "%",
        "&a ",
        "*a",
        "!a ",
        "<<",
        ", ",
        "a: b\n",
      ],
      ...["|", "\\x6b", "ind", "[", "]", "\nkind: Role\n", "\u00a0", "a"],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        if (isRead(text)) expect(mayBeRead(text)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe("a document of another kind", () => {
  it.each([
    ["a ConfigMap", "apiVersion: v1\nkind: ConfigMap\ndata:\n  kind: Role\n"],
    ["a ConfigMap with CRLF", "apiVersion: v1\r\nkind: ConfigMap\r\n"],
    [
      "an object that names a kind below its root",
      "---\napiVersion: v1\nkind: ResourceQuota\nspec:\n  names:\n    kind: Role\n",
    ],
    ["one with comments", "# kind: Role\n---\n# a\nkind: ConfigMap # Role\n"],
    ["one in quotes", `kind: "ConfigMap"`],
    [
      "one as JSON",
      '{"kind": "ConfigMap", "items": [{"kind": "Foo"}], "kind-of": {"kind": {"type": "string"}}}',
    ],
    ["JSON without a kind", '{"name": "a", "dependencies": {"kind-of": "1"}}'],
    ["values of a chart", "image:\n  tag: a\n"],
    ["a list", "- op: replace\n  path: /kind\n- kind: Role\n"],
    ["a text", "hello"],
    ["nothing", ""],
    ["only comments", "# kind: Role\n---\n# kind: Role\n"],
    ["a lone end", "...\n"],
  ])("is not parsed: %s", (_, text) => {
    expect(mayBeRead(text)).toBe(false);
  });
});

describe("a hostile text", () => {
  it.each([
    ["spaces", " "],
    ["tabs", "\t"],
    ["blank lines", " \n"],
    ["line separators", "\u2028"],
    ["carriage returns", "\r"],
    ["quotes", '"'],
    ["quotes on lines", '"\n'],
    ["keys without a value", "kind:\n"],
    ["keys of JSON", '{"kind"'],
    ["keys of JSON and spaces", '{"kind"  '],
    ["NULs", "\0"],
    ["dashes", "---"],
    ["comments", "#\n"],
    ["directives", "%\n"],
  ])("does not stop it: a megabyte of %s", (_, part) => {
    expect(mayBeRead(part.repeat(1_000_000 / part.length))).toBeTypeOf("boolean");
  });
});

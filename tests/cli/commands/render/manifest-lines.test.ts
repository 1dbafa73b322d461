import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { readRendered } from "../../../../lib/builds/helm/read-rendered.js";
import { RenderedDocument } from "../../../../lib/builds/helm/rendered-document.js";
import { manifestLines } from "../../../../lib/cli/commands/render/manifest-lines.js";
import { guarded } from "../../../../lib/cli/report/clean.js";
import { Text } from "../../../../lib/helm/values/text.js";

/** What is printed of a document that a template renders. */
function printed(written: string | Text, more: { sure?: unknown; doubt?: string } = {}): string {
  const text = typeof written === "string" ? Text.plain(written) : written;
  const read = readRendered(text);
  if (typeof read === "string") throw new Error(read);
  const manifest = {
    template: "t",
    document: new RenderedDocument("t", 0, read.text, []),
    text: read.text.text,
    parsed: read.parsed,
    isPerhaps: false,
    doubt: "",
    ...more,
  };
  return manifestLines(manifest).join("\n");
}

describe("a document", () => {
  it("says the same as before, whatever is in it", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc
        .array(
          fc.constantFrom("a", " ", "\n", "\t", "#", ": ", "- ", "'", '"', "|", "\u0007", "\u2028", "😀"),
          {
            maxLength: 8,
          },
        )
        .map((parts) => parts.join("")),
      fc.constantFrom("true", "null", "1", "1e3", "~", "---", "*a", "&a", "!x", "%", "<<"),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 4 }), tie("value"), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b", "spec", "x y"), value),
        fc.boolean(),
        (map, isFlow) => {
          const written = isFlow ? JSON.stringify(map) : stringify(map);
          if (typeof readRendered(Text.plain(written)) === "string") return;
          const lines = printed(written);
          if (lines.includes('"***"')) return;
          expect(parse(guarded(lines, "yaml"))).toEqual(parse(written));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ["flow style", "a: {b: [1, two], c: {}, d: []}", "a:\n  b:\n    - 1\n    - two\n  c: {}\n  d: []"],
    ["a key that a log could take for a command", "::a: 1\nb: 2", '"::a": 1\nb: 2'],
    ["lists in lists", "a:\n- - 1\n  - b: 2\n    c: 3\n- []", "a:\n  - - 1\n    - b: 2\n      c: 3\n  - []"],
    ["quotes and numbers", "a: '1'\nb: \"x\"\nc: 1e3\nd:", "a: '1'\nb: \"x\"\nc: 1e3\nd:"],
    ["comments, which may hold secrets", "a: 1 # secret\n# more\nb: 2", "a: 1\nb: 2"],
    ["a block", "a: |\n    x\n      y\n\nb: >-\n  one\n  two", "a: |\n  x\n    y\nb: one two"],
    ["aliases", "a: &x {b: 1}\nc: *x", "a:\n  b: 1\nc:\n  b: 1"],
    ["a key that is there twice", "a: 1\na: 2", "a: 2"],
  ])("is printed in block style: %s", (_, written, expected) => {
    expect(printed(written)).toBe(expected);
  });

  it("says of what is not known why", () => {
    const text = Text.join([
      Text.plain("a: "),
      Text.unknown("the Secret 'x' is not here"),
      Text.plain("\nb: x-"),
      Text.unknown("it is random"),
      Text.plain("-y\nc:\n  "),
      Text.unknown("it is filled in later"),
      Text.plain("\n  d: 1"),
    ]);
    expect(printed(text)).toBe(
      `a: <not known> # not known: the Secret 'x' is not here
b: x-<not known>-y # not known: it is random
c:
  # not known: it is filled in later
  d: 1`,
    );
  });

  it("says where it may be otherwise", () => {
    expect(
      printed("a: 1\nb: [x, y]\nc: {}", {
        sure: { a: "\u0000", b: ["x", "\u0000", "\u0000"], c: { "\u0000": "\u0000" }, d: "\u0000" },
        doubt: "it is not known whether x is set",
      }),
    ).toBe(`a: <not known> # not known: it is not known whether x is set
b:
  - x
  - <not known> # not known: it is not known whether x is set
  # There may be more, which is not known: it is not known whether x is set
c: {} # not known: it is not known whether x is set
# There may be more, which is not known: it is not known whether x is set`);
  });
});

describe("a secret", () => {
  it.each([
    [
      "in a Secret",
      "kind: Secret\ndata: {a: b3Blbg==}\nstringData:\n  b: open",
      'data:\n  a: "***"\nstringData:\n  b: "***"',
    ],
    [
      "in a list of Secrets",
      "kind: SecretList\nitems:\n- data: {a: b3Blbg==}",
      'items:\n  - data:\n      a: "***"',
    ],
    ["in a List", "kind: List\nitems:\n- kind: Secret\n  data: {a: open}", 'data:\n      a: "***"'],
    ["behind an alias", "x: &x {a: open}\nkind: Secret\ndata: *x", 'data:\n  a: "***"'],
    ["in a variable", "env:\n- name: DB_PASSWORD\n  value: open", 'value: "***"'],
    ["in a field", "clientSecret: open", 'clientSecret: "***"'],
    ["in an argument", "args: [--api-token=open]", 'args:\n  - "--api-token=***"'],
    [
      "in a file",
      "data:\n  a.yaml: |\n    user: me\n    password: open\n",
      "  a.yaml: |\n    user: me\n    password: ***",
    ],
    ["in a manifest in a text", 'a: \'{"kind":"Secret","data":{"a":"open"}}\'', 'a: "***"'],
    ["in a URL", "a: https://me:open@example.com/x", 'a: "***"'],
  ])("is hidden: %s", (_, written, expected) => {
    const text = printed(written);
    expect(text).toContain(expected);
    // What an alias repeats is shown where it is no secret.
    if (!written.includes("&x")) expect(text).not.toMatch(/open|b3Blbg/);
  });
});

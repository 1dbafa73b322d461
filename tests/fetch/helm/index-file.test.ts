import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { entryTextOf } from "../../../lib/fetch/helm/entry-text.js";
import { chartEntries } from "../../../lib/fetch/helm/index-file.js";

const DIGEST = "a".repeat(64);

function versions(index: string, chart = "mailer"): string[] | string {
  try {
    return chartEntries(index, chart, "https://h/index.yaml").map(({ version }) => version);
  } catch (error) {
    return (error as Error).message;
  }
}

describe("the entry of a chart", () => {
  it.each([
    [
      "as Helm writes it",
      "apiVersion: v1\nentries:\n  a:\n  - version: 9\n    urls:\n    - u\n  mailer:\n  - version: 1.10\n    urls:\n    - u\n  - version: 1.9\n    urls: [u]\n  z:\n  - version: 8\n    urls: [u]\n",
    ],
    [
      "further to the right",
      "entries:\n    mailer:\n        -   urls:\n                - u\n            version: '1.10'\n        -   version: \"1.9\"\n            urls:\n            - u\n    z: []\n",
    ],
    [
      "in quotes, with the lines of Windows",
      'entries:\r\n  "mailer":\r\n    - version: 1.10\r\n      urls: [u]\r\n    - version: 1.9\r\n      urls: [u]\r\n',
    ],
    ["in JSON", ' {"entries":{"mailer":[{"version":"1.10","urls":["u"]},{"version":"1.9","urls":["u"]}]}}'],
    [
      "in JSON of items",
      'entries:\n  mailer:\n  - {"version": "1.10", "urls": ["u"]}\n  - {version: "1.9", urls: [u]}\n',
    ],
    [
      "in flow style",
      "{entries: {mailer: [{version: 1.10, urls: [u]}, {version: 1.9, urls: [u]}]}}".replace("{", "--- {"),
    ],
    [
      "in the flow style of a chart",
      "entries:\n  mailer: [{version: 1.10, urls: [u]}, {version: 1.9, urls: [u]}]\n",
    ],
    [
      "behind a chart that looks like it",
      "entries:\n  a:\n  - description: |\n      entries:\n        mailer:\n        - version: 6\n    version: 7\n    urls: [u]\n  mailer: # here\n  # and there\n  - annotations:\n      version: 5\n      text: |\n        version: 4\n\n        - version: 3\n    version: 1.10\n    dependencies:\n    - name: x\n      version: 2\n    urls: [u]\n\n  - urls: [u]\n    version: 1.9\n",
    ],
  ])("is read %s", (_, index) => {
    expect(versions(index)).toEqual(["1.10", "1.9"]);
  });

  it("has all that counts of it", () => {
    const index = `entries:
  mailer:
  - annotations: {}
    created: "2024-01-01T00:00:00Z"
    digest: ${DIGEST}
    name: mailer
    urls:
    - https://a/m.tgz
    - https://b/m.tgz
    version: 1.0.0
  - version: 2.0.0
    digest: sha256:${DIGEST}
    urls: [m.tgz]
  - version: 3.0.0
    digest: md5
    urls: [m.tgz]
  - version: 4.0.0
  - urls: [m.tgz]
  - nothing
`;
    expect(chartEntries(index, "mailer", "")).toEqual([
      {
        version: "1.0.0",
        created: "2024-01-01T00:00:00Z",
        digest: `sha256:${DIGEST}`,
        url: "https://a/m.tgz",
      },
      { version: "2.0.0", digest: `sha256:${DIGEST}`, url: "m.tgz" },
      { version: "3.0.0", url: "m.tgz" },
    ]);
  });

  it.each([
    ["entries: {}\n"],
    ["entries:\ngenerated: x\n"],
    ["entries:\n  other:\n  - version: 1\n    urls: [u]\n"],
    ["apiVersion: v1\n"],
    ['{"entries":{}}'],
    ["<html>mailer</html>"],
    [""],
  ])("is missing in %j", (index) => {
    expect(versions(index)).toBe("'https://h/index.yaml' has no chart 'mailer'.");
  });

  it.each([
    ["constructor", "entries:\n  a: []\n"],
    ["__proto__", '{"entries":{}}'],
  ])("is missing though objects have '%s'", (chart, index) => {
    expect(versions(index, chart)).toBe(`'https://h/index.yaml' has no chart '${chart}'.`);
  });

  it.each([
    ["{"],
    ["entries: [\n"],
    ["entries:\n  mailer:\n  - version: [\n"],
    ["entries:\n  mailer:\n  - version: *a\n"],
  ])("is not looked for in %j", (index) => {
    expect(versions(index)).toBe(
      "'https://h/index.yaml' is not the index of a Helm repository: it cannot be parsed.",
    );
  });

  it("is not looked for where aliases multiply", () => {
    const bomb = Array.from({ length: 30 }, (_, level) => {
      const item = level === 0 ? "x" : `*a${level - 1}`;
      return `    u${level}: &a${level} [${Array.from({ length: 10 }, () => item).join(", ")}]\n`;
    });
    // In fields that nobody asks for, it is not even read.
    expect(versions(`entries:\n  mailer:\n  - version: 1\n    urls: [u]\n${bomb.join("")}`)).toEqual(["1"]);
    const inUrls = bomb.map((line) => `  ${line}`).join("");
    expect(versions(`entries:\n  mailer:\n  - version: 1\n    urls:\n${inUrls}`)).toBe(
      "'https://h/index.yaml' is not the index of a Helm repository: it cannot be parsed.",
    );
    // Nobody looks so deep.
    expect(versions(`entries: {mailer: [{version: 1, urls: {${bomb.join(",")}}}]}`)).toEqual([]);
  });

  it.each([
    ["a chart", `entries:\n  mailer: ${"[".repeat(1_900_000)}\n`],
    ["all", `entries: ${"[".repeat(1_900_000)}`],
    ["what is no YAML", `entries: ${"]".repeat(1_900_000)}`],
  ])("is not looked for in %s where it is nested so deep that a parser would end the process", (_, index) => {
    expect(versions(index)).toBe(
      "'https://h/index.yaml' is not the index of a Helm repository: it cannot be parsed.",
    );
  });

  it("is not looked for in what is large and in no block style", () => {
    expect(versions(`entries: {${" ".repeat(2_000_000)}}`)).toBe(
      "'https://h/index.yaml' is too large for how it is written.",
    );
    expect(versions(`{"entries": {${" ".repeat(16_000_000)}}}`)).toBe(
      "'https://h/index.yaml' is too large for how it is written.",
    );
    const long = "    urls: [u]\n".padEnd(1_500_000, "# ");
    expect(versions(`entries:\n  mailer:\n  - version: 1\n${long}\n  - version: 2\n${long}\n`)).toBe(
      "'https://h/index.yaml' says too much of the chart 'mailer'.",
    );
  });

  it("is one of a hundred thousand versions of others", () => {
    const others = Array.from(
      { length: 1000 },
      (_, chart) =>
        `  c${chart}:\n${"  - description: some words\n    version: 1.0.0\n    urls:\n    - u\n".repeat(100)}`,
    );
    const index = `entries:\n${others.join("")}  mailer:\n  - version: 1.0.0\n    urls: [u]\n  n: []\n`;
    expect(entryTextOf(index, "mailer")).toEqual({ items: "  - version: 1.0.0\n    urls: [u]" });
  });
});

describe("any index", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      "entries:",
      "  mailer:",
      "a\n  mailer:\n  - version: 9",
      "- x",
      "# y",
      "x: y",
      "",
      "|",
      "\n\n  a",
    ),
  );
  const entry = fc.record(
    {
      version: text,
      urls: fc.array(text, { maxLength: 2 }),
      description: text,
      annotations: fc.dictionary(text, text),
      digest: text,
      name: text,
    },
    { requiredKeys: [] },
  );
  const name = fc.oneof(fc.constantFrom("mailer", "entries", "a", "z-1"), fc.string({ maxLength: 6 }));
  const index = fc.record({
    apiVersion: fc.constant("v1"),
    note: text,
    entries: fc.dictionary(name, fc.array(entry, { maxLength: 3 })),
    generated: text,
  });

  it("says of a chart what it says when it is parsed whole", () => {
    fc.assert(
      fc.property(index, fc.constantFrom(1, 2, 4), fc.boolean(), (content, indent, indentSeq) => {
        const written = stringify(content, {
          indent: Math.max(indent, 1),
          indentSeq,
          lineWidth: 40,
          aliasDuplicateObjects: false,
        });
        const whole = (parse(written, { schema: "failsafe" }) as typeof content).entries;
        const expected = chartEntries(JSON.stringify({ entries: { mailer: [], ...whole } }), "mailer", "");
        const found = versions(written);
        if (typeof found === "string") expect(Object.hasOwn(whole, "mailer")).toBe(false);
        else expect(chartEntries(written, "mailer", "")).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

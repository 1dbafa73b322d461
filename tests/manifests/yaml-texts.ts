import fc from "fast-check";

/** A value to be written as YAML, with the choices of style that lead to one text. */
export type Tree =
  | { type: "scalar"; text: string }
  | { type: "block"; header: string; lines: string[] }
  | { type: "alias"; pick: number }
  | { type: "seq"; flow: boolean; anchor: boolean; items: Tree[]; comment: string }
  | {
      type: "map";
      flow: boolean;
      anchor: boolean;
      entries: [key: string, value: Tree][];
      merge: number[];
      comment: string;
    };

const scalar = fc.constantFrom(
  ...["a", "get", "two words", "-x", "1", "0x1f", "1.5", "-7", "true", "false", "null", "~", "a#b", "a:b"],
  ...[
    `"q"`,
    `'q'`,
    `""`,
    `''`,
    `"\\x41\\u00e9\\n\\t"`,
    `'it''s'`,
    `"a: b # c"`,
    `'*'`,
    `"{}"`,
    `"😀"`,
    "é",
    "...",
  ],
);

const key = fc.constantFrom(
  ...["a", "b", "c", "kind", "two words", "1", "true", "__proto__", "constructor", "-d", "a.b/c"],
  ...[`"e"`, `'f'`, `"\\x67"`, `"<<"`, "é"],
);

const comment = fc.constantFrom("", "", "", "# eslint-disable", "# '", '# "', "# a: b");

const pick = fc.nat({ max: 5 });

/** Trees of every style, for a document that starts with a map. */
export const tree: fc.Arbitrary<Tree> = fc.letrec<{ node: Tree; map: Tree }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    scalar.map((text): Tree => ({ type: "scalar", text })),
    fc
      .record({
        header: fc.constantFrom("|", ">", "|-", ">+", "|2", ">-"),
        lines: fc.array(fc.constantFrom("", "x", "# eslint-disable", "- a: 'b", "  deep", "kind: Role"), {
          maxLength: 4,
        }),
      })
      .map(({ header, lines }): Tree => ({ type: "block", header, lines })),
    pick.map((number): Tree => ({ type: "alias", pick: number })),
    fc
      .record({
        flow: fc.boolean(),
        anchor: fc.boolean(),
        items: fc.array(tie("node"), { maxLength: 4 }),
        comment,
      })
      .map((rest): Tree => ({ type: "seq", ...rest })),
    tie("map"),
  ),
  map: fc
    .record({
      flow: fc.boolean(),
      anchor: fc.boolean(),
      entries: fc.uniqueArray(fc.tuple(key, tie("node")), { maxLength: 4, selector: ([name]) => name }),
      merge: fc.array(pick, { maxLength: 2 }),
      comment,
    })
    .map((rest): Tree => ({ type: "map", ...rest })),
})).map;

interface Anchor {
  name: string;
  isMap: boolean;
}

/** What stands on the line of the key or dash, and the lines below, indented relative to it. */
interface Written {
  head: string;
  lines: string[];
}

/** Writes a tree as the lines of a YAML document. */
export function write(root: Tree): string[] {
  const anchors: Anchor[] = [];
  let count = 0;

  function properties(node: { anchor: boolean }): string {
    return node.anchor ? `&n${count++} ` : "";
  }

  function done(property: string, isMap: boolean): void {
    if (property !== "") anchors.push({ name: property.slice(1, -1), isMap });
  }

  function alias(number: number, onlyMaps = false): string | undefined {
    const found = anchors.filter(({ isMap }) => isMap || !onlyMaps);
    return found.length === 0 ? undefined : `*${found[number % found.length]?.name}`;
  }

  function merges(picks: number[]): string[] {
    const names = picks.map((number) => alias(number, true)).filter((name) => name !== undefined);
    if (names.length === 0) return [];
    return [names.length === 1 ? `<<: ${names[0]}` : `<<: [${names.join(", ")}]`];
  }

  function flow(node: Tree): string {
    switch (node.type) {
      case "scalar":
        return node.text;
      case "block":
        return JSON.stringify(node.lines.join("\n"));
      case "alias":
        return alias(node.pick) ?? "none";
      case "seq": {
        const property = properties(node);
        const text = `${property}[${node.items.map(flow).join(", ")}]`;
        done(property, false);
        return text;
      }
      case "map": {
        const property = properties(node);
        const merged = merges(node.merge);
        const own = node.entries.map(([name, value]) => `${name}: ${flow(value)}`);
        done(property, true);
        return `${property}{${[...merged, ...own].join(", ")}}`;
      }
    }
  }

  function child(node: Tree): Written {
    if (node.type === "block") {
      // The first line that is not empty settles the indentation, so it must not be deeper by itself.
      const lines = [node.header.includes("2") ? "  y" : "y", ...node.lines];
      return { head: node.header, lines: lines.map((line) => (line === "" ? "" : `  ${line.trimStart()}`)) };
    }
    if (node.type === "scalar" || node.type === "alias" || node.flow) return { head: flow(node), lines: [] };
    const property = properties(node);
    const written = node.type === "seq" ? sequence(node.items) : mapping(node);
    done(property, node.type === "map");
    if (written.length === 0) return { head: `${property}${node.type === "seq" ? "[]" : "{}"}`, lines: [] };
    const head = `${property}${node.comment}`.trimEnd();
    return { head, lines: written };
  }

  function sequence(items: Tree[]): string[] {
    return items.flatMap((item) => {
      const { head, lines } = child(item);
      const [first, ...rest] = lines;
      if (head === "" && first !== undefined)
        return [`- ${first}`, ...rest.map((line) => `  ${line}`.trimEnd())];
      return [`- ${head}`.trimEnd(), ...lines.map((line) => `  ${line}`.trimEnd())];
    });
  }

  function mapping(node: Tree & { type: "map" }): string[] {
    const merged = merges(node.merge);
    return [
      ...merged,
      ...node.entries.flatMap(([name, value]) => {
        const { head, lines } = child(value);
        return [`${name}: ${head}`.trimEnd(), ...lines.map((line) => `  ${line}`.trimEnd())];
      }),
    ];
  }

  const { head, lines } = child(root);
  return head === "" || head.startsWith("#")
    ? [...(head === "" ? [] : [head]), ...lines]
    : [`--- ${head}`, ...lines];
}

/** The text of one document in a random style. */
export const documentText: fc.Arbitrary<string> = fc
  .tuple(tree, fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([root, lineEnd, ended]) => write(root).join(lineEnd) + (ended ? lineEnd : ""));

/** Paths to every scalar of a plain value, with the scalar. */
export function leaves(value: unknown, path: (string | number)[] = []): [(string | number)[], unknown][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

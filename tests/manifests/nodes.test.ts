import * as yaml from "yaml";
import { expect, it } from "vitest";
import * as nodes from "../../lib/manifests/nodes.js";

const TEXT = `
a: &one { b: [1, { c: d }, e: f], "g": *none }
h: [*one, !tag i, null]
? [j]
: - k
  -
<<: *one
`;

const PREDICATES: readonly [string, (node: unknown) => boolean, (node: unknown) => boolean][] = [
  ["aliases", nodes.isAlias, yaml.isAlias],
  ["collections", nodes.isCollection, yaml.isCollection],
  ["maps", nodes.isMap, yaml.isMap],
  ["pairs", nodes.isPair, yaml.isPair],
  ["scalars", nodes.isScalar, yaml.isScalar],
  ["sequences", nodes.isSeq, yaml.isSeq],
];

it.each(PREDICATES)("recognizes %s as yaml does", (_, ours, theirs) => {
  const document = yaml.parseDocument(TEXT);
  const all: unknown[] = [document, undefined, null, "text", {}];
  yaml.visit(document, (_key, node) => void all.push(node));
  expect(all.length).toBeGreaterThan(30);
  expect(all.map(ours)).toEqual(all.map(theirs));
  expect(new Set(all.map(ours)).size).toBe(2);
});

it("visits nodes in the order of yaml, with the keys of values", () => {
  const document = yaml.parseDocument(TEXT);
  const expected: [unknown, unknown][] = [];
  yaml.visit(document, {
    Node: (position, node, path) => {
      const parent = path.at(-1);
      expected.push([node, position === "value" && yaml.isPair(parent) ? parent.key : undefined]);
    },
  });
  const found: [unknown, unknown][] = [];
  nodes.walk(document.contents, (node, key) => found.push([node, key]) > 0);
  expect(found.length).toBe(expected.length);
  for (const [index, [node, key]] of found.entries()) {
    expect(node).toBe(expected[index]?.[0]);
    expect(key).toBe(expected[index]?.[1]);
  }
});

it("leaves out what is below where the answer is false", () => {
  const seen: unknown[] = [];
  nodes.walk(yaml.parseDocument("a: [b, c]\nd: { e: f }").contents, (node) => {
    if (nodes.isScalar(node)) seen.push(node.value);
    return !nodes.isSeq(node);
  });
  expect(seen).toEqual(["a", "d", "e", "f"]);
});

import { describe, expect, it } from "vitest";
import { lineIn, valueIn, writtenMetadata } from "../../lib/analysis/as-written.js";
import { configMapKeys } from "../../lib/analysis/config-map-keys.js";
import { BuildSet } from "../../lib/builds/build-set.js";
import { repositoryOf } from "../builds/repository-of.js";

const map = (name: string, rest: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n${rest}\n`;
const generator = (rest: string) => `configMapGenerator: [{ name: a, ${rest} }]\n`;

describe("the keys of the ConfigMaps of a name", () => {
  it.each<[string, Record<string, string>, string[] | undefined]>([
    ["where there is none", { "a.yaml": map("b", "data: { x: y }  # of a ConfigMap a") }, undefined],
    ["as they are written", { "a.yaml": map("a", "data: { x: y }\nbinaryData: { z: eA== }") }, ["x", "z"]],
    ["without any", { "a.yaml": map("a", "immutable: true") }, []],
    ["that are filled in", { "a.yaml": map("a", "data: ${DATA}") }, undefined],
    [
      "in several files",
      { "a.yaml": map("a", "data: { x: y }"), "b.yaml": map("a", "data: { z: y }") },
      ["x", "z"],
    ],
    [
      "in several files, of which one is filled in",
      { "a.yaml": map("a", "data: { x: y }"), "b.yaml": map("a", "data: ${DATA}") },
      undefined,
    ],
    [
      "in a list",
      {
        "a.yaml": `apiVersion: v1\nkind: List\nitems: [{ kind: ConfigMap, metadata: { name: a }, data: { x: y } }, { kind: Secret, metadata: { name: a }, data: { s: y } }]\n`,
        "b.yaml": `apiVersion: v1\nkind: ConfigMapList\nitems: [{ kind: ConfigMap, metadata: { name: a }, data: { z: y } }]\n`,
      },
      ["x", "z"],
    ],
    [
      "in what only looks like a list",
      {
        "a.yaml": `apiVersion: v2\nkind: List\nitems: [{ kind: ConfigMap, metadata: { name: a }, data: { x: y } }]\n`,
      },
      undefined,
    ],
    [
      "of a Secret",
      { "a.yaml": map("a", "data: { x: y }").replace("ConfigMap", "Secret  # no ConfigMap") },
      undefined,
    ],
    [
      "of a generator",
      { "kustomization.yaml": generator("files: [d/one.txt, two=d/x=y, plain], literals: [k=v=w, none]") },
      ["one.txt", "two", "plain", "k", ""],
    ],
    [
      "of a generator of another name",
      { "kustomization.yaml": generator("files: [a]").replace("name: a", "name: b") },
      undefined,
    ],
    ["of a generator with a file of them", { "kustomization.yaml": generator("envs: [a.env]") }, undefined],
    ["of a generator with an old field", { "kustomization.yaml": generator("env: a.env") }, undefined],
    [
      "of a generator with what is filled in",
      { "kustomization.yaml": generator("files: ['${A}']") },
      undefined,
    ],
    ["of a generator with what is no text", { "kustomization.yaml": generator("literals: [7]") }, undefined],
    [
      "of a generator and a file",
      { "kustomization.yaml": generator("literals: [k=v]"), "a.yaml": map("a", "data: { x: y }") },
      ["x", "k"],
    ],
  ])("%s", (_, files, expected) => {
    const keys = configMapKeys(repositoryOf(files), "a");
    expect(keys && [...keys].sort()).toEqual(expected?.toSorted());
  });
});

describe("what is written", () => {
  const repository = new BuildSet(
    repositoryOf({
      "a.yaml": `${map("a", "data: { x: [p, q], no: null }")}---\n${map("b", "kind2: z")}`,
      "b.yaml":
        "apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: ServiceAccount, metadata: { name: x } }\n  - { apiVersion: v1, kind: ServiceAccount, metadata: { name: w } }\n",
    }),
    {},
  );

  it.each<[number, (string | number)[], unknown]>([
    [0, ["data", "x", 1], "q"],
    [0, ["data", "no"], null],
    [0, ["data", "no", "more"], undefined],
    [0, ["data", "x", 2], undefined],
    [0, ["kind", "length"], undefined],
    [0, ["constructor"], undefined],
    [1, ["metadata", "name"], "b"],
    [2, ["metadata", "name"], undefined],
  ])("in document %s at %j is %j", (document, path, expected) => {
    expect(valueIn(repository, { file: "a.yaml", document, path })).toEqual(expected);
  });

  it.each<[number, (string | number)[], number]>([
    [0, ["kind"], 2],
    [0, ["data", "x", 1], 4],
    [1, ["metadata", "name"], 8],
  ])("in document %s at %j stands in line %s", (document, path, line) => {
    expect(lineIn(repository, { file: "a.yaml", document, path })).toBe(line);
  });

  it("of an object in a list is its own metadata", () => {
    const nameAt = (at: number, file = "b.yaml") =>
      writtenMetadata(repository, { file, document: 0, at: ["items", at] })?.name;
    expect([nameAt(0), nameAt(1), nameAt(2), nameAt(0, "c.yaml")]).toEqual(["x", "w", undefined, undefined]);
  });
});

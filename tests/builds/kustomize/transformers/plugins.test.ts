import { describe, expect, test } from "vitest";
import { applied, first, names, text } from "../applied.js";

const role = text.role("name: a");
const builtin = (kind: string, rest: string) =>
  `apiVersion: builtin\nkind: ${kind}\nmetadata: {name: n}\n${rest}\n`;

describe("transformers", () => {
  test.each([
    ["LabelTransformer", "labels: {a: b}\nfieldSpecs: [{path: metadata/labels, create: true}]"],
    ["PatchTransformer", "patch: '- {op: add, path: /metadata/labels, value: {a: b}}'\ntarget: {kind: Role}"],
    [
      "PatchJson6902Transformer",
      "jsonOp: '- {op: add, path: /metadata/labels, value: {a: b}}'\ntarget: {kind: Role, name: a}",
    ],
    [
      "PatchStrategicMergeTransformer",
      "patches: '{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, labels: {a: b}}}'",
    ],
    ["PatchStrategicMergeTransformer", "paths: [patch.yaml]"],
  ])("%s", (kind, rest) => {
    const built = applied("transformers: [t.yaml]\n", role, {
      "t.yaml": builtin(kind, rest),
      "patch.yaml":
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, labels: {a: b}}}\n",
    });
    expect(built.hidden[0]?.reason).toBeUndefined();
    expect(first(built, "Role").metadata?.labels).toEqual({ a: "b" });
    expect(built.files.get("t.yaml")).toBe("configuration");
  });

  test("are written inline, and in a directory that lists files", () => {
    const prefix = builtin("PrefixTransformer", "prefix: p-\nfieldSpecs: [{path: metadata/name}]");
    const kustomization = `transformers:\n- transformers\n- |-\n${prefix.replace(/^(?=.)/gm, "  ")}`;
    const built = applied(kustomization, role, {
      "transformers/kustomization.yaml": "resources: [more, t.yaml]\n",
      "transformers/t.yaml": prefix,
      "transformers/more/kustomization.yaml": "resources: [t.yaml]\n",
      "transformers/more/t.yaml": prefix.replace("name: n", "name: m"),
    });
    expect(built.hidden[0]?.reason).toBeUndefined();
    expect(names(built)).toEqual(["Role p-p-p-a"]);
  });

  test("of images, replicas and annotations change nothing that is read", () => {
    const built = applied("transformers: [t.yaml]\n", role, {
      "t.yaml": [
        builtin("ImageTagTransformer", ""),
        builtin("ReplicaCountTransformer", ""),
        builtin("HashTransformer", ""),
      ].join("---\n"),
    });
    expect(built.hidden[0]?.reason).toBeUndefined();
  });

  test.each([
    [
      "a program",
      "transformers: [t.yaml]",
      "apiVersion: example.com/v1\nkind: MyTransformer\nmetadata: {name: n}\n",
    ],
    ["one that is not understood", "transformers: [t.yaml]", builtin("ValueAddTransformer", "")],
    ["one that does not exist", "transformers: [t.yaml]", builtin("constructor", "")],
    ["no object", "transformers: [t.yaml]", "[1]\n"],
    [
      "a generating program",
      "generators: [t.yaml]",
      "apiVersion: example.com/v1\nkind: MyGenerator\nmetadata: {name: n}\n",
    ],
    ["a chart", "generators: [t.yaml]", builtin("HelmChartInflationGenerator", "")],
    ["nothing", "transformers: [gone.yaml]", ""],
    ["no path", "transformers: [[1]]", ""],
    ["no list", "transformers: {a: b}", ""],
  ])("are incomplete: %s", (_, kustomization, config) => {
    const built = applied(`${kustomization}\n`, role, { "t.yaml": config });
    expect(built.hidden[0]?.reason).toBeTypeOf("string");
    expect(names(built)).toEqual(["Role a"]);
  });

  test("in a directory that changes them are incomplete", () => {
    const built = applied("transformers: [transformers]\n", role, {
      "transformers/kustomization.yaml": "resources: [gone.yaml]\nnamePrefix: x-\n",
    });
    expect(built.hidden[0]?.reason).toContain("changes them");
  });
});

import { describe, expect, test } from "vitest";
import { mergeConfigurations, mergeFieldSpecs } from "../../../lib/builds/kustomize/merge-configurations.js";
import { configurationIn, DEFAULTS } from "../../../lib/builds/kustomize/transformer-config.js";
import { applied, build, documents, first, names, text } from "./applied.js";

describe("mergeFieldSpecs", () => {
  const wide = { path: ["metadata", "name"], create: false };
  const narrow = { ...wide, kind: "Role" };
  const [v1, v2] = [
    { ...wide, version: "v1" },
    { ...wide, version: "v2" },
  ];
  const ofGroup = { ...wide, group: "a" };
  test.each([
    ["the same twice is once", [wide], [wide], [wide]],
    ["a narrower one is added", [wide], [narrow], [wide, narrow]],
    ["a wider one is not", [narrow], [wide], [narrow]],
    ["another kind is added", [narrow], [{ ...wide, kind: "Pod" }], [narrow, { ...wide, kind: "Pod" }]],
    ["another version is added", [v1], [v2], [v1, v2]],
    ["another group is added", [ofGroup], [{ ...wide, group: "b" }], [ofGroup, { ...wide, group: "b" }]],
    ["the same version is not", [v1], [{ ...wide, version: "v1" }], [v1]],
    ["the same group is not", [ofGroup], [{ ...wide, group: "a" }], [ofGroup]],
    ["another path is added", [wide], [{ ...wide, path: ["x"] }], [wide, { ...wide, path: ["x"] }]],
  ])("%s", (_, one, other, merged) => {
    expect(mergeFieldSpecs(one, other)).toEqual(merged);
  });
});

test("configurations are merged once", () => {
  const own = configurationIn({
    namePrefix: [{ path: "spec/name" }],
    nameReference: [{ kind: "Role", fieldSpecs: [{ path: "x" }] }],
  });
  const merged = mergeConfigurations(DEFAULTS, own);
  expect(merged.namePrefix).toHaveLength(2);
  expect(mergeConfigurations(merged, merged)).toBe(merged);
  expect(mergeConfigurations(merged, DEFAULTS)).toBe(merged);
  expect(mergeConfigurations(merged, own).namePrefix).toHaveLength(2);
});

describe("configurations", () => {
  test("add fields that follow names, in layers above, too", () => {
    const built = applied(
      "configurations: [config.yaml]\nnamePrefix: p-\n",
      documents(text.role("name: reader"), text.serviceAccount("name: app, annotations: {role: reader}")),
      {
        "config.yaml":
          "nameReference:\n- kind: Role\n  fieldSpecs:\n  - {kind: ServiceAccount, path: metadata/annotations/role}\n",
      },
    );
    expect(first(built, "ServiceAccount").metadata?.annotations).toEqual({ role: "p-reader" });
  });

  test("can prefix what kustomize does not, and never make a wrong type", () => {
    const built = applied(
      "configurations: [config.yaml]\nnamePrefix: p-\nnamespace: team\n",
      text.role("name: reader"),
      {
        "config.yaml": "namespace:\n- {path: rules, create: true}\n- {path: metadata/labels, create: true}\n",
      },
    );
    expect(names(built)).toEqual(["Role team/p-reader"]);
    expect(first(built, "Role").metadata?.labels).not.toBeTypeOf("string");
  });

  test("what they hold may be anything", () => {
    for (const config of [
      "[1, 2]",
      "namePrefix: 7",
      "nameReference: [1, {fieldSpecs: 3}]",
      "varReference: {a: b}",
    ]) {
      const built = applied("configurations: [config.yaml]\n", text.role("name: reader"), {
        "config.yaml": config,
      });
      expect(names(built)).toEqual(["Role reader"]);
    }
  });
});

test("references to names are merged by group, version and kind", () => {
  const of = (selector: object, path: string) =>
    configurationIn({ nameReference: [{ ...selector, fieldSpecs: [{ path }] }] });
  const merged = [
    of({ kind: "A", group: "g" }, "y"),
    of({ kind: "A", group: "g" }, "x"),
    of({ kind: "A", version: "v" }, "x"),
    of({ kind: "B" }, "x"),
  ].reduce(mergeConfigurations, of({ kind: "A", group: "g" }, "x"));
  expect(
    merged.nameReference.map(({ kind, group, version, referrers }) => {
      return [kind, group, version, referrers.map(({ path }) => path.join())];
    }),
  ).toEqual([
    ["A", "g", undefined, ["x", "y"]],
    ["A", undefined, "v", ["x"]],
    ["B", undefined, undefined, ["x"]],
  ]);
});

describe("the configuration of a base", () => {
  const files = (config: string) => ({
    "base/kustomization.yaml": "resources: [role.yaml]\nconfigurations: [config.yaml]\n",
    "base/role.yaml": text.role("name: a, labels: {l: x}, annotations: {role: a}"),
    "base/config.yaml": config,
    "kustomization.yaml":
      "resources: [base, other.yaml]\nnamePrefix: p-\nnamespace: n\ncommonLabels: {c: d}\n",
    "other.yaml": text.role("name: b, labels: {l: x}, annotations: {role: b}"),
  });
  const metadata = (config: string) => build(files(config)).objects.map(({ object }) => object.metadata);

  test.each<[string, object, object]>([
    [
      "namePrefix: [{path: metadata/labels/l}]",
      { labels: { l: "p-x", c: "d" } },
      { labels: { l: "p-x", c: "d" } },
    ],
    ["namePrefix: [{path: metadata/labels/l, kind: Other}]", {}, {}],
    ["nameSuffix: [{path: metadata/labels/l}]", {}, {}],
    [
      "namespace: [{path: metadata/labels/l}]",
      { labels: { l: "n", c: "d" } },
      { labels: { l: "n", c: "d" } },
    ],
    [
      "commonLabels: [{path: metadata/annotations}]",
      { annotations: { role: "a", c: "d" } },
      { annotations: { role: "b", c: "d" } },
    ],
    [
      "nameReference: [{kind: Role, fieldSpecs: [{path: metadata/annotations/role}]}]",
      { annotations: { role: "p-a" } },
      { annotations: { role: "p-b" } },
    ],
    ["nameReference: [{kind: ClusterRole, fieldSpecs: [{path: metadata/annotations/role}]}]", {}, {}],
  ])("works above it, on all objects: %s", (config, one, other) => {
    expect(metadata(config)).toEqual([
      { name: "p-a", namespace: "n", labels: { l: "x", c: "d" }, annotations: { role: "a" }, ...one },
      { name: "p-b", namespace: "n", labels: { l: "x", c: "d" }, annotations: { role: "b" }, ...other },
    ]);
  });
});

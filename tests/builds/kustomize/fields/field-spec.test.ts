import { describe, expect, test } from "vitest";
import { FRESH, type Resource } from "../../../../lib/builds/kustomize/resource.js";
import {
  changeField,
  changeFields,
  fieldSpecsIn,
  isSelected,
  splitPath,
} from "../../../../lib/builds/kustomize/fields/field-spec.js";

describe("changeField", () => {
  const set = () => "new";
  test.each([
    ["a field", { a: { b: "old" } }, ["a", "b"], false, { a: { b: "new" } }],
    ["nothing where it is missing", { a: {} }, ["a", "b"], false, { a: {} }],
    ["nothing where the way is missing", {}, ["a", "b"], false, {}],
    ["a missing field on demand", {}, ["a", "b"], true, { a: { b: "new" } }],
    ["through lists", { a: [{ b: "x" }, { c: "y" }] }, ["a", "b"], false, { a: [{ b: "new" }, { c: "y" }] }],
    ["never makes a list", {}, ["a[]", "b"], true, {}],
    ["nothing through a text", { a: "text" }, ["a", "b"], true, { a: "text" }],
    ["null is missing", { a: null }, ["a"], true, { a: "new" }],
  ])("%s", (_, value, path, create, expected) => {
    expect(changeField(value, path, create, set)).toEqual(expected);
  });

  test("keeps what does not change", () => {
    const value = { a: [{ b: "x" }], c: {} };
    expect(changeField(value, ["a", "b"], false, (old) => old)).toBe(value);
  });
});

test("splitPath knows escaped slashes and a leading one", () => {
  expect(splitPath("metadata/annotations/a.b\\/c")).toEqual(["metadata", "annotations", "a.b/c"]);
  expect(splitPath("/a/b")).toEqual(["a", "b"]);
});

test("fieldSpecsIn leaves out what is none", () => {
  expect(fieldSpecsIn([{ path: "a/b", kind: "Role", create: true }, { path: 1 }, null, "x"])).toEqual([
    { path: ["a", "b"], kind: "Role", group: undefined, version: undefined, create: true, custom: true },
  ]);
  expect(fieldSpecsIn("x")).toEqual([]);
});

test("isSelected compares group, version and kind where they are said", () => {
  const object = { apiVersion: "apps/v1", kind: "Deployment" };
  expect(isSelected({}, object)).toBe(true);
  expect(isSelected({ group: "apps", version: "v1", kind: "Deployment" }, object)).toBe(true);
  expect(isSelected({ group: "extensions" }, object)).toBe(false);
  expect(isSelected({ version: "v1beta1" }, object)).toBe(false);
  expect(isSelected({ kind: "Deployment" }, object, "StatefulSet")).toBe(false);
});

describe("changeFields", () => {
  const resource: Resource = {
    ...FRESH,
    kind: "ServiceAccount",
    object: { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "a", namespace: "b" } },
    file: "a.yaml",
    document: 0,
    at: [],
  };
  const name = { path: ["metadata", "name"], create: false };
  const changed = (specs: Parameters<typeof changeFields>[1], change: (value: unknown) => unknown) =>
    changeFields(resource, specs, change);

  test("changes what is selected, and nothing else", () => {
    const specs = [name, { path: ["metadata", "namespace"], create: false, kind: "Role" }];
    expect(changed(specs, (value) => `my-${String(value)}`)).toEqual({
      ...resource,
      object: { ...resource.object, metadata: { name: "my-a", namespace: "b" } },
    });
  });

  test("keeps a resource that does not change", () => {
    expect(changed([name], (value) => value)).toBe(resource);
    expect(changed([{ ...name, custom: true }], (value) => value)).toBe(resource);
    expect(changed([], () => "x")).toBe(resource);
  });

  test("keeps the shape of what is read, whatever a stranger writes where", () => {
    const [own, custom] = [false, true].map((isCustom) =>
      changed([{ ...name, custom: isCustom }], () => ({ not: "a name" })),
    );
    expect(own?.object.metadata?.name).toEqual({ not: "a name" });
    expect(custom?.object.metadata?.name).not.toEqual({ not: "a name" });
    const first = changed(
      [
        { ...name, custom: true },
        { path: ["x"], create: true },
      ],
      () => ({ not: "a name" }),
    );
    expect(first.object.metadata?.name).not.toEqual({ not: "a name" });
  });
});

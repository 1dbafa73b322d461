import { describe, expect, test } from "vitest";
import { FRESH, type Resource } from "../../../../lib/builds/kustomize/resource.js";
import { selectorOf } from "../../../../lib/builds/kustomize/selectors/selector.js";

const resource: Resource = {
  ...FRESH,
  kind: "Role",
  object: {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "p-reader", namespace: "team", labels: { app: "web" }, annotations: { note: "x" } },
  },
  previous: [
    { kind: "Role", name: "reader", namespace: "default" },
    { kind: "Role", name: "between", namespace: "between" },
  ],
  file: "role.yaml",
  document: 0,
  at: [],
};

describe("selectorOf", () => {
  test.each([
    ["an empty target selects everything", {}, true],
    ["the original name", { name: "reader" }, true],
    ["the current name", { name: "p-reader" }, true],
    ["no name between", { name: "between" }, false],
    ["an expression", { name: ".*reader", kind: "Role|ClusterRole" }, true],
    ["names are anchored", { name: "read" }, false],
    ["the original namespace, where none is default", { namespace: "default" }, true],
    ["the current namespace", { namespace: "team" }, true],
    ["no namespace between", { namespace: "between" }, false],
    ["group and version", { group: "rbac.authorization.k8s.io", version: "v1" }, true],
    ["another group", { group: "apps" }, false],
    ["another kind", { kind: "RoleBinding" }, false],
    ["labels", { labelSelector: "app=web" }, true],
    ["other labels", { labelSelector: "app=shop" }, false],
    ["annotations", { annotationSelector: "note" }, true],
    ["other annotations", { annotationSelector: "note=y" }, false],
    ["labels and annotations", { labelSelector: "app", annotationSelector: "note=x" }, true],
    ["labels without annotations", { labelSelector: "app", annotationSelector: "other" }, false],
    ["annotations without labels", { labelSelector: "other", annotationSelector: "note" }, false],
    ["another version", { version: "v1beta1" }, false],
    ["an empty text, which says nothing", { name: "", kind: null, labelSelector: "" }, true],
    ["a query that is no text, which says nothing", { labelSelector: 1 }, true],
    ["unreadable labels, but other annotations", { labelSelector: "a > 1", annotationSelector: "b" }, false],
    ["labels that cannot be read", { labelSelector: "app > 1" }, undefined],
  ])("%s", (_, target, expected) => {
    expect(selectorOf(target)?.(resource)).toBe(expected);
  });

  test("is nothing where an expression is not understood", () => {
    expect(selectorOf({ name: "[a-z]+" })).toBeUndefined();
    expect(selectorOf({ name: ["a"] })).toBeUndefined();
  });

  test("reads what has no metadata as having no labels", () => {
    const bare = { ...resource, object: { apiVersion: "v1", kind: "Role" } };
    expect(selectorOf({ labelSelector: "!app", annotationSelector: "!note" })?.(bare)).toBe(true);
    expect(selectorOf({ labelSelector: "app" })?.(bare)).toBe(false);
    expect(selectorOf({ group: "x" })?.({ ...resource, object: {} })).toBe(false);
    expect(selectorOf({ kind: "x|", version: "y|" })?.({ ...resource, object: {} })).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import type { AnyObject } from "../../../lib/kubernetes/objects.js";
import {
  currentId,
  effectiveNamespace,
  FRESH,
  identity,
  isCertain,
  isClusterScoped,
  nameOf,
  namespaceOf,
  objectName,
  originalId,
  remember,
  type Resource,
  rewritten,
} from "../../../lib/builds/kustomize/resource.js";

const RBAC = "rbac.authorization.k8s.io";
const ADMISSION = "admissionregistration.k8s.io";

// What kustomize's own schema knows: kyaml/openapi.
describe("isClusterScoped", () => {
  it.each([
    ["Namespace", ["v1"], ["v1beta1", undefined]],
    ["ClusterRole", [`${RBAC}/v1`, `${RBAC}/v1beta1`], ["v1", `${RBAC}/v1alpha1`]],
    ["ClusterRoleBinding", [`${RBAC}/v1`, `${RBAC}/v1beta1`], ["v1"]],
    ["CustomResourceDefinition", ["apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1"], ["v1"]],
    ["MutatingWebhookConfiguration", [`${ADMISSION}/v1`, `${ADMISSION}/v1beta1`], ["v1"]],
    ["ValidatingWebhookConfiguration", [`${ADMISSION}/v1`, `${ADMISSION}/v1beta1`], ["v1"]],
    ["ValidatingAdmissionPolicy", [`${ADMISSION}/v1`], [`${ADMISSION}/v1beta1`]],
    ["ValidatingAdmissionPolicyBinding", [`${ADMISSION}/v1`], [`${ADMISSION}/v1beta1`]],
    ["MutatingAdmissionPolicy", [], [`${ADMISSION}/v1`]],
    ["Role", [], [`${RBAC}/v1`]],
    ["__proto__", [], ["v1"]],
    [undefined, [], ["v1"]],
  ])("of %s is true in %j and not in %j", (kind, sure, others) => {
    expect(sure.filter((apiVersion) => !isClusterScoped({ apiVersion, kind }))).toEqual([]);
    expect(others.filter((apiVersion) => isClusterScoped({ apiVersion, kind }))).toEqual([]);
  });
});

const role: Resource = {
  ...FRESH,
  kind: "Role",
  object: { apiVersion: `${RBAC}/v1`, kind: "Role", metadata: { name: "a" }, rules: [] },
  file: "a.yaml",
  document: 0,
  at: [],
};
const withMetadata = (metadata: AnyObject["metadata"], kind = "Role"): Resource => ({
  ...role,
  object: { ...role.object, kind, metadata },
});

describe("what a resource is called", () => {
  it.each([
    [role, { kind: "Role", name: "a", namespace: "default" }],
    [withMetadata({ name: "a", namespace: "" }), { kind: "Role", name: "a", namespace: "default" }],
    [withMetadata({ name: "a", namespace: "n" }), { kind: "Role", name: "a", namespace: "n" }],
    [
      withMetadata({ name: "a", namespace: "n" }, "ClusterRole"),
      { kind: "ClusterRole", name: "a", namespace: "_non_namespaceable_" },
    ],
    [
      { ...role, object: {} },
      { kind: "", name: "", namespace: "default" },
    ],
  ])("%#", (resource, id) => {
    expect(currentId(resource)).toEqual(id);
    expect(originalId(resource)).toEqual(id);
    expect(effectiveNamespace(resource.object)).toBe(id.namespace);
    expect(nameOf(resource)).toBe(id.name);
    expect(namespaceOf(resource)).toBe(resource.object.metadata?.namespace ?? "");
  });

  it("is told apart by all parts", () => {
    expect(identity(role)).toBe(`${RBAC}/v1\nRole\ndefault\na`);
    expect(identity({ ...role, object: {} })).toBe("\n\ndefault\n");
  });

  it("is remembered once, the oldest first", () => {
    const first = remember(role);
    expect(first.previous).toEqual([currentId(role)]);
    expect(remember(first)).toBe(first);
    const one = { kind: "Role", name: "a", namespace: "default" };
    for (const other of [
      { ...one, name: "b" },
      { ...one, namespace: "n" },
      { ...one, kind: "Other" },
    ]) {
      const { kind, name, namespace } = other;
      const again = remember({ ...first, object: { ...role.object, kind, metadata: { name, namespace } } });
      expect(again.previous).toEqual([one, other]);
      expect(originalId(again)).toEqual(one);
    }
  });

  it.each<[AnyObject["metadata"], Resource["kind"], boolean]>([
    [{ name: "a" }, "Role", true],
    [{ name: "a", namespace: "n" }, "Role", true],
    [{ name: "a" }, undefined, false],
    [{ name: "${A}" }, "Role", false],
    [{ name: "a", namespace: "${N}" }, "Role", false],
    [{}, "Role", false],
  ])("%j of the kind %s is certain: %s", (metadata, kind, expected) => {
    expect(isCertain({ ...withMetadata(metadata), kind })).toBe(expected);
  });

  it.each([
    [{ kind: "Role", metadata: { name: "a" } }, "Role 'a'"],
    [{ kind: "Role", metadata: { name: "a", namespace: "n" } }, "Role 'a' in namespace 'n'"],
    [{ kind: "Role", metadata: { name: "${A}", namespace: "${N}" } }, "a Role"],
    [{ metadata: { namespace: "n" } }, "a manifest in namespace 'n'"],
  ])("%j in a sentence", (object, words) => {
    expect(objectName(object)).toBe(words);
  });
});

describe("new content of a resource", () => {
  it("is the same resource, if it is the same content", () => {
    expect(rewritten(role, role.object)).toBe(role);
  });

  it("is whole, if it is of a kind that is not read, and none, if it is no object", () => {
    expect(rewritten(role, [])).toBeUndefined();
    expect(rewritten(role, null)).toBeUndefined();
    const widget = { ...role.object, kind: "Widget" };
    expect(rewritten(role, widget)).toMatchObject({ kind: undefined, object: widget });
    const other = { ...role, kind: undefined };
    expect(rewritten(other, "text")).toBeUndefined();
    expect(
      rewritten(other, { kind: "Widget", metadata: { name: "w", uid: "1", labels: { a: "b" } }, x: [1] })
        ?.object,
    ).toEqual({
      kind: "Widget",
      metadata: { name: "w", labels: { a: "b" } },
      x: [1],
    });
  });

  it("has the kind that it says", () => {
    const changed = rewritten(role, { ...role.object, kind: "ClusterRole" });
    expect(changed?.kind).toBe("ClusterRole");
    expect(changed?.object).toEqual({ ...role.object, kind: "ClusterRole" });
  });

  describe("and what is wrong with it", () => {
    const defect = (...at: (string | number)[]) =>
      ({ at, expected: "a list", actual: "a text" }) as never as Resource["defects"][number];
    const wrong = { ...role, defects: [defect("rules", 0, "verbs"), defect("metadata", "labels")] };
    const at = (resource: Resource | undefined) => resource?.defects.map((one) => one.at.join("/"));
    const content = { ...role.object, metadata: { name: "b" } };
    const by = { file: "p.yaml", document: 0, path: [] };

    it("stays as far as nothing has been written there", () => {
      expect(at(rewritten(wrong, content))).toEqual(["rules/0/verbs", "metadata/labels"]);
      expect(at(rewritten({ ...wrong, changes: [{ path: ["rules"], by }] }, content))).toEqual([
        "metadata/labels",
      ]);
      expect(at(rewritten({ ...wrong, changes: [{ path: ["rules", "0", "verbs"], by }] }, content))).toEqual([
        "metadata/labels",
      ]);
      expect(
        at(
          rewritten(
            {
              ...wrong,
              changes: [
                { path: ["rules", 1], by },
                { path: ["metadata", "labels", "a"], by },
              ],
            },
            content,
          ),
        ),
      ).toEqual(["rules/0/verbs", "metadata/labels"]);
    });

    it("is what the new content has wrong, too, each once", () => {
      expect(at(rewritten(role, { ...content, rules: "x" }))).toEqual(["rules"]);
      expect(
        at(
          rewritten({ ...role, defects: [defect("rules"), defect("metadata")] }, { ...content, rules: "x" }),
        ),
      ).toEqual(["metadata", "rules"]);
    });

    it("is forgotten with the kind", () => {
      expect(at(rewritten(wrong, { ...content, kind: "ClusterRole" }))).toEqual([]);
    });
  });
});

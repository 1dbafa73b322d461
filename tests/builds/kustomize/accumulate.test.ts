import { describe, expect, test } from "vitest";
import { build, documents, first, names, text } from "./applied.js";

const COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";

describe("the order within a layer", () => {
  test("patches see the names before the prefix, labels and JSON patches those after it", () => {
    const built = build({
      "kustomization.yaml":
        "resources: [role.yaml]\nnamespace: team\nnamePrefix: p-\npatches: [{patch: '- {op: add, path: /metadata/labels, value: {early: a}}', target: {name: a}}, {patch: '- {op: add, path: /metadata/labels, value: {never: a}}', target: {name: p-a}}]\npatchesJson6902: [{patch: '- {op: add, path: /metadata/labels/late, value: b}', target: {name: p-a}}]\n",
      "role.yaml": text.role("name: a"),
    });
    expect(first(built, "Role").metadata).toEqual({
      name: "p-a",
      namespace: "team",
      labels: { early: "a", late: "b" },
    });
  });

  test("resources come before bases, whatever the file says first", () => {
    const built = build({
      "kustomization.yaml": "bases: [base]\nresources: [role.yaml]\n",
      "role.yaml": text.role("name: a"),
      "base/kustomization.yaml": "resources: [role.yaml]\n",
      "base/role.yaml": text.role("name: b"),
    });
    expect(names(built)).toEqual(["Role a", "Role b"]);
  });
});

describe("components", () => {
  const files = {
    "base/kustomization.yaml": "resources: [role.yaml]\n",
    "base/role.yaml": text.role("name: a"),
    "one/kustomization.yaml": `${COMPONENT}resources: [account.yaml]\nnamePrefix: one-\n`,
    "one/account.yaml": text.serviceAccount("name: b"),
    "two/kustomization.yaml": `${COMPONENT}components: [../one]\nnameSuffix: -two\n`,
  };

  test("work on everything the parent has gathered, before its own transformers", () => {
    const built = build({
      ...files,
      "kustomization.yaml": "resources: [base]\ncomponents: [one]\nnamePrefix: top-\n",
    });
    expect(names(built)).toEqual(["Role top-one-a", "ServiceAccount top-one-b"]);
    expect([...built.files]).toEqual(
      expect.arrayContaining([
        ["one/kustomization.yaml", "kustomization"],
        ["one/account.yaml", "resource"],
      ]),
    );
  });

  test("are run in their order, and may include others", () => {
    const built = build({ ...files, "kustomization.yaml": "resources: [base]\ncomponents: [two]\n" });
    expect(names(built)).toEqual(["Role one-a-two", "ServiceAccount one-b-two"]);
  });

  test("delete from what the parent has", () => {
    const built = build({
      ...files,
      "cut/kustomization.yaml": `${COMPONENT}patches: [{patch: '{$patch: delete, apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a}}'}]\n`,
      "kustomization.yaml": "resources: [base]\ncomponents: [cut]\n",
    });
    expect(names(built)).toEqual([]);
  });

  test.each([
    ["a component among the resources", "resources: [one]\n"],
    ["a kustomization among the components", "components: [base]\n"],
    ["a component that is not there", "components: [gone]\n"],
  ])("are incomplete: %s", (_, kustomization) => {
    expect(build({ ...files, "kustomization.yaml": kustomization }).hidden[0]?.reason).toBeTypeOf("string");
  });

  test("that include themselves, or each other very often, end", () => {
    const texts: Record<string, string> = { "kustomization.yaml": "components: [c0]\n" };
    for (let i = 0; i < 40; i++) {
      texts[`c${i}/kustomization.yaml`] = `${COMPONENT}components: [../c${i + 1}, ../c${i + 1}]\n`;
    }
    expect(build(texts).hidden[0]?.reason).toBeTypeOf("string");
    expect(
      build({
        "kustomization.yaml": "components: [a]\n",
        "a/kustomization.yaml": `${COMPONENT}components: [../a]\n`,
      }).hidden[0]?.reason,
    ).toBeTypeOf("string");
  });
});

test("a base of several parents is in each with its own names", () => {
  const built = build({
    "base/kustomization.yaml": "resources: [objects.yaml]\n",
    "base/objects.yaml": documents(text.role("name: a"), text.binding("name: b", "kind: Role, name: a")),
    "one/kustomization.yaml": "resources: [../base]\nnamespace: one\n",
    "two/kustomization.yaml": "resources: [../base]\nnamespace: two\nnamePrefix: x-\n",
    "kustomization.yaml": "resources: [one, two]\n",
  });
  expect(names(built)).toEqual(["Role one/a", "RoleBinding one/b", "Role two/x-a", "RoleBinding two/x-b"]);
  expect(built.objects.map(({ object }) => (object.roleRef as { name?: string } | undefined)?.name)).toEqual([
    undefined,
    "a",
    undefined,
    "x-a",
  ]);
});

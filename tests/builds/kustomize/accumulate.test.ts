import { describe, expect, test } from "vitest";
import { applied, build, documents, first, names, text } from "./applied.js";

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

describe("objects that exist for kustomize alone", () => {
  test.each([
    ["'true'", []],
    ["anything", []],
    ["'false'", ["Role a"]],
  ])("with local-config %s", (value, expected) => {
    const role = text.role(`name: a, annotations: {config.kubernetes.io/local-config: ${value}}`);
    expect(names(applied("", role))).toEqual(expected);
  });
});

describe("what two entries bring alike", () => {
  const refused = (texts: Record<string, string>) => {
    const { errors = [], hidden, objects } = build(texts);
    return { errors, hidden: hidden.map(({ reason }) => reason), count: objects.length };
  };
  const place = (...path: (string | number)[]) => ({ file: "kustomization.yaml", document: 0, path });

  test("is an error at the second", () => {
    const texts = {
      "kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
      "a.yaml": text.role("name: a"),
      "b.yaml": text.role("name: a, namespace: default"),
    };
    expect(refused(texts)).toEqual({
      errors: [
        {
          id: "objectTwice",
          place: place("resources", 1),
          data: { path: "b.yaml", object: "Role 'a' in namespace 'default'", first: "a.yaml" },
        },
      ],
      hidden: [],
      count: 1,
    });
  });

  test("is not known for a name that is filled in later", () => {
    const texts = {
      "kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
      "a.yaml": text.role("name: '${A}'"),
      "b.yaml": text.role("name: '${A}'"),
    };
    expect(refused(texts)).toEqual({
      errors: [],
      hidden: ["kustomization.yaml includes '${A}' twice"],
      count: 1,
    });
  });

  test("is not known once something is hidden", () => {
    const texts = {
      "kustomization.yaml": "resources: [gone.yaml, a.yaml, b.yaml]\n",
      "a.yaml": text.role("name: a"),
      "b.yaml": text.role("name: a"),
    };
    expect(refused(texts)).toEqual({
      errors: [],
      hidden: [
        "kustomization.yaml includes 'gone.yaml', which is not there",
        "kustomization.yaml includes 'a' twice",
      ],
      count: 1,
    });
  });

  test("is nothing for other kinds, groups, namespaces and names", () => {
    const objects = [
      text.role("name: a"),
      text.role("name: a, namespace: n"),
      text.role("name: b"),
      text.clusterRole("name: a"),
      text.role("name: a").replace("/v1", "/v1beta1"),
    ];
    const texts = Object.fromEntries(objects.map((object, index) => [`${index}.yaml`, object]));
    expect(
      refused({ ...texts, "kustomization.yaml": `resources: [${Object.keys(texts).join()}]\n` }),
    ).toEqual({ errors: [], hidden: [], count: 5 });
  });

  test("is wrong where the component is listed, if the parent has it already", () => {
    const component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";
    const texts = {
      "kustomization.yaml": "resources: [a.yaml]\ncomponents: [part]\n",
      "a.yaml": text.role("name: a"),
      "part/kustomization.yaml": `${component}resources: [a.yaml, b.yaml]\n`,
      "part/a.yaml": text.role("name: a"),
      "part/b.yaml": text.role("name: b"),
    };
    expect(refused(texts).errors).toEqual([
      {
        id: "objectTwice",
        place: place("components", 0),
        data: { path: "part", object: "Role 'a'", first: "a.yaml" },
      },
    ]);
    const within = { ...texts, "a.yaml": text.role("name: c"), "part/b.yaml": text.role("name: a") };
    expect(refused(within).errors).toEqual([
      {
        id: "objectTwice",
        place: { file: "part/kustomization.yaml", document: 0, path: ["resources", 1] },
        data: { path: "b.yaml", object: "Role 'a'", first: "part/a.yaml" },
      },
    ]);
  });

  test("is said of a base alone, and once", () => {
    const texts = {
      "base/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
      "base/a.yaml": text.role("name: a"),
      "base/b.yaml": text.role("name: a"),
      "one/kustomization.yaml": "resources: [../base]\nnamePrefix: one-\n",
      "two/kustomization.yaml": "resources: [../base]\nnamePrefix: two-\n",
      "kustomization.yaml": "resources: [one, two]\n",
    };
    expect(refused(texts).errors.map(({ place }) => place.file)).toEqual(["base/kustomization.yaml"]);
  });

  test("is hidden where a patch makes it", () => {
    const patch = "[{op: replace, path: /metadata/name, value: x}]";
    const texts = {
      "kustomization.yaml": `resources: [a.yaml]\npatches: [{target: {kind: Role}, patch: '${patch}'}]\n`,
      "a.yaml": documents(text.role("name: a"), text.role("name: b"), text.clusterRole("name: x")),
    };
    expect(refused(texts)).toEqual({
      errors: [],
      hidden: ["kustomization.yaml ends up with two objects named 'x'"],
      count: 3,
    });
  });
});

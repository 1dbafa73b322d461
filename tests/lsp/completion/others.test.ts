import { describe, expect, it } from "vitest";
import { rules } from "../../../rules/index.js";
import { LAYOUTS } from "../layouts.js";
import { complete } from "./completing.js";

const PLAIN = LAYOUTS.plain ?? {};

describe("selectors", () => {
  const policy = (spec: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p, namespace: shop }\nspec:\n  ${spec}\n`;

  it("take the labels of pods in the namespace of the policy", async () => {
    const keys = await complete(PLAIN, "p.yaml", policy("podSelector:\n    matchLabels:\n      ‸"));
    expect(keys.labels).toEqual(["app"]);
    expect(keys.item("app").detail).toBe("shop");
    expect(keys.chosen("app")).toContain("      app: \n");
    const values = await complete(PLAIN, "p.yaml", policy("podSelector: { matchLabels: { app: s‸ } }"));
    expect(values.chosen("shop")).toContain("app: shop }");
    const other = policy("podSelector: { matchLabels: { a‸ } }").replace(
      "namespace: shop",
      "namespace: ingress",
    );
    expect((await complete(PLAIN, "p.yaml", other)).labels).toEqual([]);
  });

  it("take the labels of namespaces, and expressions", async () => {
    const peer = (selector: string) =>
      policy(`podSelector: {}\n  ingress:\n    - from:\n        - ${selector}`);
    const namespaces = await complete(
      PLAIN,
      "p.yaml",
      peer("namespaceSelector:\n            matchLabels:\n              kubernetes.io/metadata.name: ‸"),
    );
    expect(namespaces.labels).toEqual(["shop", "ingress"]);
    const expression = (item: string) =>
      complete(
        PLAIN,
        "p.yaml",
        peer(`{ podSelector: { matchExpressions: [${item}] }, namespaceSelector: {} }`),
      );
    expect((await expression("{ key: ‸ }")).labels).toEqual(["app"]);
    expect((await expression("{ key: app, operator: ‸ }")).labels).toEqual([
      "In",
      "NotIn",
      "Exists",
      "DoesNotExist",
    ]);
    expect((await expression("{ key: app, operator: In, values: [‸] }")).labels).toEqual(["shop"]);
  });
});

describe("comments", () => {
  it("take names of rules", async () => {
    const of = await complete(
      {},
      "role.yaml",
      "# eslint-disable-next-line gitops/no-wildcard-verbs, gitops/no-wild‸\nkind: Role\n",
    );
    expect(of.labels).toContain("gitops/no-wildcard-resources");
    expect(of.labels).not.toContain("gitops/no-wildcard-verbs");
    expect(of.chosen("gitops/no-wildcard-resources")).toContain(
      "gitops/no-wildcard-verbs, gitops/no-wildcard-resources\n",
    );
    expect((await of.told("gitops/no-wildcard-resources")).documentation).toMatchObject({
      value: expect.stringContaining(rules["no-wildcard-resources"]?.meta.docs.description ?? "?") as string,
    });
  });

  it("take them in templates of charts, and nothing in a reason", async () => {
    const chart = { "chart/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n" };
    const template = await complete(
      chart,
      "chart/templates/a.yaml",
      "{{- /* eslint-disable ‸ */ -}}\n{{ if }}",
    );
    expect(template.labels).toContain("gitops/no-wildcard-verbs");
    const reason = await complete(
      {},
      "role.yaml",
      "# eslint-disable gitops/no-wildcard-verbs -- gitops/‸\nkind: Role\n",
    );
    expect(reason.labels).toEqual([]);
    expect((await complete({}, "role.yaml", "# something ‸\nkind: Role\n")).labels).toEqual([]);
  });
});

describe("the configuration", () => {
  const at = (marked: string) =>
    complete({ ".gitops-lint.yaml": "preset: all\n" }, ".gitops-lint.yaml", marked);

  it("takes its keys, presets, rules, severities and settings", async () => {
    const keys = await at("preset: strict\n‸");
    expect(keys.labels).toEqual(["rules", "ignores", "overrides", "settings", "contracts"]);
    expect(keys.chosen("settings")).toBe("preset: strict\nsettings: ");
    expect((await at("preset: ‸")).labels).toEqual(["recommended", "strict", "all", "none"]);
    const names = await at("rules:\n  no-wildcard-verbs: off\n  no-wildcard‸\n");
    expect(names.labels).toContain("no-wildcard-resources");
    expect(names.labels).not.toContain("no-wildcard-verbs");
    expect(names.chosen("no-wildcard-resources")).toContain("  no-wildcard-resources: \n");
    expect((await at("rules:\n  no-wildcard-verbs: ‸\n")).labels).toEqual(["off", "warn", "error"]);
    expect((await at("rules:\n  no-wildcard-verbs: [‸]\n")).labels).toEqual(["off", "warn", "error"]);
    expect((await at("overrides:\n  - files: ['a']\n    rules:\n      no-pod-exec: ‸\n")).labels).toEqual([
      "off",
      "warn",
      "error",
    ]);
    const settings = await at("settings:\n  ‸\n");
    expect(settings.labels).toContain("knownRoles");
    expect((await settings.told("platform")).documentation).toMatchObject({
      value: "The platform that the clusters run on, whose own roles are then known.",
    });
    expect((await at("settings:\n  platform: ‸\n")).labels).toContain("openshift");
  });
});

describe("the top of a document", () => {
  it("takes kinds and their API versions", async () => {
    expect(
      (await complete({}, "a.yaml", "apiVersion: rbac.authorization.k8s.io/v1\nkind: ‸\n")).labels,
    ).toEqual([...["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"]]);
    expect((await complete({}, "a.yaml", "---\nkind: NetworkPolicy\napiVersion: ‸\n")).labels).toEqual([
      "networking.k8s.io/v1",
    ]);
  });

  it("takes whole objects where the editor knows tab stops", async () => {
    const of = await complete({}, "a.yaml", "kind: Role\n---\nR‸\n");
    expect(of.item("RoleBinding").insertTextFormat).toBe(2);
    expect(of.chosen("Namespace")).toContain(
      "---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${1:name}\n",
    );
    expect((await complete({}, "a.yaml", "R‸\n", { capabilities: {} })).labels).toEqual([]);
    expect((await complete({}, "a.yaml", "kind: Role\n‸\n")).labels).toEqual([]);
  });
});

describe("a long list", () => {
  it("is cut, and holds what fits to what is typed", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `${index}.yaml`,
        `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: role-${index} }\nrules: []\n`,
      ]),
    );
    const begin =
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: b }\nroleRef:\n  kind: ClusterRole\n  name: ";
    const all = await complete(files, "b.yaml", `${begin}‸\n`);
    expect(all.list).toMatchObject({ isIncomplete: true, items: { length: 200 } });
    const some = await complete(files, "b.yaml", `${begin}r29‸\n`);
    expect(some.labels).toContain("role-299");
    expect(some.labels).not.toContain("role-100");
  });
});

describe("hostile names", () => {
  const role = (name: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: ${name} }\nrules: [{ apiGroups: [""], resources: ["[x](http://y)\`<b>"], verbs: [get] }]\n`;
  const begin =
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: b }\nroleRef:\n  kind: ClusterRole\n  name: ";

  it("are shown as what they are, and written in quotes", async () => {
    const of = await complete({ "role.yaml": role(String.raw`"a: \u202eb\n# ]"`) }, "b.yaml", `${begin}‸\n`);
    const [first = ""] = of.labels;
    expect(first).toBe("a: \uFFFDb\uFFFD# ]");
    expect(of.chosen(first)).toBe(`${begin}"a: \u202eb\\n# ]"\n`);
    expect((await of.told(first)).documentation).toMatchObject({
      value: expect.stringContaining("get on \\[x\\](http\\://y)\\`\\<b\\>") as string,
    });
  });

  it("do not matter where nothing is a manifest", async () => {
    for (const [path, text] of [
      ["a.yaml", "\0\0‸"],
      ["a.jsonl", "{}\n‸"],
      ["a.yaml", "{{ if ‸ }}"],
      ["a.txt", "a‸"],
    ] as const)
      expect((await complete({}, path, text, { capabilities: {} })).labels).toEqual([]);
  });
});

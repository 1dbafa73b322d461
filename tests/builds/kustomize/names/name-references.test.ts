import { describe, expect, test } from "vitest";
import { applied, build, documents, first, text } from "../applied.js";

const account = (name: string, namespace?: string) =>
  `{kind: ServiceAccount, name: ${name}${namespace === undefined ? "" : `, namespace: ${namespace}`}}`;

describe("a roleRef", () => {
  test.each([
    ["follows a Role", "namePrefix: p-\n", text.role("name: a"), "kind: Role, name: a", "p-a"],
    [
      "follows a ClusterRole",
      "namePrefix: p-\n",
      text.clusterRole("name: a"),
      "kind: ClusterRole, name: a",
      "p-a",
    ],
    ["looks at the kind", "namePrefix: p-\n", text.clusterRole("name: a"), "kind: Role, name: a", "a"],
    [
      "stays where nothing has that name",
      "namePrefix: p-\n",
      text.role("name: a"),
      "kind: Role, name: view",
      "view",
    ],
    [
      "stays where the role is in another namespace",
      "namePrefix: p-\n",
      text.role("name: a, namespace: other"),
      "kind: Role, name: a",
      "a",
    ],
    [
      "follows where both are moved",
      "namePrefix: p-\nnamespace: x\n",
      text.role("name: a, namespace: other"),
      "kind: Role, name: a",
      "p-a",
    ],
  ])("%s", (_, kustomization, role, ref, name) => {
    const built = applied(kustomization, documents(role, text.binding("name: b", ref)));
    expect(first(built, "RoleBinding").roleRef).toMatchObject({ name });
  });

  test("follows a previous name, and of several the one with its own prefixes", () => {
    const layer = (prefix: string) => ({
      [`${prefix}/kustomization.yaml`]: `resources: [../base]\nnamePrefix: ${prefix}-\n`,
    });
    const built = build({
      "base/kustomization.yaml": "resources: [objects.yaml]\nnamePrefix: base-\n",
      "base/objects.yaml": documents(
        text.clusterRole("name: a"),
        text.clusterBinding("name: b", "kind: ClusterRole, name: a"),
      ),
      ...layer("one"),
      ...layer("two"),
      "kustomization.yaml": "resources: [one, two, own.yaml]\nnamePrefix: top-\n",
      "own.yaml": text.clusterBinding("name: own", "kind: ClusterRole, name: one-base-a"),
    });
    const refs = built.objects
      .filter(({ kind }) => kind === "ClusterRoleBinding")
      .map(({ object }) => object.roleRef);
    expect(refs).toMatchObject([
      { name: "top-one-base-a" },
      { name: "top-two-base-a" },
      { name: "top-one-base-a" },
    ]);
  });

  const twice = (operator: (layer: string) => string) =>
    build({
      "one/kustomization.yaml": `resources: [objects.yaml]\n${operator("one")}\n`,
      "one/objects.yaml": text.clusterRole("name: a"),
      "two/kustomization.yaml": `resources: [objects.yaml]\n${operator("two")}\n`,
      "two/objects.yaml": text.clusterRole("name: a"),
      "kustomization.yaml": "resources: [one, two, own.yaml]\n",
      "own.yaml": text.clusterBinding("name: own", "kind: ClusterRole, name: a"),
    });

  test("stays where all that could be meant have prefixes that it has not", () => {
    const built = twice((layer) => `namePrefix: ${layer}-`);
    expect(first(built, "ClusterRoleBinding").roleRef).toMatchObject({ name: "a" });
    expect(built.hidden[0]?.reason).toBeUndefined();
  });

  test("that could mean several objects stays, and is incomplete", () => {
    const rename = (to: string) => `- {op: replace, path: /metadata/name, value: ${to}}`;
    const built = twice((layer) => `patches: [{target: {name: a}, patch: '${rename(layer)}'}]`);
    expect(first(built, "ClusterRoleBinding").roleRef).toMatchObject({ name: "a" });
    expect(built.hidden[0]?.reason).toContain("'a'");
  });
});

describe("a subject", () => {
  test.each([
    [
      "takes name and namespace",
      "namePrefix: p-\nnamespace: x\n",
      "name: a",
      account("a"),
      { name: "p-a", namespace: "x" },
    ],
    [
      "finds the original namespace",
      "namePrefix: p-\nnamespace: x\n",
      "name: a, namespace: y",
      account("a", "y"),
      { name: "p-a", namespace: "x" },
    ],
    [
      "finds the current namespace",
      "namePrefix: p-\nnamespace: x\n",
      "name: a",
      account("a", "x"),
      { name: "p-a", namespace: "x" },
    ],
    [
      "without a namespace counts as default",
      "namespace: x\n",
      "name: a",
      account("a", "default"),
      { name: "a", namespace: "x" },
    ],
    [
      "of another namespace stays",
      "namePrefix: p-\n",
      "name: a, namespace: y",
      account("a", "z"),
      { name: "a", namespace: "z" },
    ],
    [
      "is followed whatever its kind",
      "namePrefix: p-\n",
      "name: a",
      "{kind: User, name: a}",
      { name: "p-a" },
    ],
    [
      "stays where nothing was changed",
      "commonLabels: {x: z}\n",
      "name: a, namespace: y",
      account("a"),
      { name: "a" },
    ],
  ])("%s", (_, kustomization, metadata, subject, expected) => {
    const objects = documents(
      text.serviceAccount(metadata),
      text.clusterBinding("name: b", "kind: ClusterRole, name: view", subject),
    );
    const [found] = first(applied(kustomization, objects), "ClusterRoleBinding").subjects as Record<
      string,
      unknown
    >[];
    expect({ ...found, kind: undefined }).toEqual(expected);
  });

  test("of a RoleBinding is looked for in its own namespace and those of its subjects", () => {
    const objects = documents(
      text.serviceAccount("name: a, namespace: far"),
      text.binding(
        "name: b, namespace: near",
        "kind: ClusterRole, name: view",
        `${account("a")}, ${account("a", "far")}`,
      ),
      text.binding("name: c, namespace: near", "kind: ClusterRole, name: view", account("a")),
    );
    const built = applied("namePrefix: p-\n", objects);
    const subjects = built.objects.slice(1).map(({ object }) => object.subjects);
    expect(subjects).toMatchObject([
      [
        { name: "p-a", namespace: "far" },
        { name: "p-a", namespace: "far" },
      ],
      [{ name: "a" }],
    ]);
  });
});

test("a workload's service account is followed", () => {
  const deployment =
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: w}, spec: {template: {spec: {serviceAccountName: a}}}}\n";
  const built = applied("namePrefix: p-\n", documents(text.serviceAccount("name: a"), deployment));
  expect(first(built, "Deployment").spec).toEqual({ template: { spec: { serviceAccountName: "p-a" } } });
});

test("strange references are left alone", () => {
  const objects = documents(
    text.serviceAccount("name: a"),
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: [], subjects: [1, {}, [{name: a}]]}\n",
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: c}, subjects: x}\n",
  );
  expect(applied("namePrefix: p-\n", objects).objects).toHaveLength(3);
});

describe("of several objects with one name", () => {
  /** Two bases with the same cluster role, and a binding to it in the first, as layers rename them. */
  const refs = (one: string, two: string, top = "") =>
    build({
      "one/kustomization.yaml": `resources: [role.yaml, binding.yaml]\n${one}\n`,
      "one/role.yaml": text.clusterRole("name: a"),
      "one/binding.yaml": text.clusterBinding("name: b", "kind: ClusterRole, name: a"),
      "two/kustomization.yaml": `resources: [role.yaml]\n${two}\n`,
      "two/role.yaml": text.clusterRole("name: a"),
      "kustomization.yaml": `resources: [one, two]\n${top}\n`,
    });
  test.each([
    ["namePrefix: x-", "namePrefix: y-", "", "x-a"],
    ["nameSuffix: -x", "nameSuffix: -y", "", "a-x"],
    ["namePrefix: x-", "nameSuffix: -y", "", "x-a"],
    ["namePrefix: x-", "namePrefix: y-", "namePrefix: t-", "t-x-a"],
    ["nameSuffix: -x", "nameSuffix: -y", "nameSuffix: -t", "a-x-t"],
    ["nameSuffix: -x", "namePrefix: y-", "nameSuffix: -t", "a-x-t"],
    ["namePrefix: x-\nnameSuffix: -s", "namePrefix: x-\nnameSuffix: -t", "", "x-a-s"],
    // What was never renamed has no previous name to be found by.
    ["", "namePrefix: y-", "", "y-a"],
  ])("that of the same layers is meant: %j, %j, %j", (one, two, top, name) => {
    const built = refs(one, two, top);
    expect(first(built, "ClusterRoleBinding").roleRef).toMatchObject({ name });
    expect(built.hidden).toEqual([]);
  });

  test("is said to be unclear once, with the file of what refers to it", () => {
    const rename = (to: string) =>
      `patches: [{target: {name: a}, patch: '- {op: replace, path: /metadata/name, value: ${to}}'}]`;
    expect(refs(rename("x"), rename("y")).hidden).toEqual([
      {
        kind: "ambiguous",
        reason: "one/binding.yaml refers to 'a', which could be several objects",
        file: "one/binding.yaml",
        names: ["a"],
      },
    ]);
  });
});

describe("what is in reach", () => {
  const of = (
    metadata: string,
    subject: string,
    kind: "binding" | "clusterBinding",
    binding: string,
    kustomization = "namePrefix: p-\n",
  ) => {
    const objects = documents(
      text.serviceAccount(metadata),
      text[kind](binding, "kind: ClusterRole, name: view", subject),
    );
    return built(applied(kustomization, objects));
  };
  const built = ({ objects }: ReturnType<typeof applied>) => objects[1]?.object.subjects;
  test.each([
    [
      "name: a, namespace: n",
      account("a"),
      "binding",
      "name: b, namespace: n",
      [{ kind: "ServiceAccount", name: "p-a", namespace: "n" }],
    ],
    [
      "name: a, namespace: n",
      account("a", "n"),
      "binding",
      "name: b, namespace: m",
      [{ kind: "ServiceAccount", name: "p-a", namespace: "n" }],
    ],
    [
      "name: a, namespace: n",
      account("a"),
      "binding",
      "name: b, namespace: m",
      [{ kind: "ServiceAccount", name: "a" }],
    ],
    ["name: a, namespace: n", account("a"), "binding", "name: b", [{ kind: "ServiceAccount", name: "a" }]],
    ["name: a", account("a"), "binding", "name: b", [{ kind: "ServiceAccount", name: "p-a" }]],
    [
      "name: a",
      account("a", "default"),
      "binding",
      "name: b",
      [{ kind: "ServiceAccount", name: "p-a", namespace: "default" }],
    ],
    [
      "name: a",
      account("a", "default"),
      "binding",
      "name: b, namespace: n",
      [{ kind: "ServiceAccount", name: "a", namespace: "default" }],
    ],
    [
      "name: a, namespace: n",
      account("a"),
      "clusterBinding",
      "name: b",
      [{ kind: "ServiceAccount", name: "p-a", namespace: "n" }],
    ],
    [
      "name: a, namespace: n",
      account("a", "m"),
      "clusterBinding",
      "name: b",
      [{ kind: "ServiceAccount", name: "a", namespace: "m" }],
    ],
    [
      "name: a, namespace: n",
      `${account("a", "n")}, ${account("c", "n")}`,
      "clusterBinding",
      "name: b",
      [
        { kind: "ServiceAccount", name: "p-a", namespace: "n" },
        { kind: "ServiceAccount", name: "c", namespace: "n" },
      ],
    ],
  ] as const)(
    "of an account with %s, a subject %s of a %s with %s",
    (metadata, subject, kind, binding, expected) => {
      expect(of(metadata, subject, kind, binding)).toEqual(expected);
    },
  );

  test("is a role of another version of the API as well, but of no other group", () => {
    const binding = text.clusterBinding("name: b", "kind: ClusterRole, name: a");
    const role = text.clusterRole("name: a");
    const ref = (one: string, other: string) =>
      first(applied("namePrefix: p-\n", documents(one, other)), "ClusterRoleBinding").roleRef;
    expect(ref(role.replace("/v1", "/v1beta1"), binding)).toMatchObject({ name: "p-a" });
    expect(ref(role, binding.replace(/apiGroup: [\w.]*/, "apiGroup: example.org"))).toMatchObject({
      name: "a",
    });
    expect(ref(role, binding.replace(/apiGroup: [\w.]*, /, ""))).toMatchObject({ name: "p-a" });
  });
});

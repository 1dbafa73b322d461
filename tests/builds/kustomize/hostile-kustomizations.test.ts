import { describe, expect, test } from "vitest";
import type { Build } from "../../../lib/builds/build.js";
import { field, items } from "../../../lib/util/plain-values.js";
import { applied, build, documents, first, names, text } from "./applied.js";

const RULES = "[{apiGroups: [''], resources: [pods], verbs: [get]}]";
const times = <Made>(count: number, make: (index: number) => Made) =>
  Array.from({ length: count }, (_, index) => make(index));
const lines = (count: number, make: (index: number) => string) => times(count, make).join("");
const roles = (count: number) => documents(...times(count, (index) => text.role(`name: r${index}`, RULES)));
const project =
  "{apiVersion: argoproj.io/v1alpha1, kind: AppProject, metadata: {name: a}, spec: {a: {b: x}}}\n";
const verbs = ({ objects }: Build, index: number) =>
  items(field(items(objects[index]?.object.rules)[0], "verbs"));
const labels = ({ objects }: Build, index: number) => objects[index]?.object.metadata?.labels;
const TOO_MUCH = "kustomization.yaml changes too much to be followed to the end";

describe("is followed to the end", () => {
  const MANY = 1000;
  const merge = (index: number) =>
    text
      .role(`name: r${index % MANY}, labels: {l: "${index}"}`)
      .trimEnd()
      .replace(", rules: []", "");

  test("a target by name for each of many objects", () => {
    const built = applied(
      `patches:\n${lines(3 * MANY, (index) => `- {target: {kind: Role, name: r${index % MANY}}, patch: '[{op: add, path: /rules/0/verbs/-, value: v${index}}]'}\n`)}`,
      roles(MANY),
    );
    expect(built.hidden).toEqual([]);
    expect(verbs(built, 999)).toEqual(["get", "v999", "v1999", "v2999"]);
  });

  test("an expression, and a selector of labels, for each of many objects", () => {
    const built = applied(
      `patches:\n${lines(MANY, (index) => `- {target: {name: ^r.*${index}$, namespace: d.+t}, patch: '[{op: add, path: /rules/0/verbs/-, value: v${index}}]'}\n- {target: {labelSelector: "l=${index},m in (x, y)"}, patch: '[{op: add, path: /metadata/annotations, value: {a: "${index}"}}]'}\n`)}`,
      documents(
        ...times(MANY, (index) => text.role(`name: r${index}, labels: {l: "${index}", m: x}`, RULES)),
      ),
    );
    expect(built.hidden).toEqual([]);
    expect(verbs(built, 999)).toEqual(["get", "v9", "v99", "v999"]);
    expect(built.objects[999]?.object.metadata?.annotations).toEqual({ a: "999" });
  });

  test.each([
    ["entries", lines(3 * MANY, (index) => `- patch: '${merge(index)}'\n`), "patches"],
    ["texts", lines(3 * MANY, (index) => `- '${merge(index)}'\n`), "patchesStrategicMerge"],
    ["a file", "- patch.yaml\n", "patchesStrategicMerge"],
  ])("merge patches in %s", (_, entries, field) => {
    const built = applied(`${field}:\n${entries}`, roles(MANY), {
      "patch.yaml": documents(...times(3 * MANY, (index) => `${merge(index)}\n`)),
    });
    expect(built.hidden).toEqual([]);
    expect(labels(built, 0)).toEqual({ l: "2000" });
    expect(built.objects[0]?.changes?.map(({ path }) => path.join("/"))).toEqual([
      "metadata/labels",
      "metadata/labels/l",
    ]);
  });

  test("patches that delete all but one", () => {
    const gone = (index: number) => merge(index).replace("{apiVersion", "{$patch: delete, apiVersion");
    const built = applied(
      `patches:\n${lines(MANY - 1, (index) => `- patch: '${gone(index)}'\n`)}`,
      roles(MANY),
    );
    expect(names(built)).toEqual(["Role r999"]);
  });

  test("operations that insert in front of each other, and new keys", () => {
    const operations = [
      ...times(20_000, (index) => `{op: add, path: /rules/0, value: {verbs: [v${index}]}}`),
      "{op: add, path: /metadata/labels, value: {}}",
      ...times(20_000, (index) => `{op: add, path: /metadata/labels/l${index}, value: x}`),
      ...times(19_999, () => "{op: remove, path: /rules/1}"),
    ];
    const built = applied(`patches: [{target: {kind: Role}, path: patch.yaml}]\n`, roles(1), {
      "patch.yaml": `[${operations.join(",\n")}]\n`,
    });
    expect(built.hidden).toEqual([]);
    expect(first(built, "Role").rules).toEqual([{ verbs: ["v19999"] }, expect.objectContaining({})]);
    expect(Object.keys(labels(built, 0) ?? {})).toHaveLength(20_000);
    expect(built.objects[0]?.changes?.map(({ path }) => path.join("/")).slice(0, 2)).toEqual([
      "metadata/labels",
      "metadata/labels/l0",
    ]);
  });

  test("replacements, each from one object into another", () => {
    const built = applied(
      `replacements:\n${lines(MANY, (index) => `- source: {kind: Role, name: r${index}}\n  targets: [{select: {kind: Role, name: r${(index + 1) % MANY}}, fieldPaths: [rules.0.verbs.0]}]\n`)}`,
      roles(MANY),
    );
    expect(built.hidden).toEqual([]);
    expect([verbs(built, 0), verbs(built, 1)]).toEqual([["r999"], ["r0"]]);
  });

  test("many rejects of a replacement", () => {
    const built = applied(
      `replacements:\n- source: {kind: Role, name: r0}\n  targets:\n  - select: {kind: Role}\n    reject:\n${lines(MANY - 1, (index) => `    - {name: r${index}}\n`)}    fieldPaths: [rules.0.verbs.0]\n`,
      roles(MANY),
    );
    expect([verbs(built, 998), verbs(built, 999)]).toEqual([["get"], ["r0"]]);
  });

  test("a var for each of many objects", () => {
    const built = applied(
      `commonAnnotations: {a: "$(V0) $(V999)"}\nvars:\n${lines(MANY, (index) => `- {name: V${index}, objref: {kind: Role, name: r${index}, apiVersion: rbac.authorization.k8s.io/v1}}\n`)}`,
      roles(MANY),
    );
    expect(built.objects[5]?.object.metadata?.annotations).toEqual({ a: "r0 r999" });
  });

  test("names that many objects refer to", () => {
    const objects = times(MANY, (index) => [
      text.role(`name: r${index}, namespace: n`),
      text.serviceAccount(`name: r${index}, namespace: n`),
      text.binding(
        `name: r${index}, namespace: n`,
        `kind: Role, name: r${index}`,
        `{kind: ServiceAccount, name: r${index}, namespace: n}`,
      ),
    ]).flat();
    const built = applied("namePrefix: p-\n", documents(...objects));
    expect(built.objects.at(-1)?.object).toMatchObject({
      roleRef: { name: "p-r999" },
      subjects: [{ name: "p-r999", namespace: "n" }],
    });
  });

  test("subjects of many namespaces", () => {
    const subjects = times(MANY, (index) => `{kind: ServiceAccount, name: a, namespace: n${index}}`).join(
      ", ",
    );
    const built = applied(
      "namePrefix: p-\n",
      documents(
        ...times(MANY, (index) => text.serviceAccount(`name: a, namespace: n${index}`)),
        text.binding("name: b, namespace: n0", "kind: Role, name: x", subjects),
        text.clusterBinding("name: c", "kind: ClusterRole, name: x", subjects),
      ),
    );
    for (const kind of ["RoleBinding", "ClusterRoleBinding"]) {
      const bound = first(built, kind).subjects as readonly unknown[];
      expect(bound).toHaveLength(MANY);
      expect(bound[999]).toEqual({ kind: "ServiceAccount", name: "p-a", namespace: "n999" });
    }
  });

  test("labels, field specs and generators", () => {
    const built = applied(
      `labels:\n${lines(MANY, (index) => `- pairs: {l${index % 20}: "${index}"}\n  includeSelectors: ${index % 2 === 0}\n`)}configurations: [c.yaml]\ncommonAnnotations: {z: z}\nconfigMapGenerator:\n${lines(3 * MANY, (index) => `- {name: c${index}, literals: [a=b]}\n`)}`,
      roles(MANY),
      {
        "c.yaml": `commonAnnotations:\n${lines(MANY, (index) => `- {path: metadata/annotations/a${index}, kind: Widget, create: true}\n`)}nameReference:\n${lines(MANY, (index) => `- {kind: Role, group: g${index}, fieldSpecs: [{path: metadata/annotations}]}\n`)}`,
      },
    );
    expect(built.hidden).toEqual([]);
    expect(labels(built, 7)).toMatchObject({ l0: "980", l19: "999" });
    expect(built.objects[7]?.object.metadata?.annotations).toEqual({ z: "z" });
    // Who has no labels yet shares those that are set.
    expect(labels(built, 7)).toBe(labels(built, 8));
  });

  test("webhooks merged by name", () => {
    const webhooks = (make: (index: number) => string) =>
      `{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: w}, webhooks: [${times(3 * MANY, make).join(", ")}]}\n`;
    const built = applied(
      "patches: [{path: patch.yaml}]\n",
      webhooks((index) => `{name: w${index}}`),
      { "patch.yaml": webhooks((index) => `{name: w${2999 - index}, failurePolicy: Fail}`) },
    );
    const merged = built.objects[0]?.object as { webhooks?: unknown[] };
    expect(merged.webhooks).toHaveLength(3 * MANY);
    expect(merged.webhooks?.[0]).toEqual({ name: "w0", failurePolicy: "Fail" });
  });

  test("many files, and one of them many times", () => {
    const built = build({
      "kustomization.yaml": `resources:\n${lines(3 * MANY, (index) => `- r${index % 1500}.yaml\n`)}`,
      ...Object.fromEntries(times(1500, (index) => [`r${index}.yaml`, text.role(`name: r${index}`)])),
    });
    expect(built.objects).toHaveLength(1500);
    expect(built.errors).toHaveLength(100);
  });
});

describe("is hidden beyond a limit", () => {
  test.each([
    [
      "copies of a value into itself",
      project,
      `patches: [{target: {kind: AppProject}, patch: '[${times(60, (index) => `{op: copy, from: /spec, path: /spec/n${index}}`).join(", ")}]'}]\n`,
    ],
    [
      "values that replacements copy into themselves",
      project,
      `replacements:\n${lines(60, (index) => `- {source: {kind: AppProject, fieldPath: spec}, targets: [{select: {kind: AppProject}, fieldPaths: [spec.n${index}], options: {create: true}}]}\n`)}`,
    ],
    [
      "a large value in many objects",
      roles(500),
      `patches: [{target: {kind: Role}, patch: '[{op: add, path: /rules, value: [${times(6000, () => "{verbs: [get]}").join(",")}]}]'}]\n`,
    ],
    [
      "many labels of many objects, each with others",
      documents(...times(500, (index) => text.role(`name: r${index}, labels: {l: "${index}"}`))),
      `commonLabels: {${times(20_000, (index) => `a${index}: x`).join(", ")}}\n`,
    ],
    [
      "expressions that each look at every character of long names",
      documents(...times(200, (index) => text.role(`name: ${"a".repeat(2000)}${index}`))),
      `patches:\n${lines(200, (index) => `- {target: {name: ".*${"a".repeat(500)}b.*${index}"}, patch: '[]'}\n`)}`,
    ],
  ])("%s", (_, objects, kustomization) => {
    const built = applied(kustomization, objects);
    expect(built.hidden.map(({ reason }) => reason)).toContain(TOO_MUCH);
    expect(built.objects.length).toBeGreaterThan(0);
  });

  test("a text that replacements double", () => {
    const built = applied(
      `replacements:\n${lines(60, () => `- {source: {kind: Role, name: r0, fieldPath: rules.0.verbs.0}, targets: [{select: {name: r0}, fieldPaths: [rules.0.verbs.0], options: {delimiter: /, index: 99999999}}]}\n`)}`,
      roles(2),
    );
    expect(built.hidden.map(({ reason }) => reason)).toEqual([
      "kustomization.yaml has replacements that make a text too long to be read",
    ]);
    expect(verbs(built, 0)?.[0]).toContain("\0");
    expect(verbs(built, 1)).toEqual(["get"]);
  });

  test("layers that double at every step, all together", () => {
    const built = build(
      {
        ...(Object.assign(
          {},
          ...times(40, (index) =>
            Object.fromEntries(
              ["a", "b"].map((side) => [
                `l${index + 1}/${side}/kustomization.yaml`,
                `resources: [../../l${index}/a, ../../l${index}/b]\nnameSuffix: -${side}\n`,
              ]),
            ),
          ),
        ) as Record<string, string>),
        ...Object.fromEntries(
          ["a", "b"].flatMap((side) => [
            [`l0/${side}/kustomization.yaml`, "resources: [role.yaml]\n"],
            [`l0/${side}/role.yaml`, text.role(`name: ${side}`)],
          ]),
        ),
      },
      "l40/a",
    );
    const reasons = built.hidden.map(({ reason }) => reason);
    expect(reasons).toContain(
      "l40/a/kustomization.yaml is not followed to the end: the kustomizations here change too much together",
    );
  });

  test("vars in layers that double at every step", () => {
    const built = build(
      {
        ...Object.fromEntries(
          times(40, (index) => [
            `l${index + 1}/kustomization.yaml`,
            `resources: [../l${index}/, ../l${index}]\n`,
          ]),
        ),
        "l0/kustomization.yaml":
          "resources: [role.yaml]\ncommonAnnotations: {a: $(V)}\nvars: [{name: V, objref: {kind: Role, name: a, apiVersion: rbac.authorization.k8s.io/v1}}]\n",
        "l0/role.yaml": text.role("name: a"),
      },
      "l40",
    );
    const reasons = built.hidden.map(({ reason }) => reason);
    expect(reasons).toContain(
      "l40/kustomization.yaml is not followed to the end: the kustomizations here change too much together",
    );
  });
});

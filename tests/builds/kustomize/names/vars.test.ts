import { describe, expect, test } from "vitest";
import { applied, build, documents, first, text } from "../applied.js";

const VAR =
  "vars: [{name: NS, objref: {apiVersion: v1, kind: ServiceAccount, name: a}, fieldref: {fieldPath: metadata.namespace}}]\n";
const annotated = (value: string) => text.serviceAccount(`name: a, annotations: {ns: ${value}}`);

test.each([
  ["'$(NS)'", "team"],
  ["'x-$(NS)-$(NS)'", "x-team-team"],
  ["'$(OTHER)'", "$(OTHER)"],
  ["'$$(NS)'", "$(NS)"],
  ["'$(NS'", "$(NS"],
])("%s in an annotation", (value, expected) => {
  expect(
    first(applied(`namespace: team\n${VAR}`, annotated(value)), "ServiceAccount").metadata?.annotations,
  ).toEqual({ ns: expected });
});

test("a var stays where the object it is taken from is not read", () => {
  const kustomization = VAR.replace("kind: ServiceAccount", "kind: Service");
  expect(first(applied(kustomization, annotated("'$(NS)'")), "ServiceAccount").metadata?.annotations).toEqual(
    { ns: "$(NS)" },
  );
});

test("a var reaches no roleRef, and other fields by configuration", () => {
  const objects = documents(
    text.serviceAccount("name: a, namespace: team"),
    text.binding("name: b", "kind: Role, name: $(NS)"),
    text.namespace("$(NS)"),
  );
  const built = applied(`${VAR}configurations: [config.yaml]\n`, objects, {
    "config.yaml": "varReference: [{path: metadata/name, kind: Namespace}]\n",
  });
  expect(first(built, "RoleBinding").roleRef).toMatchObject({ name: "$(NS)" });
  expect(first(built, "Namespace").metadata?.name).toBe("team");
});

test("a var of a generated ConfigMap's literal", () => {
  const kustomization =
    "configMapGenerator: [{name: config, literals: [ns=team]}]\nvars: [{name: NS, objref: {apiVersion: v1, kind: ConfigMap, name: config}, fieldref: {fieldpath: data.ns}}]\n";
  expect(first(applied(kustomization, annotated("'$(NS)'")), "ServiceAccount").metadata?.annotations).toEqual(
    { ns: "team" },
  );
});

test.each(["vars: x", "vars: [1, {}, {name: 2}]", "vars: [{name: NS, objref: 3, fieldref: []}]"])(
  "%s",
  (vars) => {
    expect(applied(`${vars}\n`, annotated("'$(NS)'")).objects).toHaveLength(1);
  },
);

describe("what a var stands for", () => {
  const objects = documents(
    text.serviceAccount("name: a, namespace: one, labels: {l: one}"),
    text.serviceAccount("name: a, namespace: two, labels: {l: two}"),
    text.serviceAccount("name: b"),
    text.serviceAccount("name: c, namespace: two"),
    text.role("name: b, namespace: two"),
    text.clusterRole("name: d, labels: {l: cluster}"),
    text.namespace("a"),
    text.serviceAccount("name: reader, annotations: {v: '<$(V)>', w: '$(V)$(V)', x: '$$(V)$', n: plain}"),
  );
  test.each<[string, string, string | undefined]>([
    ["objref: {apiVersion: v1, kind: ServiceAccount, name: b}", "b", undefined],
    [
      "objref: {apiVersion: v1, kind: ServiceAccount, name: c}, fieldref: {fieldPath: metadata.namespace}",
      "two",
      undefined,
    ],
    [
      "objref: {apiVersion: v1, kind: ServiceAccount, name: a, namespace: two}, fieldref: {fieldPath: metadata.labels.l}",
      "two",
      undefined,
    ],
    [
      "objref: {apiVersion: v1, kind: ServiceAccount, name: a, namespace: one}, fieldref: {fieldpath: metadata.labels.l}",
      "one",
      undefined,
    ],
    ["objref: {version: v1, kind: ServiceAccount, name: b}, fieldref: {fieldPath: ''}", "b", undefined],
    [
      "objref: {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, name: d}, fieldref: {fieldPath: metadata.labels.l}",
      "cluster",
      undefined,
    ],
    [
      "objref: {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, name: d, namespace: one}, fieldref: {fieldPath: kind}",
      "ClusterRole",
      undefined,
    ],
    [
      "objref: {group: rbac.authorization.k8s.io, version: v1, kind: Role, name: b}, fieldref: {fieldPath: kind}",
      "Role",
      undefined,
    ],
    [
      "objref: {apiVersion: v1, kind: Namespace, name: a}, fieldref: {fieldPath: kind}",
      "Namespace",
      undefined,
    ],
    // Two are called so.
    ["objref: {apiVersion: v1, kind: ServiceAccount, name: a}", "$(V)", undefined],
    ["objref: {apiVersion: v1, kind: ServiceAccount, name: a, namespace: three}", "$(V)", undefined],
    ["objref: {apiVersion: v2, kind: ServiceAccount, name: b}", "$(V)", undefined],
    ["objref: {apiVersion: v1, kind: Role, name: b}", "$(V)", undefined],
    ["objref: {apiVersion: v1, kind: ServiceAccount, name: [b]}", "$(V)", undefined],
    [
      "objref: {apiVersion: v1, kind: ServiceAccount, name: b}, fieldref: {fieldPath: metadata.gone}",
      "$(V)",
      undefined,
    ],
    [
      "objref: {apiVersion: v1, kind: ServiceAccount, name: b}, fieldref: {fieldPath: metadata}",
      "$(V)",
      undefined,
    ],
    ["objref: {apiVersion: v1, kind: ServiceAccount, name: b}", "p-b", "namePrefix: p-"],
    [
      "objref: {apiVersion: v1, kind: ServiceAccount, name: b, namespace: default}, fieldref: {fieldPath: metadata.namespace}",
      "all",
      "namespace: all",
    ],
  ])("%s is %s", (reference, value, rest = "") => {
    // The same namespace for all makes two accounts the same.
    const all = rest.startsWith("namespace")
      ? objects.replaceAll("name: a, namespace: two", "name: e, namespace: two")
      : objects;
    const built = applied(`vars: [{name: V, ${reference}}]\n${rest}\n`, all);
    const reader = built.objects.find(({ object }) => object.metadata?.name?.endsWith("reader"));
    expect(reader?.object.metadata?.annotations).toEqual({
      v: `<${value}>`,
      w: `${value}${value}`,
      x: "$(V)$",
      n: "plain",
    });
  });

  test("is that of the first var of a name, in all layers above", () => {
    const built = build({
      "base/kustomization.yaml": `resources: [a.yaml]\nvars: [{name: V, objref: {apiVersion: v1, kind: ServiceAccount, name: a}}]\n`,
      "base/a.yaml": text.serviceAccount("name: a"),
      "kustomization.yaml": "resources: [base, b.yaml]\nnamePrefix: p-\n",
      "b.yaml": text.serviceAccount("name: b, annotations: {v: $(V)}"),
    });
    expect(built.objects[1]?.object.metadata?.annotations).toEqual({ v: "p-a" });
  });
});

test("vars reach the annotations of a Deployment's pods", () => {
  const deployment =
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {metadata: {annotations: {n: $(NS)}, labels: {n: $(NS)}}}}}\n";
  const built = applied(VAR, documents(text.serviceAccount("name: a, namespace: team"), deployment));
  expect(first(built, "Deployment").spec).toEqual({
    template: { metadata: { annotations: { n: "team" }, labels: { n: "$(NS)" } } },
  });
});

test("common annotations reach pods", () => {
  const deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {template: {}}}\n";
  expect(first(applied("commonAnnotations: {a: b}\n", deployment), "Deployment").spec).toEqual({
    template: { metadata: { annotations: { a: "b" } } },
  });
});

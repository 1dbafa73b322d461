import { expect, test } from "vitest";
import { applied, documents, first, text } from "../applied.js";

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

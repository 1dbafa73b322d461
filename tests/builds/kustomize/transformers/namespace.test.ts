import { describe, expect, test } from "vitest";
import { applied, documents, first, names, text } from "../applied.js";

const objects = documents(
  text.role("name: a"),
  text.role("name: b, namespace: other"),
  text.clusterRole("name: c"),
  text.namespace("old"),
  "{apiVersion: policy.networking.k8s.io/v1alpha1, kind: AdminNetworkPolicy, metadata: {name: d}, spec: {}}\n",
);
const subjects =
  "{kind: ServiceAccount, name: default}, {kind: User, name: default, namespace: x}, {kind: ServiceAccount, name: app}";

describe("namespace", () => {
  test("is set and overridden, on custom kinds of any scope, too, and renames Namespaces", () => {
    expect(names(applied("namespace: team\n", objects))).toEqual([
      "Role team/a",
      "Role team/b",
      "ClusterRole c",
      "Namespace team",
      "AdminNetworkPolicy team/d",
    ]);
  });

  test("is set for subjects named default, whatever their kind", () => {
    const built = applied(
      "namespace: team\n",
      text.clusterBinding("name: a", "kind: ClusterRole, name: view", subjects),
    );
    expect(first(built, "ClusterRoleBinding").subjects).toEqual([
      { kind: "ServiceAccount", name: "default", namespace: "team" },
      { kind: "User", name: "default", namespace: "team" },
      { kind: "ServiceAccount", name: "app" },
    ]);
  });

  test.each([
    [
      "unsetOnly: true",
      ["Role team/a", "Role other/b", "ClusterRole c", "Namespace old", "AdminNetworkPolicy team/d"],
    ],
    [
      "fieldSpecs: [{path: metadata/name, kind: Namespace}]",
      ["Role team/a", "Role team/b", "ClusterRole c", "Namespace team", "AdminNetworkPolicy team/d"],
    ],
  ])("by a NamespaceTransformer with %s", (option, expected) => {
    const built = applied("transformers: [ns.yaml]\n", objects, {
      "ns.yaml": `apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: n, namespace: team}\n${option}\n`,
    });
    expect(names(built)).toEqual(expected);
  });

  test.each([
    ["defaultOnly", ["team", "team", undefined]],
    ["allServiceAccounts", ["team", "x", "team"]],
    ["none", [undefined, "x", undefined]],
  ])("setRoleBindingSubjects: %s", (mode, expected) => {
    const built = applied(
      "transformers: [ns.yaml]\n",
      text.binding("name: a", "kind: Role, name: b", subjects),
      {
        "ns.yaml": `apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: n, namespace: team}\nsetRoleBindingSubjects: ${mode}\n`,
      },
    );
    const found = first(built, "RoleBinding").subjects as { namespace?: string }[];
    expect(found.map(({ namespace }) => namespace)).toEqual(expected);
  });

  test("that makes two objects the same is an error, and nothing is unknown for it", () => {
    const built = applied(
      "namespace: team\n",
      documents(text.role("name: a"), text.role("name: a, namespace: b")),
    );
    expect(built.hidden).toEqual([]);
    expect(built.errors).toEqual([
      {
        id: "namespaceConflict",
        place: { file: "kustomization.yaml", document: 0, path: ["namespace"] },
        data: {
          namespace: "namespace 'team'",
          one: "Role 'a'",
          other: "Role 'a' in namespace 'b'",
          field: "namespace",
        },
      },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { hoverAt } from "./hover-at.js";

const RBAC = "rbac.authorization.k8s.io";
const kustomization = (namespace: string) => `resources: [../../base]\nnamespace: ${namespace}\n`;
const BINDING = `apiVersion: ${RBAC}/v1
kind: RoleBinding
metadata:
  name: readers
roleRef: { apiGroup: ${RBAC}, kind: Role, name: reader }
subjects:
  - { apiGroup: ${RBAC}, kind: Group, name: developers }
`;
const ROLE = `apiVersion: ${RBAC}/v1
kind: Role
metadata:
  name: reader
rules:
  - { apiGroups: [""], resources: [secrets], verbs: [get] }
`;
const OVERLAYS = {
  "base/kustomization.yaml": "resources: [binding.yaml, role.yaml]\n",
  "base/binding.yaml": BINDING,
  "base/role.yaml": ROLE,
  "overlays/a/kustomization.yaml": kustomization("alpha"),
  "overlays/b/kustomization.yaml": kustomization("beta"),
};

const THROUGH =
  "through RoleBinding `readers` ([base/binding.yaml:7](base/binding.yaml#L7)) and Role `reader` ([base/role.yaml:6](base/role.yaml#L6))";

describe("a hover on a subject", () => {
  it("tells a binding once that many namespaces have", async () => {
    const lines = (await hoverAt(OVERLAYS, "base/binding.yaml", "name: devel|opers"))?.split("\n");
    expect(lines).toEqual([
      "**Group `developers`**",
      "",
      "Can:",
      "",
      `- in namespaces \`alpha\` and \`beta\`: **read every Secret of namespaces 'alpha' and 'beta'**; get on \`secrets\`, ${THROUGH}`,
    ]);
  });

  it("tells it for each where it gives something else", async () => {
    const patch = `patches:\n  - target: { kind: Role }\n    patch: '[{ op: replace, path: /rules/0/resources, value: [pods] }]'\n`;
    const files = { ...OVERLAYS, "overlays/b/kustomization.yaml": `${kustomization("beta")}${patch}` };
    const lines = (await hoverAt(files, "base/binding.yaml", "name: devel|opers"))?.split("\n");
    expect(lines?.filter((one) => one.startsWith("- "))).toEqual([
      `- in namespace \`alpha\`: **read every Secret of namespace 'alpha'**; get on \`secrets\`, ${THROUGH}`,
      `- in namespace \`beta\`: get on \`pods\`, ${THROUGH}`,
    ]);
  });
});

describe("a hover on a namespace", () => {
  it("says of a binding in it that its role does not exist", async () => {
    const files = { "binding.yaml": BINDING.replace("name: readers", "name: readers\n  namespace: shop") };
    expect(await hoverAt(files, "binding.yaml", "namespace: sh|op")).toContain(
      "- Group `developers` by Role `reader`, which does not exist, through RoleBinding `readers` ([binding.yaml:4](binding.yaml#L4))",
    );
  });
});

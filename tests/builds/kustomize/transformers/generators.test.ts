import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../../lib/kubernetes/objects.js";
import { applied, build, first, text } from "../applied.js";

const role = text.role(
  "name: a",
  "[{apiGroups: [''], resources: [configmaps], resourceNames: [config, other], verbs: [get]}]",
);
const resourceNames = (kustomization: string, others: Record<string, string> = {}) => {
  const [rule] = first(applied(kustomization, role, others), "Role").rules as { resourceNames: string[] }[];
  return rule?.resourceNames;
};

describe("generated names", () => {
  test.each([
    ["have a hash", "configMapGenerator: [{name: config}]\n", `config-${UNKNOWN}`],
    ["of Secrets, too", "secretGenerator: [{name: config}]\n", `config-${UNKNOWN}`],
    [
      "have a prefix before it",
      "namePrefix: p-\nconfigMapGenerator: [{name: config}]\n",
      `p-config-${UNKNOWN}`,
    ],
    [
      "have none where that is said",
      "namePrefix: p-\nconfigMapGenerator: [{name: config, options: {disableNameSuffixHash: true}}]\n",
      "p-config",
    ],
    [
      "have none where that is said for all",
      "namePrefix: p-\ngeneratorOptions: {disableNameSuffixHash: true}\nconfigMapGenerator: [{name: config}]\n",
      "p-config",
    ],
    ["of another namespace do not count", "configMapGenerator: [{name: config, namespace: far}]\n", "config"],
  ])("%s", (_, kustomization, name) => {
    expect(resourceNames(kustomization)).toEqual([name, "other"]);
  });

  test("of a generator in a file", () => {
    const generator = "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: config}\n";
    expect(resourceNames("generators: [g.yaml]\n", { "g.yaml": generator })).toEqual([
      `config-${UNKNOWN}`,
      "other",
    ]);
  });

  test.each(["merge", "replace"])("are followed through a layer that uses behavior %s", (behavior) => {
    const built = build({
      "base/kustomization.yaml":
        "resources: [role.yaml]\nnamePrefix: p-\nconfigMapGenerator: [{name: config}]\n",
      "base/role.yaml": role,
      "kustomization.yaml": `resources: [base]\nconfigMapGenerator: [{name: config, behavior: ${behavior}, literals: [a=b]}]\n`,
    });
    expect(first(built, "Role").rules).toMatchObject([{ resourceNames: [`p-config-${UNKNOWN}`, "other"] }]);
  });
});

test("generated objects are not among the applied ones, and their inputs are no objects", () => {
  const built = applied("configMapGenerator: [{name: config, files: [x=input.yaml]}]\n", role, {
    "input.yaml": role,
  });
  expect(built.objects).toHaveLength(1);
  expect(built.files.get("input.yaml")).toBe("configuration");
});

test.each([
  "configMapGenerator: [1, {name: [a]}]",
  "configMapGenerator: x",
  "secretGenerator: [{literals: [1, '=']}]",
])("%s", (kustomization) => {
  expect(applied(`${kustomization}\n`, role).objects).toHaveLength(1);
});

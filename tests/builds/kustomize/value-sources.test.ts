import { describe, expect, test, vi } from "vitest";
import { kustomizeOf } from "../../../lib/builds/kustomize/kustomize.js";
import { isKnown } from "../../../lib/kubernetes/objects.js";
import { ManifestFile } from "../../../lib/manifests/manifest-file.js";
import { factsOf } from "../../../lib/repository/facts.js";
import { repositoryOf } from "../repository-of.js";
import { build, first } from "./applied.js";
import { valueExamples } from "./value-examples.js";

describe("a replacement takes its value from", () => {
  test.each(valueExamples)("$name", ({ files, directory, role }) => {
    const built = build(files, directory);
    const { name } = first(built, "ClusterRoleBinding").roleRef as { name: string };
    expect(isKnown(name) ? name : "?").toBe(role);
    expect(built.hidden).toEqual([]);
  });
});

describe("the values of files", () => {
  const files = {
    "base/kustomization.yaml": "resources: [values.yaml]\n",
    "base/values.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: values}, data: {role: admin}}\n",
    "overlay/binding.yaml":
      "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {kind: ClusterRole, name: x}}\n",
    "overlay/kustomization.yaml": "resources: [../base, binding.yaml]\n",
    "other/kustomization.yaml": "resources: [other.yaml]\n",
    "other/other.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: values}}\n",
  };
  const replacing =
    "replacements: [{source: {kind: ConfigMap, name: values, fieldPath: data.role}, targets: [{select: {kind: ClusterRoleBinding}, fieldPaths: [roleRef.name]}]}]\n";

  test("are read only where a replacement can reach them", () => {
    const plain = repositoryOf(files);
    const read = vi.spyOn(plain, "values");
    for (const directory of ["overlay", "other"]) kustomizeOf(plain).build(directory);
    expect(read).not.toHaveBeenCalled();
    const overlay = `${files["overlay/kustomization.yaml"]}${replacing}`;
    const replaced = repositoryOf({ ...files, "overlay/kustomization.yaml": overlay });
    const readNow = vi.spyOn(replaced, "values");
    for (const directory of ["overlay", "other"]) kustomizeOf(replaced).build(directory);
    expect(readNow.mock.calls.flat().sort()).toEqual(["base/values.yaml"]);
  });

  test("are read once a replacement is added, although the base is the same", () => {
    const before = repositoryOf(files);
    kustomizeOf(before).build("overlay");
    const file = new ManifestFile(`${files["overlay/kustomization.yaml"]}${replacing}`);
    const path = "overlay/kustomization.yaml";
    const after = before.withFile(path, factsOf(path, file), file);
    const [binding] = kustomizeOf(after, before).build("overlay").objects;
    expect(binding?.object.roleRef).toMatchObject({ name: "admin" });
  });
});

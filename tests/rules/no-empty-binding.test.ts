import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-empty-binding";

describe("no-empty-binding", () => {
  it("reports a binding without subjects, at the name of the role", async () => {
    expect(await lint(RULE, { "a.yaml": roleBinding("view", "shop", "ClusterRole") })).toEqual([
      [
        "a.yaml:9:9-9:13",
        "This binding gives ClusterRole 'view' to nobody. Name its subjects, or delete it.",
      ],
    ]);
  });

  it("is silent where there is a subject", async () => {
    const binding = roleBinding("view", "shop", "ClusterRole", user("ada"));
    expect(await lint(RULE, { "a.yaml": binding })).toEqual([]);
  });

  it.each([
    ["a list that is filled in later", `${clusterBinding("view")}subjects: "{{ .Values.subjects }}"\n`],
    [
      // How OpenShift says to switch off that everybody can create projects.
      "a binding of the cluster's own that is emptied",
      manifest(
        "ClusterRoleBinding",
        "self-provisioners",
        undefined,
        "  annotations: { rbac.authorization.kubernetes.io/autoupdate: 'false' }\nroleRef: { kind: ClusterRole, name: self-provisioner }\nsubjects: []\n",
      ),
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("judges what is applied: a base that overlays fill is not empty", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [b.yaml]\n",
      "base/b.yaml": clusterBinding("view"),
      "prod/kustomization.yaml": "resources: [../base]\npatches: [{ path: patch.yaml }]\n",
      "prod/patch.yaml": clusterBinding("view", user("ada")),
    };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, { ...files, "prod/patch.yaml": clusterBinding("view") })).toHaveLength(1);
  });
});

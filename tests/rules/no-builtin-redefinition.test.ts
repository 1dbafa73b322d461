import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-builtin-redefinition";
const own = (role: string) =>
  `${role} is Kubernetes' own: applying this overwrites it for all who have it already, and the API server adds back what is missing when it starts. Give this role a name of its own.`;
const system = (role: string) =>
  `Names that begin with 'system:' belong to Kubernetes, and a later version may have its own ${role}. Give this role a name of its own.`;

describe("no-builtin-redefinition", () => {
  it.each([
    ["a ClusterRole", manifest("ClusterRole", "view"), "a.yaml:4:9-4:13", own("ClusterRole 'view'")],
    [
      "a Role of kube-system",
      manifest("Role", "extension-apiserver-authentication-reader", "kube-system"),
      "a.yaml:4:9-4:50",
      own("Role 'extension-apiserver-authentication-reader'"),
    ],
  ])("reports %s of Kubernetes' own", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  it("judges the name that is applied", async () => {
    const overlay = (more: string) => ({
      "kustomization.yaml": `resources: [role.yaml]\n${more}`,
      "role.yaml": manifest("ClusterRole", "view"),
    });
    expect(await lint(RULE, overlay("namePrefix: shop-\n"))).toEqual([]);
    expect(await lint(RULE, overlay(""))).toHaveLength(1);
  });

  it("reports any other name of that kind where it is asked to", async () => {
    // As metrics-server is installed.
    const files = { "a.yaml": manifest("ClusterRole", "system:aggregated-metrics-reader") };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, { options: { systemNames: true } })).toEqual([
      ["a.yaml:4:9-4:41", system("ClusterRole 'system:aggregated-metrics-reader'")],
    ]);
  });

  it.each([
    ["a name of one's own", manifest("ClusterRole", "shop-view")],
    ["a Role of another namespace", manifest("Role", "extension-apiserver-authentication-reader", "shop")],
    ["a Role with the name of a ClusterRole", manifest("Role", "view", "shop")],
    ["what kubeadm applies like any other", manifest("ClusterRole", "system:coredns")],
    ["the Role of kube-proxy, which kubeadm applies", manifest("Role", "kube-proxy", "kube-system")],
    ["a name that is filled in later", manifest("ClusterRole", "system:${NAME}")],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("leaves the platform's names to the platform", async () => {
    const files = { "a.yaml": manifest("ClusterRole", "system:openshift:scc:privileged") };
    const options = { systemNames: true };
    expect(await lint(RULE, files, { options, settings: { platform: "openshift" } })).toEqual([]);
    expect(await lint(RULE, files, { options })).toHaveLength(1);
  });
});

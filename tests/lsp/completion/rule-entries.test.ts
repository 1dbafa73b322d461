import { describe, expect, it } from "vitest";
import { complete } from "./completing.js";

const role = (rule: string, kind = "ClusterRole") => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: 🙂 # an emoji
rules:
  - ${rule}`;

const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: widgets, kind: Widget }
  versions: [{ name: v1, served: true }]
`;

describe("rules of roles", () => {
  it("take resources of their API groups that are not listed yet", async () => {
    const of = await complete(
      { "crd.yaml": CRD },
      "role.yaml",
      role("apiGroups: [example.com]\n    resources:\n      - ‸\n"),
    );
    expect(of.labels).toEqual(["widgets"]);
    const apps = await complete(
      {},
      "role.yaml",
      role('apiGroups: ["apps"]\n    resources: [deployments, "dep‸"]'),
    );
    expect(apps.labels).toContain("deployments/scale");
    expect(apps.labels).not.toContain("deployments");
    expect(apps.labels).not.toContain("pods");
    expect(apps.chosen("statefulsets")).toContain('resources: [deployments, "statefulsets"]');
  });

  it("take only resources in namespaces in a Role", async () => {
    const open = (kind: string) =>
      complete({}, "role.yaml", role('apiGroups: [""]\n    resources: [‸]', kind));
    expect((await open("Role")).labels).not.toContain("nodes");
    const cluster = await open("ClusterRole");
    expect(cluster.item("nodes").detail).toBe("core, of the cluster");
    expect((await cluster.told("nodes")).documentation).toMatchObject({
      value: expect.stringContaining("nodes of the core API group: of the cluster, so that only") as string,
    });
  });

  it("take verbs that a resource has, and say what these let one do", async () => {
    const of = await complete(
      {},
      "role.yaml",
      role('apiGroups: [""]\n    resources: [secrets]\n    verbs: [get, ‸'),
    );
    expect(of.labels.slice(0, 3)).toEqual(["list", "watch", "create"]);
    expect((await of.told("create")).documentation).toMatchObject({
      kind: "markdown",
      value: expect.stringContaining("Lets one have a token made of any ServiceAccount") as string,
    });
    expect(of.chosen("list")).toContain("verbs: [get, list");
    const exec = await complete(
      {},
      "role.yaml",
      role('apiGroups: [""]\n    resources: [pods/eviction]\n    verbs: ["‸'),
    );
    expect(exec.labels).toEqual(["create"]);
    const paths = await complete({}, "role.yaml", role("nonResourceURLs: [/metrics]\n    verbs:\n    - ‸"));
    expect(paths.labels).toContain("head");
    expect(paths.labels).not.toContain("list");
  });

  it("take API groups, those of their resources first", async () => {
    const of = await complete({}, "role.yaml", role("resources: [ingresses]\n    apiGroups: [‸]"));
    expect(of.labels[0]).toBe("networking.k8s.io");
    expect(of.item("networking.k8s.io").detail).toBe("has ingresses");
    expect(of.chosen('"" (core)')).toContain('apiGroups: [""]');
    expect((await of.told('"" (core)')).documentation).toMatchObject({
      value: expect.stringContaining("The core API group, written as an empty text") as string,
    });
  });

  it("take paths in a ClusterRole", async () => {
    const url = (kind: string) => complete({}, "role.yaml", role("nonResourceURLs: [/me‸]", kind));
    expect((await url("ClusterRole")).chosen("/metrics")).toContain("nonResourceURLs: [/metrics]");
    expect((await url("Role")).labels).toEqual([]);
  });

  it("say nothing where a space ends a word, or nobody can tell", async () => {
    const at = (rule: string, typed?: string) =>
      complete({}, "role.yaml", role(rule), typed ? { typed } : {});
    expect((await at("apiGroups: [apps] ‸", " ")).labels).toEqual([]);
    expect((await at("apiGroups: [apps]\n    ‸", " ")).labels).toEqual([]);
    expect((await at("verbs: ‸", " ")).labels).toEqual([]);
    expect((await at("verbs: [get] # the ‸verbs")).labels).toEqual([]);
    expect((await at("verbs: |\n      ge‸t\n")).labels).toEqual([]);
    expect((await at('verbs: ["get"‸]')).labels).toEqual([]);
  });
});

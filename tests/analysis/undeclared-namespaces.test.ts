import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { undeclaredNamespaces } from "../../lib/analysis/undeclared-namespaces.js";
import { repositoryOf } from "../builds/repository-of.js";
import { manifest } from "../rules/manifests.js";

const named = (apiVersion: string, kind: string, spec = "{}") =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x, namespace: nowhere }\nspec: ${spec}\n`;

/** The namespaces that nothing makes, beside one that something does. */
function undeclared(...documents: string[]): string[] {
  const all = [manifest("Namespace", "shop"), ...documents].join("---\n");
  return undeclaredNamespaces(new Analysis(repositoryOf({ "a.yaml": all }), {})).map(({ name }) => name);
}

describe("namespaces that nothing makes", () => {
  it.each<[string, string, boolean]>([
    ["rbac.authorization.k8s.io/v1", "Role", true],
    ["v1", "ServiceAccount", true],
    ["networking.k8s.io/v1", "NetworkPolicy", true],
    // What controllers are told is where they run.
    ["kustomize.toolkit.fluxcd.io/v1", "Kustomization", false],
    ["source.toolkit.fluxcd.io/v1", "GitRepository", false],
    ["helm.toolkit.fluxcd.io/v2", "HelmRelease", false],
    ["helm.cattle.io/v1", "HelmChart", false],
    ["helm.cattle.io/v1", "HelmChartConfig", false],
    ["argoproj.io/v1alpha1", "Application", false],
    ["argoproj.io/v1alpha1", "ApplicationSet", false],
    ["argoproj.io/v1alpha1", "AppProject", false],
    ["operators.coreos.com/v1alpha1", "Subscription", false],
  ])("are those of %s %s: %s", (apiVersion, kind, isFound) => {
    expect(undeclared(named(apiVersion, kind))).toEqual(isFound ? ["nowhere"] : []);
  });

  it("are not told where more of them are used than made", () => {
    const role = (namespace: string) => manifest("Role", "r", namespace);
    expect(undeclared(role("one"))).toEqual(["one"]);
    expect(undeclared(role("one"), role("two"))).toEqual([]);
    expect(undeclared(role("one"), role("two"), manifest("Namespace", "other"))).toEqual(["one", "two"]);
  });

  it("are not those whose names are none", () => {
    expect(undeclared(manifest("Role", "r", '"${NS}"'))).toEqual([]);
    expect(undeclared(manifest("Role", "r", "not.a.namespace"))).toEqual([]);
    expect(undeclared(manifest("Role", "r", "NAMESPACE"))).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { declaredNamespaces } from "../../lib/analysis/declared-namespaces.js";
import { repositoryOf } from "../builds/repository-of.js";

const declared = (files: Record<string, string>, settings = {}) =>
  declaredNamespaces(new Analysis(repositoryOf(files), settings));

const object = (apiVersion: string, kind: string, metadata: object, spec: object = {}) =>
  `${JSON.stringify({ apiVersion, kind, metadata, spec })}\n`;

describe("declaredNamespaces", () => {
  it.each([
    ["openshift", ["openshift", "openshift-monitoring"], ["openshifts", "amazon-vpc", "gke-system"]],
    ["eks", ["amazon-vpc", "aws-observability"], ["aws", "gmp-public", "openshift"]],
    [
      "gke",
      ["gke-system", "gmp-public", "config-management-system", "asm-system", "istio-system"],
      ["aks-system", "tigera-operator", "istio"],
    ],
    [
      "aks",
      ["gatekeeper-system", "calico-system", "tigera-operator", "aks-command", "app-routing-system"],
      ["istio-system", "openshift-monitoring"],
    ],
  ] as const)("knows what %s makes, and not what others do", (platform, own, others) => {
    const there = declared({}, { platform });
    expect(own.filter((name) => !there.has(name))).toEqual([]);
    expect(others.filter((name) => there.has(name))).toEqual([]);
    const anywhere = declared({});
    expect(own.filter((name) => !anywhere.has(name))).toEqual([]);
  });

  it("knows those of every cluster and those of the settings", () => {
    const there = declared({}, { knownNamespaces: ["team-*"] });
    expect(["default", "kube-system", "team-a", "teams"].map((name) => there.has(name))).toEqual([
      ...[true, true, true, false],
    ]);
  });

  it.each<[string, string, string[]]>([
    ["a Namespace", object("v1", "Namespace", { name: "shop" }), ["shop"]],
    [
      "a HelmRelease that makes it",
      object(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        { name: "a", namespace: "own" },
        { install: { createNamespace: true }, targetNamespace: "shop" },
      ),
      ["shop"],
    ],
    [
      "a HelmRelease that makes its own",
      object(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        { name: "a", namespace: "own" },
        { install: { createNamespace: true } },
      ),
      ["own"],
    ],
    [
      "a HelmRelease that makes none",
      object(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        { name: "a", namespace: "own" },
        { targetNamespace: "shop" },
      ),
      [],
    ],
    [
      "a HelmChart of k3s",
      object(
        "helm.cattle.io/v1",
        "HelmChart",
        { name: "a", namespace: "own" },
        { createNamespace: true, targetNamespace: "shop" },
      ),
      ["shop"],
    ],
    [
      "a HelmChart that makes none",
      object("helm.cattle.io/v1", "HelmChart", { name: "a", namespace: "own" }, { targetNamespace: "shop" }),
      [],
    ],
    [
      "an Application that makes it",
      object(
        "argoproj.io/v1alpha1",
        "Application",
        { name: "a", namespace: "argocd" },
        { syncPolicy: { syncOptions: ["CreateNamespace=true"] }, destination: { namespace: "shop" } },
      ),
      ["shop"],
    ],
    [
      "an Application that makes none",
      object(
        "argoproj.io/v1alpha1",
        "Application",
        { name: "a", namespace: "argocd" },
        { syncPolicy: { syncOptions: ["CreateNamespace=false"] }, destination: { namespace: "shop" } },
      ),
      [],
    ],
  ])("knows the names that %s makes", (_, text, expected) => {
    expect([...declared({ "a.yaml": text }).names]).toEqual(expected);
  });

  it("tells what makes a namespace whose name is filled in later", () => {
    const template = {
      spec: { syncPolicy: { syncOptions: ["CreateNamespace=true"] }, destination: { namespace: "{{name}}" } },
    };
    const set = (spec: object) =>
      object("argoproj.io/v1alpha1", "ApplicationSet", { name: "a", namespace: "argocd" }, spec);
    const unfilled = (spec: object) => declared({ "a.yaml": set(spec) }).unfilled;
    expect(unfilled({ template })).toEqual(["{{name}}"]);
    expect(unfilled({ templatePatch: "syncOptions: [CreateNamespace=true]" })).toEqual(["{{}}"]);
    expect(unfilled({ templatePatch: "syncOptions: []" })).toEqual([]);
  });

  it("takes it that objects which controllers read are in namespaces that are there", () => {
    const there = declared({
      "a.yaml": object("argoproj.io/v1alpha1", "Application", { name: "a", namespace: "gitops" }),
    });
    expect(there.has("gitops")).toBe(true);
    expect([...there.names]).toEqual([]);
  });

  it("takes the namespaces of tenants and projects for made", () => {
    const there = declared({
      "a.yaml": "apiVersion: capsule.clastix.io/v1beta2\nkind: Tenant\nmetadata:\n  name: shop\n",
      "b.yaml": "apiVersion: example.org/v1\nkind: Basket\nmetadata:\n  name: pay\n",
    });
    expect([there.has("shop"), there.has("pay")]).toEqual([true, false]);
  });

  it("knows where one is that no kustomization lists", () => {
    const there = declared({
      "app/kustomization.yaml": "resources: [a.yaml]\n",
      "app/a.yaml": object("v1", "ConfigMap", { name: "a" }),
      "app/b.yaml": object("v1", "Namespace", { name: "shop" }),
    });
    expect([[...there.names], [...there.unlisted], there.has("shop")]).toEqual([
      [],
      [["shop", "app/b.yaml"]],
      false,
    ]);
  });
});

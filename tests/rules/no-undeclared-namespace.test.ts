import { describe, expect, it } from "vitest";
import { application, flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-undeclared-namespace";
const ADD = "Add a Namespace, correct the name, or list it under 'knownNamespaces' in .gitops-lint.yaml.";
const missing = (name: string, more = ADD, as = "") =>
  `Nothing here makes namespace '${name}'${as}, so the API server refuses what is put into it until somebody does. ${more}`;

const bakery = manifest("Namespace", "bakery");
const web = (namespace?: string) => manifest("Deployment", "web", namespace);
const resources = (...files: string[]) => `resources: [${files.join(", ")}]\n`;

describe("no-undeclared-namespace", () => {
  it("finds a namespace once, where it is named first", async () => {
    const files = { "a.yaml": bakery, "b.yaml": web("shop"), "c.yaml": manifest("Role", "reader", "shop") };
    expect(await lint(RULE, files)).toEqual([["b.yaml:5:14-5:18", missing("shop")]]);
  });

  it("finds it where a JSON patch moves an object to it, and not where a merge patch cannot", async () => {
    const patch = manifest("Deployment", "web", "shop");
    const files = { "ns.yaml": bakery, "app/a.yaml": web(), "app/p.yaml": patch };
    const patched = (entry: string) =>
      lint(RULE, { ...files, "app/kustomization.yaml": `${resources("a.yaml")}patches:\n  - ${entry}\n` });
    // resmap's ApplySmPatch keeps the namespace of the object.
    expect(await patched("{ path: p.yaml, target: { kind: Deployment } }")).toEqual([]);
    expect(
      await patched(
        "{ target: { kind: Deployment }, patch: '[{ op: add, path: /metadata/namespace, value: shop }]' }",
      ),
    ).toEqual([["app/kustomization.yaml:3:44-3:99", missing("shop")]]);
  });

  it("leaves the namespaces that a chart names by its defaults to whoever installs it", async () => {
    const chart = (template: string) => ({
      "ns.yaml": bakery,
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "web/templates/a.yaml": template,
    });
    expect(await lint(RULE, chart(web("shop")))).toEqual([]);
    const files = { ...chart(web("shop")), "z.yaml": web("shop") };
    expect(await lint(RULE, files)).toEqual([["z.yaml:5:14-5:18", missing("shop")]]);
    expect(await lint(RULE, { ...chart(manifest("Namespace", "shop")), "z.yaml": web("shop") })).toEqual([]);
  });

  it("names the first of several, in the order of files, documents and items", async () => {
    const list = (...items: string[]) =>
      `apiVersion: v1\nkind: List\nitems:\n${items.map((item) => item.replace(/^/gm, "    ").replace(/^ {4}/, "  - ")).join("\n")}`;
    const item = (name: string, namespace: string) =>
      `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: ${namespace} }`;
    expect(
      await lint(RULE, {
        "a.yaml": bakery,
        "b.yaml": `${bakery}---\n${list(item("a", "bakery"), item("b", "shop"), item("c", "shop"))}\n---\n${web("shop")}`,
        "c.yaml": web("shop"),
      }),
    ).toEqual([["b.yaml:14:37-14:41", missing("shop")]]);
  });

  it("finds it where a kustomization, Flux or Argo CD names it", async () => {
    const files = { "ns.yaml": bakery, "app/a.yaml": web() };
    const kustomization = `namespace: shop\n${resources("a.yaml")}`;
    expect(await lint(RULE, { ...files, "app/kustomization.yaml": kustomization })).toEqual([
      ["app/kustomization.yaml:1:12-1:16", missing("shop")],
    ]);
    const fluxed = `${gitRepository("flux-system", "url: https://example.org/fleet")}---\n${flux("apps", "path: ./app, targetNamespace: shop")}`;
    expect(await lint(RULE, { ...files, "flux.yaml": fluxed })).toEqual([
      ["flux.yaml:9:94-9:98", missing("shop")],
    ]);
    const app = application("shop", "path: app", "destination: { namespace: shop }");
    expect(await lint(RULE, { ...files, "app.yaml": app })).toEqual([
      ["app.yaml:4:100-4:104", missing("shop")],
    ]);
  });

  it.each([
    ["by an object", { "c/d.yaml": manifest("Namespace", "shop") }],
    [
      "by an object that kustomize names",
      { "c/d.yaml": bakery, "c/kustomization.yaml": `namespace: shop\n${resources("d.yaml")}` },
    ],
    ["by an object whose name is filled in later", { "c.yaml": manifest("Namespace", '"${NAME}"') }],
    [
      "by Argo CD",
      {
        "c.yaml": application(
          "shop",
          "chart: shop",
          'destination: { namespace: shop }, syncPolicy: { syncOptions: ["CreateNamespace=true"] }',
        ),
      },
    ],
    [
      "by an ApplicationSet that fills in the name",
      {
        "c.yaml":
          'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: a, namespace: argocd }\nspec: { generators: [], template: { spec: { destination: { namespace: "{{name}}" }, syncPolicy: { syncOptions: ["CreateNamespace=true"] } } } }\n',
      },
    ],
    [
      "by Flux' Helm controller",
      {
        "c.yaml":
          "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: a, namespace: flux-system }\nspec: { targetNamespace: shop, install: { createNamespace: true } }\n",
      },
    ],
    [
      "by k3s",
      {
        "c.yaml":
          "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: a, namespace: kube-system }\nspec: { targetNamespace: shop, createNamespace: true }\n",
      },
    ],
    ["by Terraform", { "main.tf": 'resource "kubernetes_namespace" "a" { metadata { name = "shop" } }\n' }],
    [
      "by a project",
      { "c.yaml": "apiVersion: project.example.io/v1\nkind: Project\nmetadata:\n  name: shop\nspec: {}\n" },
    ],
    ["by who installed Argo CD", { "c.yaml": application("a", "path: none").replace("argocd", "shop") }],
  ])("is content with a namespace that is made %s", async (_, files: Record<string, string>) => {
    expect(await lint(RULE, { "a.yaml": bakery, "b/b.yaml": web("shop"), ...files })).toEqual([]);
  });

  it.each(["default", "kube-system", "gke-managed-system", '"${NAMESPACE}"', "<team>"])(
    "never asks for %s",
    async (name) => {
      expect(await lint(RULE, { "a.yaml": bakery, "b.yaml": web(name) })).toEqual([]);
    },
  );

  it.each([
    ["kustomize.toolkit.fluxcd.io/v1", "Kustomization"],
    ["source.toolkit.fluxcd.io/v1", "GitRepository"],
    ["helm.toolkit.fluxcd.io/v2", "HelmRelease"],
    ["helm.cattle.io/v1", "HelmChart"],
    ["helm.cattle.io/v1", "HelmChartConfig"],
    ["argoproj.io/v1alpha1", "Application"],
    ["argoproj.io/v1alpha1", "ApplicationSet"],
    ["argoproj.io/v1alpha1", "AppProject"],
    ["operators.coreos.com/v1alpha1", "Subscription"],
  ])("leaves it to the controllers where they are told things: %s %s", async (apiVersion, kind) => {
    const told = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a, namespace: control }\nspec: {}\n`;
    expect(await lint(RULE, { "a.yaml": bakery, "b.yaml": told })).toEqual([]);
    const role = told.replace(
      /^apiVersion.*\nkind.*/,
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role",
    );
    expect(await lint(RULE, { "a.yaml": bakery, "b.yaml": role })).toHaveLength(1);
  });

  it("does not judge a directory of plain files that makes no namespace, nor does one above it", async () => {
    const files = { "ns/a.yaml": bakery, "app/b.yaml": web("shop") };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, { ...files, "ns/b/c.yaml": web("shop") })).toEqual([
      ["ns/b/c.yaml:5:14-5:18", missing("shop")],
    ]);
  });

  it("takes the settings' word", async () => {
    const files = { "a.yaml": bakery, "b.yaml": web("shop-1") };
    expect(await lint(RULE, files, { settings: { knownNamespaces: ["shop-*"] } })).toEqual([]);
  });

  it("is silent where most namespaces are made by other means", async () => {
    expect(await lint(RULE, { "b.yaml": web("shop") })).toEqual([]);
    const files = { "a.yaml": bakery, "b.yaml": web("shop"), "c.yaml": web("market") };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, { ...files, "d.yaml": manifest("Namespace", "town") })).toHaveLength(2);
  });

  it.each([
    ["a remote base beside it", `${resources("b.yaml", "https://github.com/acme/base?ref=v1")}`, true],
    ["a chart that goes by its name", `${resources("b.yaml")}helmCharts: [{ name: shop }]\n`, true],
    ["a chart of something else", `${resources("b.yaml")}helmCharts: [{ name: grafana }]\n`, false],
    ["a program", `${resources("b.yaml")}generators: [gen.yaml]\n`, true],
  ])("knows what can be hidden: %s", async (_, kustomization, isSilent) => {
    const files = {
      "ns/a.yaml": bakery,
      "app/b.yaml": web("shop"),
      "app/kustomization.yaml": kustomization,
      "app/gen.yaml":
        "apiVersion: example.org/v1\nkind: Maker\nmetadata:\n  name: a\n  annotations: { config.kubernetes.io/function: 'exec: { path: ./make }' }\n",
    };
    expect(await lint(RULE, files)).toEqual(isSilent ? [] : [["app/b.yaml:5:14-5:18", missing("shop")]]);
  });

  it("says that no kustomization lists the file with it", async () => {
    const files = {
      "ns/a.yaml": bakery,
      "app/b.yaml": web("shop"),
      "app/ns.yaml": manifest("Namespace", "shop"),
      "app/kustomization.yaml": resources("b.yaml"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "app/b.yaml:5:14-5:18",
        missing("shop", "It is in app/ns.yaml, but no kustomization lists that file."),
      ],
    ]);
  });

  it("offers the name that was meant, where it is written", async () => {
    const text = web("bakry");
    expect(await lint(RULE, { "a.yaml": bakery, "b.yaml": text })).toEqual([
      ["b.yaml:5:14-5:19", missing("bakry", "Did you mean 'bakery'?")],
    ]);
    expect(await suggestions(RULE, "b.yaml", text, { "a.yaml": bakery })).toEqual([
      ["Write 'bakery'.", text.replace("bakry", "bakery")],
    ]);
    const kustomization = `namespace: bakry\n${resources("c.yaml")}`;
    expect(
      await suggestions(RULE, "k/kustomization.yaml", kustomization, { "a.yaml": bakery, "k/c.yaml": web() }),
    ).toEqual([["Write 'bakery'.", kustomization.replace("bakry", "bakery")]]);
  });
});

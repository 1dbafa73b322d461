import { describe, expect, it } from "vitest";
import { application, flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint } from "./lint.js";
import { denyAll, manifest, roleBinding } from "./manifests.js";

const RULE = "no-default-namespace";
const SHARED =
  "namespace 'default', where everything lands that names none: a role that somebody gets there, or a policy for all of it, holds for";
const WEB = `This Deployment is in ${SHARED} this as well. Put it into a namespace of its own.`;
const MOVES = `This puts objects into ${SHARED} these as well. Name a namespace of their own.`;
const installs = (kind: string) =>
  `This ${kind} installs into ${SHARED} that as well. Name a namespace of its own.`;

const web = (namespace?: string) => manifest("Deployment", "web", namespace);

describe("no-default-namespace", () => {
  it("finds an object that says so itself", async () => {
    expect(await lint(RULE, { "a.yaml": web("default") })).toEqual([["a.yaml:5:14-5:21", WEB]]);
  });

  it.each([
    ["leaves its namespace out", web()],
    ["is elsewhere", web("shop")],
    ["is a policy for what is there", denyAll("default")],
    ["is a permission for what is there", roleBinding("reader", "default")],
    ["every namespace has", manifest("ServiceAccount", "default", "default")],
    [
      "every cluster has there",
      "apiVersion: v1\nkind: Service\nmetadata: { name: kubernetes, namespace: default }\n",
    ],
    ["is in no namespace", manifest("ClusterRole", "reader", "default")],
    ["is filled in later", web('"${NAMESPACE}"')],
  ])("is silent on what %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("finds a kustomization that moves objects there, and not one whose word another overrules", async () => {
    const base = {
      "base/a.yaml": web(),
      "base/kustomization.yaml": "namespace: default\nresources: [a.yaml]\n",
    };
    expect(await lint(RULE, base)).toEqual([["base/kustomization.yaml:1:12-1:19", MOVES]]);
    const prod = { ...base, "prod/kustomization.yaml": "namespace: shop\nresources: [../base]\n" };
    expect(await lint(RULE, prod)).toEqual([]);
    const nothing = { ...base, "base/a.yaml": manifest("ClusterRole", "reader") };
    expect(await lint(RULE, nothing)).toEqual([]);
  });

  it("is silent on an object that every kustomization puts elsewhere", async () => {
    const files = {
      "a.yaml": web("default"),
      "kustomization.yaml": "namespace: shop\nresources: [a.yaml]\n",
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("finds where Flux and Argo CD are told to install something", async () => {
    const release =
      "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: a, namespace: flux-system }\nspec:\n  targetNamespace: default\n";
    expect(await lint(RULE, { "a.yaml": release })).toEqual([["a.yaml:5:20-5:27", installs("HelmRelease")]]);
    const files = {
      "flux.yaml": `${gitRepository("flux-system", "url: https://example.org/fleet")}---\n${flux("apps", "path: ./apps, targetNamespace: default")}`,
      "apps/a.yaml": web(),
    };
    expect(await lint(RULE, files)).toEqual([["flux.yaml:9:95-9:102", installs("Kustomization")]]);
  });

  it("finds an Application only if something goes there", async () => {
    const app = application("shop", "path: apps", "destination: { namespace: default }");
    expect(await lint(RULE, { "app.yaml": app, "apps/a.yaml": web() })).toEqual([
      ["app.yaml:4:101-4:108", installs("Application")],
    ]);
    expect(await lint(RULE, { "app.yaml": app, "apps/a.yaml": web("shop") })).toEqual([]);
    const chart = application("shop", "chart: shop", "destination: { namespace: default }");
    expect(await lint(RULE, { "app.yaml": chart })).toEqual([
      ["app.yaml:4:102-4:109", installs("Application")],
    ]);
  });

  it("does not take a patch for an object", async () => {
    const files = {
      "a.yaml": web("default"),
      "patch.yaml": `${web("default")}spec: { replicas: 2 }\n`,
      "kustomization.yaml": "resources: [a.yaml]\npatches: [{ path: patch.yaml }]\n",
    };
    expect(await lint(RULE, files)).toEqual([["a.yaml:5:14-5:21", WEB]]);
  });
});

import { describe, expect, it } from "vitest";
import { application, flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint } from "./lint.js";
import { denyAll, manifest, roleBinding } from "./manifests.js";

const RULE = "valid-kustomization";
const REFUSED = "so kustomize refuses to build this.";
const join = (...documents: string[]) => documents.join("---\n");
const fleet = gitRepository("flux-system", "url: https://github.com/acme/fleet");
const namespaces = join(manifest("Namespace", "web"), manifest("Namespace", "api"));
const apps = {
  "apps/kustomization.yaml": "resources: [namespaces.yaml]\n",
  "apps/namespaces.yaml": namespaces,
};
const withFlux = (spec: string) => ({ "clusters/apps.yaml": join(fleet, flux("apps", spec)) });
const withArgo = (kustomize: string) => ({
  "argo/app.yaml": application(
    "apps",
    `path: apps, kustomize: { ${kustomize} }`,
    "destination: { namespace: x }",
  ),
});
const same = (field: string) =>
  `In namespace 'shop' Namespace 'web' and Namespace 'api' would be the same object, ${REFUSED} Keep one of them, or take out '${field}'.`;
const absent = `apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: gone }`;
const gone = `This patch is for Role 'gone', which this kustomization does not have, ${REFUSED} Correct the object it names, or remove it.`;
const misfit = `- { op: remove, path: /metadata/labels/team }`;

describe("valid-kustomization on what Flux changes", () => {
  it.each<[string, Record<string, string>, [string, string][]]>([
    [
      "two Namespaces under a targetNamespace",
      { ...apps, ...withFlux("path: ./apps, targetNamespace: shop") },
      [["clusters/apps.yaml:9:95-9:99", same("targetNamespace")]],
    ],
    [
      "two Namespaces under a targetNamespace, where Flux makes the kustomization",
      { "apps/namespaces.yaml": namespaces, ...withFlux("path: ./apps, targetNamespace: shop") },
      [["clusters/apps.yaml:9:95-9:99", same("targetNamespace")]],
    ],
    [
      "a patch for an object that is not there",
      { ...apps, ...withFlux(`path: ./apps, patches: [{ patch: "{ ${absent} }" }]`) },
      [["clusters/apps.yaml:9:97-9:181", gone]],
    ],
    [
      "a JSON patch that does not fit",
      {
        ...apps,
        ...withFlux(`path: ./apps, patches: [{ target: { kind: Namespace }, patch: "${misfit}" }]`),
      },
      [
        [
          "clusters/apps.yaml:9:126-9:173",
          `Operation 'remove' of this JSON patch does not fit Namespace 'web', which has nothing at '/metadata/labels/team' or on the way there, ${REFUSED} Correct the path, or add what is missing first.`,
        ],
      ],
    ],
    [
      "a patch that is no map",
      { ...apps, ...withFlux("path: ./apps, patches: [team]") },
      [
        [
          "clusters/apps.yaml:9:88-9:92",
          `An item of 'patches' must be a map but is a string, ${REFUSED} Write 'path: team'.`,
        ],
      ],
    ],
    [
      "a component that is not there",
      { ...apps, ...withFlux("path: ./apps, components: [../gone]") },
      [
        [
          "clusters/apps.yaml:9:91-9:98",
          `There is nothing at '../gone', ${REFUSED} Correct the path, or remove it.`,
        ],
      ],
    ],
    [
      "a component that brings what is there",
      {
        ...apps,
        ...withFlux("path: ./apps, components: [../part]"),
        "part/kustomization.yaml": "kind: Component\nresources: [one.yaml]\n",
        "part/one.yaml": manifest("Namespace", "web"),
      },
      [
        [
          "clusters/apps.yaml:9:91-9:98",
          `Namespace 'web' of '../part' is in 'apps/namespaces.yaml' as well, ${REFUSED} Include it once.`,
        ],
      ],
    ],
    [
      "one object in two files, where Flux makes the kustomization",
      { "apps/a.yaml": namespaces, "apps/b.yaml": manifest("Namespace", "web"), ...withFlux("path: ./apps") },
      [
        [
          "clusters/apps.yaml:9:70-9:76",
          `Namespace 'web' of 'b.yaml' is in 'a.yaml' as well, ${REFUSED} Include it once.`,
        ],
      ],
    ],
    [
      "an object without a name, where Flux makes the kustomization",
      {
        "apps/job.yaml": "apiVersion: batch/v1\nkind: Job\nmetadata: { generateName: a- }\n",
        ...withFlux("path: ./apps"),
      },
      [
        [
          "clusters/apps.yaml:9:70-9:76",
          `A Job in 'job.yaml' has no 'metadata.name', ${REFUSED} Give it one: 'generateName' is for 'kubectl create'.`,
        ],
      ],
    ],
  ])("reports %s", async (_, files, found) => {
    expect(await lint(RULE, files)).toEqual(found);
  });

  it("leaves what is wrong anyway to the kustomization", async () => {
    const files = {
      ...apps,
      "apps/kustomization.yaml": "namespace: shop\nresources: [namespaces.yaml]\n",
      ...withFlux("path: ./apps, namePrefix: x-"),
    };
    expect(await lint(RULE, files)).toEqual([["apps/kustomization.yaml:1:12-1:16", same("namespace")]]);
  });

  it("is silent where Flux builds it", async () => {
    const one = { "apps/namespaces.yaml": manifest("Namespace", "web") };
    expect(await lint(RULE, { ...one, ...withFlux("path: ./apps, targetNamespace: shop") })).toEqual([]);
    const optional = "path: ./apps, components: [../gone], ignoreMissingComponents: true";
    expect(await lint(RULE, { ...apps, ...withFlux(optional) })).toEqual([]);
  });

  it("reports what a patch writes into the Kustomization where this names the directory", async () => {
    const child = (spec: string) => ({
      ...apps,
      "clusters/top.yaml": join(
        fleet,
        flux("top", `path: ./children, patches: [{ target: { kind: Kustomization }, patch: '${spec}' }]`),
      ),
      "children/kustomization.yaml": "resources: [apps.yaml]\n",
      "children/apps.yaml": flux("apps", "path: ./apps"),
    });
    const namespace = `- { op: add, path: /spec/targetNamespace, value: shop }`;
    expect(await lint(RULE, child(namespace))).toEqual([
      ["children/apps.yaml:4:70-4:76", same("targetNamespace")],
    ]);
    // As many do it who set the same for all HelmReleases.
    const everywhere = `- { op: add, path: /spec/patches, value: [{ target: { kind: HelmRelease }, patch: "{ kind: HelmRelease, metadata: { name: _ } }" }] }`;
    expect(await lint(RULE, child(everywhere), { options: { strict: true } })).toEqual([]);
    const own = flux(
      "apps",
      `path: ./apps, patches: [{ target: { kind: Role }, patch: "{ kind: Role, metadata: { name: _ } }" }]`,
    );
    const found = await lint(
      RULE,
      { ...apps, "clusters/apps.yaml": join(fleet, own) },
      { options: { strict: true } },
    );
    expect(found.map(([place]) => place)).toEqual(["clusters/apps.yaml:9:106-9:110"]);
  });

  it("says it once of a base that several Kustomizations use, in each of them", async () => {
    const other = flux("more", "path: ./apps, targetNamespace: shop");
    const files = {
      ...apps,
      "clusters/apps.yaml": join(fleet, flux("apps", "path: ./apps, targetNamespace: shop"), other),
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual([
      "clusters/apps.yaml:9:95-9:99",
      "clusters/apps.yaml:14:95-14:99",
    ]);
  });
});

describe("valid-kustomization on what Argo CD changes", () => {
  it("reports two Namespaces under one namespace, and patches", async () => {
    expect(await lint(RULE, { ...apps, ...withArgo("namespace: shop") })).toEqual([
      ["argo/app.yaml:4:97-4:101", same("namespace")],
    ]);
    expect(await lint(RULE, { ...apps, ...withArgo(`patches: [{ patch: "{ ${absent} }" }]`) })).toEqual([
      ["argo/app.yaml:4:105-4:189", gone],
    ]);
  });

  it("reports what an ApplicationSet makes several times once", async () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: apps, namespace: argocd }
spec:
  generators: [{ list: { elements: [{ name: a }, { name: b }] } }]
  template:
    metadata: { name: "{{name}}" }
    spec:
      source: { repoURL: "https://github.com/acme/fleet", path: apps, kustomize: { namespace: shop } }
      destination: { namespace: x }
`;
    expect(await lint(RULE, { ...apps, "argo/set.yaml": set })).toEqual([
      ["argo/set.yaml:9:95-9:99", same("namespace")],
    ]);
  });
});

describe("a build that kustomize refuses", () => {
  it("hides nothing else: what is in it is judged as far as it is known", async () => {
    const files = {
      ...withFlux("path: ./apps, targetNamespace: shop"),
      "apps/kustomization.yaml": "resources: [namespaces.yaml, binding.yaml]\n",
      "apps/namespaces.yaml": namespaces,
      "apps/binding.yaml": roleBinding("nobody", undefined),
    };
    expect((await lint("no-missing-role", files)).map(([place]) => place)).toEqual([
      "apps/binding.yaml:9:9-9:15",
    ]);
    expect((await lint("require-default-deny", files)).length).toBe(1);
    const isolated = {
      ...files,
      "apps/kustomization.yaml": "resources: [namespaces.yaml, deny.yaml]\n",
      "apps/deny.yaml": denyAll(undefined, "Ingress, Egress"),
    };
    expect(await lint("require-default-deny", isolated)).toEqual([]);
  });
});

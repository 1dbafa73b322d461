import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "no-argocd-wildcard-project";
const ALWAYS = { options: { applications: "always" } };

function project(spec: string, name = "shop"): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: ${name}
spec:
${spec.replace(/^(?=.)/gm, "  ")}`;
}

function application(name: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: cart
spec:
  project: ${name}
  source: { repoURL: https://git.example.com/shop.git, path: cart }
  destination: { name: in-cluster, namespace: shop }
`;
}

const SOURCES = "sourceRepos: ['*']\n";
const DESTINATIONS = "destinations: [{ server: '*', namespace: '*' }]\n";
const RESOURCES = "clusterResourceWhitelist: [{ group: '*', kind: '*' }]\n";
const NARROW = project("sourceRepos: [https://git.example.com/shop.git]\n");

const EVERYTHING =
  "any repository, every namespace of every cluster, and cluster-wide resources of every kind. Whoever can change one of its Applications, or their manifests, is as good as cluster-admin in all of them. List what it is for in sourceRepos, destinations and clusterResourceWhitelist";
const IN_DEFAULT =
  "which lets everything through unless somebody restricts it: any repository, every namespace of every cluster, and cluster-wide resources of every kind. Put it into an AppProject that allows what it needs, or add an AppProject 'default' that allows nothing.";

describe("no-argocd-wildcard-project", () => {
  it.each([
    [
      SOURCES,
      "6:17-6:20",
      "AppProject 'shop' lets its Applications take manifests from any repository, so whoever can create or change one can have it apply what they like, from a repository of their own. List the repositories that it is for in sourceRepos.",
    ],
    [
      DESTINATIONS,
      "6:28-6:31",
      "AppProject 'shop' lets its Applications deploy to every namespace of every cluster, those of the clusters themselves and of Argo CD included. List the clusters and namespaces that it is for in destinations.",
    ],
    [
      RESOURCES,
      "6:50-6:53",
      "AppProject 'shop' lets its Applications create cluster-wide resources of every kind, so whoever can change their manifests can bind cluster-admin to themselves. List the kinds that they need in clusterResourceWhitelist, such as Namespace.",
    ],
  ])("reports %s", async (spec, place, message) => {
    expect(await lint(RULE, { "a.yaml": project(spec) })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it("reports two of them at their places, and all three once", async () => {
    const found = async (spec: string, name?: string) => await lint(RULE, { "a.yaml": project(spec, name) });
    expect((await found(SOURCES + RESOURCES)).map(([place]) => place)).toEqual([
      "a.yaml:6:17-6:20",
      "a.yaml:7:50-7:53",
    ]);
    expect(await found(RESOURCES + DESTINATIONS + SOURCES)).toEqual([
      ["a.yaml:8:17-8:20", `AppProject 'shop' lets everything through: ${EVERYTHING}.`],
    ]);
    expect(await found(SOURCES + DESTINATIONS + RESOURCES, "default")).toEqual([
      [
        "a.yaml:6:17-6:20",
        `AppProject 'default' lets everything through, as it does when Argo CD creates it: ${EVERYTHING}, or nothing, and give each team a project of its own.`,
      ],
    ]);
  });

  it("reports a cluster by its name", async () => {
    const text = project(
      "destinations:\n  - { server: https://a, namespace: '*' }\n  - { name: '*', namespace: '*' }\n",
    );
    expect(await lint(RULE, { "a.yaml": text })).toMatchObject([["a.yaml:8:15-8:18", expect.anything()]]);
  });

  it.each([
    ["nothing", "sourceRepos: []\n"],
    ["lists", "sourceRepos: [https://git.example.com/*]\n"],
    ["a source that is denied", "sourceRepos: ['*', '!https://git.example.com/a/**']\n"],
    [
      "a namespace that is denied",
      "destinations: [{ server: '*', namespace: '*' }, { server: '*', namespace: '!kube-system' }]\n",
    ],
    ["every namespace of one cluster", "destinations: [{ server: https://a, namespace: '*' }]\n"],
    ["one namespace of every cluster", "destinations: [{ server: '*', namespace: shop }]\n"],
    ["the project's own clusters", `${DESTINATIONS}permitOnlyProjectScopedClusters: true\n`],
    [
      "every kind of a group",
      "clusterResourceWhitelist: [{ group: rbac.authorization.k8s.io, kind: '*' }]\n",
    ],
    ["one name of every kind", "clusterResourceWhitelist: [{ group: '*', kind: '*', name: shop-* }]\n"],
    ["kinds that are denied", `${RESOURCES}clusterResourceBlacklist: [{ group: '', kind: Node }]\n`],
    ["what is filled in later", "sourceRepos: ['{{ .repo }}']\n"],
    ["other types", "sourceRepos: '*'\ndestinations: { a: 1 }\nclusterResourceWhitelist: [1, null]\n"],
  ])("is silent on %s", async (_, spec) => {
    expect(await lint(RULE, { "a.yaml": project(spec) })).toEqual([]);
  });

  const overlay = (resource: string, patches = "") =>
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resource}]\n${patches}`;

  it("reports what a patch writes in the patch, and leaves alone what it takes away", async () => {
    const files = {
      "base/a.yaml": project("sourceRepos: ['*']\ndestinations: []\n"),
      "base/kustomization.yaml": overlay("a.yaml"),
      "dev/kustomization.yaml": overlay("../base", "patches: [{ path: patch.yaml }]\n"),
      "dev/patch.yaml": project(`sourceRepos: [https://a]\n${DESTINATIONS}`),
    };
    const patched = [
      "dev/patch.yaml:7:28-7:31",
      expect.stringContaining("AppProject 'shop' lets its Applications deploy"),
    ];
    expect(await lint(RULE, files)).toMatchObject([patched]);
    expect(await lint(RULE, { ...files, "prod/kustomization.yaml": overlay("../base") })).toMatchObject([
      ["base/a.yaml:6:17-6:20", expect.stringContaining("AppProject 'shop' lets its Applications take")],
      patched,
    ]);
  });

  it("reports what a kustomization writes in the project", async () => {
    const patch =
      "patches:\n  - target: { kind: AppProject }\n    patch: '[{ op: add, path: /spec/sourceRepos/-, value: \"*\" }]'\n";
    const files = {
      "base/a.yaml": project("sourceRepos: [https://a]\n"),
      "base/kustomization.yaml": overlay("a.yaml"),
      "dev/kustomization.yaml": overlay("../base", patch),
    };
    expect(await lint(RULE, files)).toMatchObject([
      ["base/a.yaml:6:3-6:14", expect.stringContaining("AppProject 'shop' (as 'dev' applies it) lets")],
    ]);
  });
});

describe("no-argocd-wildcard-project, Applications in 'default'", () => {
  it.each(["argocd", "./argocd/", "argocd/projects", "."])(
    "leaves alone the one that makes the projects, from %s",
    async (path) => {
      const root = application("default").replace("path: cart", `path: ${path}`);
      const several = root.replace(/source: (.*)/, "sources: [{ repoURL: a, chart: b }, $1]");
      for (const text of [root, several]) {
        expect(await lint(RULE, { "a.yaml": text, "argocd/projects/b.yaml": NARROW }, ALWAYS)).toEqual([]);
        expect(await lint(RULE, { "a.yaml": text, "argo/b.yaml": NARROW })).toHaveLength(
          path === "." ? 0 : 1,
        );
      }
    },
  );

  it.each([["default"], ['""']])("reports %s where there are projects", async (name) => {
    expect(await lint(RULE, { "a.yaml": application(name), "b.yaml": NARROW })).toEqual([
      [`a.yaml:6:12-6:${12 + name.length}`, `Application 'cart' is in project 'default', ${IN_DEFAULT}`],
    ]);
  });

  it("reports an ApplicationSet", async () => {
    const text = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: carts
spec:
  generators: []
  template:
    metadata: { name: "{{name}}" }
    spec:
      project: default
`;
    expect(await lint(RULE, { "a.yaml": text }, ALWAYS)).toEqual([
      ["a.yaml:10:16-10:23", `ApplicationSet 'carts' is in project 'default', ${IN_DEFAULT}`],
    ]);
    expect(await lint(RULE, { "a.yaml": `${text}  templatePatch: "x"\n` }, ALWAYS)).toEqual([]);
  });

  it("reports every one of them if asked to, and none if asked not to", async () => {
    const files = { "a.yaml": application("default") };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, ALWAYS)).toHaveLength(1);
    const never = { options: { applications: "never" } };
    expect(await lint(RULE, { ...files, "b.yaml": NARROW }, never)).toEqual([]);
  });

  it.each([
    ["another project", { "a.yaml": application("shop"), "b.yaml": NARROW }],
    ["one that is filled in later", { "a.yaml": application("${PROJECT}"), "b.yaml": NARROW }],
    [
      "a project of that name, which is judged itself",
      { "a.yaml": application("default"), "b.yaml": project("sourceRepos: []\n", "default") },
    ],
    [
      "no project, which the API server refuses",
      { "a.yaml": application("default").replace(/ {2}project.*\n/, ""), "b.yaml": NARROW },
    ],
  ])("is silent on %s", async (_, files) => {
    expect(await lint(RULE, files, ALWAYS)).toEqual([]);
  });

  it("judges the project that an overlay sets", async () => {
    const files = {
      "base/a.yaml": application("default"),
      "base/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\npatches:\n  - target: { kind: Application }\n    patch: '[{ op: replace, path: /spec/project, value: shop }]'\n",
    };
    expect(await lint(RULE, files, ALWAYS)).toEqual([]);
  });
});

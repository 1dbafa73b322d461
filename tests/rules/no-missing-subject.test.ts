import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { account, clusterBinding, group, manifest, roleBinding, user } from "./manifests.js";

const RULE = "no-missing-subject";
const NOTHING = "so it gets no role here until somebody creates one of that name.";
const CREATE = "Create it, correct the name, or list it under 'knownServiceAccounts' in .gitops-lint.yaml.";
const missing = (name: string, namespace: string, more: string) =>
  `ServiceAccount '${name}' does not exist in namespace '${namespace}', ${NOTHING} ${more}`;

/** A namespace whose content the repository holds, as a file. */
const web = manifest(
  "Deployment",
  "web",
  "shop",
  "spec: { template: { spec: { serviceAccountName: web } } }\n",
);
const binding = (name: string, namespace?: string) =>
  roleBinding("view", "shop", "ClusterRole", account(name, namespace));

describe("no-missing-subject", () => {
  it.each([
    [
      "one that is nowhere",
      { "a.yaml": binding("reporter"), "web.yaml": web },
      "a.yaml:11:35-11:43",
      missing("reporter", "shop", CREATE),
    ],
    [
      "one in the cluster",
      { "a.yaml": clusterBinding("view", account("reporter", "shop")), "web.yaml": web },
      "a.yaml:10:35-10:43",
      missing("reporter", "shop", CREATE),
    ],
    [
      "one that is in another namespace",
      {
        "a.yaml": binding("ci", "shop"),
        "web.yaml": web,
        "ci.yaml": manifest("ServiceAccount", "ci", "tools"),
      },
      "a.yaml:11:35-11:37",
      missing("ci", "shop", "There is one in namespace 'tools'."),
    ],
    [
      // As in a Tekton pipeline whose account was renamed in one of two places.
      "a name with a slip",
      {
        "a.yaml": binding("pipline-runner"),
        "b.yaml": manifest("ServiceAccount", "pipeline-runner", "shop"),
      },
      "a.yaml:11:35-11:49",
      missing("pipline-runner", "shop", "Did you mean 'pipeline-runner'?"),
    ],
    [
      "one of which no kustomization lists the file",
      {
        "kustomization.yaml": "resources: [a.yaml, web.yaml]\n",
        "a.yaml": binding("reporter"),
        "web.yaml": web,
        "account.yaml": manifest("ServiceAccount", "reporter", "shop"),
      },
      "a.yaml:11:35-11:43",
      missing("reporter", "shop", "It is in account.yaml, but no kustomization lists that file."),
    ],
  ])("reports %s", async (_, files, place, message) => {
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it.each<[string, Record<string, string>]>([
    [
      "in the same namespace",
      { "a.yaml": binding("web"), "b.yaml": manifest("ServiceAccount", "web", "shop") },
    ],
    [
      "in another directory",
      {
        "a/a.yaml": binding("ci", "tools"),
        "b/b.yaml": manifest("ServiceAccount", "ci", "tools"),
        "web.yaml": web,
      },
    ],
    [
      "under the name that kustomize gives it",
      {
        "kustomization.yaml": "namespace: prod\nnamePrefix: x-\nresources: [all.yaml]\n",
        "all.yaml": `${manifest("ServiceAccount", "web", "shop")}---\n${web}---\n${binding("web", "shop")}`,
      },
    ],
    ["that every namespace has", { "a.yaml": binding("default"), "web.yaml": web }],
    [
      "of a controller of Kubernetes",
      { "a.yaml": binding("generic-garbage-collector", "kube-system"), "web.yaml": web },
    ],
    ["that applies the repository", { "a.yaml": binding("kustomize-controller", "shop"), "web.yaml": web }],
  ])("finds a ServiceAccount %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ["nothing shows what is in the namespace", { "a.yaml": binding("ci", "tools"), "web.yaml": web }],
    ["only the binding is in the namespace", { "a.yaml": binding("ci") }],
    [
      "the namespace is another build's",
      {
        "rbac/kustomization.yaml": "resources: [a.yaml]\n",
        "rbac/a.yaml": binding("ci"),
        "web/kustomization.yaml": "resources: [web.yaml]\n",
        "web/web.yaml": web,
      },
    ],
    [
      "a HelmRelease puts into the namespace what is not seen",
      {
        "app/kustomization.yaml": "resources: [a.yaml, web.yaml]\n",
        "app/a.yaml": binding("ci"),
        "app/web.yaml": web,
        "chart/kustomization.yaml": "resources: [release.yaml]\n",
        "chart/release.yaml":
          "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ci, namespace: shop }\n",
      },
    ],
    [
      "a base of the build is remote",
      {
        "kustomization.yaml": "resources: [a.yaml, web.yaml, 'https://example.com/a//b']\n",
        "a.yaml": binding("ci"),
        "web.yaml": web,
      },
    ],
    [
      "plain manifests stand beside a chart, which may bring it",
      {
        "a.yaml": binding("ci"),
        "web.yaml": web,
        "charts/ci/Chart.yaml": "apiVersion: v2\nname: ci\nversion: 1.0.0\n",
        "charts/ci/templates/account.yaml": "kind: ServiceAccount\nmetadata: { name: {{ .Release.Name }} }\n",
      },
    ],
    [
      "another one has a name that is filled in later",
      { "a.yaml": binding("ci"), "b.yaml": web, "c.yaml": manifest("ServiceAccount", "${NAME}", "shop") },
    ],
    ["its own name is filled in later", { "a.yaml": binding('"{{ name }}"'), "web.yaml": web }],
    [
      "the namespace is left open",
      { "a.yaml": `${manifest("RoleBinding", "x")}subjects:\n${account("ci")}`, "web.yaml": web },
    ],
    [
      "the subject is somebody else",
      { "a.yaml": clusterBinding("view", user("ci") + group("ci")), "web.yaml": web },
    ],
    [
      "no Flux root reaches it, and what is applied has that name",
      {
        "flux.yaml":
          "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: a, namespace: flux-system }\nspec: { path: ./apps, sourceRef: { kind: GitRepository, name: flux-system } }\n",
        "apps/kustomization.yaml": "resources: [web.yaml, ci.yaml]\n",
        "apps/web.yaml": web,
        "apps/ci.yaml": manifest("ServiceAccount", "ci", "other"),
        "old/kustomization.yaml": "resources: [a.yaml, web.yaml]\n",
        "old/a.yaml": binding("ci"),
        "old/web.yaml": web,
      },
    ],
  ])("is silent where %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("does not name its own namespace as another one, where a copy of the binding holds the account", async () => {
    const files = {
      "a/kustomization.yaml": "resources: [all.yaml]\n",
      "a/all.yaml": `${manifest("ServiceAccount", "ci", "shop")}---\n${binding("ci")}`,
      "b/all.yaml": `${web}---\n${binding("ci")}`,
    };
    expect((await lint(RULE, files)).map(([, message]) => message)).toEqual([missing("ci", "shop", CREATE)]);
  });

  it("is as sure beside a chart that goes by another name", async () => {
    const files = {
      "app/kustomization.yaml": "resources: [all.yaml]\n",
      "app/all.yaml": `${web}---\n${binding("ci")}`,
      "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "charts/web/templates/account.yaml": "kind: ServiceAccount\n",
    };
    expect(await lint(RULE, files)).toHaveLength(1);
  });

  it("knows the service accounts that settings name, and those of a platform", async () => {
    const files = { "a.yaml": binding("pipeline"), "web.yaml": web };
    expect(await lint(RULE, files)).toHaveLength(1);
    expect(await lint(RULE, files, { settings: { knownServiceAccounts: ["shop/pipe*"] } })).toEqual([]);
    expect(await lint(RULE, files, { settings: { knownServiceAccounts: ["tools/*"] } })).toHaveLength(1);
    expect(await lint(RULE, files, { settings: { platform: "openshift" } })).toEqual([]);
  });

  it("reports where it is missing in every build, or in any", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "base/a.yaml": `${binding("ci")}---\n${web}`,
      "one/kustomization.yaml": "namespace: one\nresources: [../base, account.yaml]\n",
      "one/account.yaml": manifest("ServiceAccount", "ci", "shop"),
      "two/kustomization.yaml": "namespace: two\nresources: [../base]\n",
    };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, { options: { in: "any" } })).toEqual([
      [
        "base/a.yaml:11:35-11:37",
        `ServiceAccount 'ci' does not exist in namespace 'two' in what 'two' applies, ${NOTHING} There is one in namespace 'one'.`,
      ],
    ]);
  });

  it("suggests the nearest name, and the namespace that has one", async () => {
    const slip = binding("pipline-runner");
    expect(
      await suggestions(RULE, "a.yaml", slip, {
        "b.yaml": manifest("ServiceAccount", "pipeline-runner", "shop"),
      }),
    ).toEqual([["Name 'pipeline-runner'.", slip.replace("pipline", "pipeline")]]);
    // The one that is meant gets a prefix, as the subject does once it is right.
    const prefixed = {
      "kustomization.yaml": "namePrefix: prod-\nresources: [a.yaml, b.yaml]\n",
      "b.yaml": manifest("ServiceAccount", "pipeline-runner", "shop"),
    };
    expect(await suggestions(RULE, "a.yaml", slip, prefixed)).toEqual([
      ["Name 'pipeline-runner'.", slip.replace("pipline", "pipeline")],
    ]);
    const elsewhere = binding("ci", "shop");
    expect(
      await suggestions(RULE, "a.yaml", elsewhere, {
        "web.yaml": web,
        "ci.yaml": manifest("ServiceAccount", "ci", "tools"),
      }),
    ).toEqual([
      ["Name the one in namespace 'tools'.", elsewhere.replace("namespace: shop }", "namespace: tools }")],
    ]);
  });
});

describe("no-missing-subject on an account that kustomize moves", () => {
  const ciAccount = (namespace?: string) => manifest("ServiceAccount", "ci", namespace);
  const bound = (namespace: string, more = "") => clusterBinding("view", account("ci", namespace) + more);
  const becomes = (namespace: string) =>
    missing(
      "ci",
      namespace,
      "Here it becomes 'x-ci' in namespace 'edge'. Leave 'namespace' out, and kustomize writes both.",
    );
  const moving = "namespace: edge\nnamePrefix: x-\nresources: [all.yaml]\n";

  it.each<[string, Record<string, string>, string, string]>([
    [
      "where the subject names a namespace of neither before nor after",
      { "kustomization.yaml": moving, "all.yaml": `${ciAccount()}---\n${bound("foo")}` },
      "all.yaml:15:35-15:37",
      becomes("foo"),
    ],
    [
      "where the subject names the namespace of a layer between",
      {
        "top/kustomization.yaml": moving.replace("all.yaml", "../base"),
        "base/kustomization.yaml": "namespace: system\nresources: [all.yaml]\n",
        "base/all.yaml": `${ciAccount()}---\n${bound("system")}`,
      },
      "base/all.yaml:15:35-15:37",
      becomes("system"),
    ],
    [
      "by a component",
      {
        "kustomization.yaml": "resources: [all.yaml]\ncomponents: [move]\n",
        "move/kustomization.yaml": "kind: Component\nnamespace: edge\nnamePrefix: x-\n",
        "all.yaml": `${ciAccount()}---\n${bound("foo")}`,
      },
      "all.yaml:15:35-15:37",
      becomes("foo"),
    ],
    [
      "to another namespace alone",
      {
        "kustomization.yaml": "namespace: edge\nresources: [all.yaml]\n",
        "all.yaml": `${ciAccount()}---\n${bound("foo")}`,
      },
      "all.yaml:15:35-15:37",
      missing("ci", "foo", "There is one in namespace 'edge'."),
    ],
  ])("reports it %s", async (_, files, place, message) => {
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it.each<[string, string]>([
    ["the subject follows to where the account is written", `${ciAccount("foo")}---\n${bound("foo")}`],
    ["the subject follows to where the account ends up", `${ciAccount()}---\n${bound("edge")}`],
    [
      "the subject is in default, where kustomize looks for those without one",
      `${ciAccount()}---\n${bound("default")}`,
    ],
    [
      "the account is written in another namespace, so another one is meant",
      `${ciAccount("bar")}---\n${bound("foo")}`,
    ],
    [
      "the account is a subject, too, so another one is meant",
      `${ciAccount()}---\n${bound("edge", account("ci", "foo"))}`,
    ],
  ])("is silent where %s", async (_, all) => {
    expect(await lint(RULE, { "kustomization.yaml": moving, "all.yaml": all })).toEqual([]);
  });
});

describe("no-missing-subject on a namespace that cannot be", () => {
  const sentence = (namespace: string) =>
    `No namespace can be named '${namespace}', so ServiceAccount 'ci' gets no role here. Write the namespace that it is in: lower-case letters, digits and '-'.`;

  it.each([["team_a"], ["kube.system"], ["-team"], ["a".repeat(64)], ["shop/web"]])(
    "reports %s",
    async (namespace) => {
      const end = 50 + namespace.length;
      expect(await lint(RULE, { "a.yaml": binding("ci", namespace) })).toEqual([
        [`a.yaml:11:50-11:${end}`, sentence(namespace)],
      ]);
    },
  );

  it.each([["<team>"], ["__TEAM__"], ["TEAM"], ["myTeam"], ["[[team]]"], ["%team%"], ["your team"]])(
    "takes %s for a placeholder",
    async (namespace) => {
      expect(await lint(RULE, { "a.yaml": binding("ci", `"${namespace}"`) })).toEqual([]);
    },
  );
});

import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";
import { workload } from "./workloads.js";

const RULE = "no-missing-service-account";
const CREATE = "Create it, correct the name, or list it under 'knownServiceAccounts' in .gitops-lint.yaml.";

const missing = (
  name: string,
  more = CREATE,
  pods = "the pods of this Deployment",
  where = " in namespace 'shop'",
) =>
  `ServiceAccount '${name}' does not exist${where}, so the API server refuses ${pods} until somebody creates one of that name. ${more}`;
const account = (name: string, namespace = "shop") => manifest("ServiceAccount", name, namespace);
const web = (name: string, namespace = "shop") =>
  workload("Deployment", namespace, `serviceAccountName: ${name}`);
/** Plain files bring the accounts of a namespace if they make it. */
const SHOP = { "shop.yaml": manifest("Namespace", "shop") };
/** Without a namespace. */
const openAccount = (name: string) => manifest("ServiceAccount", name);
const openWeb = workload("Deployment", undefined, "serviceAccountName: web");

describe(RULE, () => {
  it.each([
    ["one that is nowhere", { "a.yaml": web("web") }, "a.yaml:9:27-9:30", missing("web")],
    [
      "one that is in another namespace",
      { "a.yaml": web("web"), "b.yaml": account("web", "tools") },
      "a.yaml:9:27-9:30",
      missing("web", "There is one in namespace 'tools', but pods run as one of their own namespace."),
    ],
    [
      "a name with a slip",
      { "a.yaml": web("wbe-server"), "b.yaml": account("web-server") },
      "a.yaml:9:27-9:37",
      missing("wbe-server", "Did you mean 'web-server'?"),
    ],
    [
      "one of which no kustomization lists the file",
      { "kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": web("web"), "account.yaml": account("web") },
      "a.yaml:9:27-9:30",
      missing("web", "It is in account.yaml, but no kustomization lists that file."),
    ],
    [
      "one that only a patch would make",
      {
        "kustomization.yaml":
          "resources: [a.yaml]\npatches: [{ path: account.yaml, target: { kind: ServiceAccount } }]\n",
        "a.yaml": web("web"),
        "account.yaml": account("web"),
      },
      "a.yaml:9:27-9:30",
      missing("web"),
    ],
    [
      "the deprecated field, which counts as the name",
      { "a.yaml": workload("Deployment", "shop", "serviceAccount: web") },
      "a.yaml:9:23-9:26",
      missing("web"),
    ],
    [
      "the deprecated field where the other is empty",
      { "a.yaml": workload("Deployment", "shop", 'serviceAccountName: ""\nserviceAccount: web') },
      "a.yaml:10:23-10:26",
      missing("web"),
    ],
    [
      "the new field where the deprecated one says something else",
      {
        "a.yaml": workload("Deployment", "shop", "serviceAccount: a\nserviceAccountName: web"),
        "b.yaml": account("a"),
      },
      "a.yaml:10:27-10:30",
      missing("web"),
    ],
    [
      "the account of a Pod",
      { "a.yaml": workload("Pod", "shop", "serviceAccountName: web") },
      "a.yaml:7:23-7:26",
      missing("web", CREATE, "this Pod"),
    ],
    [
      "the account of a CronJob",
      { "a.yaml": workload("CronJob", "shop", "serviceAccountName: web") },
      "a.yaml:11:31-11:34",
      missing("web", CREATE, "the pods of this CronJob"),
    ],
    [
      "the account of a Service of Knative",
      { "a.yaml": workload("Service", "shop", "serviceAccountName: web") },
      "a.yaml:9:27-9:30",
      missing("web", CREATE, "the pods of this Service"),
    ],
    [
      "a name that kustomize does not follow in a Rollout",
      {
        "kustomization.yaml": "namePrefix: x-\nresources: [a.yaml, b.yaml]\n",
        "a.yaml": workload("Rollout", "shop", "serviceAccountName: web"),
        "b.yaml": account("web"),
      },
      "a.yaml:9:27-9:30",
      missing(
        "web",
        "Kustomize calls it 'x-web' here, and does not follow the name in a workload of this kind: write 'x-web', or tell kustomize in 'configurations' where the name is.",
        "the pods of this Rollout",
      ),
    ],
    [
      "the name that a patch writes, in the patch",
      {
        "kustomization.yaml": "resources: [a.yaml, b.yaml]\npatches: [{ path: patch.yaml }]\n",
        "a.yaml": web("web"),
        "b.yaml": account("web"),
        "patch.yaml": web("worker"),
      },
      "patch.yaml:9:27-9:33",
      missing("worker"),
    ],
    [
      "the name that a JSON patch writes",
      {
        "kustomization.yaml":
          "resources: [a.yaml, b.yaml]\npatches:\n  - target: { kind: Deployment }\n    patch: |\n      - { op: replace, path: /spec/template/spec/serviceAccountName, value: worker }\n",
        "a.yaml": web("web"),
        "b.yaml": account("web"),
      },
      "a.yaml:9:27-9:30",
      missing(
        "worker",
        CREATE,
        "the pods of this Deployment",
        " in namespace 'shop' (as the root applies it)",
      ),
    ],
    [
      "one that the build does not have, among others of a namespace that is chosen later",
      { "a.yaml": openWeb, "b.yaml": openAccount("worker") },
      "a.yaml:8:27-8:30",
      missing("web", CREATE, "the pods of this Deployment", ""),
    ],
  ])("reports %s", async (_, files, place, message) => {
    expect(await lint(RULE, { ...SHOP, ...files })).toEqual([[place, message]]);
  });

  const overlays = {
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": web("web"),
    "dev/kustomization.yaml": "namespace: dev\nresources: [../base, account.yaml]\n",
    "dev/account.yaml": account("web"),
    "prod/kustomization.yaml": "namespace: prod\nresources: [../base]\n",
  };
  it("reports what one of several builds lacks only with the option", async () => {
    expect(await lint(RULE, overlays)).toEqual([]);
    expect(await lint(RULE, overlays, { options: { in: "any" } })).toEqual([
      [
        "base/a.yaml:9:27-9:30",
        missing(
          "web",
          "There is one in namespace 'dev', but pods run as one of their own namespace.",
          "the pods of this Deployment",
          " in namespace 'prod' in what 'prod' applies",
        ),
      ],
    ]);
  });

  it("reports what every build lacks once", async () => {
    expect(
      await lint(RULE, { ...overlays, "dev/kustomization.yaml": "namespace: dev\nresources: [../base]\n" }),
    ).toEqual([
      [
        "base/a.yaml:9:27-9:30",
        missing(
          "web",
          "It is in dev/account.yaml, but no kustomization lists that file.",
          "the pods of this Deployment",
          " in namespace 'dev' in what 'dev' and 'prod' apply",
        ),
      ],
    ]);
  });

  it("says what would be applied where neither Flux nor Argo CD reaches it", async () => {
    const files = {
      "clusters/apps.yaml":
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec: { path: ./apps, sourceRef: { kind: GitRepository, name: flux-system } }\n",
      "apps/kustomization.yaml": "resources: [a.yaml]\n",
      "apps/a.yaml": manifest("Namespace", "shop"),
      "old/kustomization.yaml": "resources: [web.yaml]\n",
      "old/web.yaml": web("web"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "old/web.yaml:9:27-9:30",
        missing(
          "web",
          CREATE,
          "the pods of this Deployment",
          " in namespace 'shop' (as 'old' would be applied)",
        ),
      ],
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ["it is there", { "a.yaml": web("web"), "b.yaml": account("web") }],
    ["another build has it", { "a/a.yaml": web("web"), "b/b.yaml": account("web") }],
    [
      "kustomize gives both another name and namespace",
      {
        "kustomization.yaml": "namespace: prod\nnamePrefix: x-\nresources: [all.yaml]\n",
        "all.yaml": `${account("web")}---\n${web("web")}`,
      },
    ],
    ["every namespace has it", { "a.yaml": web("default") }],
    ["none is named", { "a.yaml": workload("Deployment", "shop") }],
    ["the namespace belongs to Kubernetes", { "a.yaml": web("calico-node", "kube-system") }],
    ["it is one of Argo CD", { "a.yaml": web("argocd-server", "argocd") }],
    ["its name is filled in later", { "a.yaml": web('"{{ name }}"') }],
    ["its name has the wrong type", { "a.yaml": web("[web]") }],
    ["the namespace is filled in later", { "a.yaml": web("web", '"${NS}"') }],
    ["the namespace is chosen when it is applied", { "a.yaml": openWeb }],
    ["the account's namespace is", { "a.yaml": web("web"), "b.yaml": openAccount("web") }],
    [
      "another account has a name that is filled in later",
      { "a.yaml": web("web"), "b.yaml": account("${NAME}") },
    ],
    [
      "a HelmRelease goes by its name",
      {
        "a.yaml": web("shop-api"),
        "b.yaml":
          "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: shop-api, namespace: shop }\n",
      },
    ],
    [
      "a base of the build is remote",
      {
        "kustomization.yaml": "resources: [a.yaml, 'https://example.com/a//b']\n",
        "a.yaml": web("web"),
      },
    ],
    [
      "a chart of the repository may bring it",
      {
        "a.yaml": web("orders"),
        "charts/orders/Chart.yaml": "apiVersion: v2\nname: orders\nversion: 1.0.0\n",
        "charts/orders/templates/account.yaml":
          "kind: ServiceAccount\nmetadata: { name: {{ .Release.Name }} }\n",
      },
    ],
    [
      "Terraform makes it",
      {
        "a.yaml": web("web"),
        "main.tf": 'resource "kubernetes_service_account" "a" {\n  metadata { name = "web" }\n}\n',
      },
    ],
    [
      "Terraform speaks of it with its namespace",
      { "a.yaml": web("web"), "main.tf": 'namespace_service_accounts = ["shop:web"]\n' },
    ],
    [
      "eksctl makes it, with a role of AWS",
      {
        "a.yaml": web("web"),
        "cluster.yaml":
          "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: { name: prod }\niam:\n  serviceAccounts:\n    - metadata: { name: web, namespace: shop }\n",
      },
    ],
    [
      "Kyverno generates it",
      {
        "a.yaml": web("web"),
        "policy.yaml":
          "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: { name: accounts }\nspec:\n  rules:\n    - name: account\n      generate: { kind: ServiceAccount, name: web }\n",
      },
    ],
    [
      "an operator makes it for an object of its API",
      {
        "a.yaml": web("orders-kafka"),
        "kafka.yaml": "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  name: orders\n",
      },
    ],
    [
      "an operator goes by the API's name",
      {
        "a.yaml": web("tigera-operator"),
        "api.yaml": "apiVersion: operator.tigera.io/v1\nkind: APIServer\nmetadata:\n  name: default\n",
      },
    ],
    [
      "it is the account of an operator, of whose API there are objects",
      {
        "a.yaml": web("release-controller-manager"),
        "api.yaml": "apiVersion: konflux.example.com/v1\nkind: Konflux\nmetadata:\n  name: konflux\n",
      },
    ],
    [
      "a patch has one",
      {
        "kustomization.yaml": "patches: [{ path: a.yaml, target: { kind: Deployment } }]\n",
        "a.yaml": web("web"),
      },
    ],
    ["a workload shows no template", { "a.yaml": manifest("Deployment", "web", "shop", "spec: {}\n") }],
    ["KubeVirt makes the pods", { "a.yaml": workload("VirtualMachine", "shop", "serviceAccountName: web") }],
    [
      "no kustomization lists the workload",
      { "kustomization.yaml": "resources: [b.yaml]\n", "b.yaml": "", "a.yaml": web("web") },
    ],
  ])("is silent where %s", async (_, files) => {
    expect(await lint(RULE, { ...SHOP, ...files })).toEqual([]);
  });

  it.each<[string, Record<string, string>, number]>([
    ["the namespace is somebody else's", { "apps/a.yaml": web("web") }, 0],
    ["other plain files make it", { "apps/a.yaml": web("web"), "other/shop.yaml": SHOP["shop.yaml"] }, 0],
    ["plain files above make it", { "apps/a.yaml": web("web"), ...SHOP }, 1],
    ["others bring accounts", { "apps/a.yaml": web("web"), "other/b.yaml": account("worker") }, 0],
    ["it has other accounts here", { "apps/a.yaml": web("web"), "b.yaml": account("worker") }, 1],
    [
      "a kustomization applies the application",
      { "apps/a.yaml": web("web"), "apps/kustomization.yaml": "resources: [a.yaml]\n" },
      1,
    ],
    [
      "there is one of that name elsewhere",
      { "apps/a.yaml": web("web"), "b.yaml": account("web", "tools") },
      1,
    ],
  ])("asks who brings the accounts of a namespace: %s", async (_, files, count) => {
    expect(await lint(RULE, files)).toHaveLength(count);
  });

  it("takes no file for applied that waits for a kustomization to be made", async () => {
    const files = {
      "default/kustomization.yaml": "namespace: shop-system\nresources: [../manager, ../rbac]\n",
      "manager/kustomization.yaml.in": "",
      "manager/manager.yaml": web("web", "system"),
      "rbac/kustomization.yaml": "resources: [account.yaml]\n",
      "rbac/account.yaml": account("web", "system"),
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("speaks where what could make accounts has nothing to do with this one", async () => {
    const files = {
      ...SHOP,
      "a.yaml": web("web"),
      "cluster.yaml":
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: { name: prod }\niam:\n  serviceAccounts:\n    - metadata: { name: backup, namespace: shop }\n",
      "kafka.yaml": "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata:\n  name: orders\n",
      "monitor.yaml": "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: web\n",
    };
    expect(await lint(RULE, files)).toEqual([["a.yaml:9:27-9:30", missing("web")]]);
  });

  it("takes accounts that are declared for known", async () => {
    const settings = { knownServiceAccounts: ["shop/web"] };
    expect(await lint(RULE, { ...SHOP, "a.yaml": web("web") }, { settings })).toEqual([]);
  });

  it("offers the name that was probably meant", async () => {
    expect(await suggestions(RULE, "a.yaml", web("wbe-server"), { "b.yaml": account("web-server") })).toEqual(
      [["Name 'web-server'.", web("web-server")]],
    );
  });

  it("takes names that objects of JavaScript have for names", async () => {
    const files = { ...SHOP, "a.yaml": web("constructor"), "b.yaml": account("tostring") };
    expect(await lint(RULE, files)).toEqual([["a.yaml:9:27-9:38", missing("constructor")]]);
  });
});

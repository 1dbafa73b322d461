import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { account as subject, clusterBinding, group, manifest, roleBinding, user } from "./manifests.js";
import { staticPod } from "./static-pods.js";
import { workload } from "./workloads.js";

const RULE = "no-automounted-token";
const OFF = "automountServiceAccountToken: false";
const SET = "Set 'automountServiceAccountToken: false'.";
const gets = (name = "web", pods = "The pods of this Deployment get", where = "") =>
  `${pods} a token of ServiceAccount '${name}'${where}, which no binding gives a role: the token helps nobody but an attacker who gets into a container. ${SET}`;
const giving = (namespace = "namespace 'shop'") =>
  `Every pod of ${namespace} that names no ServiceAccount gets a token of this one. Set 'automountServiceAccountToken: false', and give what calls the API server a ServiceAccount of its own.`;
const NAMED = "serviceAccountName: web";
const web = (pod = NAMED, annotations = "") => workload("Deployment", "shop", pod, annotations);
const account = (rest = "", name = "web", namespace: string | undefined = "shop") =>
  manifest("ServiceAccount", name, namespace, rest);
const annotated = (annotation: string) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: shop\n  annotations: { ${annotation} }\n`;

describe(RULE, () => {
  it.each([
    [
      "a workload where a binding in another namespace has a subject that is filled in later",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": clusterBinding("view", subject('"${NAME}"', "other")),
        "d.yaml": roleBinding(
          "view",
          "third",
          "ClusterRole",
          '  - { kind: ServiceAccount, name: "${NAME}" }\n',
        ),
      },
      "a.yaml:9:27-9:30",
      gets(),
    ],
    [
      "a workload where another build binds an account of which nothing is known",
      {
        "a/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
        "a/a.yaml": web(),
        "a/b.yaml": account(),
        "b/kustomization.yaml": "resources: [c.yaml]\n",
        "b/c.yaml": clusterBinding("view", subject('"${NAME}"', '"${NAMESPACE}"')),
      },
      "a/a.yaml:9:27-9:30",
      gets(),
    ],
    ["a workload", { "a.yaml": web(), "b.yaml": account() }, "a.yaml:9:27-9:30", gets()],
    [
      "the deprecated field",
      { "a.yaml": web("serviceAccount: web"), "b.yaml": account() },
      "a.yaml:9:23-9:26",
      gets(),
    ],
    [
      "a pod that asks for the token",
      { "a.yaml": web(`${NAMED}\nautomountServiceAccountToken: true`), "b.yaml": account(OFF) },
      "a.yaml:10:37-10:41",
      gets(),
    ],
    [
      "an account that gives it by its own word",
      { "a.yaml": web(), "b.yaml": account("automountServiceAccountToken: true") },
      "a.yaml:9:27-9:30",
      gets(),
    ],
    [
      "a Pod",
      { "a.yaml": workload("Pod", "shop", NAMED), "b.yaml": account() },
      "a.yaml:7:23-7:26",
      gets("web", "This Pod gets"),
    ],
    ["a workload that names none", { "a.yaml": web("") }, "a.yaml:8:5-8:9", gets("default")],
    [
      "one whose account is in another build",
      { "a/a.yaml": web(), "b/b.yaml": account() },
      "a/a.yaml:9:27-9:30",
      gets(),
    ],
    [
      "one of two that share an account, each by itself",
      { "a.yaml": web(), "b.yaml": account(), "c.yaml": web(OFF) },
      "a.yaml:9:27-9:30",
      gets(),
    ],
    [
      "one beside bindings of others",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": roleBinding("view", "tools", "ClusterRole", subject("web", "tools")),
        "d.yaml": roleBinding("view", "shop", "ClusterRole", subject("worker") + user("web") + group("shop")),
        "e.yaml": clusterBinding("view", group("system:serviceaccounts:tools")),
      },
      "a.yaml:9:27-9:30",
      gets(),
    ],
    [
      "what one of two overlays leaves as it is",
      {
        "base/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
        "base/a.yaml": web(),
        "base/b.yaml": account(),
        "dev/kustomization.yaml": "namespace: dev\nresources: [../base]\n",
        "prod/kustomization.yaml":
          "namespace: prod\nresources: [../base]\npatches:\n  - target: { kind: Deployment }\n    patch: '[{ op: add, path: /spec/template/spec/automountServiceAccountToken, value: false }]'\n",
      },
      "base/a.yaml:9:27-9:30",
      gets("web", undefined, " in what 'dev' applies"),
    ],
    [
      "a sidecar that needs no token",
      { "a.yaml": web(NAMED, 'instrumentation.opentelemetry.io/inject-java: "true"'), "b.yaml": account() },
      "a.yaml:10:27-10:30",
      gets(),
    ],
    [
      "a sidecar that is not injected",
      { "a.yaml": web(NAMED, 'vault.hashicorp.com/agent-inject: "false"'), "b.yaml": account() },
      "a.yaml:10:27-10:30",
      gets(),
    ],
  ])("reports %s", async (_, files, place, message) => {
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it.each([
    ["by saying nothing", { "a.yaml": account("", "default") }, "a.yaml:4:9-4:16", giving()],
    [
      "by its own word",
      { "a.yaml": account("automountServiceAccountToken: true", "default") },
      "a.yaml:6:31-6:35",
      giving(),
    ],
    [
      "in no namespace that is known",
      { "a.yaml": manifest("ServiceAccount", "default") },
      "a.yaml:4:9-4:16",
      giving("its namespace"),
    ],
    [
      "once for all pods that get it",
      { "a.yaml": account("", "default"), "b.yaml": web("") },
      "a.yaml:4:9-4:16",
      giving(),
    ],
    [
      "in several namespaces",
      {
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "base/a.yaml": manifest("ServiceAccount", "default"),
        "dev/kustomization.yaml": "namespace: dev\nresources: [../base]\n",
        "prod/kustomization.yaml": "namespace: prod\nresources: [../base]\n",
      },
      "base/a.yaml:4:9-4:16",
      giving("namespaces 'dev' and 'prod'"),
    ],
  ])("reports the ServiceAccount 'default' that gives a token, %s", async (_, files, place, message) => {
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it.each<[string, Record<string, string>]>([
    ["the pod takes none", { "a.yaml": web(`${NAMED}\n${OFF}`), "b.yaml": account() }],
    ["its ServiceAccount gives none", { "a.yaml": web(), "b.yaml": account(OFF) }],
    [
      "a role has the name of the account, and may be bound by hand",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": manifest(
          "ClusterRole",
          "web",
          undefined,
          "rules: [{ apiGroups: [''], resources: [pods], verbs: [get] }]\n",
        ),
      },
    ],
    [
      "Kubernetes itself binds the account",
      {
        "a.yaml": workload("Deployment", "kube-system", "serviceAccountName: kube-dns"),
        "b.yaml": manifest("ServiceAccount", "kube-dns", "kube-system"),
      },
    ],
    ["'default' gives none", { "a.yaml": web(""), "b.yaml": account(OFF, "default") }],
    [
      "whether is filled in later",
      { "a.yaml": web(`${NAMED}\nautomountServiceAccountToken: \${TOKEN}`), "b.yaml": account() },
    ],
    [
      "'default' has it filled in later",
      { "b.yaml": account("automountServiceAccountToken: ${TOKEN}", "default") },
    ],
    ["the account is somebody else's", { "a.yaml": web() }],
    [
      "a binding gives it a role",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": roleBinding("view", "shop", "ClusterRole", subject("web")),
      },
    ],
    [
      "a binding of another namespace does",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "c/c.yaml": roleBinding("view", "tools", "ClusterRole", subject("web", "shop")),
      },
    ],
    [
      "a binding does by the user's name",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": clusterBinding("view", user("system:serviceaccount:shop:web")),
      },
    ],
    [
      "a binding that is not applied from here does",
      {
        "kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": roleBinding("view", "shop", "ClusterRole", subject("web")),
      },
    ],
    [
      "its build binds an account of which nothing is known",
      {
        "kustomization.yaml": "resources: [a.yaml, b.yaml, c.yaml]\n",
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": clusterBinding("view", subject('"${NAME}"', '"${NAMESPACE}"')),
      },
    ],
    [
      "a part of the subject of a binding is filled in later",
      {
        "kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": clusterBinding("view", subject('"w${NAME}"', '"${NAMESPACE}"')),
      },
    ],
    [
      "a binding has a subject that is filled in later",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "c.yaml": clusterBinding("view", subject('"${NAME}"', "shop")),
      },
    ],
    ...["system:authenticated", "system:serviceaccounts", "system:serviceaccounts:shop"].map(
      (name): [string, Record<string, string>] => [
        `a binding does for the group ${name}`,
        { "a.yaml": web(), "b.yaml": account(), "c.yaml": clusterBinding("view", group(name)) },
      ],
    ),
    [
      "an ABAC policy does",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "apiserver.yaml": staticPod("kube-apiserver", [
          "--authorization-mode=ABAC",
          "--authorization-policy-file=/etc/policy.jsonl",
        ]),
        "policy.jsonl":
          '{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"system:serviceaccount:shop:web","namespace":"*","resource":"pods","apiGroup":"*"}}\n',
      },
    ],
    ["a role of AWS trusts it", { "a.yaml": web(), "b.yaml": annotated("eks.amazonaws.com/role-arn: a") }],
    [
      "an account of Google Cloud does",
      { "a.yaml": web(), "b.yaml": annotated("iam.gke.io/gcp-service-account: a") },
    ],
    [
      "an identity of Azure does",
      { "a.yaml": web(), "b.yaml": annotated("azure.workload.identity/client-id: a") },
    ],
    [
      "OpenShift knows it as an OAuth client",
      { "a.yaml": web(), "b.yaml": annotated("serviceaccounts.openshift.io/oauth-redirectreference.a: b") },
    ],
    [
      "Vault's agent logs in with it",
      { "a.yaml": web(NAMED, 'vault.hashicorp.com/agent-inject: "true"'), "b.yaml": account() },
    ],
    [
      "Terraform has a role of AWS trust it",
      { "a.yaml": web(), "b.yaml": account(), "main.tf": 'namespace_service_accounts = ["shop:web"]\n' },
    ],
    [
      "a chart of the repository may bind it",
      {
        "a.yaml": web("serviceAccountName: orders"),
        "b.yaml": account("", "orders"),
        "charts/orders/Chart.yaml": "apiVersion: v2\nname: orders\nversion: 1.0.0\n",
        "charts/orders/templates/rbac.yaml": "kind: RoleBinding\nmetadata: { name: {{ .Release.Name }} }\n",
      },
    ],
    [
      "a remote base of the build may",
      {
        "kustomization.yaml": "resources: [a.yaml, b.yaml, 'https://example.com/a//b']\n",
        "a.yaml": web(),
        "b.yaml": account(),
      },
    ],
    [
      "Terraform binds it",
      {
        "a.yaml": web(),
        "b.yaml": account(),
        "main.tf": 'resource "kubernetes_role_binding" "a" {\n  subject {\n    name = "web"\n  }\n}\n',
      },
    ],
    [
      "the file with the bindings is missing",
      {
        "kustomization.yaml": "resources: [a.yaml, b.yaml, role-binding.yaml]\n",
        "a.yaml": web(),
        "b.yaml": account(),
      },
    ],
    ["it is a static Pod", { "a.yaml": staticPod("kube-apiserver", ["--anonymous-auth=false"]) }],
    [
      "nothing applies the workload",
      { "kustomization.yaml": "resources: [b.yaml]\n", "b.yaml": account(), "a.yaml": web() },
    ],
  ])("is silent where %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("leaves workloads that run as 'default' to another rule, if asked", async () => {
    const files = { "a.yaml": web(""), "b.yaml": web(), "c.yaml": account() };
    expect(await lint(RULE, files, { options: { ofDefault: false } })).toEqual([
      ["b.yaml:9:27-9:30", gets()],
    ]);
  });

  it("offers to do without", async () => {
    const more = { "b.yaml": account() };
    expect(await suggestions(RULE, "a.yaml", web(), more)).toEqual([[SET, web(`${OFF}\n${NAMED}`)]]);
    expect(
      await suggestions(
        RULE,
        "a.yaml",
        web("automountServiceAccountToken: true\nserviceAccountName: web"),
        more,
      ),
    ).toEqual([[SET, web(`${OFF}\n${NAMED}`)]]);
    expect(await suggestions(RULE, "a.yaml", account("", "default"))).toEqual([
      [SET, account("", "default").replace("kind:", `${OFF}\nkind:`)],
    ]);
    expect(
      await suggestions(RULE, "a.yaml", account("automountServiceAccountToken: true", "default")),
    ).toEqual([[SET, account(OFF, "default")]]);
  });
});

import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-unmatched-selector";
const deployment = (name: string, labels: string, namespace: string | undefined = "shop", own = "{}") =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, ${namespace === "" ? "" : `namespace: ${namespace}, `}labels: ${own} }
spec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: c }] } } }
`;
const WEB = deployment("web", "app: frontend");
const policy = (selector: string, ingress = "") =>
  manifest("NetworkPolicy", "web", "shop", `spec:\n  podSelector: ${selector}\n${ingress}`);
const from = (peer: string) => policy("{}", `  ingress:\n    - from:\n        - ${peer}\n`);
const namespace = (name: string, labels = "{}") =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: ${labels} }\n`;
const selects = (labels: string, more = "") =>
  `No workload in namespace 'shop' makes pods with '${labels}', so this policy neither isolates nor allows anything.${more}`;

describe("no-unmatched-selector", () => {
  it.each([
    [
      "a value that is misspelt",
      "{ matchLabels: { app: fronted } }",
      WEB,
      "7:38-7:45",
      selects("app=fronted", " The pods of Deployment 'web' have 'app=frontend'."),
    ],
    [
      "another key",
      "{ matchLabels: { name: frontend } }",
      WEB,
      "7:39-7:47",
      selects("name=frontend", " The pods of Deployment 'web' have 'app=frontend'."),
    ],
    [
      "a part of the value",
      "{ matchLabels: { app: postgres } }",
      deployment("db", "app: postgres-primary"),
      "7:38-7:46",
      selects("app=postgres", " The pods of Deployment 'db' have 'app=postgres-primary'."),
    ],
    [
      "a part of the value, and others",
      "{ matchExpressions: [{ key: app, operator: In, values: [mysql, postgres] }] }",
      deployment("db", "app: postgres-primary"),
      "7:39-7:42",
      "No workload in namespace 'shop' makes pods with the labels that it asks for, so this policy neither isolates nor allows anything. The pods of Deployment 'db' have 'app=postgres-primary'.",
    ],
    [
      "a label of the workload that its pods have not",
      "{ matchLabels: { tier: web } }",
      deployment("web", "app: frontend", "shop", "{ tier: web }"),
      "7:39-7:42",
      selects(
        "tier=web",
        " Deployment 'web' has the label itself, but not its pods: write it under the labels of its pod template as well.",
      ),
    ],
    [
      "an expression",
      "{ matchExpressions: [{ key: app, operator: In, values: [fronted] }] }",
      WEB,
      "7:72-7:79",
      selects("app=fronted", " The pods of Deployment 'web' have 'app=frontend'."),
    ],
    [
      "pods that are no more",
      "{ matchLabels: { app: webhook-receiver } }",
      WEB,
      "7:38-7:54",
      selects("app=webhook-receiver"),
    ],
    [
      "pods of another namespace",
      "{ matchLabels: { app: cache } }",
      `${WEB}---\n${deployment("cache", "app: cache", "data")}`,
      "7:38-7:43",
      selects("app=cache", " Deployment 'cache' makes such pods in namespace 'data'."),
    ],
  ])("reports %s", async (_, selector, pods, place, message) => {
    const files = { "a.yaml": policy(selector), "pods.yaml": pods };
    expect(await lint(RULE, files)).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each<[string, string, Record<string, string>]>([
    ["selects its pods", "{ matchLabels: { app: frontend } }", {}],
    ["selects all", "{}", {}],
    ["takes a label that pods may get", "{ matchLabels: { pod-template-hash: abc } }", {}],
    ["is filled in later", "{ matchLabels: { app: '${APP}' } }", {}],
    [
      "selects pods whose labels are filled in later",
      "{ matchLabels: { app: fronted } }",
      { "b.yaml": deployment("b", "app: '{{ app }}'") },
    ],
    ["asks for a switch", "{ matchLabels: { internet: 'true' } }", {}],
    ["leaves pods out", "{ matchExpressions: [{ key: app, operator: NotIn, values: [frontend] }] }", {}],
    [
      "may select what a chart makes",
      "{ matchLabels: { app: redis } }",
      {
        "b.yaml":
          "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: redis, namespace: shop }\nspec: { chart: { spec: { chart: redis } } }\n",
      },
    ],
    [
      "may select what an operator makes",
      "{ matchLabels: { cnpg.io/cluster: orders } }",
      {
        "b.yaml":
          "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: orders, namespace: shop }\n",
      },
    ],
    [
      "may select what a Service sends to",
      "{ matchLabels: { app: orders } }",
      {
        "b.yaml":
          "apiVersion: v1\nkind: Service\nmetadata: { name: orders, namespace: shop }\nspec: { selector: { app: orders } }\n",
      },
    ],
    [
      "selects what nothing here applies",
      "{ matchLabels: { app: fronted } }",
      { "c/kustomization.yaml": "resources: []\n", "c/b.yaml": deployment("b", "app: fronted") },
    ],
    [
      "names what other manifests name",
      "{ matchLabels: { app: orders-db } }",
      {
        "b.yaml":
          "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: { url: 'postgres://orders-db.shop:5432/x' }\n",
      },
    ],
    ["may select what Terraform makes", "{ matchLabels: { app: fronted } }", { "b.tf": 'app = "fronted"\n' }],
  ])("is silent on a policy that %s", async (_, selector, files) => {
    expect(await lint(RULE, { "a.yaml": policy(selector), "pods.yaml": WEB, ...files })).toEqual([]);
  });

  it.each([
    ["a namespace in which nothing runs", deployment("web", "app: frontend", "other")],
    ["a system namespace", "", "kube-system"],
  ])("is silent in %s", async (_, pods, where = "shop") => {
    const text = policy("{ matchLabels: { app: fronted } }").replace("shop", where);
    expect(await lint(RULE, { "a.yaml": `${text}---\n${pods}` })).toEqual([]);
  });

  it.each([
    [
      "a peer that is misspelt",
      "podSelector: { matchLabels: { app: fronted } }",
      WEB,
      "10:46-10:53",
      "No workload in namespace 'shop' makes pods with 'app=fronted', so this peer allows nothing. The pods of Deployment 'web' have 'app=frontend'.",
    ],
    [
      "a peer of another namespace",
      "podSelector: { matchLabels: { app: prometheus } }",
      `${WEB}---\n${deployment("prometheus", "app: prometheus", "metrics")}`,
      "10:46-10:56",
      "No workload in namespace 'shop' makes pods with 'app=prometheus', so this peer allows nothing: without a namespaceSelector, it speaks of the policy's own namespace. Deployment 'prometheus' makes such pods in namespace 'metrics'. Add a namespaceSelector with 'kubernetes.io/metadata.name: metrics'.",
    ],
    [
      "the cluster's DNS",
      "podSelector: { matchLabels: { k8s-app: kube-dns } }",
      "",
      "10:50-10:58",
      "No workload in namespace 'shop' makes pods with 'k8s-app=kube-dns', so this peer allows nothing: without a namespaceSelector, it speaks of the policy's own namespace. The DNS of the cluster makes such pods in namespace 'kube-system'. Add a namespaceSelector with 'kubernetes.io/metadata.name: kube-system'.",
    ],
    [
      "a peer in a namespace that is named",
      "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: data } }, podSelector: { matchLabels: { app: postgras } } }",
      deployment("db", "app: postgres", "data"),
      "10:123-10:131",
      "No workload in namespace 'data' makes pods with 'app=postgras', so this peer allows nothing. The pods of Deployment 'db' have 'app=postgres'.",
    ],
    [
      "the name of a namespace under another key",
      "namespaceSelector: { matchLabels: { name: data } }",
      namespace("data"),
      "10:53-10:57",
      "Namespace 'data' has no label 'name', so this peer allows nothing. Write 'kubernetes.io/metadata.name', which every namespace has.",
    ],
    [
      "the name of a namespace that is misspelt",
      "namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitorng } }",
      namespace("monitoring"),
      "10:76-10:85",
      "No namespace here is called 'monitorng', so this peer allows nothing. Write 'monitoring' if that is meant.",
    ],
    [
      "a label of a namespace that is misspelt",
      "namespaceSelector: { matchLabels: { team: paymnets } }",
      namespace("data", "{ team: payments }"),
      "10:53-10:61",
      "No namespace here has the label 'team=paymnets', so this peer allows nothing. Namespace 'data' has 'team=payments'.",
    ],
  ])("reports %s", async (_, peer, more, place, message) => {
    expect(await lint(RULE, { "a.yaml": from(peer), "more.yaml": more })).toEqual([
      [`a.yaml:${place}`, message],
    ]);
  });

  it.each([
    ["a contract for pods", "podSelector: { matchLabels: { access: granted } }", WEB],
    [
      "a contract for namespaces",
      "namespaceSelector: { matchLabels: { access: granted } }",
      namespace("data"),
    ],
    [
      "another team",
      "namespaceSelector: { matchLabels: { team: team-a } }",
      namespace("data", "{ team: team-b }"),
    ],
    [
      "a namespace with the label",
      "namespaceSelector: { matchLabels: { name: data } }",
      namespace("data", "{ name: data }"),
    ],
    ["a namespace that is not here", "namespaceSelector: { matchLabels: { name: ingress-nginx } }", WEB],
    [
      "a namespace of the cluster, for which another is no misspelling",
      "namespaceSelector: { matchLabels: { name: kube-system } }",
      namespace("kure-system", "{ name: kure-system }"),
    ],
    ["every namespace", "{ namespaceSelector: {}, podSelector: { matchLabels: { app: fronted } } }", WEB],
    [
      "a peer that no-ambiguous-peer joins with the one before",
      "namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: metrics } }\n        - podSelector: { matchLabels: { app: prometheus } }",
      `${WEB}---\n${deployment("prometheus", "app: prometheus", "metrics")}`,
    ],
  ])("is silent on %s", async (_, peer, more) => {
    expect(await lint(RULE, { "a.yaml": from(peer), "more.yaml": more })).toEqual([]);
  });

  it("suggests the label that is there", async () => {
    const value = policy("{ matchLabels: { app: fronted } }");
    expect(await suggestions(RULE, "a.yaml", value, { "b.yaml": WEB })).toEqual([
      ["Write 'frontend'.", value.replace("fronted", "frontend")],
    ]);
    const key = from("namespaceSelector: { matchLabels: { name: data } }");
    expect(await suggestions(RULE, "a.yaml", key, { "b.yaml": namespace("data") })).toEqual([
      [
        "Ask for label 'kubernetes.io/metadata.name'.",
        key.replace("{ name:", "{ kubernetes.io/metadata.name:"),
      ],
    ]);
  });

  it("judges what is applied, and counts a policy that several builds apply once", async () => {
    const files = (labels: string) => ({
      "base/kustomization.yaml": "resources: [policy.yaml, web.yaml]\n",
      "base/policy.yaml": policy("{ matchLabels: { app: shop-web } }"),
      "base/web.yaml": deployment("web", "tier: web"),
      "dev/kustomization.yaml": "resources: [../base]\nnamespace: dev\n",
      "prod/kustomization.yaml": `resources: [../base]\nnamespace: prod\n${labels}`,
    });
    const labelled = "labels: [{ pairs: { app: shop-web }, includeTemplates: true }]\n";
    expect((await lint(RULE, files(""))).map(([place]) => place)).toEqual(["base/policy.yaml:7:38-7:46"]);
    expect(await lint(RULE, files(labelled))).toEqual([]);
    expect(await lint(RULE, files(labelled), { options: { in: "any" } })).toHaveLength(1);
  });
});

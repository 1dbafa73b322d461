import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { hiddenPods } from "../../../lib/analysis/network/hidden-pods.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { namespacesNamed, namesWanted } from "../../../lib/analysis/network/wanted-pods.js";
import { repositoryOf } from "../../builds/repository-of.js";

const pod = (name: string, namespace: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }\nspec: { containers: [{ name: c }] }\n`;
const release = (name: string, more = "") =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name}${more} }\nspec: { chart: { spec: { chart: ${name} } }, values: { image: valkey } }\n`;
const subscription = (namespace: string) =>
  `apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: { name: redis, namespace: ${namespace} }\nspec: { name: redis, channel: stable, source: s, sourceNamespace: m }\n`;
const generator = (apiVersion: string, kind: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: g, annotations: { config.kubernetes.io/function: '{}' } }\n`;
const app = (...values: string[]) => ({ matchExpressions: [{ key: "app", operator: "In", values }] });

/** What may run beside a pod `backend` in `data`, and a pod `frontend` in `shop`, which is of the kustomization. */
const QUESTIONS: Readonly<Record<string, [namespace: string, selector: unknown]>> = {
  "data: redis": ["data", app("redis")],
  "data: kafka": ["data", app("kafka")],
  "data: any": ["data", { matchExpressions: [{ key: "app", operator: "Exists" }] }],
  "data: valkey": ["data", app("valkey")],
  "shop: redis": ["shop", app("redis")],
  "shop: kafka": ["shop", app("kafka")],
  "shop: any": ["shop", { matchExpressions: [{ key: "app", operator: "Exists" }] }],
  "shop: a slip": ["shop", app("fronted")],
  "shop: kafka or what is there": ["shop", app("kafka", "frontend")],
};
const ANY_IN_SHOP = ["shop: redis", "shop: kafka", "shop: any", "shop: kafka or what is there"];
const ANY_IN_DATA = ["data: redis", "data: kafka", "data: any", "data: valkey"];

interface Row {
  part: string;
  resource?: string;
  kustomization?: string;
  files?: Record<string, string>;
  why: string;
  hides: readonly string[];
}

const ROWS: Row[] = [
  {
    part: "a remote base",
    resource: "https://example.org/redis/install.yaml",
    why: "app/kustomization.yaml uses 'https://example.org/redis/install.yaml', which is not in this repository",
    hides: ["data: redis", ...ANY_IN_SHOP],
  },
  {
    part: "a program",
    kustomization: "generators: [g.yaml]",
    files: { "app/g.yaml": generator("example.org/v1", "Make") },
    why: "app/kustomization.yaml uses the generator 'Make', which is a program or not understood",
    hides: [...ANY_IN_SHOP, "shop: a slip"],
  },
  {
    part: "a generator of Secrets",
    kustomization: "generators: [g.yaml]",
    files: { "app/g.yaml": generator("viaduct.ai/v1", "ksops") },
    why: "app/kustomization.yaml uses the generator 'ksops', which is a program or not understood",
    hides: ANY_IN_SHOP,
  },
  {
    part: "a file that is not there",
    resource: "redis.yaml",
    why: "app/kustomization.yaml includes 'redis.yaml', which is not there",
    hides: ["data: redis", ...ANY_IN_SHOP, "shop: a slip"],
  },
  {
    part: "a file whose name says that it makes no pods",
    resource: "redis-secret.yaml",
    why: "",
    hides: [],
  },
  {
    part: "a chart of the kustomization",
    kustomization: "helmCharts: [{ name: redis, releaseName: gate }]",
    why: "app/kustomization.yaml renders the Helm chart 'redis'",
    hides: ["data: redis", ...ANY_IN_SHOP],
  },
  {
    part: "a chart of the kustomization for a namespace",
    kustomization: "helmCharts: [{ name: redis, releaseName: gate, namespace: shop }]",
    why: "app/kustomization.yaml renders the Helm chart 'redis'",
    hides: ANY_IN_SHOP,
  },
  {
    part: "a release in a namespace",
    files: { "r.yaml": release("redis", ", namespace: shop") },
    why: "HelmRelease 'redis' installs objects that are not in this repository",
    hides: ANY_IN_SHOP,
  },
  {
    part: "a release of the kustomization, wherever that puts it",
    resource: "r.yaml",
    files: { "app/r.yaml": release("redis") },
    why: "HelmRelease 'redis' installs objects that are not in this repository",
    hides: ["data: redis", "data: valkey", ...ANY_IN_SHOP],
  },
  {
    part: "a release of the kustomization that goes by another namespace",
    resource: "r.yaml",
    files: { "app/r.yaml": release("data-sync") },
    why: "HelmRelease 'data-sync' installs objects that are not in this repository",
    hides: [...ANY_IN_DATA, ...ANY_IN_SHOP],
  },
  {
    part: "an operator beside the pods",
    files: { "s.yaml": subscription("shop") },
    why: "Subscription 'redis' installs objects that are not in this repository",
    hides: [...ANY_IN_DATA, ...ANY_IN_SHOP],
  },
  {
    part: "an operator in a namespace of its own",
    files: { "s.yaml": subscription("operators") },
    why: "Subscription 'redis' installs objects that are not in this repository",
    hides: [...ANY_IN_DATA, "shop: redis"],
  },
  {
    part: "a chart that the repository has",
    files: {
      "charts/redis/Chart.yaml": "name: redis\nversion: 1.0.0\n",
      "charts/redis/templates/a.yaml": "kind: Pod\nmetadata: { name: written-here }\n{{ .Values.x }}\n",
    },
    why: "charts/redis/templates/a.yaml belongs to a chart that may bring it",
    hides: ["data: redis", "shop: redis"],
  },
  {
    part: "Terraform",
    files: { "main.tf": 'resource "x" { name = "redis" app = 1 }\n' },
    why: "main.tf names it",
    hides: ["data: redis", "data: any", "shop: redis", "shop: any"],
  },
];

describe("pods that may be there", () => {
  it.each(ROWS)("because of $part", ({ resource, kustomization = "", files = {}, why, hides }) => {
    const resources = resource === undefined ? ["pod.yaml"] : ["pod.yaml", resource];
    const analysis = new Analysis(
      repositoryOf({
        "elsewhere.yaml": pod("backend", "data"),
        "app/pod.yaml": pod("frontend", "shop"),
        "app/kustomization.yaml": `resources: ${JSON.stringify(resources)}\n${kustomization}\n`,
        ...files,
      }),
      {},
    );
    const [network] = networksOf(analysis);
    const answers = Object.entries(QUESTIONS).map(([question, [namespace, selector]]) => {
      return [question, network && hiddenPods(analysis, network, namespace, selector)];
    });
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(Object.keys(QUESTIONS).map((one) => [one, hides.includes(one) ? why : undefined])),
    );
  });
});

describe("what pods are surely called", () => {
  const selector = (...written: string[]) => ({
    matchExpressions: written.map((text) => {
      const [key = "", operator = "", ...values] = text.split(" ");
      return { key, operator, ...(values.length > 0 && { values }) };
    }),
  });

  it.each<[string[], ReturnType<typeof namesWanted>]>([
    [[], { keys: [], values: [], choices: [], domains: [] }],
    [
      ["app In a b", "tier In c"],
      { keys: ["app", "tier"], values: ["a", "b", "c"], choices: [["a", "b"], ["c"]], domains: [] },
    ],
    [
      ["strimzi.io/cluster Exists", "a.strimzi.io/kind In Kafka"],
      {
        keys: ["strimzi.io/cluster", "a.strimzi.io/kind"],
        values: ["Kafka"],
        choices: [["Kafka"]],
        domains: ["strimzi.io", "a.strimzi.io"],
      },
    ],
    [["app NotIn a", "tier DoesNotExist"], { keys: [], values: [], choices: [], domains: [] }],
    [
      ["app.kubernetes.io/name In ${NAME}", "${KEY} Exists", "helm.sh/chart Exists", "x.k8s.io/y Exists"],
      {
        keys: ["app.kubernetes.io/name", "helm.sh/chart", "x.k8s.io/y"],
        values: [],
        choices: [],
        domains: [],
      },
    ],
  ])("by %j", (written, expected) => {
    expect(namesWanted(selector(...written))).toEqual(expected);
  });

  it.each<[string[], string[] | undefined]>([
    [["kubernetes.io/metadata.name In a b"], ["a", "b"]],
    [["team In x", "kubernetes.io/metadata.name In a"], ["a"]],
    [["kubernetes.io/metadata.name In a ${B}"], undefined],
    [["kubernetes.io/metadata.name NotIn a"], undefined],
    [["name In a"], undefined],
    [[], undefined],
  ])("with the namespaces that %j names", (written, expected) => {
    expect(namespacesNamed(selector(...written))).toEqual(expected);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { hiddenPods } from "../../../lib/analysis/network/hidden-pods.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { isSlip } from "../../../lib/analysis/network/selector-slips.js";
import { repositoryOf } from "../../builds/repository-of.js";

const pod = (name: string, namespace = "shop") =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }\nspec: { containers: [{ name: c }] }\n`;
const release = (name: string, namespace: string) =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { chart: { spec: { chart: ${name} } } }\n`;
const custom = (group: string, kind: string, name: string) =>
  `apiVersion: ${group}/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: shop\n`;
const app = (value: string) => ({ matchLabels: { app: value } });

function hidden(files: Record<string, string>, namespace: string, selector?: unknown): string | undefined {
  const analysis = new Analysis(repositoryOf({ "web.yaml": pod("frontend"), ...files }), {});
  const [network] = networksOf(analysis);
  if (!network) throw new Error("there is no network");
  return hiddenPods(analysis, network, namespace, selector);
}

describe("hidden pods", () => {
  it.each<[string, Record<string, string>, string, unknown, string | undefined]>([
    ["nothing is hidden", {}, "shop", app("redis"), undefined],
    ["nothing is hidden, and any pod is sought", {}, "shop", undefined, undefined],
    ["nothing runs there", {}, "data", app("redis"), "nothing in this repository runs in namespace 'data'"],
    [
      "the cluster has pods there",
      {},
      "kube-system",
      app("redis"),
      "the cluster itself runs pods in namespace 'kube-system'",
    ],
    [
      "a chart goes by the name",
      { "a.yaml": release("redis", "shop") },
      "shop",
      app("redis"),
      "HelmRelease 'redis' installs objects that are not in this repository",
    ],
    [
      "the chart is for another namespace",
      { "a.yaml": release("redis", "data") },
      "shop",
      app("redis"),
      undefined,
    ],
    [
      "a chart may bring what it is not called by",
      { "a.yaml": release("gitlab", "shop") },
      "shop",
      app("redis"),
      "HelmRelease 'gitlab' installs objects that are not in this repository",
    ],
    [
      "a chart does not bring what is a slip of the own",
      { "a.yaml": release("gitlab", "shop") },
      "shop",
      app("fronted"),
      undefined,
    ],
    [
      "an operator's object shares the domain of a label",
      { "a.yaml": custom("kafka.strimzi.io", "Kafka", "events") },
      "shop",
      { matchExpressions: [{ key: "strimzi.io/cluster", operator: "Exists" }] },
      "an operator may make such pods for Kafka 'events' in a.yaml",
    ],
    [
      "an operator's object shares its name",
      { "a.yaml": custom("example.org", "Cache", "orders-cache") },
      "shop",
      app("orders"),
      "an operator may make such pods for Cache 'orders-cache' in a.yaml",
    ],
    [
      "a custom object stands for no pods",
      { "a.yaml": custom("monitoring.coreos.com", "ServiceMonitor", "orders") },
      "shop",
      app("orders"),
      undefined,
    ],
    [
      "a manifest that does not parse names it",
      { "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: { name: redis\n  labels: [ app: redis\n" },
      "shop",
      app("redis"),
      "a.yaml does not parse",
    ],
  ])("%s", (_, files, namespace, selector, expected) => {
    expect(hidden(files, namespace, selector)).toBe(expected);
  });

  it.each<[string, boolean]>([
    ["openshift-ingress", true],
    ["openshift", true],
    ["calico-system", true],
    ["cattle-fleet-system", true],
    ["gke-managed", true],
    ["openshifted", false],
    ["my-openshift", false],
    ["default", false],
  ])("takes namespace '%s' for one of the platform: %s", (namespace, isOfPlatform) => {
    const why = isOfPlatform ? `the cluster itself runs pods in namespace '${namespace}'` : undefined;
    expect(hidden({ "own.yaml": pod("own", namespace) }, namespace, app("redis"))).toBe(why);
  });

  it("does not know where pods are whose namespace is chosen later", () => {
    expect(hidden({}, "${NS}", app("redis"))).toBe("their namespace is chosen when they are applied");
  });

  const flux = (path: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: f, namespace: shop }\nspec: { path: ${path}, sourceRef: { kind: GitRepository, name: flux-system } }\n`;
  it.each<[string, Record<string, string>, unknown, string | undefined]>([
    [
      "the second of two charts goes by the name",
      { "a.yaml": `${release("frontend", "data")}---\n${release("redis", "shop")}` },
      app("redis"),
      "HelmRelease 'redis' installs objects that are not in this repository",
    ],
    [
      "the same chart is in two namespaces, of which the second is meant",
      { "a.yaml": release("redis", "data"), "b.yaml": release("redis", "shop") },
      app("redis"),
      "HelmRelease 'redis' installs objects that are not in this repository",
    ],
    [
      "the path that Flux applies is filled in later, and the pods are there",
      { "a.yaml": flux("'./${CLUSTER}'") },
      app("frontend"),
      "Kustomization 'f' applies a path that is filled in later",
    ],
    [
      "the path that Flux applies is filled in later, and no such pods are anywhere",
      { "a.yaml": flux("'./${CLUSTER}'") },
      app("redis"),
      undefined,
    ],
    [
      "a patch is not there, so that nothing is applied",
      {
        "k/kustomization.yaml": "resources: [pod.yaml]\npatches: [{ path: redis.yaml }]\n",
        "k/pod.yaml": pod("api"),
      },
      app("redis"),
      undefined,
    ],
    [
      "a chart does not bring what has a value of a label of the own",
      {
        "a.yaml": release("gitlab", "shop"),
        "b.yaml": pod("x").replace("app: x", "app: x, tier: backend"),
      },
      { matchLabels: { tier: "backend" } },
      undefined,
    ],
    [
      "a chart may bring what has only one of the values of the own",
      { "a.yaml": release("gitlab", "shop") },
      { matchLabels: { app: "frontend", tier: "cache" } },
      "HelmRelease 'gitlab' installs objects that are not in this repository",
    ],
    [
      "a file that does not parse names only one of two labels",
      { "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: { name: redis\n  labels: [ app: redis\n" },
      { matchLabels: { app: "redis", tier: "cache" } },
      undefined,
    ],
    [
      "a file that does not parse names both",
      {
        "a.yaml": "apiVersion: v1\nkind: Pod\nmetadata: { name: redis\n  labels: [ app: redis, tier: cache\n",
      },
      { matchLabels: { app: "redis", tier: "cache" } },
      "a.yaml does not parse",
    ],
  ])("may be there or not where %s", (_, files, selector, expected) => {
    expect(hidden(files, "shop", selector)).toBe(expected);
  });

  it.each<[string, string | undefined]>([
    ["strimzi.io", "an operator may make such pods for Kafka 'events' in a.yaml"],
    ["kafka.strimzi.io", "an operator may make such pods for Kafka 'events' in a.yaml"],
    ["example.org", undefined],
  ])("may be there for an object elsewhere where a label is of the domain '%s'", (domain, expected) => {
    const object = "apiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata:\n  name: events\n";
    const selector = { matchExpressions: [{ key: `${domain}/cluster`, operator: "Exists" }] };
    expect(hidden({ "a.yaml": object }, "shop", selector)).toBe(expected);
  });

  it("takes any selector, also a hostile one", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (selector) => {
        hidden({}, "shop", selector);
        hidden({}, "shop", { matchLabels: selector });
      }),
      { numRuns: 50 },
    );
    expect(hidden({}, "shop", JSON.parse('{"matchLabels":{"__proto__":"x"}}'))).toBeUndefined();
  });
});

describe("isSlip", () => {
  it.each<[string, string, boolean]>([
    ["fronted", "frontend", true],
    ["product-service", "productservice", true],
    ["Frontend", "frontend", true],
    ["team-a", "team-b", false],
    ["cache-1", "cache-2", false],
    ["shop", "shop2", false],
    ["api", "app", false],
    ["redis", "postgres", false],
    ["frontend", "frontend", false],
  ])("takes %s for a misspelling of %s: %s", (written, meant, expected) => {
    expect(isSlip(written, meant)).toBe(expected);
  });
});

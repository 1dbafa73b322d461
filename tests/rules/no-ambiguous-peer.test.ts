import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-ambiguous-peer";
const policy = (peers: string, { direction = "ingress", list = "from" } = {}) =>
  manifest(
    "NetworkPolicy",
    "web",
    "shop",
    `spec:\n  podSelector: {}\n  ${direction}:\n    - ${list}:\n${peers.replace(/^/gm, "        ")}\n`,
  );
const namespace = (labels: string) => `- namespaceSelector:\n    matchLabels: { ${labels} }`;
const pods = (labels: string) => `- podSelector:\n    matchLabels: { ${labels} }`;
const MONITORING = namespace("kubernetes.io/metadata.name: monitoring");
const PROMETHEUS = pods("app: prometheus");
const message = (namespaces: string, which: string) =>
  `These are two peers, either of which is enough: every pod of ${namespaces}, and ${which} in the namespace of this policy. If a pod must match both, remove this '-', which makes them one peer; otherwise write two rules.`;
const BOTH = message(
  "the namespaces with 'kubernetes.io/metadata.name=monitoring'",
  "the pods with 'app=prometheus'",
);
const deployment = (labels: string, where = "shop") =>
  manifest(
    "Deployment",
    "prometheus",
    where,
    `spec:\n  template:\n    metadata:\n      labels: { ${labels} }\n`,
  );

const service = (selector: string) =>
  manifest("Service", "metrics", "shop", `spec: { selector: { ${selector} } }\n`).replace(
    /apiVersion: .*/,
    "apiVersion: v1",
  );
const other = (spec: string) => manifest("NetworkPolicy", "other", "shop", `spec: { ${spec} }\n`);

describe("no-ambiguous-peer", () => {
  it.each([
    // As in redhat-appstudio/infra-deployments#7039.
    ["a namespace and its pods", `${MONITORING}\n${PROMETHEUS}`, "12:11-12:22", BOTH],
    [
      "the other way round, with a word in common",
      `${pods("app: nginx")}\n${namespace("name: ingress-nginx")}`,
      "12:11-12:28",
      message("the namespaces with 'name=ingress-nginx'", "the pods with 'app=nginx'"),
    ],
    [
      "every namespace and some pods",
      `- namespaceSelector: {}\n${PROMETHEUS}`,
      "11:11-11:22",
      message("every namespace", "the pods with 'app=prometheus'"),
    ],
    [
      "the two beside an ipBlock",
      `- ipBlock: { cidr: 10.0.0.0/8 }\n${MONITORING}\n${PROMETHEUS}`,
      "13:11-13:22",
      BOTH,
    ],
    [
      "selectors with expressions",
      "- namespaceSelector: { matchExpressions: [{ key: team, operator: Exists }] }\n- podSelector: { matchExpressions: [{ key: app, operator: In, values: [a, b] }] }",
      "11:11-11:22",
      message("the namespaces that it selects", "the pods that it selects"),
    ],
  ])("reports %s", async (_, peers, place, expected) => {
    expect(await lint(RULE, { "a.yaml": policy(peers) })).toEqual([[`a.yaml:${place}`, expected]]);
    const egress = policy(peers, { direction: "egress", list: "to" });
    expect((await lint(RULE, { "a.yaml": egress })).map(([, words]) => words)).toEqual([expected]);
  });

  it.each([
    ["one peer of both", "- namespaceSelector: {}\n  podSelector: { matchLabels: { app: prometheus } }"],
    ["every pod of its own namespace, and another one", `${MONITORING}\n- podSelector: {}`],
    ["several namespaces", `${namespace("team: a")}\n${MONITORING}\n${PROMETHEUS}`],
    ["several kinds of pods", `${MONITORING}\n${PROMETHEUS}\n${pods("app: web")}`],
    ["peers apart from each other", `${MONITORING}\n- ipBlock: { cidr: 10.0.0.0/8 }\n${PROMETHEUS}`],
    ["what a variable may say", "- ${PEER}\n- podSelector: { matchLabels: { app: prometheus } }"],
    ["one of them alone", PROMETHEUS],
    ["pods first, and namespaces that have nothing to do with them", `${PROMETHEUS}\n${MONITORING}`],
  ])("is silent on %s", async (_, peers) => {
    expect(await lint(RULE, { "a.yaml": policy(peers) })).toEqual([]);
  });

  it.each<[string, string, number]>([
    ["those pods are in its namespace", deployment("app: prometheus, tier: ops"), 0],
    ["pods there have a label that is not known", deployment("app: '${NAME}'"), 0],
    ["other pods are there", deployment("app: web"), 1],
    ["those pods are in another namespace", deployment("app: prometheus", "monitoring"), 1],
    ["those pods are in a third namespace", deployment("app: prometheus", "other"), 0],
    ["a Service sends to such pods", service("app: prometheus"), 0],
    ["a Service sends to other pods", service("app: web"), 1],
    ["another policy selects such pods", other("podSelector: { matchLabels: { app: prometheus } }"), 0],
    [
      "another policy lets such pods in alone",
      other("podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: prometheus } } }] }]"),
      0,
    ],
    [
      "another policy has the same two peers",
      other(
        "podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }, { podSelector: { matchLabels: { app: prometheus } } }] }]",
      ),
      1,
    ],
    [
      "a CronJob makes them",
      manifest(
        "CronJob",
        "scrape",
        "shop",
        "spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: prometheus } } } } } }\n",
      ).replace(/apiVersion: .*/, "apiVersion: batch/v1"),
      0,
    ],
    [
      "a Pod is one",
      "apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop, labels: { app: prometheus } }\n",
      0,
    ],
  ])("looks whether alternatives can be meant: %s", async (_, text, count) => {
    const files = { "a.yaml": policy(`${MONITORING}\n${PROMETHEUS}`), "pods.yaml": text };
    expect((await lint(RULE, files)).filter(([at]) => at.startsWith("a.yaml"))).toHaveLength(count);
  });

  it("knows the pods that the policy itself selects", async () => {
    const text = policy(`${MONITORING}\n${PROMETHEUS}`).replace(
      "podSelector: {}",
      "podSelector: { matchLabels: { app: prometheus } }",
    );
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("knows of pods that no kustomization lists", async () => {
    const files = {
      "kustomization.yaml": "resources: [a.yaml]\n",
      "a.yaml": policy(`${MONITORING}\n${PROMETHEUS}`),
      "pods.yaml": deployment("app: prometheus"),
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("looks for pods in the namespaces, whichever comes first", async () => {
    const files = {
      "a.yaml": policy(`${PROMETHEUS}\n${MONITORING}`),
      "pods.yaml": deployment("app: prometheus", "monitoring"),
    };
    expect(await lint(RULE, files)).toEqual([["a.yaml:12:11-12:28", BOTH]]);
  });

  it("judges a patch where it is written", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [policy.yaml]\n",
      "base/policy.yaml": policy(PROMETHEUS),
      "prod/kustomization.yaml": "resources: [../base]\npatches: [{ path: patch.yaml }]\n",
      "prod/patch.yaml": policy(`${MONITORING}\n${PROMETHEUS}`),
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["prod/patch.yaml:12:11-12:22"]);
    const replaced = {
      ...files,
      "base/policy.yaml": files["prod/patch.yaml"],
      "prod/patch.yaml": policy(PROMETHEUS),
    };
    expect(await lint(RULE, replaced)).toEqual([]);
  });

  it("suggests one peer", async () => {
    const text = policy(`${MONITORING}\n# only these\n${PROMETHEUS}`);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      [
        "Make one peer of the two, for the pods with 'app=prometheus' in the namespaces with 'kubernetes.io/metadata.name=monitoring' only.",
        text.replace("- podSelector:\n", "  podSelector:\n"),
      ],
    ]);
  });

  it.each([
    ["in flow style", "- { namespaceSelector: {} }\n- { podSelector: { matchLabels: { app: a } } }"],
    ["with another indentation", "- namespaceSelector: {}\n-   podSelector: { matchLabels: { app: a } }"],
    ["with an anchor", "- namespaceSelector: {}\n- podSelector: &a { matchLabels: { app: a } }"],
    [
      "with the dash on its own line",
      "- namespaceSelector: {}\n-\n  podSelector: { matchLabels: { app: a } }",
    ],
  ])("suggests nothing that could go wrong: %s", async (_, peers) => {
    const text = policy(peers);
    expect(await lint(RULE, { "a.yaml": text })).toHaveLength(1);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([]);
  });
});

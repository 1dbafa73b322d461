import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-host-network-target";
const policy = (selector: string) =>
  manifest("NetworkPolicy", "exporter", "monitoring", `spec:\n  podSelector: ${selector}\n`);
const workload = (name: string, { host = true, app = "exporter" } = {}) =>
  manifest(
    "Deployment",
    name,
    "monitoring",
    `spec:\n  template:\n    metadata: { labels: { app: ${app} } }\n    spec: { hostNetwork: ${host}, containers: [{ name: a }] }\n`,
  );
const EXPORTER = policy("{ matchLabels: { app: exporter } }");
const found = (workloads: string) =>
  `This policy selects only ${workloads}, with 'hostNetwork: true': most network plugins cannot tell such pods from their node, and do not apply it. Restrict the ports of the nodes, or give the pods a network of their own.`;

describe("no-host-network-target", () => {
  it("reports a policy for pods with the network of their node", async () => {
    const files = {
      "a.yaml": EXPORTER,
      "b.yaml": workload("node"),
      "c.yaml": workload("web", { host: false, app: "web" }),
    };
    expect(await lint(RULE, files)).toEqual([["a.yaml:7:3-7:14", found("Deployment 'node'")]]);
    const four = ["a", "b", "c", "d"].map((name) => [`${name}1.yaml`, workload(name)]);
    expect(
      await lint(RULE, { "a.yaml": EXPORTER, ...(Object.fromEntries(four) as Record<string, string>) }),
    ).toEqual([
      ["a.yaml:7:3-7:14", found("Deployment 'a', Deployment 'b', Deployment 'c' and 1 other workload")],
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ["no pods at all", {}],
    ["other pods too", { "b.yaml": workload("node"), "c.yaml": workload("web", { host: false }) }],
    ["other pods", { "b.yaml": workload("node", { host: false }) }],
    [
      "labels that are filled in",
      { "b.yaml": workload("node", { app: "'${APP}'" }), "c.yaml": workload("n2") },
    ],
    ["pods of another namespace", { "b.yaml": workload("node").replaceAll("monitoring", "other") }],
  ])("takes %s", async (_, files) => {
    expect(await lint(RULE, { "a.yaml": EXPORTER, ...files })).toEqual([]);
  });

  it("takes a policy for every pod, and what a hidden part may add to", async () => {
    expect(await lint(RULE, { "a.yaml": policy("{}"), "b.yaml": workload("node") })).toEqual([]);
    const files = {
      "kustomization.yaml": "resources: [a.yaml, b.yaml, 'https://example.com/base']\n",
      "a.yaml": EXPORTER,
      "b.yaml": workload("node"),
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("takes what selects other pods in one of the builds", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
      "base/a.yaml": EXPORTER,
      "base/b.yaml": workload("node"),
      "prod/kustomization.yaml": "resources: [../base, c.yaml]\nnamespace: prod\n",
      "prod/c.yaml": workload("web", { host: false }),
    };
    expect(await lint(RULE, files)).toEqual([]);
  });
});

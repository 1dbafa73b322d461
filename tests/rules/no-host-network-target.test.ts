import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-host-network-target";
const agent = (
  name: string,
  { namespace = "monitoring" as string | null, host = "true", labels = "app: agent" } = {},
) =>
  manifest(
    "DaemonSet",
    name,
    namespace ?? undefined,
    `spec:\n  template:\n    metadata: { labels: { ${labels} } }\n    spec: { hostNetwork: ${host}, containers: [{ name: c }] }\n`,
  ).replace("rbac.authorization.k8s.io/v1", "apps/v1");
const policy = (selector = "{ matchLabels: { app: agent } }", namespace: string | null = "monitoring") =>
  manifest("NetworkPolicy", "agent", namespace ?? undefined, `spec:\n  podSelector: ${selector}\n`);
const all = (...documents: string[]) => ({ "a.yaml": documents.join("---\n") });
const message = (pods: string) =>
  `All that this policy selects is ${pods}, with 'hostNetwork: true': these pods have the address of their node, and network plugins do not reliably apply policies to them. Leave 'hostNetwork' out, or limit the connections of the node itself.`;

describe("no-host-network-target", () => {
  it("reports a policy that selects nothing but pods on the network of their node", async () => {
    expect(await lint(RULE, all(policy(), agent("node")))).toEqual([
      ["a.yaml:7:3-7:14", message("DaemonSet 'node'")],
    ]);
    expect(await lint(RULE, all(policy(), agent("one"), agent("two")))).toEqual([
      ["a.yaml:7:3-7:14", message("DaemonSet 'one' and 1 more")],
    ]);
  });

  it.each([
    ["other pods are selected too", all(policy(), agent("node"), agent("more", { host: "false" }))],
    ["it is not known whether they have", all(policy(), agent("node", { host: "'${HOST}'" }))],
    [
      "it may select other pods",
      all(policy(), agent("node"), agent("more", { host: "false", labels: "app: '${X}'" })),
    ],
    ["it selects nothing", all(policy(), agent("node", { labels: "app: other" }))],
    ["they are in another namespace", all(policy(), agent("node", { namespace: "ops" }))],
    [
      "it selects all pods of kube-system",
      all(policy("{}", "kube-system"), agent("node", { namespace: "kube-system" })),
    ],
    [
      "a hidden part may bring such pods",
      {
        "kustomization.yaml": "namespace: monitoring\nresources: [a.yaml, https://example.org/agent]\n",
        ...all(policy(), agent("node")),
      },
    ],
  ])("is silent where %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("judges namespaces as builds complete them", async () => {
    const files = all(policy(undefined, null), agent("node", { namespace: null }));
    const kustomization = "namespace: kube-system\nresources: [a.yaml]\n";
    expect(await lint(RULE, { ...files, "kustomization.yaml": kustomization })).toEqual([
      ["a.yaml:6:3-6:14", message("DaemonSet 'node'")],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { decidingPolicies, doubtsOf } from "../../../lib/analysis/network/deciding.js";
import {
  endpointsAsked,
  explainConnection,
  withoutRepetition,
} from "../../../lib/analysis/network/explain-connection.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { addressesOf } from "../../../lib/kubernetes/connections/address-set.js";
import { addressWords } from "../../../lib/kubernetes/connections/address-blocks.js";
import { ALLOWED } from "../../../lib/kubernetes/connections/verdict.js";
import { portWords } from "../../../lib/kubernetes/connections/port-set.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { pod, policy } from "./world.js";

function networkOf(...documents: string[]) {
  const [network] = networksOf(new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {}));
  if (!network) throw new Error("there is no network");
  return network;
}

const namespace = (name: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { team: t } }\n`;
const TEAM = "{ namespaceSelector: { matchLabels: { team: t } } }";

describe("the policies that decide about a connection", () => {
  /** What decides about what comes from `z` to `x`. */
  function deciding(spec: string, { peer = pod("z", "b"), more = [] as string[] } = {}) {
    const network = networkOf(pod("x"), peer, policy("p", spec), ...more);
    const [x, z] = ["x", "z"].map((name) => network.workloads.find((one) => one.name === name));
    if (!x || !z) throw new Error("there are no such workloads");
    return decidingPolicies(network, "Ingress", x, z);
  }

  it.each<[string, string, Parameters<typeof deciding>[1], string[]]>([
    ["nothing", `{ ingress: [{ from: [${TEAM}] }] }`, { more: [namespace("b")] }, []],
    [
      "the labels of a namespace",
      `{ ingress: [{}, { from: [${TEAM}] }] }`,
      {},
      [
        "NetworkPolicy a/p: whether spec.ingress[1] speaks of the pods: no Namespace object says which labels namespace 'b' has",
      ],
    ],
    [
      "the labels of a namespace that is chosen later",
      `{ ingress: [{ from: [${TEAM}] }] }`,
      { peer: pod("z", "a").replace(", namespace: a", "") },
      [
        "NetworkPolicy a/p: whether spec.ingress[0] speaks of the pods: no Namespace object says which labels namespace (chosen when '.' is applied) has",
      ],
    ],
    [
      "whether the network is that of the node",
      "{ ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: z } } }] }] }",
      { peer: pod("z", "b", ", hostNetwork: true") },
      [
        "NetworkPolicy a/p: whether spec.ingress[0] speaks of pods that have the network of their node: that is up to the network plugin",
      ],
    ],
    [
      "the labels of the pods",
      "{ ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: z } } }] }] }",
      { peer: pod("z", "b").replace("app: z", "app: '${APP}'"), more: [namespace("b")] },
      ["NetworkPolicy a/p: whether spec.ingress[0] speaks of the other end"],
    ],
    [
      "the labels of the pods and of the namespace",
      "{ ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: team, operator: NotIn, values: [t] }] }, podSelector: { matchLabels: { app: z } } }] }] }",
      { peer: pod("z", "b").replace("app: z", "app: '${APP}'") },
      ["NetworkPolicy a/p: whether spec.ingress[0] speaks of the other end"],
    ],
    [
      "whether the policy selects the pods",
      "{ podSelector: { matchLabels: { app: x, '${KEY}': v } }, ingress: [{}] }",
      {},
      ["NetworkPolicy a/p: whether it selects the pods"],
    ],
    [
      "the ports",
      "{ ingress: [{ ports: [{ port: '${PORT}' }] }] }",
      {},
      ["NetworkPolicy a/p: the ports of spec.ingress[0]"],
    ],
  ])("leave open %s", (_, spec, given, expected) => {
    expect(deciding(spec, given).flatMap(doubtsOf)).toEqual(expected);
  });

  it("have the rules that speak of the other end, with their ports and places", () => {
    const [only, ...others] = deciding(
      `{ ingress: [{ ports: [{ port: 1 }] }, { from: [${TEAM}], ports: [{ port: web }] }, { from: [{ namespaceSelector: {} }], ports: [{ port: 2, endPort: 4 }, { port: nowhere }] }, { from: [{ podSelector: {} }] }, { ports: [{ port: nowhere }] }] }`,
    );
    expect(others).toEqual([]);
    expect(only?.source?.applied.object.object.metadata?.name).toBe("p");
    expect([only?.direction, only?.selects, only?.isolates, only?.tier]).toEqual([
      "Ingress",
      true,
      true,
      "namespace",
    ]);
    expect(
      only?.rules.map(({ words, sure, possible, action, place, doubts }) => [
        words,
        portWords(sure),
        portWords(possible),
        action,
        place?.path.join("."),
        doubts.length,
      ]),
    ).toEqual([
      ["spec.ingress[0]", "TCP 1", "TCP 1", "allow", "spec.ingress.0", 0],
      ["spec.ingress[1]", "no port", "TCP 8080", "allow", "spec.ingress.1", 1],
      ["spec.ingress[2]", "TCP 2-4", "TCP 2-4", "allow", "spec.ingress.2", 0],
    ]);
  });
});

describe("an explained connection", () => {
  const peers = "[{ ipBlock: { cidr: 10.0.0.0/8 } }, { ipBlock: { cidr: 11.0.0.0/8 } }]";
  const network = networkOf(
    pod("x"),
    pod("z", "b"),
    policy(
      "p",
      `{ podSelector: { matchLabels: { app: x } }, ingress: [{ from: ${peers} }, { from: [{ ipBlock: { cidr: 10.1.0.0/16 } }], ports: [{ port: 1 }] }] }`,
    ),
    policy("q", "{ ingress: [{ from: [{ ipBlock: { cidr: 11.0.0.0/8 } }] }] }", "b"),
  );
  const explained = (...blocks: string[]) => {
    const outside = blocks.flatMap((one) => addressesOf(one) ?? []);
    const from = endpointsAsked(network, { workloads: () => false, outside });
    const [to] = endpointsAsked(network, { workloads: ({ name }) => name === "x", outside: [] });
    if (!to) throw new Error("there is no 'x'");
    return from.map((one) => explainConnection(network, one, to));
  };
  const said = (all: ReturnType<typeof explained>) =>
    all.map(({ from, egress, ingress }) => [
      from.is === "addresses" && addressWords(from.addresses),
      egress.workload,
      ingress.workload?.name,
      ingress.policies.flatMap(({ rules }) => rules.map(({ words }) => words)),
    ]);

  it("is asked for by the parts of the addresses that policies tell apart", () => {
    expect(said(explained("10.0.0.0/15"))).toEqual([
      ["10.1.0.0/16", undefined, "x", ["spec.ingress[0]", "spec.ingress[1]"]],
      ["10.0.0.0/16", undefined, "x", ["spec.ingress[0]"]],
    ]);
  });

  it("is one for all parts that the same rules speak of", () => {
    const all = explained("9.0.0.0/8", "10.0.0.0/15", "11.0.0.0/16");
    expect(all).toHaveLength(4);
    expect(said(withoutRepetition(all))).toEqual([
      ["10.1.0.0/16", undefined, "x", ["spec.ingress[0]", "spec.ingress[1]"]],
      ["10.0.0.0/16, 11.0.0.0/16", undefined, "x", ["spec.ingress[0]"]],
      ["9.0.0.0/8", undefined, "x", []],
    ]);
  });

  it("names no workload outside of the cluster, where everything is allowed", () => {
    const [first] = explained("10.1.0.0/16");
    expect(first?.egress).toEqual({
      direction: "Egress",
      workload: undefined,
      verdict: first?.egress.verdict,
      policies: [],
    });
    expect(first?.egress.verdict).toEqual(ALLOWED);
  });
});

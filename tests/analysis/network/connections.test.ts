import { describe, expect, it } from "vitest";
import { portWords } from "../../../lib/kubernetes/connections/port-set.js";
import { allowedPorts } from "../../../lib/kubernetes/connections/verdict.js";
import { connections, pod, policy, through } from "./world.js";

describe("connections", () => {
  it("are all allowed where no policy applies", () => {
    const world = connections(pod("x"), pod("z", "b"));
    expect([
      through(world, "x", "z"),
      through(world, "x", "8.8.8.8"),
      through(world, "8.8.8.8", "x"),
    ]).toEqual(["all ports", "all ports", "all ports"]);
  });

  it.each([
    ["{ podSelector: {} }", "no port", "all ports"],
    ["{ podSelector: {}, ingress: [{}] }", "all ports", "all ports"],
    ["{ podSelector: {}, policyTypes: [Egress] }", "all ports", "no port"],
    ["{ podSelector: {}, egress: [{ ports: [{ port: 80 }] }] }", "no port", "TCP 80"],
    ["{ podSelector: {}, egress: [] }", "no port", "all ports"],
    ["{ podSelector: { matchLabels: { app: other } } }", "all ports", "all ports"],
    [
      "{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [other] }] } }",
      "no port",
      "all ports",
    ],
    ["{ ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: web }] }] }", "TCP 8080", "all ports"],
    ["{ ingress: [{ from: [{ podSelector: {} }] }] }", "no port", "all ports"],
    ["{ ingress: [{ from: [{ podSelector: { matchLabels: { app: '${X}' } } }] }] }", "no port", "all ports"],
    [
      "{ ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: t } } }] }] }",
      "no port ?all ports",
      "all ports",
    ],
    [
      "{ ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: b } } }], ports: [{ port: 1, endPort: 9 }, { protocol: UDP }] }] }",
      "TCP 1-9; all UDP ports",
      "all ports",
    ],
    [
      "{ egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }], policyTypes: [Egress] }",
      "all ports",
      "all ports",
    ],
    [
      "{ egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }], policyTypes: [Egress] }",
      "all ports",
      "no port",
    ],
  ])("of a pod with %s let in %s and out %s", (spec, into, out) => {
    const world = connections(pod("x"), pod("z", "b"), policy("p", spec));
    expect([through(world, "z", "x"), through(world, "x", "z")]).toEqual([into, out]);
  });

  it("need egress of the one and ingress of the other", () => {
    const world = connections(
      pod("x"),
      pod("z", "b"),
      policy("p", "{ policyTypes: [Egress], egress: [{ ports: [{ port: 80 }, { port: 81 }] }] }"),
      policy("q", "{ ingress: [{ ports: [{ port: 81 }, { port: 82 }] }] }", "b"),
    );
    expect([through(world, "x", "z"), through(world, "z", "x")]).toEqual(["TCP 81", "all ports"]);
  });

  it("are judged by policies of other engines, too", () => {
    const cilium = (namespace: string, spec: string) =>
      `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: c, namespace: ${namespace} }\nspec: ${spec}\n`;
    const world = connections(
      pod("x"),
      pod("w"),
      pod("z", "b"),
      cilium(
        "a",
        "{ endpointSelector: { matchLabels: { app: x } }, ingress: [{ fromEndpoints: [{}] }, { fromCIDR: [8.8.8.8/32], toPorts: [{ ports: [{ port: web, protocol: TCP }] }] }] }",
      ),
      "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: { name: d }\nspec: { priority: 1, subject: { namespaces: {} }, egress: [{ action: Deny, to: [{ networks: [8.0.0.0/8] }], ports: [{ portNumber: { port: 80 } }] }] }\n",
    );
    expect([through(world, "w", "x"), through(world, "z", "x"), through(world, "z", "w")]).toEqual([
      "all ports",
      "no port",
      "all ports",
    ]);
    const outside = world.endpoints.filter(({ is }) => is === "addresses");
    const [x] = world.network.workloads;
    expect(outside.map((part) => x && portWords(allowedPorts(world.between(part, x))))).toEqual([
      "TCP 8080",
      "no port",
      "no port",
    ]);
    expect(outside.map((part) => x && portWords(allowedPorts(world.between(x, part))))).toEqual([
      "TCP 1-79, 81-65535; all UDP ports; all SCTP ports",
      "TCP 1-79, 81-65535; all UDP ports; all SCTP ports",
      "all ports",
    ]);
  });

  it("come from every pod where the blocks of a rule hold all addresses together", () => {
    const halves = "{ ipBlock: { cidr: 0.0.0.0/1 } }, { ipBlock: { cidr: 128.0.0.0/1 } }";
    const world = connections(
      pod("x"),
      pod("w"),
      pod("z"),
      policy("p", `{ podSelector: { matchLabels: { app: x } }, ingress: [{ from: [${halves}] }] }`),
      policy(
        "q",
        `{ podSelector: { matchLabels: { app: w } }, ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/1 } }] }] }`,
      ),
    );
    expect([through(world, "z", "x"), through(world, "z", "w")]).toEqual(["all ports", "no port"]);
  });

  it("go by what each pod calls its ports, where the policies are the same", () => {
    const named = (name: string, port: number) => pod(name).replace("8080", String(port));
    const into = connections(
      named("x", 81),
      named("v", 82),
      pod("z", "b"),
      policy("p", "{ podSelector: {}, ingress: [{ ports: [{ port: web }] }] }"),
    );
    expect([through(into, "z", "x"), through(into, "z", "v")]).toEqual(["TCP 81", "TCP 82"]);
    const out = connections(
      named("x", 81),
      named("v", 82),
      pod("z", "b"),
      policy("p", "{ podSelector: {}, policyTypes: [Egress], egress: [{ ports: [{ port: web }] }] }", "b"),
    );
    expect([through(out, "z", "x"), through(out, "z", "v")]).toEqual(["TCP 81", "TCP 82"]);
  });
});

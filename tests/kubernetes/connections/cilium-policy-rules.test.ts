import { describe, expect, it } from "vitest";
import type { Direction, IsolatingPolicy } from "../../../lib/kubernetes/network-policy/network-policy.js";
import { network, of } from "../network-policy/policies.js";
import { directed, ENDPOINTS, type EndpointName, pods, through, throughAll } from "./world.js";

const cilium = of("CiliumNetworkPolicy");
const clusterwide = of("CiliumClusterwideNetworkPolicy");
const every = { endpointSelector: {} };
const ingress = (...rules: unknown[]): IsolatingPolicy => cilium({ ...every, ingress: rules });
const egress = (...rules: unknown[]): IsolatingPolicy => cilium({ ...every, egress: rules });
const wide = (...rules: unknown[]): IsolatingPolicy => clusterwide({ ...every, ingress: rules });
const denying = (...rules: unknown[]): IsolatingPolicy => cilium({ ...every, ingressDeny: rules });
const app = (name: string, prefix = "") => ({ matchLabels: { [`${prefix}app`]: name } });
const tcp = (port: string, more: object = {}) => ({ ports: [{ port, protocol: "TCP", ...more }] });

const PODS: EndpointName[] = ["near", "far", "world"];
type Row = [name: string, policies: IsolatingPolicy[], peers: EndpointName[], expected: string];

function check(direction: Direction, rows: Row[]): void {
  it.each(rows)("%s", (_, policies, peers, expected) => {
    expect(throughAll(policies, direction, ...peers)).toBe(expected);
  });
}

const NOBODY = "near: no port | far: no port | world: no port";
const EVERYONE = "near: all ports | far: all ports | world: all ports";
const THE_WORLD = "near: no port | far: no port | world: all ports";
const THE_CLUSTER = "near: all ports | far: all ports | world: no port";
const NEAR = "near: all ports | far: no port | world: no port";

describe("a CiliumNetworkPolicy on ingress", () => {
  check("Ingress", [
    ["without rules isolates nothing", [cilium(every)], PODS, EVERYONE],
    ["with an empty list neither", [cilium({ ...every, ingress: [] })], PODS, EVERYONE],
    ["with an empty rule allows nothing", [ingress({})], PODS, NOBODY],
    ["with a default deny", [cilium({ ...every, enableDefaultDeny: { ingress: true } })], PODS, NOBODY],
    [
      "without a default deny",
      [cilium({ ...every, ingress: [{}], enableDefaultDeny: { ingress: false } })],
      PODS,
      EVERYONE,
    ],
    [
      "with a default deny that is filled in",
      [cilium({ ...every, ingress: [{}], enableDefaultDeny: { ingress: "${X}" } })],
      ["near"],
      "near: ?all ports",
    ],
    ["with rules that are filled in", [cilium({ ...every, ingress: "${X}" })], ["near"], "near: ?all ports"],
    ["with one rule that is filled in", [ingress("${X}")], ["near"], "near: ?all ports"],
    ["that is filled in", [cilium("${X}")], ["near"], "near: ?all ports"],
    ["for nodes", [cilium({ nodeSelector: {}, ingress: [{}] })], PODS, EVERYONE],
    ["without a selector", [cilium({ ingress: [{}] })], PODS, EVERYONE],
    [
      "of several rules",
      [
        cilium(undefined, {
          specs: [
            { ...every, ingress: [{ fromEntities: ["world"] }] },
            { ...every, ingress: [{ fromEndpoints: [{}] }] },
          ],
        }),
      ],
      PODS,
      "near: all ports | far: no port | world: all ports",
    ],
    ["that selects other pods", [cilium({ endpointSelector: app("x"), ingress: [{}] })], PODS, EVERYONE],
    [
      "that selects these pods",
      [cilium({ endpointSelector: app("own", "k8s:"), ingress: [{}] })],
      PODS,
      NOBODY,
    ],
    [
      "that selects its own namespace",
      [
        cilium({
          endpointSelector: { matchLabels: { "k8s:io.kubernetes.pod.namespace": "shop" } },
          ingress: [{}],
        }),
      ],
      PODS,
      NOBODY,
    ],
    [
      "that selects another namespace",
      [
        cilium({
          endpointSelector: { matchLabels: { "k8s:io.kubernetes.pod.namespace": "bank" } },
          ingress: [{}],
        }),
      ],
      ["near"],
      "near: ?all ports",
    ],
    [
      "that selects by a label that Cilium does not see",
      [cilium({ endpointSelector: { matchLabels: { "kubernetes.io/x": "y" } }, ingress: [{}] })],
      ["near"],
      "near: ?all ports",
    ],
    [
      "adds up with NetworkPolicies",
      [ingress({ fromEndpoints: [{}] }), network({ ingress: [{ from: [{ namespaceSelector: {} }] }] })],
      PODS,
      THE_CLUSTER,
    ],
    ["for endpoints of its namespace", [ingress({ fromEndpoints: [{}] })], PODS, NEAR],
    [
      "for some of them",
      [ingress({ fromEndpoints: [app("near", "any:")] })],
      ["near", "own", "unknown", "host"],
      "near: all ports | own: no port | unknown: no port | host: no port",
    ],
    [
      "for all of them",
      [ingress({ fromEndpoints: [{}] })],
      ["host", "unknown"],
      "host: ?all ports | unknown: no port",
    ],
    [
      "for endpoints of another",
      [ingress({ fromEndpoints: [{ matchLabels: { "k8s:io.kubernetes.pod.namespace": "bank" } }] })],
      PODS,
      "near: no port | far: all ports | world: no port",
    ],
    [
      "for endpoints of any",
      [
        ingress({
          fromEndpoints: [{ matchExpressions: [{ key: "io.kubernetes.pod.namespace", operator: "Exists" }] }],
        }),
      ],
      PODS,
      THE_CLUSTER,
    ],
    [
      "for endpoints by a label of theirs",
      [ingress({ fromEndpoints: [{ matchLabels: { "k8s:io.cilium.k8s.namespace.labels.team": "b" } }] })],
      [...PODS, "unknown"],
      "near: no port | far: all ports | world: no port | unknown: ?all ports",
    ],
    [
      "for a ServiceAccount",
      [ingress({ fromEndpoints: [{ matchLabels: { "io.cilium.k8s.policy.serviceaccount": "near" } }] })],
      ["near", "own"],
      "near: all ports | own: no port",
    ],
    [
      "for what is outside by its label",
      [ingress({ fromEndpoints: [{ matchLabels: { "reserved:world": "" } }] })],
      PODS,
      "near: no port | far: no port | world: ?all ports",
    ],
    [
      "for endpoints that are filled in",
      [ingress({ fromEndpoints: ["${X}"] })],
      ["near"],
      "near: ?all ports",
    ],
    ["for no endpoints", [ingress({ fromEndpoints: [] })], PODS, NOBODY],
    [
      "for ports of no endpoints",
      [ingress({ fromEndpoints: [], toPorts: [tcp("80")] })],
      ["near"],
      "near: ?TCP 80",
    ],
    ["for all", [ingress({ fromEntities: ["all"] })], [...PODS, "host"], `${EVERYONE} | host: all ports`],
    [
      "for the cluster",
      [ingress({ fromEntities: ["cluster"] })],
      [...PODS, "host"],
      `${THE_CLUSTER} | host: all ports`,
    ],
    [
      "for the world",
      [ingress({ fromEntities: ["world"] })],
      [...PODS, "host"],
      `${THE_WORLD} | host: ?all ports`,
    ],
    [
      "for the world of IPv4",
      [ingress({ fromEntities: ["world-ipv4"] })],
      ["near", "world", "v6"],
      "near: no port | world: all ports | v6: no port",
    ],
    [
      "for nodes",
      [ingress({ fromEntities: ["host", "remote-node"] })],
      [...PODS, "host"],
      `${NOBODY} | host: ?all ports`,
    ],
    [
      "for the API server",
      [ingress({ fromEntities: ["kube-apiserver"] })],
      PODS,
      "near: no port | far: no port | world: ?all ports",
    ],
    ["for none", [ingress({ fromEntities: ["none", "init", "health", "ingress"] })], PODS, NOBODY],
    [
      "for what is not managed",
      [ingress({ fromEntities: ["unmanaged"] })],
      PODS,
      "near: ?all ports | far: ?all ports | world: no port",
    ],
    ["for an entity that is filled in", [ingress({ fromEntities: ["${X}"] })], ["near"], "near: ?all ports"],
    [
      "for every address",
      [ingress({ fromCIDR: ["0.0.0.0/0"] })],
      [...PODS, "v6", "host"],
      `${THE_WORLD} | v6: no port | host: ?all ports`,
    ],
    [
      "for a block",
      [ingress({ fromCIDR: ["8.8.0.0/16", "1.1.1.1"] })],
      ["near", "world", "lan"],
      "near: no port | world: all ports | lan: no port",
    ],
    [
      "for a block with an exception",
      [ingress({ fromCIDRSet: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }] })],
      ["near", "world", "lan"],
      "near: no port | world: all ports | lan: no port",
    ],
    [
      "for a group of blocks",
      [ingress({ fromCIDRSet: [{ cidrGroupRef: "x" }] })],
      PODS,
      "near: no port | far: no port | world: ?all ports",
    ],
    [
      "for a block that is filled in",
      [ingress({ fromCIDR: ["${X}"] })],
      PODS,
      "near: no port | far: no port | world: ?all ports",
    ],
    [
      "for peers in several ways",
      [ingress({ fromEntities: ["world"], fromEndpoints: [{}] })],
      PODS,
      "near: ?all ports | far: ?all ports | world: ?all ports",
    ],
    [
      "for peers of a field that is not known",
      [ingress({ fromOthers: ["x"] })],
      ["near"],
      "near: ?all ports",
    ],
    [
      "with requirements",
      [ingress({ fromEndpoints: [{}], fromRequires: [app("near")] })],
      ["near"],
      "near: ?all ports",
    ],
    [
      "with authentication",
      [ingress({ fromEndpoints: [{}], authentication: { mode: "required" } })],
      PODS,
      "near: ?all ports | far: no port | world: no port",
    ],
    ["without it", [ingress({ fromEndpoints: [{}], authentication: { mode: "disabled" } })], PODS, NEAR],
  ]);
});

describe("ports of a CiliumNetworkPolicy", () => {
  const ports = (...toPorts: unknown[]): IsolatingPolicy => ingress({ toPorts });
  const rows: [toPorts: unknown[], expected: string][] = [
    [[tcp("80"), tcp("443")], "TCP 80, 443"],
    [[{ ports: [{ port: "80" }] }], "TCP 80; UDP 80; SCTP 80"],
    [[tcp("80", { protocol: "ANY" })], "TCP 80; UDP 80; SCTP 80"],
    [[tcp("80", { protocol: "udp" })], "UDP 80"],
    [[tcp("80", { endPort: 90 })], "TCP 80-90"],
    [[tcp("80", { endPort: "${X}" })], "?all ports"],
    [[tcp("0")], "all TCP ports"],
    [[tcp("Web")], "TCP 8080"],
    [[tcp("dns")], "no port"],
    [[tcp("${X}")], "?all ports"],
    [[{ ports: [{ port: 80, protocol: "TCP" }] }], "TCP 80"],
    [[tcp("80", { protocol: "ICMP" })], "no port"],
    [[{}], "?all ports"],
    [["${X}"], "?all ports"],
    [[], "no port"],
    [[{ ...tcp("80"), rules: { http: [{ method: "GET" }] } }, tcp("81")], "TCP 81 ?TCP 80"],
    [[{ ...tcp("80"), rules: {} }], "TCP 80"],
    [[{ ...tcp("80"), rules: { http: [] } }], "?TCP 80"],
    [[{ ...tcp("53"), rules: { dns: [{ matchPattern: "*" }] } }], "TCP 53"],
    [[{ ...tcp("53"), rules: { dns: [{ matchName: "a.com" }] } }], "?TCP 53"],
    [[{ ...tcp("443"), serverNames: ["a.com"] }], "?TCP 443"],
  ];
  it.each(rows)("%j", (toPorts, expected) => {
    expect(through([ports(...toPorts)], "Ingress", "world")).toBe(expected);
  });

  it("are none for ICMP", () => {
    const policy = ingress({ fromEntities: ["all"], icmps: [{ fields: [{ type: 8 }] }] });
    expect(through([policy], "Ingress", "near")).toBe("no port");
  });
});

describe("deny rules", () => {
  check("Ingress", [
    [
      "beat every allow rule",
      [denying({ fromEndpoints: [{}] }), network({ ingress: [{}] })],
      PODS,
      "near: no port | far: all ports | world: all ports",
    ],
    ["isolate", [denying({ fromEntities: ["world"] })], PODS, NOBODY],
    [
      "of ports",
      [denying({ toPorts: [tcp("80")] }), network({ ingress: [{ ports: [{ port: 80 }, { port: 81 }] }] })],
      PODS,
      "near: TCP 81 | far: TCP 81 | world: TCP 81",
    ],
    [
      "that may match",
      [denying({ fromEntities: ["kube-apiserver"] }), network({ ingress: [{}] })],
      PODS,
      "near: all ports | far: all ports | world: ?all ports",
    ],
  ]);
});

describe("a CiliumClusterwideNetworkPolicy", () => {
  check("Ingress", [
    ["for endpoints", [wide({ fromEndpoints: [{}] })], PODS, THE_CLUSTER],
    ["for endpoints by a label", [wide({ fromEndpoints: [app("near")] })], PODS, NEAR],
    [
      "for endpoints that are not of a namespace",
      [
        wide({
          fromEndpoints: [
            {
              matchExpressions: [
                { key: "k8s:io.kubernetes.pod.namespace", operator: "NotIn", values: ["bank"] },
              ],
            },
          ],
        }),
      ],
      PODS,
      "near: all ports | far: no port | world: all ports",
    ],
    [
      "for a namespace",
      [
        clusterwide({
          endpointSelector: { matchLabels: { "io.kubernetes.pod.namespace": "bank" } },
          ingress: [{}],
        }),
      ],
      PODS,
      EVERYONE,
    ],
    [
      "for hosts",
      [clusterwide({ endpointSelector: { matchLabels: { "reserved:host": "" } }, ingress: [{}] })],
      PODS,
      EVERYONE,
    ],
  ]);
});

describe("a CiliumNetworkPolicy on egress", () => {
  check("Egress", [
    [
      "to host names",
      [egress({ toFQDNs: [{ matchName: "a.com" }], toPorts: [tcp("443")] })],
      PODS,
      "near: no port | far: no port | world: ?TCP 443",
    ],
    [
      "to Services",
      [egress({ toServices: [{ k8sService: { serviceName: "x" } }] })],
      ["near"],
      "near: ?all ports",
    ],
    ["to nodes", [egress({ toNodes: [{}] })], [...PODS, "host"], `${NOBODY} | host: ?all ports`],
    [
      "to groups",
      [egress({ toGroups: [{ aws: {} }] })],
      PODS,
      "near: no port | far: no port | world: ?all ports",
    ],
    ["to a named port", [egress({ toPorts: [tcp("web")] })], ["near"], "near: ?all TCP ports"],
    ["says nothing of ingress", [ingress({})], PODS, EVERYONE],
  ]);
});

it("selects no pods of another namespace", () => {
  const [policy] = directed([ingress({})]);
  const namespaces = [{ name: "shop" }, { name: "bank" }, { name: "${NS}" }, undefined];
  expect(namespaces.map((namespace) => policy?.selects(pods("own", { namespace })))).toEqual([
    true,
    false,
    undefined,
    undefined,
  ]);
});

it("says what its rules depend on", () => {
  const policies = directed([
    ingress(
      { fromEntities: ["kube-apiserver"], toPorts: [{ ...tcp("80"), rules: { http: [{}] } }] },
      { fromEndpoints: [{}], authentication: { mode: "required" } },
      {
        fromEndpoints: [
          { matchLabels: { "k8s:io.cilium.k8s.policy.cluster": "x", "kubernetes.io/x": "y" } },
          { matchLabels: { "reserved:world": "" } },
        ],
      },
      { fromEndpoints: [{}] },
    ),
    egress({ toFQDNs: [{ matchName: "a.com" }], toPorts: [tcp("web")] }),
    ingress({ fromEntities: ["world"], fromEndpoints: [{}] }),
  ]);
  expect(
    policies.map(({ doubt, rules }) => [doubt, ...rules.map((rule) => [rule.path.join("."), rule.doubt])]),
  ).toEqual([
    [
      undefined,
      ["spec.ingress.0", "it depends on where the API server is and what is sent over the connection"],
      ["spec.ingress.1", "it depends on authentication"],
      [
        "spec.ingress.2",
        "it depends on the name of the cluster, labels that Cilium may leave out and reserved labels",
      ],
      ["spec.ingress.3", undefined],
    ],
    [undefined, ["spec.egress.0", "it depends on host names and the name of a port"]],
    ["Cilium refuses rules that name their peers in several ways", ["spec.ingress.0", undefined]],
  ]);
});

it("tells its blocks apart", () => {
  const [policy] = directed([ingress({ fromCIDR: ["0.0.0.0/32", "0.0.0.4"] }, { fromEndpoints: [{}] })]);
  expect(policy?.rules.map(({ blocks }) => blocks)).toEqual([
    [
      [
        [0n, 1n],
        [4n, 5n],
      ],
    ],
    [],
  ]);
  expect(policy?.rules[0]?.matches(ENDPOINTS.world)).toBe(false);
});

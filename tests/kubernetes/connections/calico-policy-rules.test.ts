import { describe, expect, it } from "vitest";
import type { Direction, IsolatingPolicy } from "../../../lib/kubernetes/network-policy/network-policy.js";
import { network, of } from "../network-policy/policies.js";
import { directed, ENDPOINTS, type EndpointName, pods, through, throughAll } from "./world.js";

const calico = of("CalicoNetworkPolicy");
const global = of("GlobalNetworkPolicy");
const ingress = (...rules: unknown[]): IsolatingPolicy => calico({ ingress: rules });
const egress = (...rules: unknown[]): IsolatingPolicy => calico({ egress: rules });
const wide = (...rules: unknown[]): IsolatingPolicy => global({ ingress: rules });
const from = (source: object, action = "Allow") => ({ action, source });
const allow = { action: "Allow" };
const deny = { action: "Deny" };

const PODS: EndpointName[] = ["near", "far", "world"];
type Row = [name: string, policies: IsolatingPolicy[], peers: EndpointName[], expected: string];

function check(direction: Direction, rows: Row[]): void {
  it.each(rows)("%s", (_, policies, peers, expected) => {
    expect(throughAll(policies, direction, ...peers)).toBe(expected);
  });
}

const NOBODY = "near: no port | far: no port | world: no port";
const EVERYONE = "near: all ports | far: all ports | world: all ports";
const UNKNOWN = "near: ?all ports | far: ?all ports | world: ?all ports";

describe("a policy of Calico on ingress", () => {
  check("Ingress", [
    ["without rules denies", [calico({})], PODS, NOBODY],
    ["without a spec too", [calico(undefined)], PODS, NOBODY],
    ["of egress does not isolate", [egress(allow)], PODS, EVERYONE],
    ["of types", [calico({ types: ["Egress"] })], PODS, EVERYONE],
    ["of types that are filled in", [calico({ types: ["${X}"] })], ["near"], "near: ?all ports"],
    [
      "as felix reads it",
      [calico({ egress: [allow] }, { apiVersion: "crd.projectcalico.org/v1" })],
      ["near"],
      "near: ?all ports",
    ],
    ["that is filled in", [calico("${X}")], PODS, UNKNOWN],
    ["with rules that are filled in", [calico({ ingress: "${X}" })], ["near"], "near: ?all ports"],
    ["allows everyone", [ingress(allow)], [...PODS, "host"], `${EVERYONE} | host: all ports`],
    ["denies first", [ingress(deny, allow)], PODS, NOBODY],
    ["logs and goes on", [ingress({ action: "Log" }, allow)], PODS, EVERYONE],
    ["passes to what is not known", [ingress({ action: "Pass" })], PODS, UNKNOWN],
    ["of another tier", [calico({ tier: "security", ingress: [allow] })], PODS, UNKNOWN],
    ["of the default tier", [calico({ tier: "default", ingress: [allow] })], PODS, EVERYONE],
    [
      "in its order",
      [calico({ order: 1, ingress: [deny] }), calico({ order: 2, ingress: [allow] })],
      PODS,
      NOBODY,
    ],
    [
      "before NetworkPolicies",
      [calico({ order: 999, ingress: [deny] }), network({ ingress: [{}] })],
      PODS,
      NOBODY,
    ],
    ["after NetworkPolicies", [calico({ ingress: [deny] }), network({ ingress: [{}] })], PODS, EVERYONE],
    [
      "beside NetworkPolicies",
      [ingress(from({ selector: "all()" })), network({})],
      ["near", "far"],
      "near: all ports | far: no port",
    ],
    [
      "of an order that is filled in",
      [calico({ order: "${X}", ingress: [deny] }), network({ ingress: [{}] })],
      PODS,
      UNKNOWN,
    ],
    [
      "that selects these pods",
      [calico({ selector: "app == 'own' && projectcalico.org/namespace == 'shop'" })],
      PODS,
      NOBODY,
    ],
    ["that selects others", [calico({ selector: "app == 'x'" })], PODS, EVERYONE],
    ["that selects what is filled in", [calico({ selector: "app == '${X}'" })], ["near"], "near: ?all ports"],
    [
      "that selects by ServiceAccount",
      [calico({ serviceAccountSelector: "projectcalico.org/name == 'default'" })],
      PODS,
      NOBODY,
    ],
    [
      "that selects by a label of it",
      [calico({ serviceAccountSelector: "role == 'x'" })],
      ["near"],
      "near: ?all ports",
    ],
    [
      "selects by the label of a ServiceAccount",
      [calico({ selector: "projectcalico.org/serviceaccount == 'x'" })],
      PODS,
      EVERYONE,
    ],
    [
      "for pods of its namespace",
      [ingress(from({ selector: "all()" }))],
      [...PODS, "host"],
      "near: all ports | far: no port | world: ?all ports | host: ?all ports",
    ],
    [
      "for some of them",
      [ingress(from({ selector: "app in {'near'}" }))],
      ["near", "own"],
      "near: all ports | own: no port",
    ],
    [
      "for pods of others",
      [ingress(from({ namespaceSelector: "team == 'b'" }))],
      ["near", "far", "unknown"],
      "near: no port | far: all ports | unknown: ?all ports",
    ],
    [
      "for pods of a namespace by its name",
      [ingress(from({ namespaceSelector: "projectcalico.org/name == 'bank'", selector: "app == 'far'" }))],
      ["near", "far"],
      "near: no port | far: all ports",
    ],
    [
      "for what is in no namespace",
      [ingress(from({ namespaceSelector: "global()" }))],
      ["near", "far"],
      "near: no port | far: no port",
    ],
    [
      "for pods but some",
      [ingress(from({ notSelector: "app == 'near'" }))],
      ["near", "own", "far"],
      "near: no port | own: all ports | far: no port",
    ],
    [
      "for a selector that is not one",
      [ingress(from({ selector: "app = x" }))],
      ["near"],
      "near: ?all ports",
    ],
    [
      "for a ServiceAccount",
      [ingress(from({ serviceAccounts: { names: ["near"] } }))],
      ["near", "own", "far", "world"],
      "near: all ports | own: no port | far: no port | world: no port",
    ],
    [
      "for a ServiceAccount that is filled in",
      [ingress(from({ serviceAccounts: { names: ["${X}"] } }))],
      ["near"],
      "near: ?all ports",
    ],
    [
      "for ServiceAccounts by label",
      [ingress(from({ serviceAccounts: { selector: "role == 'x'" } }))],
      ["near", "far"],
      "near: ?all ports | far: no port",
    ],
    [
      "for every net",
      [ingress(from({ nets: ["0.0.0.0/0"] }))],
      [...PODS, "v6", "host"],
      `${EVERYONE} | v6: no port | host: all ports`,
    ],
    [
      "for a net",
      [ingress(from({ nets: ["8.8.0.0/16", "1.1.1.1"] }))],
      PODS,
      "near: no port | far: no port | world: all ports",
    ],
    [
      "for a net that may be that of pods",
      [ingress(from({ nets: ["10.0.0.0/8"] }))],
      ["near", "lan"],
      "near: ?all ports | lan: all ports",
    ],
    [
      "for all but a net",
      [ingress(from({ notNets: ["10.0.0.0/8"] }))],
      ["near", "lan", "world"],
      "near: ?all ports | lan: no port | world: all ports",
    ],
    [
      "for all but a public net",
      [ingress(from({ notNets: ["8.8.8.0/24"] }))],
      ["near", "world"],
      "near: all ports | world: no port",
    ],
    ["for a net that is filled in", [ingress(from({ nets: ["${X}"] }))], PODS, UNKNOWN],
    [
      "for a net of pods with labels",
      [ingress(from({ nets: ["8.8.8.0/24"], selector: "all()" }))],
      PODS,
      "near: no port | far: no port | world: ?all ports",
    ],
    ["for a Service", [ingress(from({ services: { name: "x" } }))], ["near"], "near: ?all ports"],
    [
      "for source ports",
      [ingress({ ...from({ ports: [80] }), protocol: "TCP" })],
      ["near"],
      "near: ?all TCP ports",
    ],
    ["for requests", [ingress({ ...allow, http: { methods: ["GET"] } })], PODS, UNKNOWN],
    [
      "for some of its own pods",
      [ingress({ ...allow, destination: { selector: "app == 'x'" } })],
      PODS,
      UNKNOWN,
    ],
    [
      "for IPv4",
      [ingress({ ...allow, ipVersion: 4 })],
      ["near", "world", "v6"],
      "near: all ports | world: all ports | v6: no port",
    ],
    [
      "for IPv6",
      [ingress({ ...allow, ipVersion: 6 })],
      ["near", "world", "v6"],
      "near: ?all ports | world: no port | v6: all ports",
    ],
    [
      "for a version that is filled in",
      [ingress({ ...allow, ipVersion: "${X}" })],
      ["near"],
      "near: ?all ports",
    ],
    ["with an action that is not one", [ingress({ action: "allow" })], PODS, UNKNOWN],
    ["with notes", [ingress({ ...allow, metadata: { annotations: { a: "b" } } })], PODS, EVERYONE],
    ["with a peer that is filled in", [ingress({ ...allow, source: "${X}" })], ["near"], "near: ?all ports"],
  ]);
});

describe("a GlobalNetworkPolicy", () => {
  check("Ingress", [
    ["for pods", [wide(from({ selector: "has(app)" }))], ["near", "far"], "near: all ports | far: all ports"],
    [
      "for pods but some",
      [wide(from({ notSelector: "app == 'near'" }))],
      ["near", "far"],
      "near: no port | far: all ports",
    ],
    ["of some namespaces", [global({ namespaceSelector: "team == 'b'" })], PODS, EVERYONE],
    ["of this one", [global({ namespaceSelector: "projectcalico.org/name == 'shop'" })], PODS, NOBODY],
    ["of this one by its label on pods", [global({ selector: "pcns.team == 'a'" })], PODS, NOBODY],
    ["of all", [global({ namespaceSelector: "all()" })], PODS, NOBODY],
    [
      "for hosts",
      [global({ doNotTrack: true, ingress: [deny] }), global({ preDNAT: true, ingress: [deny] })],
      PODS,
      EVERYONE,
    ],
  ]);
});

describe("a policy of Calico on egress", () => {
  check("Egress", [
    [
      "for ports of a peer",
      [egress({ ...allow, protocol: "TCP", destination: { ports: ["web"], selector: "all()" } })],
      ["near", "far", "world"],
      "near: TCP 8080 | far: no port | world: no port",
    ],
    ["for some of its own pods", [egress({ ...allow, source: { selector: "app == 'x'" } })], PODS, UNKNOWN],
    ["with rules of ingress only", [ingress(allow)], PODS, EVERYONE],
  ]);
});

describe("ports of a policy of Calico", () => {
  const rows: [rule: object, expected: string][] = [
    [{ protocol: "TCP" }, "all TCP ports"],
    [{ protocol: "udp" }, "all UDP ports"],
    [{ protocol: 132 }, "all SCTP ports"],
    [{ protocol: "ICMP", icmp: { type: 8 } }, "no port"],
    [{ protocol: "${X}" }, "?all ports"],
    [{ notProtocol: "TCP" }, "all UDP ports; all SCTP ports"],
    [{ notProtocol: "${X}" }, "?all ports"],
    [{ protocol: "TCP", destination: { ports: [80, "90:99", "443"] } }, "TCP 80, 90-99, 443"],
    [{ protocol: "TCP", destination: { ports: ["web", "dns"] } }, "TCP 8080"],
    [{ protocol: "TCP", destination: { ports: ["${X}"] } }, "?all TCP ports"],
    [{ protocol: "TCP", destination: { ports: "${X}" } }, "?all TCP ports"],
    [{ destination: { ports: [80] } }, "?all ports"],
    [{ protocol: "TCP", destination: { notPorts: ["1:79", 81, "web"] } }, "TCP 80, 82-8079, 8081-65535"],
    [{ protocol: "TCP", destination: { ports: ["80:90"], notPorts: [85] } }, "TCP 80-84, 86-90"],
    [{ protocol: "TCP", destination: { notPorts: ["${X}"] } }, "?all TCP ports"],
  ];
  it.each(rows)("%j", (rule, expected) => {
    expect(through([ingress({ ...allow, ...rule })], "Ingress", "near")).toBe(expected);
  });
});

it("selects no pods of another namespace", () => {
  const [policy] = directed([ingress(allow)]);
  const namespaces = [{ name: "shop" }, { name: "bank" }, { name: "${NS}" }, undefined];
  expect(namespaces.map((namespace) => policy?.selects(pods("own", { namespace })))).toEqual([
    true,
    false,
    undefined,
    undefined,
  ]);
});

it("says what its rules depend on", () => {
  const [policy, tier, order] = directed([
    ingress(
      { ...from({ services: { name: "x" }, ports: [1] }), protocol: "TCP", http: {}, others: 1 },
      { ...from({ selector: "all()" }), destination: { nets: ["10.0.0.0/8"] } },
      from({ nets: ["${X}"] }),
    ),
    calico({ tier: "x" }),
    calico({ order: "x", ingress: [allow] }),
  ]);
  expect(policy?.rules.map(({ doubt }) => doubt)).toEqual([
    "it depends on Services, its field 'others' and source ports",
    "it depends on network sets and its 'destination'",
    "it depends on nets",
  ]);
  expect([policy?.doubt, tier?.doubt, order?.doubt]).toEqual([
    undefined,
    "the order of its tier is not known",
    "its order is not known",
  ]);
});

it("tells its blocks apart", () => {
  const [policy] = directed([ingress(from({ nets: ["0.0.0.0/30"], notNets: ["0.0.0.1/32"] }), allow)]);
  expect(policy?.rules.map(({ blocks }) => blocks)).toEqual([
    [
      [
        [0n, 1n],
        [2n, 4n],
      ],
    ],
    [],
  ]);
  expect(policy?.rules[0]?.matches(ENDPOINTS.world)).toBe(false);
});

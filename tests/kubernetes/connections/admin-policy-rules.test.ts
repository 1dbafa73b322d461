import { describe, expect, it } from "vitest";
import type { Direction, IsolatingPolicy } from "../../../lib/kubernetes/network-policy/network-policy.js";
import { denyAll, network, of } from "../network-policy/policies.js";
import { directed, type EndpointName, throughAll } from "./world.js";

const admin = of("AdminNetworkPolicy");
const baseline = of("BaselineAdminNetworkPolicy");
const cluster = of("ClusterNetworkPolicy");
const subject = { namespaces: {} };
const everyPod = [{ namespaces: {} }];
const anp = (ingress: unknown, priority: unknown = 1): IsolatingPolicy =>
  admin({ priority, subject, ingress });
const egress = (rules: unknown): IsolatingPolicy => admin({ priority: 1, subject, egress: rules });
const team = (value: string) => ({ matchLabels: { team: value } });
const deny = { action: "Deny", from: everyPod };
const pass = { action: "Pass", from: everyPod };
const allow = { action: "Allow", from: everyPod };
const port = (number: number, protocol = "TCP") => ({ portNumber: { protocol, port: number } });

type Row = [name: string, policies: IsolatingPolicy[], peers: EndpointName[], expected: string];

function check(direction: Direction, rows: Row[]): void {
  it.each(rows)("%s", (_, policies, peers, expected) => {
    expect(throughAll(policies, direction, ...peers)).toBe(expected);
  });
}

describe("an admin policy on ingress", () => {
  check("Ingress", [
    ["isolates nothing", [anp([])], ["near", "world"], "near: all ports | world: all ports"],
    [
      "denies every pod",
      [anp([deny])],
      ["near", "far", "world"],
      "near: no port | far: no port | world: all ports",
    ],
    ["does not speak of pods on nodes", [anp([deny])], ["host"], "host: ?all ports"],
    [
      "allows before NetworkPolicies",
      [anp([allow]), denyAll],
      ["far", "world"],
      "far: all ports | world: no port",
    ],
    ["passes to NetworkPolicies", [anp([pass, deny]), denyAll], ["far"], "far: no port"],
    ["passes to what nothing decides", [anp([pass, deny])], ["far"], "far: all ports"],
    ["asks the lowest priority first", [anp([deny], 2), anp([allow], 1)], ["far"], "far: all ports"],
    ["may disagree at the same priority", [anp([deny]), anp([allow])], ["far"], "far: ?all ports"],
    ["asks its rules in order", [anp([{ ...allow, ports: [port(80)] }, deny])], ["far"], "far: TCP 80"],
    ["without a priority", [anp([deny], null)], ["far"], "far: ?all ports"],
    [
      "peers by namespace",
      [anp([{ action: "Deny", from: [{ namespaces: team("b") }] }])],
      ["near", "far", "unknown"],
      "near: all ports | far: no port | unknown: ?all ports",
    ],
    [
      "peers by pod",
      [
        anp([
          {
            action: "Deny",
            from: [{ pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: "near" } } } }],
          },
        ]),
      ],
      ["near", "far", "unknown"],
      "near: no port | far: all ports | unknown: ?all ports",
    ],
    [
      "peers of another version",
      [anp([{ action: "Deny", from: [{ others: {} }] }])],
      ["far"],
      "far: ?all ports",
    ],
    [
      "selectors of another version",
      [anp([{ action: "Deny", from: [{ namespaces: { sameLabels: ["team"] } }] }])],
      ["far"],
      "far: ?all ports",
    ],
    [
      "actions of another version",
      [anp([{ ...deny, action: "Drop" }])],
      ["far", "world"],
      "far: ?all ports | world: all ports",
    ],
    ["rules that are filled in", [anp("${RULES}")], ["world"], "world: ?all ports"],
    [
      "a named port",
      [anp([{ ...deny, ports: [{ namedPort: "dns" }] }])],
      ["far"],
      "far: all TCP ports; UDP 1-52, 54-65535; all SCTP ports",
    ],
    [
      "a range",
      [anp([{ ...deny, ports: [{ portRange: { protocol: "UDP", start: 1, end: 65535 } }] }])],
      ["far"],
      "far: all TCP ports; all SCTP ports",
    ],
    [
      "a port that is not known",
      [anp([{ ...deny, ports: [{ portNumber: { port: "${P}" } }] }])],
      ["far"],
      "far: all UDP ports; all SCTP ports ?all TCP ports",
    ],
    ["a baseline", [baseline({ subject, ingress: [deny] })], ["far"], "far: no port"],
    [
      "a baseline under a NetworkPolicy",
      [baseline({ subject, ingress: [deny] }), network({ ingress: [{}] })],
      ["far"],
      "far: all ports",
    ],
    [
      "a subject that is not selected",
      [admin({ priority: 1, subject: { namespaces: team("b") }, ingress: [deny] })],
      ["far"],
      "far: all ports",
    ],
    [
      "a subject of pods",
      [
        admin({
          priority: 1,
          subject: { pods: { namespaceSelector: team("a"), podSelector: { matchLabels: { app: "own" } } } },
          ingress: [deny],
        }),
      ],
      ["far"],
      "far: no port",
    ],
    ["a subject that is not known", [admin({ priority: 1, ingress: [deny] })], ["far"], "far: ?all ports"],
    [
      "a ClusterNetworkPolicy",
      [cluster({ tier: "Admin", priority: 1, subject, ingress: [{ ...deny, action: "Accept" }] }), denyAll],
      ["far"],
      "far: all ports",
    ],
    [
      "one in the baseline",
      [cluster({ tier: "Baseline", priority: 1, subject, ingress: [deny] }), network({ ingress: [{}] })],
      ["far"],
      "far: all ports",
    ],
    [
      "one in no tier",
      [cluster({ tier: "${T}", priority: 1, subject, ingress: [deny] })],
      ["far"],
      "far: ?all ports",
    ],
    [
      "ports by protocol",
      [
        cluster({
          tier: "Admin",
          priority: 1,
          subject,
          ingress: [
            {
              ...deny,
              protocols: [
                { tcp: { destinationPort: { number: 80 } } },
                { udp: { destinationPort: { range: { start: 1, end: 65535 } } } },
                { sctp: {} },
                { destinationNamedPort: "web" },
              ],
            },
          ],
        }),
      ],
      ["far"],
      "far: TCP 1-79, 81-8079, 8081-65535",
    ],
  ]);
});

describe("an admin policy on egress", () => {
  const to = (peer: unknown, action = "Deny") => egress([{ action, to: [peer] }]);
  check("Egress", [
    [
      "networks are addresses",
      [to({ networks: ["10.1.0.0/16"] })],
      ["lan", "world"],
      "lan: no port | world: all ports",
    ],
    ["a network may be that of pods", [to({ networks: ["10.0.0.0/8"] })], ["near"], "near: ?all ports"],
    [
      "a small or public network is not",
      [to({ networks: ["10.1.2.0/27", "8.0.0.0/8"] })],
      ["near"],
      "near: all ports",
    ],
    [
      "a network of everything holds pods",
      [to({ networks: ["0.0.0.0/0"] })],
      ["near", "world", "v6", "host"],
      "near: no port | world: no port | v6: all ports | host: no port",
    ],
    ["a part of the outside on the edge", [to({ networks: ["10.1.1.0/24"] })], ["lan"], "lan: ?all ports"],
    ["networks that are filled in", [to({ networks: ["${NET}"] })], ["lan"], "lan: ?all ports"],
    [
      "nodes",
      [to({ nodes: {} })],
      ["near", "host", "world"],
      "near: all ports | host: ?all ports | world: all ports",
    ],
    [
      "domain names",
      [to({ domainNames: ["*.example.com"] }, "Allow"), network({ policyTypes: ["Egress"] })],
      ["near", "world"],
      "near: no port | world: ?all ports",
    ],
    [
      "domain names of Services",
      [to({ domainNames: ["a.b.svc.cluster.local"] }, "Allow"), network({ policyTypes: ["Egress"] })],
      ["near"],
      "near: ?all ports",
    ],
    [
      "a named port of a peer",
      [egress([{ action: "Deny", to: everyPod, ports: [{ namedPort: "web" }] }])],
      ["near", "unknown"],
      "near: TCP 1-8079, 8081-65535; all UDP ports; all SCTP ports | unknown: ?all ports",
    ],
  ]);
});

it("says what its rules depend on", () => {
  const [policy] = directed([
    egress([
      {
        action: "Allow",
        to: [{ nodes: {} }, { domainNames: ["a.com"] }],
        ports: [{ portNumber: { port: "x" } }],
      },
    ]),
  ]);
  expect(policy?.rules.map(({ doubt, path }) => [path.join("."), doubt])).toEqual([
    ["spec.egress.0", "it depends on nodes, domain names and ports"],
  ]);
});

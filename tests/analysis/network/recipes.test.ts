import { describe, expect, it } from "vitest";
import { connections, pod, policy, through, throughIn } from "./world.js";

/*
 * The policies that Kubernetes' documentation shows, and those of a well-known collection of recipes, written anew. Each
 * stands with what the text beside it says: who reaches the pod `web` of the namespace `shop`, and whom it reaches.
 */

const labelled = (name: string, labels: string, namespace = "shop") =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }\nspec: { containers: [{ name: c }] }\n`;
const namespace = (name: string, labels: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { ${labels} } }\n`;

const WORLD = [
  namespace("shop", "team: a"),
  namespace("prod", "purpose: production"),
  namespace("dev", "purpose: testing"),
  labelled("web", "app: bookstore, role: db"),
  labelled("api", "app: bookstore, role: api"),
  labelled("monitor", "role: monitoring"),
  labelled("frontend", "role: frontend"),
  labelled("prod-monitor", "role: monitoring, type: monitoring", "prod"),
  labelled("prod-app", "app: other", "prod"),
  labelled("dev-client", "role: client", "dev"),
];
const OTHERS = [
  "api",
  "monitor",
  "frontend",
  "prod-monitor",
  "prod-app",
  "dev-client",
  "172.17.0.9",
  "172.17.1.9",
  "10.0.0.9",
  "8.8.8.8",
];

/** Who reaches the pod, or whom it reaches, with the ports if not all. */
function reach(policies: readonly string[], direction: "in" | "out"): string {
  const world = connections(...WORLD, ...policies);
  const found = OTHERS.flatMap((other) => {
    const ports = throughIn(world, direction === "in" ? "Ingress" : "Egress", "web", other);
    if (ports === "no port") return [];
    return ports === "all ports" ? [other] : [`${other} (${ports})`];
  });
  if (found.length === OTHERS.length && found.every((one) => !one.includes("("))) return "everything";
  return found.join(", ") || "nothing";
}

const of = (spec: string) => [policy("p", spec, "shop")];
const DENY_ALL = policy("deny", "{ podSelector: {}, policyTypes: [Ingress, Egress] }", "shop");

describe("the documentation's policies", () => {
  it.each([
    ["no policy: all connections are let through", [], "everything", "everything"],
    ["default deny of ingress", of("{ podSelector: {}, policyTypes: [Ingress] }"), "nothing", "everything"],
    [
      "allow all ingress",
      of("{ podSelector: {}, ingress: [{}], policyTypes: [Ingress] }"),
      "everything",
      "everything",
    ],
    ["default deny of egress", of("{ podSelector: {}, policyTypes: [Egress] }"), "everything", "nothing"],
    [
      "allow all egress",
      of("{ podSelector: {}, egress: [{}], policyTypes: [Egress] }"),
      "everything",
      "everything",
    ],
    ["default deny of both", [DENY_ALL], "nothing", "nothing"],
    [
      "allow all ingress undoes default deny of it, not of egress",
      [DENY_ALL, policy("q", "{ podSelector: {}, ingress: [{}], policyTypes: [Ingress] }", "shop")],
      "everything",
      "nothing",
    ],
    [
      "a block with an exception, namespaces and pods let in, a block let out",
      of(
        "{ podSelector: { matchLabels: { role: db } }, policyTypes: [Ingress, Egress], ingress: [{ from: [{ ipBlock: { cidr: 172.17.0.0/16, except: [172.17.1.0/24] } }, { namespaceSelector: { matchLabels: { purpose: production } } }, { podSelector: { matchLabels: { role: frontend } } }], ports: [{ protocol: TCP, port: 6379 }] }], egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/24 } }], ports: [{ protocol: TCP, port: 5978 }] }] }",
      ),
      "frontend (TCP 6379), prod-monitor (TCP 6379), prod-app (TCP 6379), 172.17.0.9 (TCP 6379)",
      "10.0.0.9 (TCP 5978)",
    ],
    [
      "pods of namespaces: both must match",
      of(
        "{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { purpose: production } }, podSelector: { matchLabels: { role: monitoring } } }] }] }",
      ),
      "prod-monitor",
      "everything",
    ],
    [
      "namespaces or pods: either is enough",
      of(
        "{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { purpose: production } } }, { podSelector: { matchLabels: { role: monitoring } } }] }] }",
      ),
      "monitor, prod-monitor, prod-app",
      "everything",
    ],
    [
      "a range of ports",
      of(
        "{ podSelector: { matchLabels: { role: db } }, policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/24 } }], ports: [{ protocol: TCP, port: 32000, endPort: 32768 }] }] }",
      ),
      "everything",
      "10.0.0.9 (TCP 32000-32768)",
    ],
    [
      "namespaces by their names",
      of(
        "{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [prod, other] }] } }] }] }",
      ),
      "everything",
      "prod-monitor, prod-app",
    ],
  ])("%s", (_, policies, into, out) => {
    expect([reach(policies, "in"), reach(policies, "out")]).toEqual([into, out]);
  });
});

const APP = "podSelector: { matchLabels: { app: bookstore } }";

describe("the recipes", () => {
  it.each([
    ["deny all traffic to an application", of(`{ ${APP}, ingress: [] }`), "nothing", "everything"],
    [
      "limit traffic to an application",
      of(`{ ${APP}, ingress: [{ from: [{ podSelector: { matchLabels: { app: bookstore } } }] }] }`),
      "api",
      "everything",
    ],
    [
      "allow all traffic to an application in a namespace that denies",
      [
        policy("d", "{ podSelector: {}, ingress: [] }", "shop"),
        policy("q", `{ ${APP}, ingress: [{}] }`, "shop"),
      ],
      "everything",
      "everything",
    ],
    ["deny all traffic in a namespace", of("{ podSelector: {}, ingress: [] }"), "nothing", "everything"],
    [
      "deny all traffic from other namespaces",
      of("{ podSelector: { matchLabels: }, ingress: [{ from: [{ podSelector: {} }] }] }"),
      "api, monitor, frontend",
      "everything",
    ],
    [
      "allow traffic from all namespaces",
      of(`{ ${APP}, ingress: [{ from: [{ namespaceSelector: {} }] }] }`),
      "api, monitor, frontend, prod-monitor, prod-app, dev-client",
      "everything",
    ],
    [
      "allow all traffic from a namespace",
      of(
        `{ ${APP}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { purpose: production } } }] }] }`,
      ),
      "prod-monitor, prod-app",
      "everything",
    ],
    [
      "allow traffic from some pods in another namespace",
      of(
        `{ ${APP}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { purpose: production } }, podSelector: { matchLabels: { type: monitoring } } }] }] }`,
      ),
      "prod-monitor",
      "everything",
    ],
    [
      "allow external traffic in a namespace that denies",
      [
        policy("d", "{ podSelector: {}, ingress: [] }", "shop"),
        policy("q", `{ ${APP}, ingress: [{ from: [] }] }`, "shop"),
      ],
      "everything",
      "everything",
    ],
    [
      "allow external traffic on a port",
      of(`{ ${APP}, ingress: [{ ports: [{ port: 80 }], from: [] }] }`),
      OTHERS.map((other) => `${other} (TCP 80)`).join(", "),
      "everything",
    ],
    [
      "allow traffic only to a port",
      of(
        `{ ${APP}, ingress: [{ ports: [{ port: 5000 }], from: [{ podSelector: { matchLabels: { role: monitoring } } }] }] }`,
      ),
      "monitor (TCP 5000)",
      "everything",
    ],
    [
      "allow traffic with several selectors",
      of(
        `{ ${APP}, ingress: [{ from: [{ podSelector: { matchLabels: { role: api } } }, { podSelector: { matchLabels: { role: frontend } } }] }] }`,
      ),
      "api, frontend",
      "everything",
    ],
    [
      "deny egress of an application",
      of(`{ ${APP}, policyTypes: [Egress], egress: [] }`),
      "everything",
      "nothing",
    ],
    [
      "deny egress of an application but DNS",
      of(
        `{ ${APP}, policyTypes: [Egress], egress: [{ ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }] }] }`,
      ),
      "everything",
      OTHERS.map((other) => `${other} (TCP 53; UDP 53)`).join(", "),
    ],
    [
      "deny all egress in a namespace",
      of("{ podSelector: {}, policyTypes: [Egress], egress: [] }"),
      "everything",
      "nothing",
    ],
    [
      "deny external egress",
      of(
        `{ ${APP}, policyTypes: [Egress], egress: [{ ports: [{ port: 53, protocol: UDP }], to: [{ namespaceSelector: {} }] }, { to: [{ namespaceSelector: {} }] }] }`,
      ),
      "everything",
      "api, monitor, frontend, prod-monitor, prod-app, dev-client",
    ],
  ])("%s", (_, policies, into, out) => {
    expect([reach(policies, "in"), reach(policies, "out")]).toEqual([into, out]);
  });

  it("says nothing about another namespace", () => {
    const world = connections(...WORLD, pod("other", "prod"), DENY_ALL);
    expect([through(world, "prod-app", "other"), through(world, "other", "web")]).toEqual([
      "all ports",
      "no port",
    ]);
  });
});

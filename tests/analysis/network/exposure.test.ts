import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { blockingPolicies } from "../../../lib/analysis/network/blocked-backends.js";
import { wayIn, waysBy, waysInto } from "../../../lib/analysis/network/exposure.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { waysIn } from "../../../lib/analysis/network/ways-in.js";
import { portRange, portWords } from "../../../lib/kubernetes/connections/port-set.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { pod, policy } from "./world.js";

function worldOf(...documents: string[]) {
  const analysis = new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {});
  const [network] = networksOf(analysis);
  if (!network) throw new Error("there is no network");
  return { analysis, network };
}

const service = (name: string, more = "", { app = name, namespace = "a" } = {}) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${app} }, ports: [{ name: p, port: 80, targetPort: web }, { name: q, port: 81, targetPort: 9 }]${more} }\n`;
const ingress = (name: string, service: string, port = "number: 80") =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: ${name}, namespace: a }\nspec: { defaultBackend: { service: { name: ${service}, port: { ${port} } } } }\n`;
const route = (name: string, service: string, namespace: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: ${name}, namespace: a }\nspec: { rules: [{ backendRefs: [{ name: ${service}, port: 80, namespace: ${namespace} }] }] }\n`;

/** The ways into a cluster: through what, by which Service, to which pods on which ports. */
const said = ({ analysis, network }: ReturnType<typeof worldOf>) =>
  waysInto(analysis, network).map(({ route, service, targets }) =>
    [
      route?.applied.object.object.metadata?.name ?? "directly",
      service.object.object.metadata?.name,
      ...targets.map(({ workload, ports }) => `${workload.name} ${portWords(ports)}`),
    ].join(" > "),
  );

describe("the ways into a cluster", () => {
  it.each<[string, string[], string[]]>([
    ["a Service inside", [pod("x"), service("x")], []],
    ["an Ingress", [pod("x"), service("x"), ingress("i", "x")], ["i > x > x TCP 8080"]],
    [
      "an Ingress, by the name of a port",
      [pod("x"), service("x"), ingress("i", "x", "name: q")],
      ["i > x > x TCP 9"],
    ],
    [
      "an Ingress for a port that is not there",
      [pod("x"), service("x"), ingress("i", "x", "number: 82")],
      [],
    ],
    ["an Ingress for a Service that is not there", [pod("x"), service("x"), ingress("i", "v")], []],
    [
      "an Ingress for a Service of another namespace",
      [pod("x", "b"), service("x", "", { namespace: "b" }), ingress("i", "x")],
      [],
    ],
    [
      "a route into another namespace",
      [pod("x", "b"), service("x", "", { namespace: "b" }), route("r", "x", "b")],
      ["r > x > x TCP 8080"],
    ],
    ["a load balancer", [pod("x"), service("x", ", type: LoadBalancer")], ["directly > x > x TCP 9, 8080"]],
    ["a port of the nodes", [pod("x"), service("x", ", type: NodePort")], ["directly > x > x TCP 9, 8080"]],
    ["addresses", [pod("x"), service("x", ", externalIPs: [1.2.3.4]")], ["directly > x > x TCP 9, 8080"]],
    ["no addresses", [pod("x"), service("x", ", type: ClusterIP, externalIPs: []")], []],
    ["a load balancer without pods", [pod("v"), service("x", ", type: LoadBalancer")], []],
    [
      "a load balancer with pods in another namespace only",
      [pod("x", "b"), service("x", ", type: LoadBalancer")],
      [],
    ],
    [
      "a Service that may select the pods",
      [pod("x").replace("app: x", "app: '${APP}'"), service("x", ", type: LoadBalancer")],
      [],
    ],
    [
      "several of them",
      [
        pod("x"),
        pod("v"),
        service("x", ", type: NodePort"),
        service("v"),
        ingress("i", "v"),
        ingress("j", "x"),
      ],
      ["i > v > v TCP 8080", "j > x > x TCP 8080", "directly > x > x TCP 9, 8080"],
    ],
  ])("through %s", (_, documents, expected) => {
    expect(said(worldOf(...documents))).toEqual(expected);
  });

  const world = worldOf(
    pod("x"),
    pod("v"),
    pod("z"),
    service("w", ", type: NodePort", { app: "x" }),
    service("x"),
    service("v", ", type: NodePort"),
    ingress("i", "x"),
    ingress("j", "x"),
    ingress("k", "v"),
  );

  it.each([
    ["x", "i", "x"],
    ["v", "k", "v"],
    ["z", undefined, undefined],
  ])("lead to '%s' through a route first: %s", (name, through, by) => {
    const workload = world.network.workloads.find((one) => one.name === name);
    const found = workload && wayIn(world.analysis, workload.applied);
    expect(found?.route?.applied.object.object.metadata?.name).toBe(through);
    expect(found?.service.object.object.metadata?.name).toBe(by);
    expect(found?.workload.name).toBe(found && name);
  });

  it("lead to a workload through a Service itself, where there is no route", () => {
    const only = worldOf(pod("x"), service("x", ", type: NodePort"));
    const [workload] = only.network.workloads;
    const found = workload && wayIn(only.analysis, workload.applied);
    expect([found?.route, found?.service.object.object.metadata?.name]).toEqual([undefined, "x"]);
  });

  it("are those of one route", () => {
    const routes = waysInto(world.analysis, world.network).flatMap(
      ({ route }) => route?.applied.object ?? [],
    );
    const ways = routes.map((object) => waysBy(world.analysis, world.network, object));
    expect(
      ways.map((all) =>
        all.map(({ route, service }) => [
          route?.applied.object.object.metadata?.name,
          service.object.object.metadata?.name,
        ]),
      ),
    ).toEqual([[["i", "x"]], [["j", "x"]], [["k", "v"]]]);
    const other = world.network.workloads[0]?.applied.object;
    expect(other && waysBy(world.analysis, world.network, other)).toEqual([]);
  });
});

describe("what policies make of a way in", () => {
  const from = (...peers: string[]) => `{ ingress: [{ from: [${peers.join()}] }] }`;
  const named = (name: string) =>
    `namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } }`;
  const state = (spec: string | undefined, more: string[] = [], type = "NodePort") => {
    const policies = spec === undefined ? [] : [policy("p", spec)];
    const { analysis, network } = worldOf(pod("x"), service("x", `, type: ${type}`), ...policies, ...more);
    return waysIn(analysis, network).ways.map(({ open, isUnrestricted, isBlocked }) =>
      [portWords(open), isUnrestricted && "unrestricted", isBlocked && "blocked"].filter(Boolean).join(", "),
    );
  };

  it.each<[string, string | undefined, string[], string]>([
    ["no policy", undefined, [], "TCP 9, 8080, unrestricted"],
    ["one that lets in all", "{ ingress: [{}] }", [], "TCP 9, 8080"],
    ["one that lets in all on a port", "{ ingress: [{ ports: [{ port: web }] }] }", [], "TCP 8080"],
    ["one that lets in nothing", "{ ingress: [] }", [], "no port, blocked"],
    [
      "one that lets in all on another port",
      "{ ingress: [{ ports: [{ port: 1 }] }] }",
      [],
      "no port, blocked",
    ],
    ["pods of the namespace", from("{ podSelector: {} }"), [], "no port, blocked"],
    ["a controller of the namespace by its name", from("{ podSelector: {} }"), [pod("my-proxy")], "no port"],
    [
      "a controller of the namespace by a label",
      from("{ podSelector: {} }"),
      [pod("w").replace("app: w", "app: traefik")],
      "no port",
    ],
    [
      "others than the controller of the namespace",
      from("{ podSelector: { matchLabels: { app: w } } }"),
      [pod("w"), pod("my-proxy")],
      "no port, blocked",
    ],
    ["no controller, for all its name", from("{ podSelector: {} }"), [pod("proximity")], "no port, blocked"],
    ["another namespace with pods", from(`{ ${named("b")} }`), [pod("w", "b")], "no port, blocked"],
    ["another namespace with a controller", from(`{ ${named("b")} }`), [pod("nginx", "b")], "no port"],
    ["another namespace that is not here", from(`{ ${named("b")} }`), [], "no port"],
    ["the namespace of a controller", from(`{ ${named("ingress-x")} }`), [pod("w", "ingress-x")], "no port"],
    [
      "the namespace of the cluster",
      from(`{ ${named("kube-system")} }`),
      [pod("w", "kube-system")],
      "no port",
    ],
    ["the namespace of OpenShift", from(`{ ${named("openshift-x")} }`), [pod("w", "openshift-x")], "no port"],
    ["the own namespace by its name", from(`{ ${named("a")} }`), [], "no port, blocked"],
    ["a namespace that is filled in", from(`{ ${named("'${NS}'")} }`), [], "no port"],
    ["a namespace by other labels", from("{ namespaceSelector: { matchLabels: { t: x } } }"), [], "no port"],
    [
      "namespaces but for one",
      from(
        "{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [a] }] } }",
      ),
      [pod("w", "b")],
      "no port",
    ],
    ["addresses", from("{ ipBlock: { cidr: 10.0.0.0/8 } }"), [], "no port"],
    ["nothing and another nothing", "{ ingress: [] }", [policy("q", "{ ingress: [] }")], "no port, blocked"],
    [
      "nothing and something",
      "{ ingress: [] }",
      [policy("q", from("{ ipBlock: { cidr: 10.0.0.0/8 } }"))],
      "no port",
    ],
  ])("is right for %s", (_, spec, more, expected) => {
    expect(state(spec, more)).toEqual([expected]);
  });

  it("says nothing of pods that have the network of their node", () => {
    const { analysis, network } = worldOf(
      pod("x", "a", ", hostNetwork: true"),
      service("x", ", type: NodePort"),
      policy("p", "{ ingress: [] }"),
    );
    expect(waysIn(analysis, network).ways.map(({ isBlocked }) => isBlocked)).toEqual([false]);
  });

  it.each<[string, "controller" | "load balancer", string[] | undefined]>([
    ["{ ingress: [] }", "controller", ["p"]],
    ["{ ingress: [] }", "load balancer", ["p"]],
    [from(`{ ${named("ingress-x")} }`), "controller", undefined],
    [from(`{ ${named("ingress-x")} }`), "load balancer", ["p"]],
    [from("{ ipBlock: { cidr: 10.0.0.0/8 } }"), "load balancer", undefined],
    ["{ ingress: [{}] }", "load balancer", undefined],
    ["{ podSelector: { matchLabels: { app: x, '${KEY}': v } }, ingress: [] }", "controller", undefined],
    ["{ policyTypes: [Egress] }", "controller", undefined],
    ["{ podSelector: { matchLabels: { app: v } }, ingress: [] }", "controller", undefined],
  ])("is blocked by %s for a %s: %j", (spec, source, expected) => {
    const { network } = worldOf(pod("x"), policy("p", spec));
    const [workload] = network.workloads;
    const [build] = network.builds;
    if (!workload || !build) throw new Error("there is no workload");
    const blocking = blockingPolicies(
      network,
      { build, source },
      { workload, ports: portRange("TCP", 8080) },
    );
    expect(blocking?.map(({ applied }) => applied.object.object.metadata?.name)).toEqual(expected);
  });

  it("are as many as are wanted, of the workloads that are asked about", () => {
    const { analysis, network } = worldOf(
      pod("x"),
      pod("v"),
      service("x", ", type: NodePort"),
      service("v", ", type: NodePort"),
      ingress("i", "x"),
      ingress("j", "x"),
    );
    const names = (...[options]: [Parameters<typeof waysIn>[2]?]) => {
      const { ways, more } = waysIn(analysis, network, options);
      return [
        ways.map(({ workload, route }) => `${workload.name} ${route ? "routed" : ""}`.trim()).sort(),
        more,
      ];
    };
    expect(names()).toEqual([["v", "x", "x routed", "x routed"], 0]);
    expect(names({ most: 3 })[1]).toBe(1);
    expect(names({ most: 0 })).toEqual([[], 4]);
    expect(names({ to: ({ name }) => name === "v" })).toEqual([["v"], 0]);
    expect(names({ to: ({ name }) => name === "x", most: 1 })).toEqual([["x routed"], 2]);
  });
});

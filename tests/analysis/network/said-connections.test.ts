import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { connectionList, type Asked } from "../../../lib/analysis/network/connection-list.js";
import { policyName, policyWords } from "../../../lib/analysis/network/deciding.js";
import { setWords } from "../../../lib/analysis/network/endpoint-set.js";
import { countStates, isolationOf } from "../../../lib/analysis/network/isolation.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { servicesOf, targetOn } from "../../../lib/analysis/network/services.js";
import { addressesOf } from "../../../lib/kubernetes/connections/address-set.js";
import { portWords } from "../../../lib/kubernetes/connections/port-set.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { pod, policy } from "./world.js";

function networkOf(...documents: string[]) {
  const [network] = networksOf(new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {}));
  if (!network) throw new Error("there is no network");
  return network;
}

/** Each group as `from > to: ports`, with what is not known, the policies and the doubts; then what nothing reaches. */
function said(documents: string[], from?: Asked, to?: Asked) {
  const network = networkOf(...documents);
  const { groups, unreachable, isWhole } = connectionList(network, from, to);
  const by = (policies: (typeof groups)[number]["policies"]) =>
    policies.flatMap(({ source }) => (source ? policyWords(policyName(source)) : [])).join();
  return {
    groups: groups.map((group) =>
      [
        `${setWords(network, group.from)} > ${setWords(network, group.to)}: ${portWords(group.allowed)}`,
        portWords(group.unknown) === "no port" ? "" : `?${portWords(group.unknown)}`,
        by(group.policies),
        group.isRestricted ? "restricted" : "",
        group.doubts.join(),
      ]
        .filter(Boolean)
        .join(" | "),
    ),
    unreachable: unreachable.map(({ to: set, policies, isDenied }) =>
      [setWords(network, set), by(policies), isDenied ? "denied" : "not known"].join(" | "),
    ),
    isWhole,
  };
}

const app = (name: string) => `podSelector: { matchLabels: { app: ${name} } }`;
const asked = (names: string[], outside = ""): Asked => ({
  workloads: ({ name }) => names.includes(name),
  outside: addressesOf(outside) ?? [],
});
const WORLD = [
  pod("z"),
  pod("b1"),
  pod("a1", "c"),
  policy("closed", `{ ${app("b1")}, ingress: [] }`),
  policy("some", `{ ${app("z")}, ingress: [{ from: [{ ${app("b1")} }], ports: [{ port: 1 }] }] }`),
];

describe("the list of connections in words", () => {
  it("has names in their order", () => {
    expect(said([pod("z"), pod("b1"), pod("a1", "c"), pod("q1", "c"), pod("d1", "c")])).toEqual({
      groups: ["everything > every pod: all ports", "every pod > outside: all ports"],
      unreachable: [],
      isWhole: true,
    });
    expect(said(WORLD)).toMatchInlineSnapshot(`
      {
        "groups": [
          "a/b1 > a/z: TCP 1 | NetworkPolicy a/some | restricted",
          "everything > c/a1: all ports",
          "every pod > outside: all ports",
        ],
        "isWhole": true,
        "unreachable": [
          "a/b1 | NetworkPolicy a/closed | denied",
        ],
      }
    `);
  });

  it("has what is asked for", () => {
    expect(said(WORLD, asked(["b1", "a1"]))).toMatchInlineSnapshot(`
      {
        "groups": [
          "a/b1 > a/z: TCP 1 | NetworkPolicy a/some | restricted",
          "a/b1 > c/a1: all ports",
          "a/b1, c/a1 > outside: all ports",
        ],
        "isWhole": false,
        "unreachable": [],
      }
    `);
    expect(said(WORLD, undefined, asked(["z"], "10.0.0.0/8"))).toMatchInlineSnapshot(`
      {
        "groups": [
          "a/b1 > a/z: TCP 1 | NetworkPolicy a/some | restricted",
          "every pod > outside (10.0.0.0/8): all ports",
        ],
        "isWhole": false,
        "unreachable": [],
      }
    `);
    expect(said(WORLD, asked([], "10.0.0.0/8"), asked(["b1"]))).toMatchInlineSnapshot(`
      {
        "groups": [],
        "isWhole": false,
        "unreachable": [],
      }
    `);
    expect(said(WORLD, asked(["z"]), asked(["z"]))).toMatchInlineSnapshot(`
      {
        "groups": [],
        "isWhole": false,
        "unreachable": [],
      }
    `);
  });

  it("says what is not known, and why", () => {
    const team = "{ namespaceSelector: { matchLabels: { team: t } } }";
    const world = [
      pod("z"),
      pod("w", "b"),
      policy("p", `{ ingress: [{ from: [${team}], ports: [{ port: 1 }] }] }`),
    ];
    expect(said(world)).toMatchInlineSnapshot(`
      {
        "groups": [
          "every pod > a/z: no port | ?TCP 1 | NetworkPolicy a/p | restricted | NetworkPolicy a/p: whether spec.ingress[0] speaks of the pods: no Namespace object says which labels namespace 'a' has",
          "everything > b/w: all ports",
          "every pod > outside: all ports",
        ],
        "isWhole": true,
        "unreachable": [],
      }
    `);
    const later = [pod("z"), pod("w", "b"), policy("p", `{ ${app("'${X}'")}, ingress: [] }`)];
    expect(said(later)).toMatchInlineSnapshot(`
      {
        "groups": [
          "everything > a/z: no port | ?all ports | restricted | NetworkPolicy a/p: whether it selects the pods",
          "everything > b/w: all ports",
          "every pod > outside: all ports",
        ],
        "isWhole": true,
        "unreachable": [],
      }
    `);
  });
});

describe("the isolation of workloads", () => {
  it("is by namespace, any other pod first", () => {
    const network = networkOf(
      ...WORLD,
      policy("p", "{ policyTypes: [Egress] }", "c"),
      pod("m1", "c", ", hostNetwork: true"),
    );
    const all = isolationOf(network);
    expect(
      all.map(({ namespace, workload, ingress, egress }) =>
        [
          `${namespace}/${workload?.name ?? "*"}`,
          ingress.state,
          egress.state,
          ingress.policies.length,
          ...ingress.doubts,
          ...egress.doubts,
        ].join(" "),
      ),
    ).toMatchInlineSnapshot(`
      [
        "a/* open open 0",
        "a/b1 denied open 1",
        "a/z isolated open 1",
        "c/* open denied 0",
        "c/a1 open denied 0",
        "c/m1 open not known 0 pods that have the network of their node: what policies do there is up to the network plugin",
      ]
    `);
    expect([countStates(all, "Ingress"), countStates(all, "Egress")]).toMatchInlineSnapshot(`
      [
        {
          "denied": 1,
          "isolated": 1,
          "not known": 0,
          "open": 4,
        },
        {
          "denied": 2,
          "isolated": 0,
          "not known": 1,
          "open": 3,
        },
      ]
    `);
    expect(isolationOf(network, "c").map(({ workload }) => workload?.name)).toEqual([undefined, "a1", "m1"]);
    expect(isolationOf(network, "none")).toEqual([]);
  });
});

describe("the Services of a workload", () => {
  const service = (spec: string, name = "s", namespace = "a") =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${spec}\n`;
  const of = (...documents: string[]) => {
    const network = networkOf(
      pod("x").replace("ports: [", "ports: [{ name: web, containerPort: 53, protocol: UDP }, "),
      ...documents,
    );
    const [workload] = network.workloads;
    return workload
      ? servicesOf(network, workload).map(({ service: one, selects }) => [
          one.name,
          selects,
          one.ports.map((port) =>
            [port.protocol, port.port, port.target, targetOn(workload, port)].join(" "),
          ),
        ])
      : [];
  };

  it.each<[string, string[], unknown[]]>([
    ["none", [], []],
    ["one", [service("{ selector: { app: x }, ports: [{ port: 80 }] }")], [["s", true, ["TCP 80 80 80"]]]],
    ["one of another label", [service("{ selector: { app: z }, ports: [{ port: 80 }] }")], []],
    ["one of another namespace", [service("{ selector: { app: x }, ports: [{ port: 80 }] }", "s", "b")], []],
    ["one without a selector", [service("{ ports: [{ port: 80 }] }")], []],
    [
      "one without an address",
      [service("{ clusterIP: None, selector: { app: x }, ports: [{ port: 80 }] }")],
      [],
    ],
    [
      "one whose name is filled in",
      [service("{ selector: { app: x }, ports: [{ port: 80 }] }", '"${S}"')],
      [],
    ],
    [
      "one that may select it",
      [service("{ selector: { app: '${X}' }, ports: [{ port: 80 }] }")],
      [["s", undefined, ["TCP 80 80 80"]]],
    ],
    [
      "one with ports of all kinds",
      [
        service(
          "{ selector: { app: x }, ports: [{ port: 1, targetPort: web }, { port: 2, targetPort: web, protocol: UDP }, { port: 3, targetPort: 0 }, { port: 4, targetPort: '' }, { port: 5, targetPort: 6 }, { port: 7, targetPort: none }, { port: 8, targetPort: '${P}' }, { port: '${P}' }, { port: 9, protocol: '${P}' }] }",
        ),
      ],
      [["s", true, ["TCP 1 web 8080", "UDP 2 web 53", "TCP 3 3 3", "TCP 4 4 4", "TCP 5 6 6", "TCP 7 none "]]],
    ],
  ])("are %s", (_, documents, expected) => {
    expect(of(...documents)).toEqual(expected);
  });
});

import { describe, expect, it } from "vitest";
import { ask, deployment, namespace, policy, SHOP } from "./repositories.js";

const NOTE = "Not listed: a pod always reaches itself, and its node always reaches it.";

/** The cells of a table with one row, whose lines are put together. */
function onlyRow(out: string): string[] {
  const [head = "", ...lines] = out.split("\n\n")[0]?.split("\n") ?? [];
  expect(lines.slice(1).filter((line) => !line.startsWith(" "))).toEqual([]);
  const starts = [...head.matchAll(/\w+/g)].map(({ index }) => index);
  return starts.map((start, column) =>
    lines
      .map((line) => line.slice(start, starts[column + 1]).trim())
      .join(" ")
      .trim(),
  );
}

describe("connections", () => {
  it("lists what may reach what, through which policies, and what is not known", async () => {
    expect(await ask(SHOP, "connections")).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "TO                FROM                                   PORTS                THROUGH
      every pod of ops  every pod of ops, outside              all ports            no policy
      shop/api          ops/node                               not known: TCP 9102  NetworkPolicy shop/api (policies/api.yaml:4)
      shop/api          ops/probe                              TCP 9102             NetworkPolicy shop/api (policies/api.yaml:4)
      shop/api          shop/web                               TCP 8080, 9000-9009  NetworkPolicy shop/web (policies/web.yaml:4) >
                                                                                    NetworkPolicy shop/api (policies/api.yaml:4)
      shop/web          outside (0.0.0.0/0 except 10.0.0.0/8)  TCP 8080             NetworkPolicy shop/web (policies/web.yaml:4)
      shop/web          ops/node                               not known: TCP 8080  NetworkPolicy shop/web (policies/web.yaml:4)
      outside           every pod of ops                       all ports            no policy
      shop/db           nothing                                no port              NetworkPolicy shop/deny (policies/deny.yaml:3)

      Not listed: a pod always reaches itself, and its node always reaches it.
      Cannot know: NetworkPolicy shop/api: whether spec.ingress[1] speaks of pods that have the network of their node: that is up to the network plugin.
      Cannot know: NetworkPolicy shop/web: whether spec.ingress[0] speaks of pods that have the network of their node: that is up to the network plugin.",
      }
    `);
  });

  it("says in a line that nothing is restricted", async () => {
    const given = { "a.yaml": `${deployment("x", "a")}---\n${deployment("z", "b")}` };
    expect((await ask(given, "connections")).out.split("\n")).toEqual([
      "TO         FROM        PORTS      THROUGH",
      "every pod  everything  all ports  no policy",
      "outside    every pod   all ports  no policy",
      "",
      NOTE,
    ]);
  });

  it.each([
    [
      ["--from", "shop/web"],
      ["shop/api", "shop/web", "TCP 8080, 9000-9009"],
    ],
    [
      ["--from", "deployment/shop/w*", "--to", "shop/"],
      ["shop/api", "shop/web", "TCP 8080, 9000-9009"],
    ],
    [
      ["--to", "shop/api", "--from", "ops/probe"],
      ["shop/api", "ops/probe", "TCP 9102"],
    ],
    [
      ["--from", "internet", "--to", "shop/"],
      [
        "shop/web",
        "outside (0.0.0.0/0 except 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16)",
        "TCP 8080",
      ],
    ],
    [
      ["--from", "192.0.2.1", "--to", "shop/*"],
      ["shop/web", "outside (192.0.2.1/32)", "TCP 8080"],
    ],
    [
      ["--from", "8.0.0.0/6", "--to", "shop/*"],
      ["shop/web", "outside (8.0.0.0/7, 11.0.0.0/8)", "TCP 8080"],
    ],
  ])("asks with %j", async (argv, row) => {
    const { out, code } = await ask(SHOP, "connections", ...argv);
    expect(code).toBe(0);
    expect(onlyRow(out).slice(0, 3)).toEqual(row);
  });

  it("lists what nothing reaches, unless only some sources are asked for", async () => {
    const db = (await ask(SHOP, "connections", "--to", "shop/db")).out.split("\n")[1];
    expect(db?.split(/ {2,}/)).toEqual([
      "shop/db",
      "nothing",
      "no port",
      "NetworkPolicy shop/deny (policies/deny.yaml:3)",
    ]);
    expect(await ask(SHOP, "connections", "--from", "shop/db")).toEqual({
      code: 1,
      err: "",
      out: `No such connection is allowed, as far as the repository shows.\n\n${NOTE}`,
    });
  });

  it("breaks long cells at commas, and lists one policy a line", async () => {
    const names = ["w1", "w2", "w3", "w4", "w5", "w6"].map((name) => `the-longer-name-of-${name}`);
    const ingress = names
      .slice(2)
      .map((name) => `{ from: [{ podSelector: { matchLabels: { app: ${name} } } }] }`);
    const given = {
      "a.yaml": ["x", "y", "z", ...names].map((name) => deployment(name, "a")).join("---\n"),
      "b.yaml": deployment("b", "b"),
      "p.yaml": ["p", "q", "r", "s"]
        .map((name) =>
          policy(name, "a", `{ podSelector: { matchLabels: { app: x } }, ingress: [${ingress.join()}] }`),
        )
        .join("---\n"),
    };
    const { out } = await ask(given, "connections", "--to", "a/x");
    expect(out.split("\n\n")[0]).toMatchInlineSnapshot(`
      "TO   FROM                                               PORTS      THROUGH
      a/x  a/the-longer-name-of-w3, a/the-longer-name-of-w4,  all ports  NetworkPolicy a/p (p.yaml:4),
           a/the-longer-name-of-w5, a/the-longer-name-of-w6              NetworkPolicy a/q (p.yaml:9),
                                                                         NetworkPolicy a/r (p.yaml:14) and 1 more"
    `);
  });

  it("names workloads of one name and kind once, and says the kind where kinds differ", async () => {
    const labelled = (extra: string) => deployment("x", "a").replaceAll("app: x", `app: x, ${extra}`);
    const given = {
      "a.yaml": deployment("z", "a"),
      "one/kustomization.yaml": "resources: [x.yaml]\n",
      "one/x.yaml": labelled("v: '1'"),
      "two/kustomization.yaml": "resources: [x.yaml]\n",
      "two/x.yaml": labelled("v: '2'"),
    };
    const argv = ["connections", "--from", "a/x", "--to", "a/z"] as const;
    expect(onlyRow((await ask(given, ...argv)).out)[1]).toBe("a/x");
    const isolation = (await ask(given, "isolation")).out;
    expect(isolation.match(/ x /g)).toHaveLength(1);
    expect(isolation).toContain("Ingress of workloads: 2 open.");
    const job = deployment("x", "a").replace("kind: Deployment", "kind: DaemonSet");
    expect(onlyRow((await ask({ ...given, "b.yaml": job }, ...argv)).out)[1]).toBe(
      "DaemonSet/a/x, Deployment/a/x",
    );
  });

  it("does not take pods for sources because they are the destination", async () => {
    const given = {
      "a.yaml": [deployment("x", "a"), deployment("w", "a"), deployment("z", "a")].join("---\n"),
      "p.yaml": policy(
        "p",
        "a",
        "{ podSelector: { matchLabels: { app: x } }, ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [x] }] } }] }] }",
      ),
    };
    expect((await ask(given, "connections", "--to", "a/x")).out.split("\n")[1]?.split(/ {2,}/)[1]).toBe(
      "a/w, a/z",
    );
    const all = { ...given, "p.yaml": policy("p", "a", "{ ingress: [{ from: [{ podSelector: {} }] }] }") };
    expect((await ask(all, "connections", "--to", "a/x")).out.split("\n")[1]?.split(/ {2,}/)[1]).toBe(
      "every pod",
    );
  });

  it("prints JSON for programs", async () => {
    const { out } = await ask(SHOP, "connections", "--to", "shop/api", "--format", "json");
    expect(JSON.parse(out)).toMatchInlineSnapshot(`
      {
        "cannotKnow": [],
        "networks": [
          {
            "connections": [
              {
                "cannotKnow": [
                  "NetworkPolicy shop/api: whether spec.ingress[1] speaks of pods that have the network of their node: that is up to the network plugin",
                ],
                "from": [
                  {
                    "is": "workload",
                    "kind": "Deployment",
                    "name": "node",
                    "namespace": "ops",
                  },
                ],
                "policies": [
                  {
                    "direction": "Ingress",
                    "file": "policies/api.yaml",
                    "kind": "NetworkPolicy",
                    "lines": [
                      4,
                    ],
                    "name": "api",
                    "namespace": "shop",
                  },
                ],
                "ports": [],
                "to": [
                  {
                    "is": "workload",
                    "kind": "Deployment",
                    "name": "api",
                    "namespace": "shop",
                  },
                ],
                "unknownPorts": [
                  {
                    "from": 9102,
                    "protocol": "TCP",
                    "to": 9102,
                  },
                ],
              },
              {
                "cannotKnow": [],
                "from": [
                  {
                    "is": "workload",
                    "kind": "Deployment",
                    "name": "probe",
                    "namespace": "ops",
                  },
                ],
                "policies": [
                  {
                    "direction": "Ingress",
                    "file": "policies/api.yaml",
                    "kind": "NetworkPolicy",
                    "lines": [
                      4,
                    ],
                    "name": "api",
                    "namespace": "shop",
                  },
                ],
                "ports": [
                  {
                    "from": 9102,
                    "protocol": "TCP",
                    "to": 9102,
                  },
                ],
                "to": [
                  {
                    "is": "workload",
                    "kind": "Deployment",
                    "name": "api",
                    "namespace": "shop",
                  },
                ],
                "unknownPorts": [],
              },
              {
                "cannotKnow": [],
                "from": [
                  {
                    "is": "workload",
                    "kind": "Deployment",
                    "name": "web",
                    "namespace": "shop",
                  },
                ],
                "policies": [
                  {
                    "direction": "Egress",
                    "file": "policies/web.yaml",
                    "kind": "NetworkPolicy",
                    "lines": [
                      4,
                    ],
                    "name": "web",
                    "namespace": "shop",
                  },
                  {
                    "direction": "Ingress",
                    "file": "policies/api.yaml",
                    "kind": "NetworkPolicy",
                    "lines": [
                      4,
                    ],
                    "name": "api",
                    "namespace": "shop",
                  },
                ],
                "ports": [
                  {
                    "from": 8080,
                    "protocol": "TCP",
                    "to": 8080,
                  },
                  {
                    "from": 9000,
                    "protocol": "TCP",
                    "to": 9009,
                  },
                ],
                "to": [
                  {
                    "is": "workload",
                    "kind": "Deployment",
                    "name": "api",
                    "namespace": "shop",
                  },
                ],
                "unknownPorts": [],
              },
            ],
            "fromOutside": [],
            "hidden": [],
            "unreachable": [],
          },
        ],
      }
    `);
  });

  it("prints a table of Markdown, in which names are text", async () => {
    const given = {
      "a.yaml": `${namespace("a")}---\n${deployment("'<b>|`x`_[v](z)'", "a")}---\n${deployment("z", "a")}---\n${deployment("q", "a")}`,
      "p.yaml": policy(
        "p",
        "a",
        "{ podSelector: { matchLabels: { app: z } }, ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [q, z] }] } }] }] }",
      ),
    };
    expect((await ask(given, "connections", "--format", "markdown")).out).toMatchInlineSnapshot(`
      "| To | From | Ports | Through |
      | :--- | :--- | :--- | :--- |
      | a/\\<b\\>\\|\\\`x\\\`\\_\\[v\\](z) | a/q, a/z, outside | not known: all ports | not known |
      | a/q | everything | all ports | no policy |
      | a/z | a/\\<b\\>\\|\\\`x\\\`\\_\\[v\\](z) | not known: all ports | NetworkPolicy a/p (p.yaml:4) |
      | outside | every pod | all ports | no policy |

      - Not listed: a pod always reaches itself, and its node always reaches it.
      - Cannot know: NetworkPolicy a/p: whether it selects the pods.
      - Cannot know: NetworkPolicy a/p: whether spec.ingress\\[0\\] speaks of the other end."
    `);
  });

  it("keeps clusters apart", async () => {
    const flux = (name: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { path: ./${name}, prune: true, sourceRef: { kind: GitRepository, name: flux-system }, kubeConfig: { secretRef: { name: ${name} } } }\n`;
    const given = {
      "flux.yaml": `${flux("east")}---\n${flux("west")}`,
      "east/a.yaml": deployment("x", "a"),
      "west/a.yaml": deployment("z", "a"),
    };
    const { out } = await ask(given, "connections");
    expect(out.match(/^Cluster .*$/gm)).toHaveLength(2);
  });
});

describe("connections --explain-connection", () => {
  it("explains each side, policy by policy", async () => {
    expect(await ask(SHOP, "connections", "--explain-connection", "shop/web", "shop/api"))
      .toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "shop/web to shop/api: allowed on TCP 8080, 9000-9009 and denied on all other ports.

      1. Egress of shop/web
         NetworkPolicy shop/deny (policies/deny.yaml:3) selects it and isolates it.
           None of its rules is about this connection.
         NetworkPolicy shop/web (policies/web.yaml:3) selects it and isolates it.
           spec.egress[0] (policies/web.yaml:4) allows all ports.
         Together: allowed on all ports.

      2. Ingress of shop/api
         NetworkPolicy shop/api (policies/api.yaml:3) selects it and isolates it.
           spec.ingress[0] (policies/api.yaml:4) allows TCP 8080, 9000-9009.
         NetworkPolicy shop/deny (policies/deny.yaml:3) selects it and isolates it.
           None of its rules is about this connection.
         Together: allowed on TCP 8080, 9000-9009 and denied on all other ports.

      A pod always reaches itself, and its own node always reaches it.
      Policies judge the pods behind a Service and their ports, not the Service and its ports.",
      }
    `);
  });

  it("is also there without the command's name", async () => {
    const { code, out } = await ask(SHOP, "--explain-connection", "shop/api", "outside");
    expect({ code, first: out.split("\n")[0] }).toEqual({
      code: 1,
      first: "shop/api to outside: denied on all ports.",
    });
  });

  it("says what is not known, and why", async () => {
    const { code, out } = await ask(SHOP, "connections", "--explain-connection", "ops/node", "shop/api");
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "ops/node to shop/api: not known on TCP 9102 and denied on all other ports.

      1. Egress of ops/node
         No policy selects it for egress, so all ports are allowed.

      2. Ingress of shop/api
         NetworkPolicy shop/api (policies/api.yaml:3) selects it and isolates it.
           spec.ingress[1] (policies/api.yaml:4) may allow TCP 9102. Cannot know: whether spec.ingress[1] speaks of pods that have the network of their node: that is up to the network plugin.
         NetworkPolicy shop/deny (policies/deny.yaml:3) selects it and isolates it.
           None of its rules is about this connection.
         Together: not known on TCP 9102 and denied on all other ports.

      A pod always reaches itself, and its own node always reaches it.
      Policies judge the pods behind a Service and their ports, not the Service and its ports."
    `);
  });

  it("says that a pod reaches itself", async () => {
    const { out } = await ask(SHOP, "connections", "--explain-connection", "shop/db", "shop/db");
    expect(out.split("\n").slice(0, 2)).toEqual([
      "shop/db to shop/db: denied on all ports.",
      "This is about two pods of it: a pod always reaches itself.",
    ]);
  });

  it("prints JSON for programs", async () => {
    const argv = ["--explain-connection", "shop/web", "shop/api", "--format", "json"];
    expect(JSON.parse((await ask(SHOP, "connections", ...argv)).out)).toMatchInlineSnapshot(`
      {
        "cannotKnow": [],
        "explained": [
          {
            "egress": {
              "policies": [
                {
                  "direction": "Egress",
                  "file": "policies/deny.yaml",
                  "isolates": true,
                  "kind": "NetworkPolicy",
                  "lines": [
                    3,
                  ],
                  "name": "deny",
                  "namespace": "shop",
                  "rules": [],
                  "selects": true,
                },
                {
                  "direction": "Egress",
                  "file": "policies/web.yaml",
                  "isolates": true,
                  "kind": "NetworkPolicy",
                  "lines": [
                    3,
                  ],
                  "name": "web",
                  "namespace": "shop",
                  "rules": [
                    {
                      "action": "allow",
                      "cannotKnow": [],
                      "file": "policies/web.yaml",
                      "line": 4,
                      "ports": [
                        {
                          "from": 1,
                          "protocol": "TCP",
                          "to": 65535,
                        },
                        {
                          "from": 1,
                          "protocol": "UDP",
                          "to": 65535,
                        },
                        {
                          "from": 1,
                          "protocol": "SCTP",
                          "to": 65535,
                        },
                      ],
                      "rule": "spec.egress[0]",
                      "unknownPorts": [],
                    },
                  ],
                  "selects": true,
                },
              ],
              "ports": [
                {
                  "from": 1,
                  "protocol": "TCP",
                  "to": 65535,
                },
                {
                  "from": 1,
                  "protocol": "UDP",
                  "to": 65535,
                },
                {
                  "from": 1,
                  "protocol": "SCTP",
                  "to": 65535,
                },
              ],
              "unknownPorts": [],
            },
            "from": {
              "is": "workload",
              "kind": "Deployment",
              "name": "web",
              "namespace": "shop",
            },
            "ingress": {
              "policies": [
                {
                  "direction": "Ingress",
                  "file": "policies/api.yaml",
                  "isolates": true,
                  "kind": "NetworkPolicy",
                  "lines": [
                    3,
                  ],
                  "name": "api",
                  "namespace": "shop",
                  "rules": [
                    {
                      "action": "allow",
                      "cannotKnow": [],
                      "file": "policies/api.yaml",
                      "line": 4,
                      "ports": [
                        {
                          "from": 8080,
                          "protocol": "TCP",
                          "to": 8080,
                        },
                        {
                          "from": 9000,
                          "protocol": "TCP",
                          "to": 9009,
                        },
                      ],
                      "rule": "spec.ingress[0]",
                      "unknownPorts": [],
                    },
                  ],
                  "selects": true,
                },
                {
                  "direction": "Ingress",
                  "file": "policies/deny.yaml",
                  "isolates": true,
                  "kind": "NetworkPolicy",
                  "lines": [
                    3,
                  ],
                  "name": "deny",
                  "namespace": "shop",
                  "rules": [],
                  "selects": true,
                },
              ],
              "ports": [
                {
                  "from": 8080,
                  "protocol": "TCP",
                  "to": 8080,
                },
                {
                  "from": 9000,
                  "protocol": "TCP",
                  "to": 9009,
                },
              ],
              "unknownPorts": [],
            },
            "ports": [
              {
                "from": 8080,
                "protocol": "TCP",
                "to": 8080,
              },
              {
                "from": 9000,
                "protocol": "TCP",
                "to": 9009,
              },
            ],
            "to": {
              "is": "workload",
              "kind": "Deployment",
              "name": "api",
              "namespace": "shop",
            },
            "unknownPorts": [],
          },
        ],
      }
    `);
  });
});

describe("what connections cannot answer", () => {
  it.each([
    [["--from", "shop/wep"], "There is no workload 'shop/wep' in this repository. Did you mean 'shop/web'?"],
    [
      ["--to", "Pod/shop/web"],
      "There is no workload 'Pod/shop/web' in this repository. Did you mean 'Deployment/shop/web'?",
    ],
    [["--to", "shopp/web"], "No workload of this repository is in namespace 'shopp'. Did you mean 'shop'?"],
    [["--to", "*/nothing"], "No workload of this repository goes by '*/nothing'."],
    [["--to", "web"], "'web' is no end of a connection. Did you mean 'shop/web'?"],
    [["--to", "shop"], "'shop' is no end of a connection. Did you mean 'shop/'?"],
    [
      ["--to", "a/b/c/d"],
      "'a/b/c/d' is no end of a connection. Write 'namespace/name', 'Kind/namespace/name', 'namespace/' for all of a namespace, an address, a block of addresses, 'outside' or 'internet'.",
    ],
    [
      ["--from", "outside", "--to", "10.0.0.1"],
      "Both ends are outside of the cluster, where policies have no say.",
    ],
    [
      ["shop/web"],
      "'shop/web' is one argument too many. Write '--from' or '--to' before an end of connections. See gitops-lint connections --help.",
    ],
    [
      ["--explain-connection", "shop/web"],
      "'--explain-connection' needs two ends: where connections come from, and where they go. See gitops-lint connections --help.",
    ],
    [
      ["--explain-connection", "shop/web", "shop/db", "--format", "svg"],
      "'--explain-connection' has no format 'svg'. Use '--format text' or '--format json'. See gitops-lint connections --help.",
    ],
    [
      ["--explain-connection", "*", "*"],
      "From '*' to '*' are more than 20 connections to explain. Name fewer workloads.",
    ],
    [
      ["--explain-connection", "outside", "internet"],
      "Both ends are outside of the cluster, where policies have no say.",
    ],
  ])("is said of %j", async (argv, message) => {
    expect(await ask(SHOP, "connections", ...argv)).toEqual({
      code: 2,
      out: "",
      err: `gitops-lint: ${message}`,
    });
  });

  it("is nothing, where there are no workloads", async () => {
    const { code, out } = await ask({ "a.yaml": namespace("a") }, "connections");
    expect({ code, out }).toEqual({
      code: 1,
      out: `No workload is applied, as far as the repository shows.\n\n${NOTE}`,
    });
  });
});

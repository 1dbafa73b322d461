import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "allow-dns-egress";
const policy = (
  egress: string,
  { name = "web", namespace = "shop" as string | null, selector = "{ matchLabels: { app: web } }" } = {},
) =>
  manifest(
    "NetworkPolicy",
    name,
    namespace ?? undefined,
    `spec:\n  podSelector: ${selector}\n  policyTypes: [Egress]\n  egress: ${egress}\n`,
  );
const deployment = (app: string, { namespace = "shop" as string | null, more = "" } = {}) =>
  manifest(
    "Deployment",
    app,
    namespace ?? undefined,
    `spec:\n  template:\n    metadata: { labels: { app: ${app} } }\n    spec: { ${more}containers: [{ name: ${app} }] }\n`,
  );
const all = (...documents: string[]) => ({ "a.yaml": documents.join("---\n") });
const TO_DB = "[{ to: [{ podSelector: { matchLabels: { app: db } } }], ports: [{ port: 5432 }] }]";
const DNS = "[{ ports: [{ port: 53, protocol: UDP }, { port: 53 }] }]";
const noDns = (pods: string, { dns = "kube-system", port = 53, by = "" } = {}) =>
  `Policies let ${pods} out${by}, but not to DNS, so they find nothing by its name. Add an egress rule to namespace '${dns}' for port ${port}, UDP and TCP.`;
const messages = async (...documents: string[]) =>
  (await lint(RULE, all(...documents))).map(([, message]) => message);

describe("allow-dns-egress", () => {
  it("reports at 'egress' a policy that lets out and leaves DNS out", async () => {
    expect(await lint(RULE, all(policy(TO_DB), deployment("web")))).toEqual([
      ["a.yaml:9:3-9:9", noDns("the pods of Deployment 'web'")],
    ]);
  });

  it.each([
    ["the selected pods", "{ matchLabels: { app: web } }", "the pods with 'app=web'"],
    ["all pods", "{}", "all pods of its namespace"],
    [
      "some pods",
      "{ matchExpressions: [{ key: app, operator: Exists }] }",
      "the pods that this policy selects",
    ],
  ])("names %s where no workload is seen", async (_, selector, pods) => {
    expect(await messages(policy(TO_DB, { selector }))).toEqual([noDns(pods)]);
  });

  it.each([
    ["a Service by its pods", TO_DB],
    ["its own namespace", "[{ to: [{ podSelector: {} }] }]"],
    ["the internet over HTTPS", "[{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: 443 }] }]"],
    ["everything over HTTPS", "[{ ports: [{ port: 443 }] }]"],
    [
      "all of the internet, without private addresses",
      "[{ to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16] } }] }]",
    ],
    [
      "another namespace",
      "[{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: data } } }] }]",
    ],
    [
      "some pods of all namespaces",
      "[{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: db } } }] }]",
    ],
  ])("reports pods that may reach only %s", async (_, egress) => {
    expect(await messages(policy(egress), deployment("web"))).toEqual([
      noDns("the pods of Deployment 'web'"),
    ]);
  });

  it.each([
    ["nothing", "[]"],
    ["everything", "[{}]"],
    ["every pod of the cluster", "[{ to: [{ namespaceSelector: {} }] }]"],
    ["DNS beside it", `[{ to: [{ podSelector: {} }] }, ${DNS.slice(1)}`],
    [
      "DNS of kube-system on all ports",
      "[{ to: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }] }]",
    ],
    [
      "the DNS pods by the names of their ports",
      "[{ to: [{ podSelector: {} }] }, { to: [{ namespaceSelector: {}, podSelector: { matchLabels: { dns.operator.openshift.io/daemonset-dns: default } } }], ports: [{ port: dns, protocol: UDP }, { port: dns-tcp }] }]",
    ],
    [
      "OpenShift's DNS",
      "[{ to: [{ podSelector: {} }] }, { to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: openshift-dns } } }], ports: [{ port: 5353, protocol: UDP }, { port: 5353 }] }]",
    ],
    [
      "a DNS server by its address",
      "[{ ports: [{ port: 443 }] }, { to: [{ ipBlock: { cidr: 169.254.20.10/32 } }], ports: [{ port: 53, protocol: UDP }, { port: 53 }] }]",
    ],
    ["the addresses of the cluster", "[{ to: [{ podSelector: {} }, { ipBlock: { cidr: 10.96.0.0/12 } }] }]"],
    [
      "a DNS server of another namespace",
      "[{ to: [{ podSelector: {} }] }, { to: [{ namespaceSelector: { matchLabels: { team: dns } } }], ports: [{ port: 53, protocol: UDP }] }]",
    ],
    [
      "namespaces by labels that kube-system may have",
      "[{ to: [{ namespaceSelector: { matchLabels: { a: b } } }] }]",
    ],
    ["ports that are filled in later", "[{ ports: [{ port: '${PORT}', protocol: '${PROTOCOL}' }] }]"],
    ["peers that are filled in later", "[{ to: [{ ipBlock: { cidr: '${CIDR}' } }] }]"],
    ["single addresses", "[{ to: [{ ipBlock: { cidr: 203.0.113.7/32 } }], ports: [{ port: 443 }] }]"],
    ["the API server", "[{ ports: [{ port: 6443 }, { port: 443 }] }]"],
    [
      "no address, by the name of a port",
      "[{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }], ports: [{ port: web }] }]",
    ],
  ])("is silent on pods that may reach %s", async (_, egress) => {
    expect(await messages(policy(egress), deployment("web"))).toEqual([]);
  });

  it.each([
    ["selects all pods", policy(DNS, { name: "dns", selector: "{}" })],
    [
      "selects these pods",
      policy(DNS, { name: "dns", selector: "{ matchExpressions: [{ key: app, operator: Exists }] }" }),
    ],
    ["may select these pods", policy(DNS, { name: "dns", selector: "{ matchLabels: { '${KEY}': x } }" })],
    ["does not say its namespace", policy(DNS, { name: "dns", selector: "{}", namespace: null })],
  ])("is silent where another policy that %s allows DNS", async (_, other) => {
    expect(await messages(policy(TO_DB), other, deployment("web"))).toEqual([]);
  });

  it("is silent on pods that no workload shows where another policy covers them", async () => {
    const dns = policy(DNS, { name: "dns", selector: "{}" });
    expect(await messages(policy(TO_DB), dns)).toEqual([]);
    const others = policy(DNS, { name: "dns", selector: "{ matchLabels: { tier: front } }" });
    expect(await messages(policy(TO_DB), others)).toEqual([]);
  });

  it.each([
    ["another namespace", policy(DNS, { name: "dns", selector: "{}", namespace: "data" })],
    ["other pods", policy(DNS, { name: "dns", selector: "{ matchLabels: { app: db } }" })],
  ])("reports pods although a policy for %s allows DNS", async (_, other) => {
    expect(await messages(policy(TO_DB), other, deployment("web"))).toEqual([
      noDns("the pods of Deployment 'web'"),
    ]);
  });

  it("reports pods once, at the first policy that lets them out", async () => {
    const second = policy("[{ ports: [{ port: 443 }] }]", { name: "z", selector: "{}" });
    expect(await lint(RULE, all(policy(TO_DB), second, deployment("web"), deployment("db")))).toEqual([
      ["a.yaml:9:3-9:9", noDns("the pods of Deployment 'web'")],
      ["a.yaml:19:3-19:9", noDns("the pods of Deployment 'db'")],
    ]);
    expect(await messages(policy(TO_DB), second)).toEqual([noDns("all pods of its namespace")]);
  });

  it("names all pods of a policy in one finding", async () => {
    const text = [policy(TO_DB, { selector: "{}" }), deployment("web"), deployment("db")];
    expect(await lint(RULE, all(...text))).toEqual([
      ["a.yaml:9:3-9:9", noDns("the pods of Deployment 'web' and Deployment 'db'")],
    ]);
    const one = "{ podSelector: {} }";
    const slips = policy(`[{ to: [${one}] }, { ports: [{ port: 53 }] }]`, { selector: "{}" });
    expect(await lint(RULE, all(slips, deployment("web"), deployment("db"), deployment("cache")))).toEqual([
      [
        "a.yaml:9:61-9:63",
        "This opens port 53 for TCP alone, but DNS asks over UDP, so the pods of Deployment 'web', Deployment 'db' and Deployment 'cache' find nothing by its name. Add the port with 'protocol: UDP' as well.",
      ],
    ]);
  });

  it.each<[string, string, string, string[]]>([
    ["the same pods", "{ matchLabels: { app: web } }", "{ matchLabels: { app: web } }", ["a.yaml"]],
    ["more pods", "{ matchLabels: { app: web } }", "{}", ["b.yaml"]],
    ["fewer pods", "{}", "{ matchLabels: { app: web } }", ["a.yaml"]],
    ["other pods", "{ matchLabels: { app: db } }", "{ matchLabels: { app: web } }", ["a.yaml", "b.yaml"]],
    [
      "pods by an expression with one value",
      "{ matchExpressions: [{ key: app, operator: In, values: [web] }] }",
      "{ matchLabels: { app: web } }",
      ["a.yaml"],
    ],
    [
      "pods by an expression with two values",
      "{ matchExpressions: [{ key: app, operator: In, values: [web, db] }] }",
      "{ matchExpressions: [{ key: app, operator: In, values: [web, db] }] }",
      ["a.yaml", "b.yaml"],
    ],
    [
      "pods by what they are not",
      "{ matchExpressions: [{ key: app, operator: NotIn, values: [web] }] }",
      "{ matchLabels: { app: web } }",
      ["a.yaml", "b.yaml"],
    ],
  ])(
    "reports at one of two policies, where no workload is seen, for %s",
    async (_, one, other, expectedIn) => {
      const files = {
        "b.yaml": policy(TO_DB, { name: "b", selector: other }),
        "a.yaml": policy(TO_DB, { name: "a", selector: one }),
      };
      expect((await lint(RULE, files)).map(([place]) => place.split(":")[0])).toEqual(expectedIn);
    },
  );

  const cilium = (egress: string, selector = "{}") =>
    `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: c, namespace: shop }\nspec: { endpointSelector: ${selector}, ${egress} }\n`;
  const toPorts = (port: string, protocol: string, field = "egress") =>
    `${field}: [{ toPorts: [{ ports: [{ port: "${port}", protocol: ${protocol} }] }] }]`;

  it.each<[string, string, boolean]>([
    ["opens DNS over UDP", toPorts("53", "UDP"), true],
    ["opens DNS over any protocol", toPorts("53", "ANY"), true],
    ["opens DNS over TCP", toPorts("53", "TCP"), false],
    ["opens another port", toPorts("443", "TCP"), false],
    [
      "opens another port, and DNS",
      `${toPorts("443", "TCP").slice(0, -1)}, ${toPorts("53", "UDP").slice(9)}`,
      true,
    ],
    ["forbids DNS", toPorts("53", "UDP", "egressDeny"), false],
    ["is about ingress", "ingress: [{ toPorts: [{ ports: [{ port: '53', protocol: UDP }] }] }]", false],
  ])("counts a policy of Cilium that %s: silent %s", async (__, egress, isSilent) => {
    expect(await messages(policy(TO_DB), cilium(egress), deployment("web"))).toEqual(
      isSilent ? [] : [noDns("the pods of Deployment 'web'")],
    );
  });

  it("counts what another policy opens over TCP", async () => {
    const udp = policy("[{ ports: [{ port: 443 }] }, { ports: [{ port: 53, protocol: UDP }] }]");
    const tcp = policy("[{ ports: [{ port: 53 }] }]", { name: "tcp" });
    const options = { tcp: true };
    expect(await lint(RULE, all(udp, deployment("web")), { options })).toHaveLength(1);
    expect(await lint(RULE, all(udp, tcp, deployment("web")), { options })).toEqual([]);
    const elsewhere = policy("[{ ports: [{ port: 53 }] }]", { name: "tcp", namespace: null });
    // All that is left is the policy in no namespace by itself.
    const left = await lint(RULE, all(udp, elsewhere, deployment("web")), { options });
    expect(left.map(([place]) => place)).toEqual(["a.yaml:18:30-18:32"]);
  });

  it("is silent on pods that have the network of their node", async () => {
    expect(await messages(policy(TO_DB), deployment("web", { more: "hostNetwork: true, " }))).toEqual([]);
  });

  it("says that a port without a protocol is TCP", async () => {
    const egress = "[{ to: [{ podSelector: {} }] }, { ports: [{ port: 53 }] }]";
    expect(await lint(RULE, all(policy(egress), deployment("web")))).toEqual([
      [
        "a.yaml:9:61-9:63",
        "This opens port 53 for TCP alone, but DNS asks over UDP, so the pods of Deployment 'web' find nothing by its name. Add the port with 'protocol: UDP' as well.",
      ],
    ]);
  });

  it("says that a peer without a namespaceSelector is in the policy's own namespace", async () => {
    const peer = "{ podSelector: { matchLabels: { k8s-app: kube-dns } } }";
    const egress = `[{ to: [${peer}], ports: [{ port: 53, protocol: UDP }] }]`;
    expect(await lint(RULE, all(policy(egress), deployment("web")))).toEqual([
      [
        "a.yaml:9:21-9:32",
        "Without a 'namespaceSelector' this peer is in namespace 'shop', where the DNS pods are not, so the pods of Deployment 'web' find nothing by its name. Add a 'namespaceSelector' for 'kube-system' to the same peer.",
      ],
    ]);
    expect(await messages(policy(egress, { namespace: "kube-system" }))).toEqual([]);
    const own = deployment("kube-dns").replace("app:", "k8s-app:");
    expect(await messages(policy(egress), own)).toEqual([]);
  });

  it("says with 'tcp' that DNS over UDP alone is not enough", async () => {
    const egress = "[{ ports: [{ port: 443 }] }, { ports: [{ port: 53, protocol: UDP }] }]";
    const files = all(policy(egress), deployment("web"));
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, { options: { tcp: true } })).toEqual([
      [
        "a.yaml:9:42-9:47",
        "Policies let the pods of Deployment 'web' ask DNS over UDP alone, but an answer that is too long for UDP comes over TCP, and never arrives. Add the port with 'protocol: TCP' as well.",
      ],
    ]);
  });

  it("takes other ports for those of DNS with 'dnsPorts'", async () => {
    const files = all(policy(`[{ ports: [{ port: 443 }] }, ${DNS.slice(1)}`), deployment("web"));
    expect(await lint(RULE, files, { options: { dnsPorts: [8053] } })).toEqual([
      ["a.yaml:9:3-9:9", noDns("the pods of Deployment 'web'", { port: 8053 })],
    ]);
  });

  it("names the port and the namespace of OpenShift", async () => {
    const route =
      "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: { name: web, namespace: shop }\nspec: { to: { kind: Service, name: web } }\n";
    expect(await messages(policy(TO_DB), route)).toEqual([
      noDns("the pods with 'app=web'", { dns: "openshift-dns", port: 5353 }),
    ]);
  });

  it("judges what builds make of a policy, and is silent if one of them adds DNS", async () => {
    const base = { "base/kustomization.yaml": "resources: [p.yaml]\n", "base/p.yaml": policy(TO_DB) };
    const overlay = "resources: [../base, dns.yaml]\nnamespace: prod\n";
    const dns = policy(DNS, { name: "dns", selector: "{}" });
    const prod = { "prod/kustomization.yaml": overlay, "prod/dns.yaml": dns };
    expect(await lint(RULE, { ...base, ...prod })).toEqual([]);
    const dev = { "dev/kustomization.yaml": "resources: [../base]\nnamespace: dev\n" };
    expect(await lint(RULE, { ...base, ...dev })).toEqual([
      ["base/p.yaml:9:3-9:9", noDns("the pods with 'app=web'")],
    ]);
    expect(await lint(RULE, { ...base, ...dev, ...prod })).toEqual([]);
  });

  it("says which build makes it so", async () => {
    const patch =
      "patches:\n  - target: { kind: NetworkPolicy }\n    patch: |-\n      - { op: replace, path: /spec/egress, value: [{ ports: [{ port: 443 }] }] }\n";
    const files = {
      "base/p.yaml": policy("[{}]"),
      "base/kustomization.yaml": `resources: [p.yaml]\n${patch}`,
    };
    expect(await lint(RULE, files)).toEqual([
      ["base/p.yaml:9:3-9:9", noDns("the pods with 'app=web'", { by: " (as 'base' applies it)" })],
    ]);
  });

  it("is silent where a hidden part may bring policies", async () => {
    const files = {
      "kustomization.yaml": "resources: [p.yaml, https://example.org/network-policies]\n",
      "p.yaml": policy(TO_DB),
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("takes strange keys and values as they come", async () => {
    const selector = "{ matchLabels: { toString: x, constructor: z } }";
    expect(await messages(policy(TO_DB, { selector }))).toHaveLength(1);
    expect(await messages(policy("[null, 7, { to: [null], ports: [null, { port: { a: 1 } }] }]"))).toEqual(
      [],
    );
  });
});

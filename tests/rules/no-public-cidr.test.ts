import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-public-cidr";
const policy = (spec: string, selector = "{}") =>
  manifest(
    "NetworkPolicy",
    "web",
    "shop",
    `spec:\n  podSelector: ${selector}\n  ${spec.replaceAll("\n", "\n  ")}\n`,
  );
const rule = (key: "ingress" | "egress", peer: string, ports = "") =>
  policy(
    `${key === "egress" ? "policyTypes: [Egress]\n" : ""}${key}:\n  - ${key === "ingress" ? "from" : "to"}:\n      - ${peer}\n${ports && `    ports: ${ports}`}`,
  );
const ingress = (block: string, ports = "[{ port: 443 }]") => rule("ingress", `ipBlock: ${block}`, ports);
const egress = (block: string, ports = "[{ port: 80 }]") => rule("egress", `ipBlock: ${block}`, ports);
function custom(apiVersion: string, kind: string, spec: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\nspec:\n  ${spec.replaceAll("\n", "\n  ")}\n`;
}
const cilium = (spec: string) =>
  custom("cilium.io/v2", "CiliumNetworkPolicy", `endpointSelector: { matchLabels: { app: web } }\n${spec}`);
const calico = (spec: string) =>
  custom("projectcalico.org/v3", "NetworkPolicy", `selector: app == 'web'\n${spec}`);
const admin = (egressRules: string) =>
  custom(
    "policy.networking.k8s.io/v1alpha1",
    "AdminNetworkPolicy",
    `priority: 5\nsubject: { namespaces: {} }\negress:\n${egressRules}`,
  );

const PRIVATE = "[10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]";
const SERVICE = "the cloud's metadata service";
const ASK = "can ask it for credentials of their node";
const RULES_PORTS = " on the ports of this rule";
const everybody = (blocks: string, ports = RULES_PORTS) =>
  `${blocks} every address, so anybody can reach the pods that this policy selects${ports}. Name the addresses that need to.`;
const everything = (blocks: string, { ports = RULES_PORTS, metadata = "", names = "addresses" } = {}) =>
  `${blocks} every address, so the pods that this policy selects can reach everything${ports}${metadata && `, and ask ${SERVICE} at ${metadata} for credentials of their node`}. Name the ${names} that they need.`;
const metadata = (block: string, hint: string, address = "169.254.169.254") =>
  `Block '${block}' holds ${SERVICE} at ${address}, so the pods that this policy selects ${ASK}. ${hint}`;
const V4 = "169.254.169.254";
const ADD = `Add '${V4}/32' under 'except'.`;

describe("no-public-cidr", () => {
  it.each([
    ["every address", ingress("{ cidr: 0.0.0.0/0 }"), "10:28-10:37", everybody("Block '0.0.0.0/0' is")],
    [
      "every IPv6 address",
      ingress("{ cidr: '::/0' }"),
      "10:28-10:34",
      everybody("Block '::/0' is").replace("every address", "every IPv6 address"),
    ],
    [
      "both families, once",
      rule("ingress", "ipBlock: { cidr: 0.0.0.0/0 }\n      - ipBlock: { cidr: '::/0' }", "[{ port: 443 }]"),
      "10:28-10:37",
      everybody("Blocks '0.0.0.0/0' and '::/0' are"),
    ],
    [
      "two halves",
      rule("ingress", "ipBlock: { cidr: 0.0.0.0/1 }\n      - ipBlock: { cidr: 128.0.0.0/1 }"),
      "10:28-10:37",
      everybody("Blocks '0.0.0.0/1' and '128.0.0.0/1' are", " on every port"),
    ],
    [
      "every address on one port",
      egress("{ cidr: 0.0.0.0/0 }", "[{ port: 443 }]"),
      "11:28-11:37",
      everything("Block '0.0.0.0/0' is"),
    ],
    [
      "every address on the port of the metadata service",
      egress("{ cidr: 0.0.0.0/0 }", "[{ port: 1, endPort: 1024 }]"),
      "11:28-11:37",
      everything("Block '0.0.0.0/0' is", { metadata: V4 }),
    ],
    [
      "exceptions without the metadata service",
      egress(`{ cidr: 0.0.0.0/0, except: ${PRIVATE} }`, ""),
      "11:28-11:37",
      metadata("0.0.0.0/0", ADD),
    ],
    [
      "link-local addresses",
      egress("{ cidr: 169.254.0.0/16 }"),
      "11:28-11:42",
      metadata("169.254.0.0/16", ADD),
    ],
    [
      "the metadata service alone",
      egress("{ cidr: 169.254.169.254/32 }"),
      "11:28-11:46",
      `Block '169.254.169.254/32' is ${SERVICE}, so the pods that this policy selects ${ASK}. Leave it out if they have identities of their own.`,
    ],
    [
      "the metadata service over IPv6",
      egress("{ cidr: '::/0', except: ['2001:db8::/32'] }"),
      "11:28-11:34",
      metadata("::/0", "Add 'fd00:ec2::254/128' under 'except'.", "fd00:ec2::254"),
    ],
    [
      "Cilium's world",
      cilium("egress:\n  - toEntities: [world]"),
      "7:20-7:25",
      everything("Entity 'world' is", {
        ports: " on every port",
        metadata: V4,
        names: "addresses or domains",
      }).replace("every address", "every address outside of the cluster"),
    ],
    [
      "Cilium's world on a port",
      cilium(
        "ingress:\n  - fromEntities: [cluster, all]\n    toPorts: [{ ports: [{ port: '443', protocol: TCP }] }]",
      ),
      "7:31-7:34",
      everybody("Entity 'all' is"),
    ],
    [
      "Cilium's blocks",
      cilium("egress:\n  - toCIDR: [0.0.0.0/0]\n    toPorts: [{ ports: [{ port: '443' }] }]"),
      "7:16-7:25",
      everything("Block '0.0.0.0/0' is", { names: "addresses or domains" }),
    ],
    [
      "Cilium's blocks with exceptions",
      cilium(`egress:\n  - toCIDRSet: [{ cidr: 0.0.0.0/0, except: ${PRIVATE} }]`),
      "7:27-7:36",
      metadata("0.0.0.0/0", ADD),
    ],
    [
      "Calico's nets",
      calico("ingress:\n  - action: Allow\n    source: { nets: [0.0.0.0/0] }"),
      "8:24-8:33",
      everybody("Block '0.0.0.0/0' is", " on every port"),
    ],
    [
      "Calico's nets with exceptions",
      calico(
        `egress:\n  - action: Allow\n    protocol: TCP\n    destination: { nets: [0.0.0.0/0], notNets: ${PRIVATE}, ports: ['1:1024'] }`,
      ),
      "9:29-9:38",
      metadata("0.0.0.0/0", `Add '${V4}/32' under 'notNets'.`),
    ],
    [
      "networks of an admin policy",
      admin("  - { action: Allow, to: [{ networks: [0.0.0.0/0] }] }"),
      "8:42-8:51",
      everything("Block '0.0.0.0/0' is", { ports: " on every port", metadata: V4 }),
    ],
    [
      "networks of an admin policy that hold the metadata service",
      admin("  - { action: Allow, to: [{ networks: [169.254.0.0/16] }] }"),
      "8:42-8:56",
      metadata("169.254.0.0/16", `Deny '${V4}/32' in a rule before this one.`),
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each([
    ["exceptions", ingress(`{ cidr: 0.0.0.0/0, except: ${PRIVATE} }`)],
    ["exceptions that are filled in", egress("{ cidr: 0.0.0.0/0, except: ['${PRIVATE}'] }")],
    ["a block that is filled in", egress("{ cidr: '{{ .Values.cidr }}' }")],
    ["one half", ingress("{ cidr: 0.0.0.0/1 }")],
    ["other blocks", egress("{ cidr: 10.0.0.0/8 }")],
    [
      "the metadata service on another port",
      egress("{ cidr: 169.254.0.0/16 }", "[{ protocol: UDP, port: 53 }]"),
    ],
    ["the network of the metadata service excepted", egress(`{ cidr: 0.0.0.0/0, except: [169.254.0.0/16] }`)],
    ["private IPv6 addresses excepted", egress("{ cidr: '::/0', except: ['fc00::/7'] }")],
    // `no-allow-all-policy` reports these.
    ["what lets everything in", ingress("{ cidr: 0.0.0.0/0 }", "")],
    ["what lets everything out", egress("{ cidr: 0.0.0.0/0 }", "")],
    [
      "a direction that the policy does not apply to",
      policy("policyTypes: [Ingress]\negress:\n  - to: [{ ipBlock: { cidr: 169.254.0.0/16 } }]"),
    ],
    ["other entities", cilium("egress:\n  - toEntities: [cluster, host, kube-apiserver]")],
    ["what Cilium denies", cilium("egressDeny:\n  - toEntities: [world]")],
    [
      "what Cilium denies besides",
      cilium("egress:\n  - toEntities: [world]\negressDeny:\n  - toCIDR: [169.254.0.0/16, 10.0.0.0/8]"),
    ],
    [
      "what Cilium asks more of",
      cilium("egress:\n  - toEntities: [world]\n    icmps: [{ fields: [{ type: 8 }] }]"),
    ],
    [
      "hosts",
      custom(
        "cilium.io/v2",
        "CiliumClusterwideNetworkPolicy",
        "nodeSelector: {}\ningress:\n  - fromEntities: [world]",
      ),
    ],
    [
      "what Calico denies first",
      calico(
        "egress:\n  - { action: Deny, destination: { nets: [169.254.0.0/16] } }\n  - { action: Allow, destination: { nets: [0.0.0.0/0] } }",
      ),
    ],
    [
      "what Calico narrows",
      calico("ingress:\n  - action: Allow\n    source: { nets: [0.0.0.0/0], selector: app == 'a' }"),
    ],
    [
      "what an admin policy denies first",
      admin(
        "  - { action: Deny, to: [{ networks: [169.254.169.254/32] }] }\n  - { action: Allow, to: [{ networks: [0.0.0.0/0] }] }",
      ),
    ],
    ["what an admin policy passes on", admin("  - { action: Pass, to: [{ networks: [0.0.0.0/0] }] }")],
  ])("takes %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("does not mention a metadata service that another policy denies", async () => {
    const deny = admin("  - { action: Deny, to: [{ networks: [169.254.169.254/32] }] }");
    expect(
      await lint(RULE, {
        "a.yaml": egress(`{ cidr: 0.0.0.0/0, except: ${PRIVATE} }`),
        "b.yaml": egress("{ cidr: 0.0.0.0/0 }"),
        "deny.yaml": deny,
      }),
    ).toEqual([["b.yaml:11:28-11:37", everything("Block '0.0.0.0/0' is")]]);
  });

  it("suggests an exception", async () => {
    const text = egress("\n          cidr: 0.0.0.0/0\n          except:\n            - 10.0.0.0/8");
    const host = `${V4}/32`;
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      [
        `Add '${host}' to the exceptions.`,
        text.replace("- 10.0.0.0/8", `- '10.0.0.0/8'\n              - '${host}'`),
      ],
    ]);
  });

  it("reports what an overlay writes, with the overlay", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "base/a.yaml": ingress("{ cidr: 10.0.0.0/8 }"),
      "prod/kustomization.yaml":
        "resources: [../base]\npatches:\n  - target: { kind: NetworkPolicy }\n    patch: |\n      - { op: replace, path: /spec/ingress/0/from/0/ipBlock/cidr, value: 0.0.0.0/0 }\n",
    };
    expect(await lint(RULE, files)).toEqual([
      ["base/a.yaml:10:28-10:38", everybody("Block '0.0.0.0/0' (as 'prod' applies it) is")],
    ]);
  });
});

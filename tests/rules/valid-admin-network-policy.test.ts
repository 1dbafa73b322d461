import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";

const RULE = "valid-admin-network-policy";
const REFUSED = "so the API server refuses this policy";
const API = "policy.networking.k8s.io";

function policy(kind: string, version: string, spec: string, name = "web"): string {
  const head = `apiVersion: ${API}/${version}\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n`;
  return `${head}  ${spec.replaceAll("\n", "\n  ")}\n`;
}

const admin = (spec: string) => policy("AdminNetworkPolicy", "v1alpha1", spec);
const baseline = (spec: string, name = "default") =>
  policy("BaselineAdminNetworkPolicy", "v1alpha1", spec, name);
const cluster = (spec: string) => policy("ClusterNetworkPolicy", "v1alpha2", spec);
const SPEC = "priority: 10\nsubject: { namespaces: {} }\n";
const adminRule = (rule: string) => admin(`${SPEC}egress:\n  - ${rule}`);
const adminTo = (peer: string) => adminRule(`{ action: Deny, to: [${peer}] }`);
const adminPort = (port: string) => adminRule(`{ action: Deny, to: [namespaces: {}], ports: [${port}] }`);
const clusterRule = (rule: string) => cluster(`tier: Admin\n${SPEC}egress:\n  - ${rule}`);
const clusterPort = (port: string) =>
  clusterRule(`{ action: Deny, to: [namespaces: {}], protocols: [${port}] }`);
const EVERYBODY = "'- namespaces: {}' for every pod of the cluster";

describe("valid-admin-network-policy", () => {
  it.each([
    [
      admin("priority: 1001\nsubject: { namespaces: {} }"),
      "6:13-6:17",
      `Priority 1001 is not between 0 and 1000, ${REFUSED}. Correct it.`,
    ],
    [
      admin("subject: { namespaces: {} }"),
      "5:1-5:5",
      `This policy has no 'priority', ${REFUSED}. Add a number from 0, which is first, to 1000.`,
    ],
    [
      cluster(SPEC),
      "5:1-5:5",
      `This policy has no 'tier', ${REFUSED}. Add 'tier: Admin', which comes before NetworkPolicies, or 'tier: Baseline', which comes after them.`,
    ],
    [
      cluster(`tier: NetworkPolicy\n${SPEC}`),
      "6:9-6:22",
      `There is no tier 'NetworkPolicy' in this kind of policy, ${REFUSED}. Write 'Admin' or 'Baseline'.`,
    ],
    [
      admin("priority: 1\nsubject: {}"),
      "7:3-7:10",
      `This subject says nothing, ${REFUSED}. Write 'namespaces: {}' for every pod of the cluster, or select some.`,
    ],
    [
      admin("priority: 1\nsubject: { namespaces: {}, pods: { namespaceSelector: {}, podSelector: {} } }"),
      "7:30-7:34",
      `A subject has only one of its fields, and this one has 'namespaces' and 'pods', ${REFUSED}. Write another policy for the other.`,
    ],
    [
      admin("priority: 1\nsubject: { pods: { namespaceSelector: {} } }"),
      "7:14-7:18",
      `This selection of pods has no 'podSelector', ${REFUSED}. Add 'podSelector: {}' for every pod of these namespaces.`,
    ],
    [
      adminRule("{ action: Drop, to: [namespaces: {}] }"),
      "9:17-9:21",
      `There is no action 'Drop' in this kind of policy, ${REFUSED}. Write 'Allow', 'Deny' or 'Pass'.`,
    ],
    [
      adminRule("{ to: [namespaces: {}] }"),
      "9:9-9:11",
      `This rule has no 'action', ${REFUSED}. Add 'action: Deny', or another one.`,
    ],
    [
      adminRule("action: Deny"),
      "9:7-9:13",
      `This rule has no 'to', ${REFUSED}. Add a peer, or ${EVERYBODY}.`,
    ],
    [adminRule("{ action: Deny, to: [] }"), "9:23-9:25", `List 'to' is empty, ${REFUSED}. Add an item.`],
    [
      adminRule("{ action: Deny, to: [namespaces: {}], ports: [] }"),
      "9:45-9:50",
      "List 'ports' is empty, so API servers with version 0.1.7 of this API or newer refuse this policy. Leave it out if every port is meant.",
    ],
    [
      adminRule(`{ name: ${"n".repeat(101)}, action: Deny, to: [namespaces: {}] }`),
      "9:15-9:116",
      `The name of a rule has up to 100 characters and this one has 101, ${REFUSED}. Shorten it.`,
    ],
    [
      adminTo("{}"),
      "9:28-9:30",
      `This peer says nothing, ${REFUSED}. Write 'namespaces: {}' for every pod of the cluster, or select some.`,
    ],
    [
      adminTo("{ namespaces: {}, nodes: {} }"),
      "9:46-9:51",
      `A peer has only one of its fields, and this one has 'namespaces' and 'nodes', ${REFUSED}. Make two peers of it.`,
    ],
    [
      adminTo("networks: [10.0.0.0]"),
      "9:39-9:47",
      `Address '10.0.0.0' has no prefix length, ${REFUSED}. Write '10.0.0.0/32' if only this address is meant.`,
    ],
    [
      adminTo("networks: [10.0.0.0/40]"),
      "9:39-9:50",
      `Value '10.0.0.0/40' is not an address block, ${REFUSED}. Write one such as '10.20.0.0/16' or '2001:db8::/32'.`,
    ],
    [
      adminTo("networks: ['::ffff:10.0.0.0/104']"),
      "9:39-9:60",
      `Block '::ffff:10.0.0.0/104' is an IPv4 address in the form of an IPv6 one, ${REFUSED}. Write '10.0.0.0/8'.`,
    ],
    [
      adminTo("networks: [10.0.0.0/08]"),
      "9:39-9:50",
      `Block '10.0.0.0/08' has leading zeros, which some programs take for octal, ${REFUSED}. Write '10.0.0.0/8'.`,
    ],
    [
      adminTo("networks: [10.0.0.0/8, 10.0.0.0/8]"),
      "9:51-9:61",
      `Value '10.0.0.0/8' is in this list already, ${REFUSED}. Leave it out.`,
    ],
    [
      adminTo("domainNames: [www.*.com]"),
      "9:42-9:51",
      `Value 'www.*.com' is not a domain name, ${REFUSED}. Write one such as 'example.com' or '*.example.com'.`,
    ],
    [
      adminPort("portNumber: { port: 70000 }"),
      "9:73-9:78",
      `Port 70000 is not between 1 and 65535, ${REFUSED}. Correct it.`,
    ],
    [
      adminPort("portNumber: { protocol: tcp, port: 80 }"),
      "9:77-9:80",
      "Protocol 'tcp' is not one that this API has: the API server stores it, but a network plugin may let the rule match nothing. Write 'TCP', 'UDP' or 'SCTP'.",
    ],
    [
      adminPort("portRange: { start: 90, end: 80 }"),
      "9:82-9:84",
      "Port 80, where this range ends, is below 90, where it begins: the API server stores that, but no port is in the range. Write the last port.",
    ],
    [
      adminRule("{ action: Deny, to: [networks: [10.0.0.0/8]], ports: [namedPort: http] }"),
      "9:72-9:76",
      `Nothing in 'networks' has named ports, ${REFUSED}. Write the number of port 'http'.`,
    ],
    [
      adminTo("namespaces: { namespaceSelector: {} }"),
      "9:42-9:59",
      "Since version 0.1.3 of this API there is no 'namespaceSelector' here, so API servers with newer CustomResourceDefinitions refuse this policy. Write what is in it directly under 'namespaces'.",
    ],
    [
      adminTo("namespaces: { matchExpressions: [{ key: team, operator: Is }] }"),
      "9:84-9:86",
      "There is no operator 'Is', so no network plugin can read this selector. Write 'In', 'NotIn', 'Exists' or 'DoesNotExist'.",
    ],
    [
      adminTo("namespaces: { matchExpressions: [{ key: team }] }"),
      "9:63-9:66",
      `This expression has no 'operator', ${REFUSED}. Add 'operator: Exists', or another one.`,
    ],
    [
      baseline("subject: { namespaces: {} }\ningress: [{ action: Pass, from: [namespaces: {}] }]"),
      "7:23-7:27",
      `There is no action 'Pass' in this kind of policy, ${REFUSED}. Write 'Allow' or 'Deny'.`,
    ],
    [
      baseline("subject: { namespaces: {} }", "base"),
      "4:9-4:13",
      "A cluster has one BaselineAdminNetworkPolicy, which is named 'default', so the API server refuses 'base'. Write 'default'.",
    ],
    [
      policy("AdminNetworkPolicy", "v1alpha2", SPEC),
      "1:13-1:46",
      `There is no AdminNetworkPolicy in '${API}/v1alpha2', ${REFUSED}. Write '${API}/v1alpha1'.`,
    ],
    [
      clusterPort("tcp: {}"),
      "10:57-10:60",
      `This protocol says nothing, ${REFUSED}. Write 'destinationPort' in it.`,
    ],
    [
      clusterPort("{ tcp: { destinationPort: { number: 80 } }, destinationNamedPort: http }"),
      "10:101-10:121",
      `A protocol has only one of its fields, and this one has 'tcp' and 'destinationNamedPort', ${REFUSED}. Make two items of it.`,
    ],
    [
      clusterPort("udp: { destinationPort: { range: { start: 53, end: 53 } } }"),
      "10:108-10:110",
      `Port 53, where this range ends, is not above 53, where it begins, ${REFUSED}. Write the last port of the range, or 'number' for one port.`,
    ],
    [
      cluster(`tier: Admin\n${SPEC}ingress:${"\n  - { action: Deny, from: [namespaces: {}] }".repeat(26)}`),
      "9:3-9:10",
      `There can be 25 rules here and 26 are listed, ${REFUSED}. Move some to another policy.`,
    ],
  ])("reports case %#", async (text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each([
    ["the least", admin(SPEC)],
    ["other versions", policy("ClusterNetworkPolicy", "v1beta1", "tier: Other")],
    ["variables", adminTo("networks: ['${BLOCK}']").replace("priority: 10", "priority: '${N}'")],
    ["a template for a peer", adminTo("'{{ peer }}'")],
    ["what may be null", adminTo("{ namespaces: '${A}', networks: [10.0.0.0/8] }")],
    ["bits behind a prefix, which CEL takes", adminTo("networks: [10.0.0.1/8, '2001:db8::1/32']")],
    ["domain names", adminTo("domainNames: ['*.example.com', example.com., a_b.example]")],
    ["a range of one port", adminPort("portRange: { start: 80, end: 80 }")],
    ["a default protocol", adminPort("portNumber: { port: 80 }")],
    // The standard channel has no rule against it.
    [
      "a named port beside networks of a ClusterNetworkPolicy",
      clusterRule(
        "{ action: Accept, to: [networks: [10.0.0.0/8]], protocols: [destinationNamedPort: http] }",
      ),
    ],
    ["pods of every namespace", clusterRule("{ action: Deny, to: [pods: { podSelector: {} }] }")],
    [
      "a peer without namespaces as it was until v0.1.2",
      adminTo("{ pods: { podSelector: {}, namespaceSelector: {} } }"),
    ],
  ])("takes %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("leaves a field that does not exist to valid-manifest", async () => {
    const text = admin("priorty: 1\nsubject: { namespaces: {} }").replace("priorty", "prioritty");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
    expect(await lint("valid-manifest", { "a.yaml": text })).toEqual([
      [
        "a.yaml:6:3-6:12",
        "There is no field 'prioritty' here: kubectl, Flux and Argo CD refuse this AdminNetworkPolicy, and other clients drop the field. Write 'priority'.",
      ],
    ]);
    const ports = clusterRule("{ action: Deny, to: [namespaces: {}], ports: [{ port: 80 }] }");
    expect(await lint("valid-manifest", { "a.yaml": ports })).toEqual([
      [
        "a.yaml:10:45-10:50",
        "There is no field 'ports' here: kubectl, Flux and Argo CD refuse this ClusterNetworkPolicy, and other clients drop the field. Write 'protocols', and in it a list such as '- tcp: {destinationPort: {number: 80}}'.",
      ],
    ]);
  });

  it("reports what a build makes of it, once", async () => {
    const files = {
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "base/a.yaml": baseline("subject: { namespaces: {} }"),
      "dev/kustomization.yaml": "resources: [../base]\n",
      "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\n",
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "base/a.yaml:4:9-4:16",
        "A cluster has one BaselineAdminNetworkPolicy, which is named 'default', so the API server refuses 'prod-default' (as 'prod' applies it). Write 'default'.",
      ],
    ]);
  });

  it("does not miss in a patch what is elsewhere", async () => {
    const files = {
      "kustomization.yaml": "resources: [a.yaml]\npatches: [{ path: patch.yaml }]\n",
      "a.yaml": admin(SPEC),
      "patch.yaml": admin("priority: 2000"),
    };
    expect(await lint(RULE, files)).toEqual([
      ["patch.yaml:6:13-6:17", `Priority 2000 is not between 0 and 1000, ${REFUSED}. Correct it.`],
    ]);
  });

  it("suggests what is certain", async () => {
    const text = adminRule("{ action: Accept, to: [networks: [10.0.0.0]] }");
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Write 'Allow'.", text.replace("Accept", "Allow")],
      ["Write '10.0.0.0/32'.", text.replace("10.0.0.0", "'10.0.0.0/32'")],
    ]);
  });
});

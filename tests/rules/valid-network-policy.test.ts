import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "valid-network-policy";
const policy = (spec: string) =>
  manifest("NetworkPolicy", "web", "shop", `spec:\n  podSelector: {}\n  ${spec.replaceAll("\n", "\n  ")}\n`);
const peer = (text: string) => policy(`ingress:\n  - from:\n      - ${text}`);
const port = (text: string) => policy(`ingress:\n  - ports:\n      - ${text}`);
const select = (text: string) => policy(`ingress:\n  - from:\n      - podSelector: ${text}`);
const REFUSED = "so the API server refuses this policy";

describe("valid-network-policy", () => {
  it.each([
    [
      peer("ipBlock: { cidr: 10.20.0.5 }"),
      "10:28-10:37",
      `Address '10.20.0.5' has no prefix length, ${REFUSED}. Write '10.20.0.5/32' if only this address is meant.`,
    ],
    [
      peer("ipBlock: { cidr: example.com }"),
      "10:28-10:39",
      `Value 'example.com' is not an address block, ${REFUSED}. Write one such as '10.20.0.0/16' or '2001:db8::/32'.`,
    ],
    [peer("ipBlock: { except: [] }"), "10:11-10:18", `This 'ipBlock' has no 'cidr', ${REFUSED}. Add it.`],
    [
      peer("ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] }"),
      "10:49-10:59",
      `Block '10.0.0.0/8' is not part of '10.0.0.0/8', ${REFUSED}. List under 'except' only smaller blocks that lie within 'cidr'.`,
    ],
    [
      peer("{}"),
      "10:11-10:13",
      `This peer names nobody, ${REFUSED}. Write 'podSelector: {}' for every pod of the namespace, or name an 'ipBlock' or 'namespaceSelector'.`,
    ],
    [
      peer("{ ipBlock: { cidr: 10.0.0.0/8 }, podSelector: {} }"),
      "10:13-10:20",
      `A peer has either an 'ipBlock' or selectors, and this one has both, ${REFUSED}. Make two peers of it.`,
    ],
    [
      port("protocol: ICMP"),
      "10:21-10:25",
      `There is no protocol 'ICMP' here, ${REFUSED}. Write 'TCP', 'UDP' or 'SCTP'.`,
    ],
    [
      port("protocol: constructor"),
      "10:21-10:32",
      `There is no protocol 'constructor' here, ${REFUSED}. Write 'TCP', 'UDP' or 'SCTP'.`,
    ],
    [port("port: 70000"), "10:17-10:22", `Port 70000 is not between 1 and 65535, ${REFUSED}. Correct it.`],
    [
      port('port: "8080"'),
      "10:17-10:23",
      `In quotes, '8080' is the name of a port, which needs a letter, ${REFUSED}. Leave the quotes out.`,
    ],
    [
      port("port: metrics-and-profiles"),
      "10:17-10:37",
      `No port can be named 'metrics-and-profiles', ${REFUSED}. Write up to 15 lower-case letters, digits and '-', with a letter among them.`,
    ],
    [
      port("{ port: http, endPort: 90 }"),
      "10:34-10:36",
      `An 'endPort' needs a number as 'port', ${REFUSED}. Write the first port of the range there.`,
    ],
    [
      port("{ port: 100, endPort: 90 }"),
      "10:33-10:35",
      `Port 90, where this range ends, is below 100, where it begins, ${REFUSED}. Write the last port of the range.`,
    ],
    [
      policy("policyTypes: [Everything]"),
      "8:17-8:27",
      `There is no policy type 'Everything', ${REFUSED}. Write 'Ingress' or 'Egress'.`,
    ],
    [
      policy("policyTypes: [Ingress, Egress, Egress]"),
      "8:3-8:14",
      `There are two policy types and 3 are listed, ${REFUSED}. List each once.`,
    ],
    [
      select("{ matchExpressions: [{ key: app, operator: Equals, values: [web] }] }"),
      "10:67-10:73",
      `There is no operator 'Equals', ${REFUSED}. Write 'In', 'NotIn', 'Exists' or 'DoesNotExist'.`,
    ],
    [
      select("{ matchExpressions: [{ key: app, operator: NotIn }] }"),
      "10:67-10:72",
      `Operator 'NotIn' needs 'values', ${REFUSED}. Add them, or write 'DoesNotExist'.`,
    ],
    [
      select("{ matchExpressions: [{ key: app, operator: Exists, values: [web] }] }"),
      "10:75-10:81",
      `Operator 'Exists' takes no 'values', ${REFUSED}. Leave them out, or write 'In'.`,
    ],
    [
      policy("policyTypes: ['']"),
      "8:17-8:19",
      `There is no policy type "", ${REFUSED}. Write 'Ingress' or 'Egress'.`,
    ],
    [
      port("protocol: ''"),
      "10:21-10:23",
      `There is no protocol "" here, ${REFUSED}. Write 'TCP', 'UDP' or 'SCTP'.`,
    ],
    [
      select("{ matchExpressions: [{ key: app }] }"),
      "10:47-10:50",
      `This expression has no 'operator', ${REFUSED}. Add 'operator: Exists', or another one.`,
    ],
    [
      select("{ matchExpressions: [{ operator: Exists }] }"),
      "10:47-10:55",
      `This expression has no 'key', ${REFUSED}. Add the label that it is about.`,
    ],
    [
      select("{ matchLabels: { app shop: web } }"),
      "10:41-10:49",
      `Value 'app shop' cannot be the key of a label, ${REFUSED}. Write letters, digits, '-', '_' and '.', optionally after a domain and a slash.`,
    ],
    [
      select("{ matchExpressions: [{ key: app name, operator: Exists }] }"),
      "10:52-10:60",
      `Value 'app name' cannot be the key of a label, ${REFUSED}. Write letters, digits, '-', '_' and '.', optionally after a domain and a slash.`,
    ],
    [
      select("{ matchLabels: { app: web shop } }"),
      "10:46-10:54",
      `Value 'web shop' cannot be the value of a label, ${REFUSED}. Write up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends.`,
    ],
  ])("reports %#", async (text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each([
    ["an address", peer("ipBlock: { cidr: '10.20.0.5' }"), "'10.20.0.5'", "'10.20.0.5/32'"],
    ["an IPv6 address", peer('ipBlock: { cidr: "2001:db8::1" }'), '"2001:db8::1"', '"2001:db8::1/128"'],
    ["a protocol", port("protocol: tcp"), "tcp", "TCP"],
    ["a type", policy("policyTypes: [ingress]"), "[ingress]", "[Ingress]"],
    ["an operator", select("{ matchExpressions: [{ key: app, operator: exists }] }"), "exists", "Exists"],
  ])("suggests %s", async (_, text, wrong, right) => {
    const word = right.replace(/^['"[]|['"\]]$/g, "");
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      [`Write '${word}'.`, text.replace(wrong, right)],
    ]);
  });

  const ENCRYPTED = "'ENC[AES256_GCM,data:2o/Y,iv:zhTq,tag:ubO5,type:str]'";
  it.each([
    ["a type", policy(`policyTypes: [${ENCRYPTED}]`)],
    ["an address", peer(`ipBlock: { cidr: ${ENCRYPTED} }`)],
    ["a protocol and a port", port(`{ protocol: ${ENCRYPTED}, port: ${ENCRYPTED} }`)],
    ["a label", select(`{ matchLabels: { app: ${ENCRYPTED} } }`)],
  ])("cannot judge %s that SOPS has encrypted", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("judges a List and JSON by position", async () => {
    const item = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "web" },
      spec: { podSelector: {}, policyTypes: ["Out"] },
    };
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: [item] });
    const column = list.indexOf('"Out"') + 1;
    expect((await lint(RULE, { "a.json": list })).map(([place]) => place)).toEqual([
      `a.json:1:${column}-1:${column + 5}`,
    ]);
  });

  describe("judges what is applied", () => {
    const base = (spec: string) => ({
      "base/kustomization.yaml": "resources: [policy.yaml]\n",
      "base/policy.yaml": policy(spec),
    });
    const overlay = (patch: string) => ({
      "prod/kustomization.yaml": `resources: [../base]\npatches:\n  - ${patch}\n`,
    });
    const replace = (path: string, value: string) =>
      `{ target: { kind: NetworkPolicy }, patch: '[{ "op": "replace", "path": "${path}", "value": ${value} }]' }`;
    const types = "policyTypes: [Ingress]";

    it("mended by an overlay", async () => {
      const files = {
        ...base("policyTypes: [TYPE]"),
        ...overlay(replace("/spec/policyTypes", '["Egress"]')),
      };
      expect(await lint(RULE, files)).toEqual([]);
    });

    it("broken by an overlay", async () => {
      const files = { ...base(types), ...overlay(replace("/spec/policyTypes/0", '"Out"')) };
      expect(await lint(RULE, files)).toEqual([
        [
          "base/policy.yaml:8:17-8:24",
          `There is no policy type 'Out', ${REFUSED} (as 'prod' applies it). Write 'Ingress' or 'Egress'.`,
        ],
      ]);
    });

    it("broken by a patch, which is told", async () => {
      const patch = manifest("NetworkPolicy", "web", "shop", "spec:\n  policyTypes: [Out]\n");
      const files = { ...base(types), ...overlay("path: patch.yaml"), "prod/patch.yaml": patch };
      expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["prod/patch.yaml:7:17-7:20"]);
    });

    it("an instruction to kustomize, which is no peer", async () => {
      const patch = manifest(
        "NetworkPolicy",
        "web",
        "shop",
        "spec:\n  ingress:\n    - from: [{ $patch: replace }, { podSelector: {} }]\n",
      );
      const files = { ...base(types), ...overlay("path: patch.yaml"), "prod/patch.yaml": patch };
      expect(await lint(RULE, files)).toEqual([]);
    });
  });

  describe("on blocks that Kubernetes refuses from 1.36 on", () => {
    const cases: [cidr: string, end: number, defect: string, instead: string][] = [
      [
        "10.0.0.1/8",
        38,
        "Block '10.0.0.1/8' has bits set behind its prefix",
        "Write '10.0.0.0/8', or '10.0.0.1/32' if only this address is meant.",
      ],
      [
        "010.0.0.0/8",
        39,
        "Block '010.0.0.0/8' has leading zeros, which some programs take for octal",
        "Write '10.0.0.0/8'.",
      ],
      [
        "::ffff:10.0.0.0/104",
        47,
        "Block '::ffff:10.0.0.0/104' is an IPv4 address in the form of an IPv6 one",
        "Write '10.0.0.0/8'.",
      ],
      [
        "::ffff:10.0.0.0/64",
        46,
        "Block '::ffff:10.0.0.0/64' is an IPv4 address in the form of an IPv6 one",
        "Write the IPv4 blocks that are meant.",
      ],
    ];

    it.each(cases)("finds %s, and names the version", async (cidr, end, defect, instead) => {
      const files = { "a.yaml": peer(`ipBlock: { cidr: ${cidr} }`) };
      const place = `a.yaml:10:28-10:${end}`;
      expect(await lint(RULE, files)).toEqual([
        [place, `${defect}, so Kubernetes 1.36 and newer refuse this policy. ${instead}`],
      ]);
      expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.36" } })).toEqual([
        [place, `${defect}, ${REFUSED}. ${instead}`],
      ]);
      expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.35" } })).toEqual([]);
    });

    it("suggests the same block, where only one is meant", async () => {
      const text = peer("ipBlock: { cidr: 010.0.0.0/8 }");
      expect(await suggestions(RULE, "a.yaml", text)).toEqual([
        ["Write '10.0.0.0/8'.", text.replace("010.0.0.0/8", "'10.0.0.0/8'")],
      ]);
      expect(await suggestions(RULE, "a.yaml", peer("ipBlock: { cidr: 10.0.0.1/8 }"))).toEqual([]);
    });
  });

  it("takes the numbers of YAML 1.1 for numbers", async () => {
    for (const written of ["1_000", "0x50", "0o17", "8e1", "80.0"])
      expect(await lint(RULE, { "a.yaml": port(`port: ${written}`) })).toEqual([]);
    expect(await lint(RULE, { "a.yaml": port("port: 70_000") })).toEqual([
      ["a.yaml:10:17-10:23", `Port 70000 is not between 1 and 65535, ${REFUSED}. Correct it.`],
    ]);
  });
});

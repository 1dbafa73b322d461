import { describe, expect, it } from "vitest";
import { normalise } from "../../../lib/kubernetes/kinds.js";
import { policyDefects } from "../../../lib/kubernetes/network-policy/policy-defects.js";

/** The defects of a spec, each as its path, its name and the value that is wrong. */
function defects(spec: object): string[] {
  return policyDefects(normalise("NetworkPolicy", { kind: "NetworkPolicy", spec })).map(
    ({ at, id, value }) => `${at.slice(1).join(".")} ${id} ${value}`,
  );
}

const ingress = (rule: object) => ({ podSelector: {}, ingress: [rule] });
const block = (cidr: unknown, ...except: unknown[]) => ingress({ from: [{ ipBlock: { cidr, except } }] });
const port = (value: object) => ingress({ ports: [value] });
const selector = (podSelector: object) => ({ podSelector });

// Each as pkg/apis/networking/validation/validation.go decides it.
describe("policyDefects", () => {
  it.each([
    ["10.0.0.0/8"],
    ["0.0.0.0/0"],
    ["::/0"],
    ["2001:DB8:0::/32"],
    ["2001:db8::1/128"],
    ["${CIDR}"],
    ["10.0.0.0/{{ .Values.mask }}"],
  ])("takes the block %s", (cidr) => {
    expect(defects(block(cidr))).toEqual([]);
  });

  it.each([
    ["10.0.0.1/8", "hostBits", "10.0.0.0/8", "10.0.0.1/32"],
    ["2001:db8::1/64", "hostBits", "2001:db8::/64", "2001:db8::1/128"],
    ["010.0.0.0/8", "leadingZeros", "10.0.0.0/8", "10.0.0.0/32"],
    ["10.0.0.0/08", "leadingZeros", "10.0.0.0/8", "10.0.0.0/32"],
    ["010.000.0.1/08", "leadingZeros", "10.0.0.0/8", "10.0.0.1/32"],
    ["::ffff:010.0.0.0/104", "leadingZeros", "10.0.0.0/8", "10.0.0.0/32"],
    ["::ffff:10.0.0.0/104", "mappedAddress", "10.0.0.0/8", "10.0.0.0/32"],
    ["::ffff:a00:1/128", "mappedAddress", "10.0.0.1/32", "10.0.0.1/32"],
    ["::ffff:10.0.0.1/64", "mappedAddress", "", "::ffff:a00:1/128"],
  ])("refuses the block %s from 1.36 on", (cidr, id, instead, beside) => {
    const spec = { kind: "NetworkPolicy", spec: block(cidr) };
    const at = ["spec", "ingress", 0, "from", 0, "ipBlock", "cidr"];
    expect(policyDefects(normalise("NetworkPolicy", spec))).toEqual([
      { id, at, value: cidr, instead, beside, since: 36 },
    ]);
  });

  it.each([
    [["Ingress", ""], ["policyTypes.1 policyType "]],
    [[null], ["policyTypes.0 policyType "]],
    [["${TYPE}"], []],
  ])("judges the types %j", (policyTypes, expected) => {
    expect(defects({ podSelector: {}, policyTypes })).toEqual(expected);
  });

  it.each([
    ["10.0.0.1", "bareAddress"],
    ["::1", "bareAddress"],
    ["10.0.0.0/33", "cidr"],
    ["::/129", "cidr"],
    ["10.0.0/8", "cidr"],
    ["10.0.0.256/32", "cidr"],
    ["10.0.0.0/8/8", "cidr"],
    ["10.0.0.0/-1", "cidr"],
    ["10.0.0.0/ 8", "cidr"],
    ["fe80::1%eth0/64", "cidr"],
    ["example.com", "cidr"],
    ["10.0.0.0/", "cidr"],
    ["/8", "cidr"],
    ["10.0.0.0/+8", "cidr"],
    ["1::2::3/64", "cidr"],
  ])("refuses the block %s", (cidr, id) => {
    expect(defects(block(cidr))).toEqual([`ingress.0.from.0.ipBlock.cidr ${id} ${cidr}`]);
    expect(defects(block("0.0.0.0/0", cidr))).toEqual([`ingress.0.from.0.ipBlock.except.0 ${id} ${cidr}`]);
  });

  it.each([
    ["10.0.0.0/8", "10.1.0.0/16", true],
    ["10.0.0.0/8", "10.0.0.0/8", false],
    ["10.0.0.0/8", "0.0.0.0/0", false],
    ["10.0.0.0/8", "11.0.0.0/16", false],
    ["10.0.0.0/8", "::ffff:11.0.0.0/104", false],
    ["0.0.0.0/0", "::/64", false],
    ["::/0", "10.0.0.0/8", false],
    ["2001:db8::/32", "2001:db8:1::/48", true],
    ["2001:db8::/32", "2001:db9::/48", false],
    ["10.0.0.0/8", "${NODES}", true],
  ])("of %s, leaves out %s: %s", (cidr, except, isPart) => {
    expect(defects(block(cidr, except))).toEqual(
      isPart ? [] : [`ingress.0.from.0.ipBlock.except.0 except ${except}`],
    );
  });

  it.each<[object, string[]]>([
    [{}, []],
    [{ port: 1 }, []],
    [{ port: 65535, protocol: "SCTP" }, []],
    [{ port: "http" }, []],
    [{ port: "0a" }, []],
    [{ port: 80, endPort: 80 }, []],
    [{ port: "${PORT}", endPort: 90 }, []],
    [{ protocol: "${PROTOCOL}" }, []],
    [{ port: 0 }, ["port portNumber 0"]],
    [{ port: 65536 }, ["port portNumber 65536"]],
    [{ port: -1, endPort: -1 }, ["port portNumber -1", "endPort portNumber -1"]],
    [{ port: "80" }, ["port portDigits 80"]],
    [{ port: "HTTP" }, ["port portName HTTP"]],
    [{ port: "a--b" }, ["port portName a--b"]],
    [{ port: "a-" }, ["port portName a-"]],
    [{ port: "a234567890123456" }, ["port portName a234567890123456"]],
    [{ port: 80, endPort: 79 }, ["endPort endPortBelow 79"]],
    [{ port: 80, endPort: 65536 }, ["endPort portNumber 65536"]],
    [{ port: "http", endPort: 90 }, ["endPort endPortAlone 90"]],
    [{ endPort: 90 }, ["endPort endPortAlone 90"]],
    [{ port: 80.5, endPort: 90 }, []],
    [{ port: true, endPort: 90 }, []],
    [{ port: 80, endPort: 90.5 }, []],
    [{ port: "" }, ["port portName "]],
    [{ protocol: "" }, ["protocol protocol "]],
    [{ protocol: "tcp" }, ["protocol protocol tcp"]],
    [{ protocol: "ICMP" }, ["protocol protocol ICMP"]],
  ])("judges the port %j", (value, expected) => {
    expect(defects(port(value))).toEqual(expected.map((one) => `ingress.0.ports.0.${one}`));
    expect(defects({ podSelector: {}, egress: [{ ports: [value] }] })).toEqual(
      expected.map((one) => `egress.0.ports.0.${one}`),
    );
  });

  it.each<[unknown, string[]]>([
    [{ podSelector: {} }, []],
    [{ namespaceSelector: {}, podSelector: {} }, []],
    [{ ipBlock: { cidr: "10.0.0.0/8" } }, []],
    ["${PEER}", []],
    [{}, [" emptyPeer "]],
    [null, [" emptyPeer "]],
    [{ podselector: {} }, [" emptyPeer "]],
    [{ podSelector: null }, [" emptyPeer "]],
    [{ ipBlock: {} }, [".ipBlock.cidr noCidr "]],
    [{ ipBlock: { cidr: "" } }, [".ipBlock.cidr noCidr "]],
    [{ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }, [".ipBlock mixedPeer "]],
    [{ ipBlock: { cidr: "10.0.0.0/8" }, namespaceSelector: {} }, [".ipBlock mixedPeer "]],
  ])("judges the peer %j", (peer, expected) => {
    expect(defects(ingress({ from: [peer] }))).toEqual(expected.map((one) => `ingress.0.from.0${one}`));
    expect(defects({ podSelector: {}, egress: [{ to: [peer] }] })).toEqual(
      expected.map((one) => `egress.0.to.0${one}`),
    );
  });

  it.each<[object, string[]]>([
    [{ matchLabels: { app: "web", "app.kubernetes.io/name": "a_b.C-1", empty: "" } }, []],
    [{ matchLabels: { "${KEY}": "${VALUE}" } }, []],
    [{ matchExpressions: [{ key: "a", operator: "In", values: ["b"] }] }, []],
    [{ matchExpressions: [{ key: "a", operator: "Exists", values: [] }] }, []],
    [{ matchExpressions: [{ key: "a", operator: "${OPERATOR}" }] }, []],
    [{ matchExpressions: [{}] }, ["matchExpressions.0.key noKey "]],
    [{ matchExpressions: [{ key: "a" }] }, ["matchExpressions.0.operator noOperator Exists"]],
    [{ matchExpressions: [{ key: "a", values: ["b"] }] }, ["matchExpressions.0.operator noOperator In"]],
    [{ matchExpressions: [{ key: "a", operator: "" }] }, ["matchExpressions.0.operator noOperator Exists"]],
    [{ matchExpressions: [{ operator: "Exists" }] }, ["matchExpressions.0.key noKey "]],
    [
      { matchExpressions: [{ key: "", operator: "in" }] },
      ["matchExpressions.0.key noKey ", "matchExpressions.0.operator operator in"],
    ],
    [{ matchExpressions: ["${EXPRESSION}"] }, []],
    [{ matchLabels: { "": "b" } }, ["matchLabels. labelKey "]],
    [{ matchLabels: { "-a": "b" } }, ["matchLabels.-a labelKey -a"]],
    [{ matchLabels: { "a/b/c": "d" } }, ["matchLabels.a/b/c labelKey a/b/c"]],
    [{ matchLabels: { "Example.com/a": "b" } }, ["matchLabels.Example.com/a labelKey Example.com/a"]],
    [{ matchLabels: { "/a": "b" } }, ["matchLabels./a labelKey /a"]],
    [{ matchLabels: { a: "b c" } }, ["matchLabels.a labelValue b c"]],
    [{ matchLabels: { a: "x".repeat(64) } }, [`matchLabels.a labelValue ${"x".repeat(64)}`]],
    [{ matchExpressions: [{ key: "a b", operator: "Exists" }] }, ["matchExpressions.0.key labelKey a b"]],
    [
      { matchExpressions: [{ key: "a", operator: "in", values: ["b"] }] },
      ["matchExpressions.0.operator operator in"],
    ],
    [{ matchExpressions: [{ key: "a", operator: "In" }] }, ["matchExpressions.0.operator noValues In"]],
    [
      { matchExpressions: [{ key: "a", operator: "NotIn", values: [] }] },
      ["matchExpressions.0.operator noValues NotIn"],
    ],
    [
      { matchExpressions: [{ key: "a", operator: "Exists", values: ["b"] }] },
      ["matchExpressions.0.values unusedValues Exists"],
    ],
    [
      { matchExpressions: [{ key: "a", operator: "In", values: ["b", "-c"] }] },
      ["matchExpressions.0.values.1 labelValue -c"],
    ],
  ])("judges the selector %j", (value, expected) => {
    expect(defects(selector(value))).toEqual(expected.map((one) => `podSelector.${one}`));
    expect(defects(ingress({ from: [{ podSelector: value }] }))).toEqual(
      expected.map((one) => `ingress.0.from.0.podSelector.${one}`),
    );
    expect(defects(ingress({ from: [{ namespaceSelector: value }] }))).toEqual(
      expected.map((one) => `ingress.0.from.0.namespaceSelector.${one}`),
    );
  });

  it.each<[unknown, string[]]>([
    [["Egress", "Ingress"], []],
    [["Ingress", "Ingress"], []],
    [["${TYPE}"], []],
    ["${TYPES}", []],
    [["ingress"], ["policyTypes.0 policyType ingress"]],
    [["Ingress", "Egress", "Ingress"], ["policyTypes manyTypes 3"]],
  ])("judges the types %j", (policyTypes, expected) => {
    expect(defects({ podSelector: {}, policyTypes })).toEqual(expected);
  });

  it("says nothing of a policy without a spec", () => {
    expect(policyDefects({})).toEqual([]);
  });
});

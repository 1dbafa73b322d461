import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-allow-all-policy";
const policy = (spec: string, { selector = "{}", name = "web", isPlaced = true } = {}) =>
  manifest(
    "NetworkPolicy",
    name,
    isPlaced ? "shop" : undefined,
    `spec:\n  podSelector: ${selector}\n  ${spec.replaceAll("\n", "\n  ")}\n`,
  );
const denyAll = policy("policyTypes: [Ingress, Egress]", { name: "deny" });
const shop = manifest("Namespace", "shop");
const ANYBODY = "Say under 'from' who may, and under 'ports' where.";
const anybody = (pods: string, { by = "", cancels = "" } = {}) =>
  `This rule${by} lets anybody reach ${pods} on every port${cancels}. ${ANYBODY}`;
const anything = (pods: string, cancels = "") =>
  `This rule lets ${pods} reach everything on every port${cancels}. Say under 'to' what they need, and under 'ports' where.`;
const ALL = "every pod of namespace 'shop'";
const CANCELS = ", which cancels the default deny of namespace 'shop'";

describe("no-allow-all-policy", () => {
  it.each([
    ["a rule that says nothing", "ingress:\n  - {}", "9:7-9:9"],
    ["no peers", "ingress:\n  - from: []", "9:7-9:11"],
    ["every address", "ingress:\n  - from:\n      - ipBlock: { cidr: 0.0.0.0/0 }", "10:28-10:37"],
    [
      "every IPv6 address beside others",
      "ingress:\n  - from:\n      - podSelector: {}\n      - ipBlock:\n          cidr: '::/0'",
      "12:19-12:25",
    ],
    ["no ports", "ingress:\n  - ports: []", "9:7-9:12"],
    ["a later rule", "ingress:\n  - { from: [{ podSelector: {} }] }\n  - {}", "10:7-10:9"],
  ])("reports %s", async (_, spec, place) => {
    expect(await lint(RULE, { "a.yaml": policy(spec) })).toEqual([[`a.yaml:${place}`, anybody(ALL)]]);
  });

  it("reports every pod of the cluster in its own words", async () => {
    const spec = "ingress:\n  - from: [{ namespaceSelector: {}, podSelector: {} }]";
    expect(await lint(RULE, { "a.yaml": policy(spec) })).toEqual([
      [
        "a.yaml:9:16-9:33",
        "This rule lets every pod of every namespace reach every pod of namespace 'shop' on every port. Name the namespaces by their labels, or the ports.",
      ],
    ]);
  });

  it.each([
    // As Argo CD's own manifests do it for its server.
    [
      "by a label",
      "{ matchLabels: { app.kubernetes.io/name: argocd-server } }",
      "the pods with 'app.kubernetes.io/name=argocd-server'",
    ],
    [
      "by an expression",
      "{ matchExpressions: [{ key: app, operator: Exists }] }",
      "the pods that this policy selects",
    ],
    ["by a variable", '{ matchLabels: { app: "${APP}" } }', "the pods that this policy selects"],
  ])("says whom: pods %s", async (_, selector, pods) => {
    expect(await lint(RULE, { "a.yaml": policy("ingress: [{}]", { selector }) })).toEqual([
      ["a.yaml:8:13-8:15", anybody(pods)],
    ]);
  });

  it("says whom without a namespace", async () => {
    const text = policy("ingress: [{}]", { isPlaced: false });
    expect(
      (
        await lint(RULE, {
          "k/kustomization.yaml": "namespace: ${NS}\nresources: [a.yaml]\n",
          "k/a.yaml": text,
        })
      ).map(([, message]) => message),
    ).toEqual([anybody("every pod of its namespace")]);
  });

  it.each([
    ["ports", "ingress: [{ ports: [{ port: 443 }] }]"],
    ["an exception", "ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }] }]"],
    ["the pods of its namespace", "ingress: [{ from: [{ podSelector: {} }] }]"],
    [
      "some pods of every namespace",
      "ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: prometheus } } }] }]",
    ],
    [
      "the pods of some namespaces",
      "ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: a } } }] }]",
    ],
    [
      "every namespace on a port",
      "ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 9090 }] }]",
    ],
    ["no rules, which denies", "ingress: []"],
    ["rules that the types switch off", "policyTypes: [Egress]\ningress: [{}]"],
    ["what a variable may say", 'ingress: [{ from: "${PEERS}" }]'],
    ["egress where nothing is denied", "policyTypes: [Egress]\negress: [{}]"],
    ["egress to every pod", "policyTypes: [Egress]\negress: [{ to: [{ namespaceSelector: {} }] }]"],
  ])("is silent on %s", async (_, spec) => {
    expect(await lint(RULE, { "ns.yaml": shop, "a.yaml": policy(spec) })).toEqual([]);
  });

  it("says that a default deny is cancelled, and then also of egress", async () => {
    const spec = "policyTypes: [Ingress, Egress]\ningress: [{}]\negress: [{}]";
    expect(await lint(RULE, { "ns.yaml": shop, "deny.yaml": denyAll, "a.yaml": policy(spec) })).toEqual([
      ["a.yaml:9:13-9:15", anybody(ALL, { cancels: CANCELS })],
      ["a.yaml:10:12-10:14", anything(ALL, CANCELS)],
    ]);
  });

  it("says that of each of several", async () => {
    const files = {
      "ns.yaml": shop,
      "deny.yaml": denyAll,
      "a.yaml": policy("policyTypes: [Egress]\negress: [{}]"),
      "b.yaml": policy("policyTypes: [Egress]\negress: [{}]", { name: "other" }),
    };
    expect(await lint(RULE, files)).toEqual([
      ["a.yaml:9:12-9:14", anything(ALL, CANCELS)],
      ["b.yaml:9:12-9:14", anything(ALL, CANCELS)],
    ]);
  });

  it("leaves egress for some pods of an isolated namespace alone, and counts it with 'strict'", async () => {
    const spec = "policyTypes: [Egress]\negress: [{}]";
    const selector = "{ matchLabels: { app: crawler } }";
    const files = { "ns.yaml": shop, "deny.yaml": denyAll, "a.yaml": policy(spec, { selector }) };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, files, { options: { strict: true } })).toEqual([
      ["a.yaml:9:12-9:14", anything("the pods with 'app=crawler'")],
    ]);
  });

  describe("judges what overlays make of a policy", () => {
    const base = (spec: string) => ({
      "base/kustomization.yaml": "resources: [policy.yaml]\n",
      "base/policy.yaml": policy(spec, { isPlaced: false }),
    });
    const overlay = (name: string, patch: string) => ({
      [`${name}/kustomization.yaml`]: `namespace: ${name}\nresources: [../base]\npatches:\n  - ${patch}\n`,
    });
    const replace = (value: string) =>
      `{ target: { kind: NetworkPolicy }, patch: '[{ "op": "replace", "path": "/spec/ingress", "value": ${value} }]' }`;
    const narrow = "ingress:\n  - from: [{ podSelector: {} }]";

    it("opened by a JSON patch", async () => {
      const files = {
        ...base(narrow),
        ...overlay("dev", replace("[{}]")),
        ...overlay("prod", replace("[]")),
      };
      expect(await lint(RULE, files)).toEqual([
        [
          "base/policy.yaml:7:3-7:10",
          anybody("every pod of namespace 'dev'", { by: " (as 'dev' applies it)" }),
        ],
      ]);
    });

    it("closed by every overlay", async () => {
      expect(await lint(RULE, { ...base("ingress: [{}]"), ...overlay("dev", replace("[]")) })).toEqual([]);
    });

    it("opened in several namespaces", async () => {
      const label = replace("[{}]");
      expect(
        await lint(RULE, { ...base("ingress: [{}]"), ...overlay("dev", label), ...overlay("prod", label) }),
      ).toEqual([["base/policy.yaml:7:13-7:15", anybody("every pod of namespaces 'dev' and 'prod'")]]);
    });

    it("opened by a patch, which is told", async () => {
      const files = {
        ...base(narrow),
        ...overlay("dev", "path: open.yaml"),
        "dev/open.yaml": manifest("NetworkPolicy", "web", undefined, "spec:\n  ingress: [{}]\n"),
      };
      expect(await lint(RULE, files)).toEqual([
        ["dev/open.yaml:6:13-6:15", anybody("every pod of namespace 'dev'")],
      ]);
    });
  });
});

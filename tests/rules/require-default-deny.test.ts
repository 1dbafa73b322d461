import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { denyAll, manifest } from "./manifests.js";

const RULE = "require-default-deny";
const shop = manifest("Namespace", "shop");
const OPEN =
  "Namespace 'shop' has no default-deny policy for ingress: every pod of the cluster can reach its pods. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [Ingress]'.";
const SOME = OPEN.replace("can reach its pods", "can reach those of its pods that no policy selects");
const NOT_PURE =
  "Namespace 'shop' has no policy that selects all pods and allows nothing for ingress, only ones that allow something as well. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [Ingress]': what the others allow stays allowed.";
const join = (...documents: string[]) => documents.join("---\n");

describe("require-default-deny", () => {
  it("reports a namespace once, at its name, with the policy to add", async () => {
    const files = { "a.yaml": join(shop, manifest("Deployment", "web", "shop")), "b.yaml": shop };
    expect(await lint(RULE, files)).toEqual([["a.yaml:4:9-4:13", OPEN]]);
  });

  it("reports a namespace without an object of its own where a workload uses it", async () => {
    const files = {
      "b.yaml": manifest("Deployment", "web", "shop"),
      "a.yaml": manifest("Role", "reader", "shop"),
    };
    expect(await lint(RULE, files)).toEqual([["b.yaml:5:14-5:18", OPEN]]);
  });

  it("reports each direction that is asked for in one finding", async () => {
    expect(await lint(RULE, { "a.yaml": shop }, { options: { directions: ["Ingress", "Egress"] } })).toEqual([
      [
        "a.yaml:4:9-4:13",
        "Namespace 'shop' has no default-deny policy for ingress and egress: every pod of the cluster can reach its pods, and its pods can reach everything. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [Ingress, Egress]'.",
      ],
    ]);
  });

  it.each([
    ["a pure deny-all", denyAll("shop")],
    [
      "one that allows the same namespace",
      denyAll("shop", "Ingress", "  ingress:\n    - from: [{ podSelector: {} }]\n"),
    ],
    ["one without policyTypes", manifest("NetworkPolicy", "deny", "shop", "spec: { podSelector: {} }\n")],
    [
      "one without a selector",
      manifest("NetworkPolicy", "deny", "shop", "spec: { policyTypes: [Ingress] }\n"),
    ],
    [
      "Cilium's",
      "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: a, namespace: shop }\nspec: { endpointSelector: {}, ingress: [{}] }\n",
    ],
    [
      "Calico's for every namespace",
      "apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata: { name: a }\nspec: { selector: all(), types: [Ingress] }\n",
    ],
  ])("is content with %s", async (_, policy) => {
    expect(await lint(RULE, { "a.yaml": shop, "policies/b.yaml": policy })).toEqual([]);
  });

  it.each([
    ["for another namespace", denyAll("bakery")],
    ["for the other direction", denyAll("shop", "Egress")],
    ["that is not one of Kubernetes", denyAll("shop").replace("networking.k8s.io", "example.org")],
  ])("is not content with a policy %s", async (_, policy) => {
    expect(await lint(RULE, { "a.yaml": shop, "b.yaml": policy })).toEqual([["a.yaml:4:9-4:13", OPEN]]);
  });

  it.each([
    [
      "some pods",
      manifest("NetworkPolicy", "deny", "shop", "spec: { podSelector: { matchLabels: { app: web } } }\n"),
      SOME,
    ],
    [
      "some pods, which it opens",
      manifest(
        "NetworkPolicy",
        "open",
        "shop",
        "spec: { podSelector: { matchLabels: { app: web } }, ingress: [{}] }\n",
      ),
      OPEN,
    ],
    [
      "some pods in the other direction",
      manifest(
        "NetworkPolicy",
        "deny",
        "shop",
        "spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Egress] }\n",
      ),
      OPEN,
    ],
    [
      "some pods, by Cilium's",
      "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: a, namespace: shop }\nspec: { endpointSelector: { matchLabels: { app: web } }, ingress: [{}] }\n",
      SOME,
    ],
  ])("says what stays open where a policy is for %s", async (_, policy, message) => {
    expect(await lint(RULE, { "a.yaml": shop, "b.yaml": policy })).toEqual([["a.yaml:4:9-4:13", message]]);
  });

  it("says which policy cancels the isolation", async () => {
    const allow = manifest("NetworkPolicy", "allow", "shop", "spec:\n  podSelector: {}\n  ingress: [{}]\n");
    expect(await lint(RULE, { "a.yaml": shop, "b.yaml": join(denyAll("shop"), allow) })).toEqual([
      [
        "a.yaml:4:9-4:13",
        "Namespace 'shop' is not isolated for ingress: policy 'allow' (b.yaml) selects all pods and one of its rules lets everything through.",
      ],
    ]);
  });

  it.each([
    ["a policy whose namespace is left open", denyAll(undefined)],
    ["a policy whose namespace is filled in later", denyAll("${NAMESPACE}")],
    ["peers that are filled in later", denyAll("shop", "Ingress", "  ingress:\n    - from: ${PEERS}\n")],
    [
      "policies that Kyverno generates",
      "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: { name: a }\nspec: { rules: [{ match: { any: [{ resources: { kinds: [Namespace] } }] }, generate: { kind: NetworkPolicy } }] }\n",
    ],
    [
      "a manifest of its directory that does not parse",
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {\n",
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": shop, "b.yaml": text })).toEqual([]);
  });

  it.each(["kube-system", "kube-public", "kube-node-lease", "sandbox-1", '"${NAMESPACE}"'])(
    "never asks %s",
    async (name) => {
      const options = { ignoreNamespaces: ["sandbox-*"] };
      expect(await lint(RULE, { "a.yaml": manifest("Namespace", name) }, { options })).toEqual([]);
    },
  );

  it("asks in strict for a policy that allows nothing by itself", async () => {
    const policy = denyAll("shop", "Ingress", "  ingress:\n    - from: [{ podSelector: {} }]\n");
    const files = { "a.yaml": shop, "b.yaml": policy };
    expect(await lint(RULE, files, { options: { strict: true } })).toEqual([["a.yaml:4:9-4:13", NOT_PURE]]);
    expect(await lint(RULE, files, { options: { strict: true, directions: ["Ingress", "Egress"] } })).toEqual(
      [
        ["a.yaml:4:9-4:13", NOT_PURE],
        [
          "a.yaml:4:9-4:13",
          "Namespace 'shop' has no default-deny policy for egress: its pods can reach everything. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [Egress]'.",
        ],
      ],
    );
    expect(await lint(RULE, { "a.yaml": shop }, { options: { strict: true } })).toEqual([
      ["a.yaml:4:9-4:13", OPEN],
    ]);
  });

  it("points into a List, and into JSON", async () => {
    const list =
      "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Namespace\n    metadata: { name: shop }\n";
    expect(await lint(RULE, { "a.yaml": list })).toEqual([["a.yaml:6:23-6:27", OPEN]]);
    const json = '{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "shop" } }';
    expect(await lint(RULE, { "a.json": json })).toEqual([["a.json:1:66-1:72", OPEN]]);
  });
});

import { describe, expect, it } from "vitest";
import { complete } from "../completion/completing.js";
import { implementation, opened } from "../navigation/navigate.js";
import { hoverAt } from "./hover-at.js";

const deployment = (name: string, namespace: string, spec = "") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, team: ${namespace} } }
    spec: { ${spec}containers: [{ name: a, image: a }] }
`;
const CILIUM = `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  endpointSelector: { matchLabels: { app: web } }
  ingress:
    - fromEndpoints:
        - matchLabels: { k8s:app: store }
        - matchLabels: { "k8s:io.kubernetes.pod.namespace": edge }
        - matchLabels: { app: gone }
    - fromEntities: [world]
`;
const WIDE = `apiVersion: cilium.io/v2
kind: CiliumClusterwideNetworkPolicy
metadata: { name: all }
specs:
  - endpointSelector: { matchLabels: { team: edge } }
    egress: [{}]
`;
const CALICO = `apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  selector: app == 'web'
  ingress:
    - action: Allow
      source: { selector: "team == 'edge'", namespaceSelector: "all()" }
    - action: Allow
      source: { selector: app == 'store' }
    - action: Allow
      source: { nets: [10.0.0.0/8] }
`;
const GLOBAL = `apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: { name: all }
spec:
  selector: all()
  namespaceSelector: projectcalico.org/name == 'edge'
`;
const FILES = {
  "namespaces.yaml":
    "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: edge }\n",
  "web.yaml": deployment("web", "shop"),
  "store.yaml": deployment("store", "shop"),
  "proxy.yaml": deployment("proxy", "edge"),
  "agent.yaml": deployment("agent", "edge", "hostNetwork: true, "),
  "cilium.yaml": CILIUM,
  "wide.yaml": WIDE,
  "calico.yaml": CALICO,
  "global.yaml": GLOBAL,
};
const selected = (...items: string[]) =>
  `Selects the pods of ${items.length} workload${items.length === 1 ? "" : "s"}:\n\n${items.join("\n")}`;
const item = (name: string, namespace: string) =>
  `- Deployment \`${namespace}/${name}\` ([${name}.yaml:3](${name}.yaml#L3))`;

describe("a selector of Cilium", () => {
  const at = (marked: string, path = "cilium.yaml") => hoverAt(FILES, path, marked);

  it("is said with the workloads that the policy is for", async () => {
    expect(await at("endpoint|Selector")).toBe(selected(item("web", "shop")));
    expect(await at("app: w|eb")).toBe(selected(item("web", "shop")));
    expect(await at("team: ed|ge", "wide.yaml")).toBe(selected(item("agent", "edge"), item("proxy", "edge")));
  });

  it("is said with the workloads of a peer, which are of the policy's namespace unless it names another", async () => {
    expect(await at("k8s:a|pp")).toBe(selected(item("store", "shop")));
    expect(await at('namespace": ed|ge')).toBe(
      selected(`${item("agent", "edge")}, perhaps: it has the network of its node`, item("proxy", "edge")),
    );
    expect(await at("go|ne")).toBe("Selects no pods of workloads that are seen here.");
    expect(await at("wor|ld")).toBeUndefined();
    expect(await at("from|Endpoints")).toBeUndefined();
  });

  it("takes the labels of the pods that it may mean", async () => {
    const keys = async (text: string) => (await complete(FILES, "cilium.yaml", text)).labels;
    expect(await keys(CILIUM.replace("{ app: web }", "{ ‸ }"))).toEqual(["app", "team"]);
    const values = (text: string) => keys(text).then((all) => all.sort());
    expect(await values(CILIUM.replace("app: web", "app: ‸"))).toEqual(["store", "web"]);
    expect(await values(CILIUM.replace("app: gone", "app: ‸"))).toEqual(["store", "web"]);
    expect(await values(WIDE.replace("team: edge", "team: ‸"))).toEqual(["edge", "shop"]);
  });
});

describe("a selector of Calico", () => {
  const at = (marked: string, path = "calico.yaml") => hoverAt(FILES, path, marked);

  it("is said with the workloads that all of them together select", async () => {
    expect(await at("selector: app == 'w|eb'")).toBe(selected(item("web", "shop")));
    expect(await at("team == 'ed|ge'")).toBe(
      selected(`${item("agent", "edge")}, perhaps: it has the network of its node`, item("proxy", "edge")),
    );
    expect(await at('namespaceSelector: "al|l()')).toContain("`edge/proxy`");
    expect(await at("selector: app == 'sto|re'")).toBe(selected(item("store", "shop")));
    expect(await at("10.0.0|.0/8")).toBeUndefined();
    expect(await at("selector: al|l()", "global.yaml")).toBe(
      selected(item("agent", "edge"), item("proxy", "edge")),
    );
  });

  it("leads to them", async () => {
    const one = await opened(FILES);
    expect(await implementation(one, FILES, "calico.yaml", "selector: app == 'w|eb'")).toEqual([
      "web.yaml:3:19 web",
    ]);
    expect(await implementation(one, FILES, "cilium.yaml", "k8s:a|pp")).toEqual(["store.yaml:3:19 store"]);
  });
});

import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "no-blocked-backend";

const web = (labels = "app: web", namespace = "shop") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${namespace} }
spec:
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: web, ports: [{ name: http, containerPort: 8080 }] }] }
`;
const service = (port = "{ port: 80, targetPort: http }") => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [${port}] }
`;
const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  rules:
    - http:
        paths:
          - backend: { service: { name: web, port: { number: 80 } } }
`;
const policy = (rules: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, ${rules} }
`;
const files = (
  rules: string,
  { route = ingress, more = "", port = "{ port: 80, targetPort: http }" } = {},
) => ({
  "a.yaml": [route, service(port), web(), policy(rules), more].join("---\n"),
});
const MESSAGE =
  "What comes in here does not reach Deployment 'web': Service 'web' sends it to TCP 8080, and NetworkPolicy 'web' (a.yaml) lets in no pod that can be an ingress controller. Add an ingress rule for the namespace of the controller with TCP 8080.";
const AT = "a.yaml:8:41-8:44";

describe(RULE, () => {
  it.each([
    "ingress: []",
    "ingress: [{ from: [{ podSelector: { matchLabels: { app: client } } }] }]",
    "ingress: [{ from: [{ podSelector: {} }] }]",
    "ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }]",
    "ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }] }]",
  ])("finds an Ingress whose pods have %s", async (rules) => {
    expect(await lint(RULE, files(rules))).toEqual([[AT, MESSAGE]]);
  });

  it.each([
    ["everything", "ingress: [{}]"],
    ["another direction", "policyTypes: [Egress]"],
    ["every namespace", "ingress: [{ from: [{ namespaceSelector: {} }] }]"],
    ["the port by name", "ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: http }] }]"],
    ["a namespace by its labels", "ingress: [{ from: [{ namespaceSelector: { matchLabels: { a: b } } }] }]"],
    [
      "the namespace of a controller",
      "ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }] }]",
    ],
    [
      "a namespace that is not here",
      "ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: front } } }] }]",
    ],
    ["addresses", "ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]"],
    ["what is filled in later", "ingress: [{ from: '${PEERS}' }]"],
  ])("accepts pods that let in %s", async (_, rules) => {
    expect(await lint(RULE, files(rules))).toEqual([]);
  });

  it.each([
    ["metadata: { name: web, namespace: shop, annotations: { kubernetes.io/ingress.class: alb } }", "spec:"],
    ["metadata: { name: web, namespace: shop }", "spec:\n  ingressClassName: gce"],
  ])("says that a load balancer has addresses, and is no pod: %s", async (metadata, spec) => {
    const route = ingress
      .replace("metadata: { name: web, namespace: shop }", metadata)
      .replace("spec:", spec);
    const [finding] = await lint(RULE, files("ingress: []", { route }));
    expect(finding?.[1]).toBe(
      "What comes in here does not reach Deployment 'web': Service 'web' sends it to TCP 8080, and NetworkPolicy 'web' (a.yaml) lets in no addresses that the load balancer can have. Add an ingress rule with an 'ipBlock' of its subnets and TCP 8080.",
    );
  });

  it.each<[string, number]>([
    [
      "ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }] }]",
      1,
    ],
    ["ingress: [{ from: [{ namespaceSelector: {} }] }]", 1],
    ["ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/16 } }] }]", 0],
    ["ingress: [{}]", 0],
  ])("knows that no selector selects a load balancer: %s", async (rules, count) => {
    const route = ingress.replace("spec:", "spec:\n  ingressClassName: alb");
    expect(await lint(RULE, files(rules, { route }))).toHaveLength(count);
  });

  it("takes nothing from another way to apply the same application", async () => {
    const app = [ingress, service(), web()].join("---\n");
    const kustomization = (...names: string[]) => `resources: [${names.join(", ")}]\n`;
    const all = {
      "full/kustomization.yaml": kustomization("app.yaml", "policy.yaml"),
      "full/app.yaml": app,
      "full/policy.yaml": policy("ingress: []"),
      "small/kustomization.yaml": kustomization("app.yaml"),
      "small/app.yaml": app,
    };
    const places = (await lint(RULE, all)).map(([place]) => place);
    expect(places).toEqual(["full/app.yaml:8:41-8:44"]);
  });

  it("takes a policy from another application", async () => {
    const all = {
      "app/kustomization.yaml": "resources: [a.yaml]\n",
      "app/a.yaml": [ingress, service(), web()].join("---\n"),
      "policies/kustomization.yaml": "resources: [a.yaml]\n",
      "policies/a.yaml": policy("ingress: []"),
    };
    expect(await lint(RULE, all)).toHaveLength(1);
  });

  it("accepts a controller in the namespace of the pods", async () => {
    const more = web("app: nginx-ingress").replace("name: web, namespace", "name: nginx, namespace");
    expect(await lint(RULE, files("ingress: [{ from: [{ podSelector: {} }] }]", { more }))).toEqual([]);
  });

  it("accepts a policy of another engine, which may let it in", async () => {
    const more = `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
spec: { endpointSelector: {}, ingress: [{ fromEntities: [ingress] }] }
`;
    expect(await lint(RULE, files("ingress: []", { more }))).toEqual([]);
  });

  it("accepts a Service that nobody knows the pods of", async () => {
    const text = [ingress, service(), policy("ingress: []")].join("---\n");
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it.each([
    [
      "an HTTPRoute",
      `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
`,
      "a.yaml:4:41-4:44",
    ],
    [
      "an OpenShift Route",
      `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: web, namespace: shop }
spec: { to: { kind: Service, name: web }, port: { targetPort: http } }
`,
      "a.yaml:4:36-4:39",
    ],
  ])("finds %s", async (_, route, place) => {
    expect(await lint(RULE, files("ingress: []", { route }))).toEqual([[place, MESSAGE]]);
  });

  it("accepts a route inside of a mesh", async () => {
    const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec: { parentRefs: [{ group: "", kind: Service, name: web }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
`;
    expect(await lint(RULE, files("ingress: []", { route }))).toEqual([]);
  });
});

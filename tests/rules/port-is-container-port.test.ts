import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "port-is-container-port";
const policy = (spec: string, namespace: string | undefined = "shop") =>
  manifest("NetworkPolicy", "web", namespace, `spec:\n${spec.replace(/^/gm, "  ")}\n`);
const ingress = (port: string, selector = "{ matchLabels: { app: web } }") =>
  policy(`podSelector: ${selector}\ningress:\n  - ports: [{ port: ${port} }]`);
const deployment = (app: string, ports: string, { namespace = "shop", more = "" } = {}) =>
  manifest(
    "Deployment",
    app,
    namespace,
    `spec:\n  template:\n    metadata: { labels: { app: ${app} } }\n    spec: { ${more}containers: [{ name: c, ports: [${ports}] }] }\n`,
  );
const service = (app: string, ports: string, { more = "", namespace = "shop" } = {}) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${app}, namespace: ${namespace} }\nspec: { selector: { app: ${app} }, ports: [${ports}]${more} }\n`;
const all = (...documents: string[]) => ({ "a.yaml": documents.join("---\n") });
const messages = async (...documents: string[]) =>
  (await lint(RULE, all(...documents))).map(([, message]) => message);
const expected = (targets: string, { numbers = targets, pods = "Deployment 'web'", name = "web" } = {}) =>
  `Port 80 is that of ${name.includes("'") ? "Services" : "Service"} '${name}', which ${name.includes("'") ? "hand" : "hands"} on to port${targets.includes(" ") ? "s" : ""} ${targets} of ${pods}. A NetworkPolicy sees the port of the pod, so this lets nobody through to the Service. Write ${numbers}.`;

const POD = deployment("web", "{ containerPort: 8080, name: http }");

describe("port-is-container-port", () => {
  it("reports the port of a Service in place of that of the pods", async () => {
    expect(
      await lint(RULE, all(ingress("80"), POD, service("web", "{ port: 80, targetPort: 8080 }"))),
    ).toEqual([["a.yaml:9:23-9:25", expected("8080")]]);
  });

  it("offers the target port, as a number or a name", async () => {
    const text = ingress("80");
    const more = (target: string) => ({
      "b.yaml": `${POD}---\n${service("web", `{ port: 80, targetPort: ${target} }`)}`,
    });
    expect(await suggestions(RULE, "a.yaml", text, more("8080"))).toEqual([
      ["Write '8080', the port of the pods.", ingress("8080")],
    ]);
    expect(await suggestions(RULE, "a.yaml", text, more("http"))).toEqual([
      ["Write 'http', the port of the pods.", ingress("http")],
    ]);
  });

  it("finds a target port by its name", async () => {
    expect(await messages(ingress("80"), POD, service("web", "{ port: 80, targetPort: http }"))).toEqual([
      expected("'http'", { numbers: "8080" }),
    ]);
  });

  it("takes the mapping of the Service for enough where pods declare no ports", async () => {
    const pods = deployment("web", "");
    expect(await messages(ingress("80"), pods, service("web", "{ port: 80, targetPort: 8080 }"))).toEqual([
      expected("8080"),
    ]);
    expect(await messages(ingress("80"), pods, service("web", "{ port: 80, targetPort: http }"))).toEqual([]);
  });

  it("reports a peer's port in egress", async () => {
    const to = (peer: string) =>
      policy(`podSelector: {}\npolicyTypes: [Egress]\negress:\n  - to: [${peer}]\n    ports: [{ port: 80 }]`);
    const objects = [POD, service("web", "{ port: 80, targetPort: 8080 }")];
    const web = "{ podSelector: { matchLabels: { app: web } } }";
    expect(await lint(RULE, all(to(web), ...objects))).toEqual([["a.yaml:11:23-11:25", expected("8080")]]);
    expect(await messages(to("{ ipBlock: { cidr: 10.0.0.0/8 } }"), ...objects)).toEqual([]);
    expect(await messages(to(`${web}, { ipBlock: { cidr: 10.0.0.0/8 } }`), ...objects)).toEqual([]);
    expect(await messages(to(""), ...objects)).toEqual([]);
  });

  it("names all target ports", async () => {
    const selector = "{ matchExpressions: [{ key: app, operator: In, values: [web, api] }] }";
    const found = await messages(
      ingress("80", selector),
      POD,
      deployment("api", "{ containerPort: 3000 }"),
      service("web", "{ port: 80, targetPort: 8080 }"),
      service("api", "{ port: 80, targetPort: 3000 }"),
    );
    expect(found).toEqual([
      expected("8080 and 3000", {
        numbers: "an entry for each of 3000 and 8080",
        pods: "Deployment 'web' and 1 more",
        name: "web' and 'api",
      }),
    ]);
  });

  const MAPPING = service("web", "{ port: 80, targetPort: 8080 }");
  it.each<[string, ...string[]]>([
    [
      "a pod declares the port",
      ingress("80"),
      deployment("web", "{ containerPort: 80 }, { containerPort: 8080 }"),
      MAPPING,
    ],
    [
      "a port of a pod is not known",
      ingress("80"),
      deployment("web", "{ containerPort: '${PORT}' }"),
      MAPPING,
    ],
    ["the Service hands on to the same port", ingress("80"), POD, service("web", "{ port: 80 }")],
    [
      "another Service hands on to the port",
      ingress("80"),
      POD,
      MAPPING,
      service("web", "{ port: 8000, targetPort: 80 }"),
    ],
    [
      "the target port is not known",
      ingress("80"),
      POD,
      service("web", "{ port: 80, targetPort: '${PORT}' }"),
    ],
    [
      "the Service has no address of its own",
      ingress("80"),
      POD,
      service("web", "{ port: 80, targetPort: 8080 }", { more: ", clusterIP: None" }),
    ],
    [
      "the Service is a name outside",
      ingress("80"),
      POD,
      service("web", "{ port: 80, targetPort: 8080 }", { more: ", type: ExternalName" }),
    ],
    ["the Service is for other pods", ingress("80"), POD, service("api", "{ port: 80, targetPort: 8080 }")],
    [
      "the Service is in another namespace",
      ingress("80"),
      POD,
      service("web", "{ port: 80, targetPort: 8080 }", { namespace: "data" }),
    ],
    [
      "the Service maps the port of another protocol",
      ingress("80"),
      POD,
      service("web", "{ port: 80, targetPort: 8080, protocol: UDP }"),
    ],
    ["the policy has the target port as well", ingress("80 }, { port: 8080"), POD, MAPPING],
    ["the policy has the target port by its name", ingress("80 }, { port: http"), POD, MAPPING],
    ["the policy has a range", ingress("80, endPort: 90"), POD, MAPPING],
    ["the policy selects other pods", ingress("80", "{ matchLabels: { app: api } }"), POD, MAPPING],
    [
      "the pods have the network of their node",
      ingress("80"),
      deployment("web", "", { more: "hostNetwork: true, " }),
      MAPPING,
    ],
    [
      "other pods that it selects may listen",
      ingress("80", "{ matchExpressions: [{ key: app, operator: Exists }] }"),
      POD,
      MAPPING,
      deployment("x", ""),
    ],
    ["the policy lets everything through", ingress("80").replace(/\n$/, "\n    - {}\n"), POD, MAPPING],
    ["the port is filled in later", ingress("'${PORT}'"), POD, MAPPING],
  ])("is silent where %s", async (_, ...documents) => {
    expect(await messages(...documents)).toEqual([]);
  });

  it("is silent where pods may be selected that are not seen", async () => {
    const files = {
      "kustomization.yaml": "namespace: shop\nresources: [a.yaml, https://example.org/web]\n",
      ...all(ingress("80"), POD, MAPPING),
    };
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("judges labels, ports and namespaces as builds complete them", async () => {
    const base = {
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "base/a.yaml": [ingress("80"), POD, MAPPING].join("---\n").replaceAll("  namespace: shop\n", ""),
    };
    const prod = (more: string) => ({
      "prod/kustomization.yaml": `namespace: prod\nresources: [../base]\n${more}`,
    });
    expect(await lint(RULE, { ...base, ...prod("") })).toEqual([["base/a.yaml:8:23-8:25", expected("8080")]]);
    const patch =
      "patches:\n  - target: { kind: Service }\n    patch: |-\n      - { op: replace, path: /spec/ports/0/targetPort, value: 80 }\n";
    expect(await lint(RULE, { ...base, ...prod(patch) })).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "no-dead-port";
const pods = (ports: string, name = "web", namespace = "shop") =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
spec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, ports: ${ports} }] } } }
`;
const HTTP = pods("[{ name: http, containerPort: 8080 }]");
const ingress = (port: string) =>
  manifest(
    "NetworkPolicy",
    "web",
    "shop",
    `spec:\n  podSelector: { matchLabels: { app: web } }\n  ingress:\n    - ports: [${port}]\n`,
  );
const egress = (port: string, to: string) =>
  manifest(
    "NetworkPolicy",
    "web",
    "shop",
    `spec:\n  podSelector: {}\n  egress:\n    - ports: [${port}]\n      to: [${to}]\n`,
  );
const noPort = (name: string, more: string) =>
  `No container of Deployment 'web' calls a port '${name}', so this entry allows nothing.${more}`;

describe("no-dead-port", () => {
  it.each([
    ["a name that is misspelt", "{ port: htpp }", HTTP, "9:23-9:27", noPort("htpp", " Did you mean 'http'?")],
    [
      "a name of a Service",
      "{ port: web }",
      HTTP,
      "9:23-9:26",
      noPort("web", " The names that there are: 'http'."),
    ],
    [
      "ports without names",
      "{ port: http }",
      pods("[{ containerPort: 8080 }]"),
      "9:23-9:27",
      noPort("http", " Name the port where the container declares it, or write its number: '8080'."),
    ],
    [
      "containers without ports",
      "{ port: http }",
      pods("[]"),
      "9:23-9:27",
      noPort("http", " Name the port where the container declares it, or write its number."),
    ],
    [
      "another protocol",
      "{ port: dns }",
      pods("[{ name: dns, containerPort: 53, protocol: UDP }]"),
      "9:23-9:26",
      "Port 'dns' of Deployment 'web' is UDP, and this entry speaks of TCP, so it allows nothing. Write 'protocol: UDP'.",
    ],
  ])("reports %s", async (_, port, workload, place, message) => {
    const files = { "a.yaml": ingress(port), "b.yaml": workload };
    expect(await lint(RULE, files)).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each<[string, string, Record<string, string>]>([
    ["that its pods have", "{ port: http }", { "b.yaml": HTTP }],
    [
      "that some of its pods have",
      "{ port: http }",
      { "b.yaml": `${HTTP}---\n${pods("[]").replace("name: web,", "name: other,")}` },
    ],
    ["with a number", "{ port: 8080 }", { "b.yaml": HTTP }],
    ["that is filled in later", "{ port: '${PORT}' }", { "b.yaml": HTTP }],
    ["of pods whose ports are filled in later", "{ port: web }", { "b.yaml": pods("'{{ ports }}'") }],
    [
      "of pods whose port has a name that is filled in later",
      "{ port: web }",
      { "b.yaml": pods("[{ name: '${N}', containerPort: 1 }]") },
    ],
    ["of no pods", "{ port: web }", { "b.yaml": pods("[]", "other") }],
    [
      "of a virtual machine",
      "{ port: web }",
      {
        "b.yaml":
          "apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: { name: web, namespace: shop }\nspec: { template: { metadata: { labels: { app: web } }, spec: {} } }\n",
      },
    ],
    [
      "of pods that a chart may make as well",
      "{ port: metrics }",
      {
        "b.yaml": `${HTTP}---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: web, namespace: shop }\n`,
      },
    ],
  ])("is silent on a port %s", async (_, port, files) => {
    expect(await lint(RULE, { "a.yaml": ingress(port), ...files })).toEqual([]);
  });

  const DATA = "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: data } } }";
  it.each<[string, string, string, number]>([
    ["addresses", "{ port: https }", "{ ipBlock: { cidr: 10.0.0.0/8 } }", 1],
    ["addresses, with a number", "{ port: 443 }", "{ ipBlock: { cidr: 10.0.0.0/8 } }", 0],
    ["pods without such a port", "{ port: web }", DATA, 1],
    ["pods with it", "{ port: http }", DATA, 0],
    ["pods of the own namespace", "{ port: http }", "{ podSelector: {} }", 1],
    [
      "namespaces by another label",
      "{ port: web }",
      "{ namespaceSelector: { matchLabels: { team: a } } }",
      0,
    ],
    ["every destination", "{ port: web }", "", 0],
  ])("looks in egress at the peers: %s", async (_, port, to, count) => {
    const files = {
      "a.yaml": egress(port, to),
      "b.yaml": `${pods("[{ name: http, containerPort: 80 }]", "db", "data")}---\n${pods("[]")}`,
    };
    expect(await lint(RULE, files)).toHaveLength(count);
  });

  it("says that addresses have no names", async () => {
    expect(
      await lint(RULE, { "a.yaml": egress("{ port: https }", "{ ipBlock: { cidr: 10.0.0.0/8 } }") }),
    ).toEqual([
      [
        "a.yaml:9:23-9:28",
        "The name 'https' is looked up on pods, and an ipBlock has none, so this entry allows nothing. Write the number of the port.",
      ],
    ]);
  });

  it("suggests the nearest name", async () => {
    const text = ingress("{ port: htpp }");
    expect(await suggestions(RULE, "a.yaml", text, { "b.yaml": HTTP })).toEqual([
      ["Write 'http'.", text.replace("htpp", "http")],
    ]);
  });
});

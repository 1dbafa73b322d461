import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { type ServicePortSlip, servicePortSlips } from "../../../lib/analysis/network/service-port-slips.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { policy } from "./world.js";

/** Pods with the label `app`, their containers' ports, and a workload of a kind that makes them. */
const pods = (app: string, ports: string, { kind = "Deployment", namespace = "a", more = "" } = {}) => {
  const template = `template: { metadata: { labels: { app: ${app} } }, spec: { ${more}containers: [{ name: c, ports: [${ports}] }] } }`;
  const isBatch = ["Job", "CronJob"].includes(kind);
  const spec = kind === "CronJob" ? `{ jobTemplate: { spec: { ${template} } } }` : `{ ${template} }`;
  return `apiVersion: ${isBatch ? "batch" : "apps"}/v1\nkind: ${kind}\nmetadata: { name: ${app}, namespace: ${namespace} }\nspec: ${spec}\n`;
};
const service = (name: string, ports: string, { app = name, namespace = "a" } = {}) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { selector: { app: ${app} }, ports: [${ports}] }\n`;
const ingress = (...rules: string[]) =>
  policy("p", `{ podSelector: { matchLabels: { app: web } }, ingress: [${rules.join(", ")}] }`);
const toAll = (...rules: string[]) => policy("p", `{ podSelector: {}, ingress: [${rules.join(", ")}] }`);
const egress = (peers: string, ports = "{ port: 80 }") =>
  policy("p", `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [${peers}], ports: [${ports}] }] }`);

const WEB = pods("web", "{ containerPort: 8080, name: http }");
const MAPPING = service("web", "{ port: 80, targetPort: 8080 }");

/** Where each slip is, with what it says. */
function slips(...documents: string[]): string[] {
  const analysis = new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {});
  const [network] = networksOf(analysis);
  const [first] = network?.policies ?? [];
  if (!network || !first) throw new Error("there is no policy");
  return servicePortSlips(analysis, network, first).map(words);
}

const words = ({ at, port, services, targets, numbers, workloads }: ServicePortSlip): string =>
  `${at.join(".")} ${port} of ${services.join()}: ${targets.join()} (${numbers.join()}) of ${workloads.map(({ name }) => name).join()}`;

const SLIP = "80 of web: 8080 (8080) of web";
const FIRST = `spec.ingress.0.ports.0.port ${SLIP}`;

describe("a port of a Service in a policy", () => {
  it.each<[string, string[], string[]]>([
    ["is found", [ingress("{ ports: [{ port: 80 }] }"), WEB, MAPPING], [FIRST]],
    [
      "is found in any rule and entry",
      [ingress("{ ports: [{ port: 443 }] }", "{ ports: [{ port: 53 }, { port: 80 }] }"), WEB, MAPPING],
      [`spec.ingress.1.ports.1.port ${SLIP}`],
    ],
    [
      "is found whoever may come",
      [ingress("{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }], ports: [{ port: 80 }] }"), WEB, MAPPING],
      [FIRST],
    ],
    [
      "is found once for each entry that has it",
      [ingress("{ ports: [{ port: 80 }] }", "{ ports: [{ port: 80 }] }"), WEB, MAPPING],
      [FIRST, `spec.ingress.1.ports.0.port ${SLIP}`],
    ],
    [
      "is found in egress to pods of the namespace",
      [egress("{ podSelector: { matchLabels: { app: web } } }"), WEB, MAPPING],
      [`spec.egress.0.ports.0.port ${SLIP}`],
    ],
    [
      "is not judged in egress to other pods",
      [egress("{ podSelector: { matchLabels: { app: api } } }"), WEB, pods("api", ""), MAPPING],
      [],
    ],
    [
      "is judged by the rule that has it",
      [
        policy(
          "p",
          "{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [{ podSelector: { matchLabels: { app: api } } }] }, { to: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 80 }] }] }",
        ),
        WEB,
        MAPPING,
      ],
      [`spec.egress.1.ports.0.port ${SLIP}`],
    ],
    [
      "names two Services and both targets",
      [
        ingress("{ ports: [{ port: 80 }] }"),
        WEB,
        MAPPING,
        service("gate", "{ port: 80, targetPort: http }", { app: "web" }),
      ],
      ["spec.ingress.0.ports.0.port 80 of web,gate: 8080,http (8080) of web"],
    ],
    [
      "names each Service once",
      [
        toAll("{ ports: [{ port: 80 }] }"),
        WEB,
        pods("web", "{ containerPort: 8080 }", { kind: "StatefulSet" }),
        MAPPING,
      ],
      ["spec.ingress.0.ports.0.port 80 of web: 8080 (8080) of web,web"],
    ],
  ])("%s", (_, documents, expected) => {
    expect(slips(...documents)).toEqual(expected);
  });

  it.each<[string, boolean, string]>([
    ["of TCP is that of a Service of TCP", true, "{ port: 80, protocol: TCP }"],
    ["of UDP is not that of a Service of TCP", false, "{ port: 80, protocol: UDP }"],
    ["of a protocol that is filled in is no one's", false, "{ port: 80, protocol: '${P}' }"],
    ["that begins a range is meant for more", false, "{ port: 80, endPort: 80 }"],
    ["with a name is looked up in the pods", false, "{ port: web }"],
    ["next to the target is no slip", false, "{ port: 80 }, { port: 8080 }"],
    ["next to a range with the target is no slip", false, "{ port: 80 }, { port: 8000, endPort: 9000 }"],
    ["next to the target in another protocol is one", true, "{ port: 80 }, { port: 8080, protocol: UDP }"],
    ["next to a range without the target is one", true, "{ port: 80 }, { port: 8081, endPort: 9000 }"],
  ])("%s: %s", (_, isSlip, ports) => {
    expect(slips(ingress(`{ ports: [${ports}] }`), WEB, MAPPING)).toEqual(isSlip ? [FIRST] : []);
  });

  it("is found in every protocol", () => {
    const found = (["UDP", "SCTP"] as const).map((protocol) =>
      slips(
        ingress(`{ ports: [{ port: 80, protocol: ${protocol} }] }`),
        pods("web", `{ containerPort: 8080, protocol: ${protocol} }`),
        service("web", `{ port: 80, targetPort: 8080, protocol: ${protocol} }`),
      ),
    );
    expect(found).toEqual([[FIRST], [FIRST]]);
  });

  it.each<[string, boolean, string[]]>([
    ["another Deployment without ports", false, [pods("x", "")]],
    ["another Deployment with ports", true, [pods("x", "{ containerPort: 9000 }")]],
    ["another Deployment with just this port", false, [pods("x", "{ containerPort: 80 }")]],
    [
      "another Deployment with this port in another protocol",
      true,
      [pods("x", "{ containerPort: 80, protocol: UDP }")],
    ],
    [
      "another Deployment with a port that is filled in",
      false,
      [pods("x", "{ containerPort: 9000 }, { containerPort: '${P}' }")],
    ],
    ["a Job without ports", true, [pods("x", "", { kind: "Job" })]],
    ["a CronJob without ports", true, [pods("x", "", { kind: "CronJob" })]],
    ["a Job with this port", false, [pods("x", "{ containerPort: 80 }", { kind: "Job" })]],
    [
      "pods without ports on the network of their node",
      true,
      [pods("x", "", { more: "hostNetwork: true, " })],
    ],
    ["pods without ports in another namespace", true, [pods("x", "", { namespace: "b" })]],
    [
      "pods that a Service hands on to at this port",
      false,
      [pods("x", "{ containerPort: 9000 }"), service("x", "{ port: 1, targetPort: 80 }")],
    ],
    [
      "pods that a Service hands on to at this port in another protocol",
      true,
      [pods("x", "{ containerPort: 9000 }"), service("x", "{ port: 1, targetPort: 80, protocol: UDP }")],
    ],
    [
      "pods without ports that the same Service is for",
      true,
      [pods("x", ""), service("x", "{ port: 80, targetPort: 8080 }")],
    ],
    [
      "pods whose target port is not known",
      false,
      [pods("x", "{ containerPort: 9000 }"), service("x", "{ port: 80, targetPort: none }")],
    ],
  ])("beside %s is a slip: %s", (_, isSlip, others) => {
    const found = slips(toAll("{ ports: [{ port: 80 }] }"), WEB, MAPPING, ...others);
    expect(found.length > 0).toBe(isSlip);
  });

  it("is not judged where pods whose labels are filled in may listen on it", () => {
    const maybe = (ports: string) =>
      slips(ingress("{ ports: [{ port: 80 }] }"), WEB, MAPPING, pods("'${APP}'", ports));
    expect(maybe("{ containerPort: 80 }")).toEqual([]);
    expect(maybe("{ containerPort: 9000 }")).toEqual([FIRST]);
  });

  it("is not judged where the labels that a Service asks for are filled in", () => {
    const open = service("web", "{ port: 80, targetPort: 8080 }", { app: "'${APP}'" });
    expect(slips(ingress("{ ports: [{ port: 80 }] }"), WEB, open)).toEqual([]);
  });

  it.each<[string, boolean, string]>([
    ["pods of its own labels", true, "{ matchLabels: { app: web } }"],
    ["all pods", false, "{}"],
  ])("in a namespace that is chosen later is judged for %s: %s", (_, isSlip, selector) => {
    const unplaced = [
      policy("p", `{ podSelector: ${selector}, ingress: [{ ports: [{ port: 80 }] }] }`),
      WEB,
      MAPPING,
    ].map((document) => document.replace(", namespace: a", ""));
    expect(slips(...unplaced)).toEqual(isSlip ? [FIRST] : []);
  });

  it("is not judged where a chart may bring the pods that it is for", () => {
    const release =
      "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: gitlab, namespace: a }\nspec: { chart: { spec: { chart: gitlab } } }\n";
    expect(slips(toAll("{ ports: [{ port: 80 }] }"), WEB, MAPPING, release)).toEqual([]);
    // What is selected by its name is what is there.
    expect(slips(ingress("{ ports: [{ port: 80 }] }"), WEB, MAPPING, release)).toEqual([FIRST]);
    expect(slips(egress("{ podSelector: {} }"), WEB, MAPPING, release)).toEqual([]);
    expect(
      slips(
        egress(
          "{ podSelector: { matchLabels: { app: web } } }, { podSelector: { matchLabels: { app: gitlab } } }",
        ),
        WEB,
        MAPPING,
        release,
      ),
    ).toEqual([]);
  });
});

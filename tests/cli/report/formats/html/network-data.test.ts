import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../../../../lib/analysis/analysis.js";
import { connectionsIn } from "../../../../../lib/analysis/network/connections.js";
import { networksOf } from "../../../../../lib/analysis/network/network.js";
import { networkData } from "../../../../../lib/cli/report/formats/html/network-data.js";
import { isEveryPort, isNoPort } from "../../../../../lib/kubernetes/connections/port-set.js";
import { allowedPorts, unknownPorts } from "../../../../../lib/kubernetes/connections/verdict.js";
import { pod, policy } from "../../../../analysis/network/world.js";
import { repositoryOf } from "../../../../builds/repository-of.js";

const analysisOf = (...documents: string[]) =>
  new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {});

describe("the matrix of namespaces", () => {
  it("tells everything from something and from nothing, and names the connections", () => {
    const analysis = analysisOf(
      pod("p", "a"),
      pod("q", "b"),
      pod("r", "c"),
      policy("deny", "{ podSelector: {}, policyTypes: [Ingress] }", "b"),
      policy(
        "web",
        "{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: p } } }], ports: [{ port: 80 }] }] }",
        "b",
      ),
    );
    const [data] = networkData(analysis, undefined);
    expect(data?.names).toEqual(["a", "b", "c", "outside"]);
    expect(data?.cells).toEqual(["asaa", "aaaa", "anaa", "anaa"]);
    expect(data?.details["0,1"]?.map((index) => data.connections[index])).toEqual([
      { from: "a/p", to: "b/q", ports: "TCP 80", through: "NetworkPolicy b/web" },
    ]);
    expect(data?.isolation).toEqual([
      { namespace: "a", ingress: "open", egress: "open" },
      { namespace: "b", ingress: "isolated", egress: "open" },
      { namespace: "c", ingress: "open", egress: "open" },
    ]);
    expect(data?.notes).toEqual([]);
  });

  it("says what it leaves out", () => {
    const empty = "apiVersion: v1\nkind: Namespace\nmetadata: { name: empty }\n";
    const names = Array.from({ length: 502 }, (_, index) => `n${String(index).padStart(3, "0")}`);
    const [data] = networkData(analysisOf(empty, ...names.map((name) => pod("p", name))), "here");
    expect(data?.title).toBe("here");
    expect(data?.names).toHaveLength(501);
    expect(data?.notes).toEqual([
      "2 more namespaces with workloads are left out.",
      "1 namespace without a workload in this repository stands only in the list of what isolates each namespace.",
    ]);
  });

  const names = ["a", "b", "c"];
  const app = fc.constantFrom("p", "q");
  const selector = fc.oneof(
    fc.constant("{}"),
    app.map((name) => `{ matchLabels: { app: ${name} } }`),
  );
  const peer = fc.oneof(
    selector.map((one) => `{ namespaceSelector: {}, podSelector: ${one} }`),
    fc.constantFrom("10.0.0.0/8", "0.0.0.0/0").map((cidr) => `{ ipBlock: { cidr: ${cidr} } }`),
    fc.constant("{ podSelector: { matchLabels: { app: '${X}' } } }"),
  );
  const rule = fc
    .tuple(fc.array(peer, { maxLength: 2 }), fc.constantFrom("", "{ port: 80 }"))
    .map(([peers, port]) => `{ from: [${peers.join()}], ports: [${port}] }`);
  const policies = fc.array(
    fc
      .tuple(fc.constantFrom(...names), selector, fc.array(rule, { maxLength: 2 }))
      .map(([namespace, pods, ingress]) => ({
        namespace,
        spec: `{ podSelector: ${pods}, policyTypes: [Ingress], ingress: [${ingress.join()}] }`,
      })),
    { maxLength: 4 },
  );
  const pods = fc.array(fc.tuple(app, fc.constantFrom(...names)), { minLength: 1, maxLength: 6 });

  it("says of each pair of namespaces what the pairs of their workloads say", () => {
    fc.assert(
      fc.property(pods, policies, (pods, policies) => {
        const analysis = analysisOf(
          ...pods.map(([name, namespace], index) =>
            pod(name, namespace).replace(`name: ${name},`, `name: ${name}${index},`),
          ),
          ...policies.map(({ namespace, spec }, index) => policy(`n${index}`, spec, namespace)),
        );
        const [network] = networksOf(analysis);
        const [data] = networkData(analysis, undefined);
        if (!network || !data) throw new Error("there is no network");
        const connections = connectionsIn(network);
        for (const [row, from] of data.names.slice(0, -1).entries()) {
          for (const [column, to] of data.names.slice(0, -1).entries()) {
            const verdicts = network.workloadsIn(from).flatMap((source) =>
              network
                .workloadsIn(to)
                .filter((one) => one !== source)
                .map((destination) => connections.between(source, destination)),
            );
            const expected = verdicts.every((one) => isEveryPort(allowedPorts(one)))
              ? "a"
              : verdicts.some((one) => !isNoPort(allowedPorts(one)))
                ? "s"
                : verdicts.some((one) => !isNoPort(unknownPorts(one)))
                  ? "u"
                  : "n";
            expect(`${from} to ${to}: ${data.cells[row]?.[column]}`).toBe(`${from} to ${to}: ${expected}`);
          }
        }
      }),
    );
  });
});

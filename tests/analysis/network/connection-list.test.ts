import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { connectionList } from "../../../lib/analysis/network/connection-list.js";
import { connectionsIn } from "../../../lib/analysis/network/connections.js";
import { partsOf, setWords, type SetPart } from "../../../lib/analysis/network/endpoint-set.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { intersection } from "../../../lib/kubernetes/connections/intervals.js";
import { portWords } from "../../../lib/kubernetes/connections/port-set.js";
import { allowedPorts, unknownPorts } from "../../../lib/kubernetes/connections/verdict.js";
import { repositoryOf } from "../../builds/repository-of.js";

const app = fc.constantFrom("p", "q", "r", "'${X}'");
const selector = fc.oneof(
  fc.constant("{}"),
  app.map((name) => `{ matchLabels: { app: ${name} } }`),
);
const peer = fc.oneof(
  selector.map((one) => `{ podSelector: ${one} }`),
  fc.constantFrom("{}", "{ matchLabels: { t: x } }").map((one) => `{ namespaceSelector: ${one} }`),
  fc.constantFrom("10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0").map((cidr) => `{ ipBlock: { cidr: ${cidr} } }`),
);
const rule = fc
  .tuple(fc.array(peer, { maxLength: 2 }), fc.array(fc.constantFrom("80", "web"), { maxLength: 1 }))
  .map(([peers, ports]) => (field: string) => {
    const written = ports.map((port) => `{ port: ${port} }`);
    return `{ ${field}: [${peers.join()}], ports: [${written.join()}] }`;
  });
const policy = fc
  .tuple(
    fc.constantFrom("a", "b"),
    selector,
    fc.array(rule, { maxLength: 2 }),
    fc.array(rule, { maxLength: 1 }),
    fc.constantFrom("", "policyTypes: [Egress], ", "policyTypes: [Ingress, Egress], "),
  )
  .map(
    ([namespace, pods, ingress, egress, types]) =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: NAME, namespace: ${namespace} }\nspec: { ${types}podSelector: ${pods}, ingress: [${ingress.map((one) => one("from")).join()}], egress: [${egress.map((one) => one("to")).join()}] }\n`,
  );
const workload = fc
  .tuple(
    fc.constantFrom("a", "b", "c"),
    fc.constantFrom("p", "q", "r"),
    fc.constantFrom("", ", hostNetwork: true", ""),
  )
  .map(
    ([namespace, label, more]) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: NAME, namespace: ${namespace}, labels: { app: ${label} } }\nspec: { containers: [{ name: c, ports: [{ name: web, containerPort: 8080 }] }]${more} }\n`,
  );
const world = fc
  .tuple(fc.array(workload, { maxLength: 6 }), fc.array(policy, { maxLength: 4 }))
  .map(([workloads, policies]) =>
    [...workloads, ...policies].map((text, index) => text.replace("NAME", `n${index}`)).join("---\n"),
  );

describe("the list of connections", () => {
  it("says the same as each pair of ends", () => {
    fc.assert(
      fc.property(world, (text) => {
        const [network] = networksOf(new Analysis(repositoryOf({ "all.yaml": text }), {}));
        if (!network) return;
        const connections = connectionsIn(network);
        const { groups } = connectionList(network);
        for (const from of connections.endpoints) {
          for (const to of connections.endpoints) {
            if (from === to || (from.is === "addresses" && to.is === "addresses")) continue;
            const verdict = connections.between(from, to);
            const found = groups.filter((group) =>
              [
                [group.from, from],
                [group.to, to],
              ].every(([set, end]) => {
                const { workloads, outside } = set as (typeof groups)[number]["from"];
                const one = end as typeof from;
                return one.is === "pods"
                  ? workloads.some((workload) => workload === one)
                  : intersection(one.addresses, outside).length > 0;
              }),
            );
            const said = found.map(({ allowed, unknown }) => [portWords(allowed), portWords(unknown)]);
            const expected = [portWords(allowedPorts(verdict)), portWords(unknownPorts(verdict))];
            const isNothing = expected.every((words) => words === "no port");
            expect(said).toEqual(isNothing ? [] : [expected]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("names sets by their parts, which hold the same workloads", () => {
    fc.assert(
      fc.property(world, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (text, chosen) => {
        const [network] = networksOf(new Analysis(repositoryOf({ "all.yaml": text }), {}));
        if (!network) return;
        const workloads = network.workloads.filter((_, index) => chosen[index]);
        const set = { workloads, outside: [] };
        const held = (part: SetPart) => {
          if (part.is === "workload") return [part.workload];
          if (part.is === "outside") return [];
          const all = part.is === "everyPod" ? network.workloads : network.workloadsIn(part.namespace);
          return all.filter(
            (one) =>
              !part.except.some((other) =>
                other.is === "workload" ? other.workload === one : other.namespace === one.namespace.name,
              ),
          );
        };
        const all = partsOf(network, set).flatMap(held);
        expect(new Set(all)).toEqual(new Set(workloads));
        expect(all).toHaveLength(workloads.length);
        expect(setWords(network, set)).not.toContain("undefined");
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { dnsEgressOf } from "../../../lib/analysis/network/dns-egress.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { pod, policy } from "./world.js";

/** What keeps pods from DNS, by policy: what is wrong, where, and for which workloads. */
function found(...documents: string[]): Record<string, string[]> {
  const analysis = new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {});
  const [network] = networksOf(analysis);
  if (!network) throw new Error("there is no network");
  return Object.fromEntries(
    [...dnsEgressOf(network, "53")].map(([{ applied }, all]) => [
      applied.object.object.metadata?.name ?? "",
      all.map(
        ({ id, at, workloads }) => `${id} ${at.join(".")}: ${workloads.map(({ name }) => name).join()}`,
      ),
    ]),
  );
}

const egress = (name: string, rules: string, selector = "{}") =>
  policy(name, `{ podSelector: ${selector}, policyTypes: [Egress], egress: [${rules}] }`);
const DATABASE = "{ to: [{ podSelector: { matchLabels: { app: db } } }] }";
const dns = (...protocols: string[]) =>
  `{ to: [{ namespaceSelector: {} }], ports: [${protocols.map((one) => `{ port: 53, protocol: ${one} }`).join(", ")}] }`;
const of = (app: string) => `{ matchLabels: { app: ${app} } }`;

describe("what keeps pods from DNS", () => {
  it.each<[string, string[], Record<string, string[]>]>([
    ["says it once for all pods of a policy", [egress("p", DATABASE)], { p: ["noDns spec.egress: a,b,db"] }],
    ["is nothing where both protocols are open", [egress("p", `${DATABASE}, ${dns("UDP", "TCP")}`)], {}],
    [
      "says where TCP is missing, once for all pods",
      [egress("p", `${DATABASE}, ${dns("UDP")}`)],
      { p: ["noTcp spec.egress.1.ports: a,b,db"] },
    ],
    [
      "says where UDP is missing, once for all pods",
      [egress("p", `${DATABASE}, ${dns("TCP")}`)],
      { p: ["onlyTcp spec.egress.1.ports.0.port: a,b,db"] },
    ],
    [
      "is nothing where another policy opens TCP",
      [egress("p", `${DATABASE}, ${dns("UDP")}`), egress("q", dns("TCP"))],
      {},
    ],
    [
      "counts what opens DNS for some of the pods",
      [egress("p", DATABASE), egress("q", dns("UDP", "TCP"), of("a"))],
      { p: ["noDns spec.egress: b,db"] },
    ],
    [
      "tells apart what is wrong for some pods and for others",
      [egress("p", DATABASE), egress("q", dns("UDP"), of("a"))],
      { p: ["noDns spec.egress: b,db"], q: ["noTcp spec.egress.0.ports: a"] },
    ],
    ["is nothing where nothing is let out", [egress("p", "")], {}],
  ])("%s", (_, policies, expected) => {
    expect(found(pod("a"), pod("b"), pod("db"), ...policies)).toEqual(expected);
  });
});

import { describe, expect, it, vi } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { isolationOf } from "../../../lib/analysis/network/isolation.js";
import { networksOf } from "../../../lib/analysis/network/network.js";
import { PlacedWorkloads } from "../../../lib/analysis/network/placed-workloads.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { pod, policy } from "./world.js";

const JOB_WITHOUT_PODS =
  "apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: none, namespace: d }\nspec: { schedule: '* * * * *' }\n";

function networkOf(...documents: string[]) {
  const analysis = new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {});
  const [network] = networksOf(analysis);
  if (!network) throw new Error("there is no network");
  return network;
}

describe("the workloads of a network", () => {
  const documents = [pod("x", "b"), pod("w", "a"), pod("z", "b"), pod("x", "b"), pod("x", "c")];
  const names = (all: readonly { name: string; namespace: { name: string } }[]) =>
    all.map(({ name, namespace }) => `${namespace.name}/${name}`);

  it("are in the order in which they are written, each once, whatever was asked before", () => {
    const [network, other] = [networkOf(...documents), networkOf(...documents)];
    const own = other.workloadsIn("c");
    for (const one of [network, other]) expect(names(one.workloads)).toEqual(["b/x", "a/w", "b/z", "c/x"]);
    expect(own).toEqual(other.workloads.slice(3));
    expect(own[0]).toBe(other.workloads[3]);
    expect(names(network.workloadsIn("b"))).toEqual(["b/x", "b/z"]);
  });

  it("tell which namespaces have any, and which something else is in", () => {
    const network = networkOf(...documents, JOB_WITHOUT_PODS, policy("p", "{ podSelector: {} }", "e"));
    expect(network.workloadsIn("nowhere")).toEqual([]);
    expect(network.populated).toEqual(["b", "a", "c"]);
    expect(network.namespaces.map(({ name }) => name)).toEqual(["b", "a", "c", "d", "e"]);
  });

  it("are not gone through as a whole where one namespace is asked about", () => {
    const all = vi.spyOn(PlacedWorkloads.prototype, "all", "get");
    const network = networkOf(...documents, policy("p", "{ podSelector: {} }", "b"));
    expect(isolationOf(network, "b").map(({ ingress }) => ingress.state)).toEqual([
      "denied",
      "denied",
      "denied",
    ]);
    expect(all).not.toHaveBeenCalled();
    expect(network.workloads).toHaveLength(4);
    expect(all).toHaveBeenCalled();
  });
});

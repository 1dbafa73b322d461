import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { setWords } from "../../../lib/analysis/network/endpoint-set.js";
import { networksOf, type Network } from "../../../lib/analysis/network/network.js";
import { addresses, EVERY_ADDRESS } from "../../../lib/kubernetes/connections/address-set.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { pod } from "./world.js";

/** A network with pods that go by `NAMESPACE/NAME`. */
function networkWith(...names: string[]): Network {
  const documents = names.map((name) => {
    const [namespace, own] = name.split("/") as [string, string];
    return pod(own, namespace);
  });
  const [network] = networksOf(new Analysis(repositoryOf({ "all.yaml": documents.join("---\n") }), {}));
  return network as Network;
}

function words(
  network: Network,
  names: readonly string[],
  { outside = [] as string[], self = "" } = {},
): string {
  const found = (name: string) =>
    network.workloads.find(
      (one) => `${one.namespace.name}/${one.name}` === name,
    ) as Network["workloads"][number];
  return setWords(network, {
    workloads: names.map(found),
    outside: outside.includes("*") ? EVERY_ADDRESS : addresses(outside),
    ...(self !== "" && { self: found(self) }),
  });
}

const ofNamespace = (namespace: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${namespace}/p${index}`);

describe("setWords", () => {
  const two = networkWith("a/x", "a/v", "b/z");
  const five = networkWith(...ofNamespace("a", 5));

  it.each<[readonly string[], string, string]>([
    [["a/p0", "a/p1", "a/p2"], "", "a/p0, a/p1, a/p2"],
    [["a/p0", "a/p1", "a/p2"], "a/p3", "a/p0, a/p1, a/p2"],
    [["a/p0", "a/p1", "a/p2", "a/p3"], "", "every pod of a except a/p4"],
    [["a/p0", "a/p1", "a/p2", "a/p3"], "a/p3", "every pod of a except a/p4"],
    [["a/p0", "a/p1", "a/p2", "a/p3"], "a/p4", "every pod"],
  ])("of %j with '%s' itself is '%s'", (names, self, expected) => {
    expect(words(five, names, { self })).toBe(expected);
  });

  it.each<[readonly string[], { outside?: string[]; self?: string }, string]>([
    [[], {}, ""],
    [["a/x", "a/v", "b/z"], {}, "every pod"],
    [["a/x", "a/v", "b/z"], { outside: ["*"] }, "everything"],
    [["a/x", "a/v", "b/z"], { outside: ["10.0.0.0/8"] }, "every pod, outside (10.0.0.0/8)"],
    [["a/x", "a/v"], {}, "every pod of a"],
    [["a/x", "a/v"], { outside: ["*"] }, "every pod of a, outside"],
    [["a/x"], {}, "a/x"],
    [["a/x", "b/z"], {}, "a/x, b/z"],
    [["b/z"], {}, "b/z"],
    [[], { outside: ["*"] }, "outside"],
    // It makes no difference to say that a workload reaches itself.
    [["a/x"], { self: "a/v" }, "a/x"],
    [["a/x", "b/z"], { self: "a/v" }, "every pod"],
    [["b/z"], { self: "a/v" }, "b/z"],
    [[], { self: "a/v" }, ""],
  ])("of %j with %j is '%s'", (names, more, expected) => {
    expect(words(two, names, more)).toBe(expected);
  });

  it.each<[number, number, string]>([
    [4, 4, "every pod of a, b/q"],
    [4, 3, "a/p0, a/p1, a/p2, b/q"],
    [5, 4, "every pod of a except a/p4, b/q"],
    [7, 5, "a/p0, a/p1, a/p2, a/p3, a/p4, b/q"],
    [8, 6, "every pod of a except a/p6 and a/p7, b/q"],
    [11, 8, "every pod of a except a/p8 and a/p9 and a/p10, b/q"],
    [13, 9, "a/p0, a/p1, a/p2, a/p3, a/p4, a/p5, a/p6, a/p7 and 2 more"],
  ])("of %d pods, %d of them, says what is shorter", (all, some, expected) => {
    const network = networkWith(...ofNamespace("a", all), "b/q", "c/r", "d/s", "e/t", "f/u");
    expect(words(network, [...ofNamespace("a", some), "b/q"])).toBe(expected);
  });

  it("leaves out namespaces, if they are few", () => {
    const namespaces = ["a", "b", "c", "d", "e", "f"];
    const network = networkWith(...namespaces.map((name) => `${name}/x`));
    const some = (count: number) =>
      words(
        network,
        namespaces.slice(0, count).map((name) => `${name}/x`),
      );
    expect([6, 5, 4, 3].map(some)).toEqual([
      "every pod",
      "every pod except those of f",
      "a/x, b/x, c/x, d/x",
      "a/x, b/x, c/x",
    ]);
  });

  it("is all pods for the only workload there is, which reaches itself", () => {
    expect(words(networkWith("a/x"), [], { self: "a/x" })).toBe("every pod");
    expect(words(networkWith("a/x"), [], { self: "a/x", outside: ["*"] })).toBe("everything");
  });
});

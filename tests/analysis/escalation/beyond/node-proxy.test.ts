import { describe, expect, it } from "vitest";
import { nodeProxy } from "../../../../lib/analysis/escalation/beyond/node-proxy.js";
import { grant, reached, rule, steps, workload, worldOf } from "./steps.js";

const proxy = (verb: string, ...names: string[]) => rule(verb, "nodes/proxy", ...names);

describe("proxy-to-kubelet", () => {
  it("gives the pods of every node", () => {
    expect(steps(nodeProxy, worldOf([grant([proxy("get")]), workload("web")]))).toEqual([
      "shop/Deployment 'shop/web': runs a command in a pod of Deployment 'shop/web' through the kubelet",
    ]);
  });

  it.each(["create", '"*"'])("takes %s", (verb) => {
    expect(reached(nodeProxy, [proxy(verb)], [workload("web")])).toEqual(["shop/Deployment 'shop/web'"]);
  });

  it.each([
    ["nothing that runs a command", [proxy("update, patch, delete")]],
    ["the proxy of other things", [rule("get", "pods/proxy")]],
    ["a part of the kubelet", [rule("get", "nodes/metrics")]],
    ["the nodes", [rule("get, create", "nodes")]],
    ["a node whose pods are not known", [proxy("get", "one")]],
  ])("finds nothing with %s", (_, rules) => {
    expect(reached(nodeProxy, rules, [workload("web")])).toEqual([]);
  });

  it("gives nothing in a namespace", () => {
    expect(steps(nodeProxy, worldOf([grant([proxy("get")], "shop"), workload("web")]))).toEqual([]);
  });
});

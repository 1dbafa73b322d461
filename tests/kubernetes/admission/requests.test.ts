import { describe, expect, it } from "vitest";
import {
  isExempt,
  operationsOf,
  type Request,
  ruleMatches,
} from "../../../lib/kubernetes/admission/requests.js";

const pods: Request = {
  operations: ["CREATE"],
  apiGroups: [""],
  resource: "pods",
  isNamespaced: true,
  isByNode: false,
};

describe("operationsOf", () => {
  it.each([
    ["create", "pods", undefined, ["CREATE"]],
    ["update", "pods", "status", ["UPDATE"]],
    ["patch", "pods", undefined, ["UPDATE"]],
    ["delete", "pods", undefined, ["DELETE"]],
    ["deletecollection", "pods", undefined, ["DELETE"]],
    ["*", "pods", undefined, ["CREATE", "UPDATE", "DELETE"]],
    ["create", "pods", "exec", ["CONNECT"]],
    ["get", "pods", "exec", ["CONNECT"]],
    ["get", "services", "proxy", ["CONNECT"]],
    ["get", "widgets", "proxy", []],
    ["get", "pods", "log", []],
    ["get", "pods", undefined, []],
    ["list", "pods", undefined, []],
    ["watch", "pods", undefined, []],
    ["bind", "roles", undefined, []],
    ["constructor", "pods", undefined, []],
  ])("%s %s %s: %j", (verb, resource, subresource, expected) => {
    expect(operationsOf({ verb, resource, ...(subresource !== undefined && { subresource }) })).toEqual(
      expected,
    );
  });

  it("has none for a path", () => {
    expect(operationsOf({ verb: "post", path: "/metrics" })).toEqual([]);
  });
});

describe("ruleMatches", () => {
  const rule = { operations: ["CREATE"], apiGroups: [""], resources: ["pods"] };
  it.each([
    [rule, {}, true],
    [{ ...rule, operations: ["*"] }, {}, true],
    [{ ...rule, operations: ["DELETE"] }, {}, false],
    [{ ...rule, apiGroups: ["apps"] }, {}, false],
    [{ ...rule, apiGroups: ["*"] }, {}, true],
    [rule, { apiGroups: undefined }, true],
    [rule, { apiGroups: ["*"] }, true],
    [{ ...rule, resources: ["*"] }, {}, true],
    [{ ...rule, resources: ["*"] }, { subresource: "status" }, false],
    [{ ...rule, resources: ["*/*"] }, {}, true],
    [{ ...rule, resources: ["pods/*"] }, { subresource: "status" }, true],
    [{ ...rule, resources: ["pods/*"] }, {}, true],
    [{ ...rule, resources: ["*/status"] }, { subresource: "status" }, true],
    [{ ...rule, resources: ["*/status"] }, {}, false],
    [rule, { resource: "*" }, true],
    [{ operations: undefined, apiGroups: ["*"], resources: ["*"] }, {}, false],
    [{}, {}, false],
  ])("%j %j: %s", (one, change, expected) => {
    expect(ruleMatches(one, { ...pods, ...change })).toBe(expected);
  });
});

describe("isExempt", () => {
  it("is what webhooks could lock out", () => {
    const of = (group: string, resource: string) => isExempt({ ...pods, apiGroups: [group], resource });
    expect(of("admissionregistration.k8s.io", "validatingwebhookconfigurations")).toBe(true);
    expect(of("admissionregistration.k8s.io", "others")).toBe(false);
    expect(of("", "validatingwebhookconfigurations")).toBe(false);
  });
});

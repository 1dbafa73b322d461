import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PolicyRule, UNKNOWN } from "../../../lib/kubernetes/objects.js";
import {
  apiGroupMatches,
  isEverything,
  nonResourceURLMatches,
  resourceMatches,
  resourceNameMatches,
  ruleAllows,
  subjectName,
  verbMatches,
} from "../../../lib/kubernetes/rbac/rbac.js";

const EVERY_VERB = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

describe("verbMatches and apiGroupMatches", () => {
  it.each<[string[] | undefined, string, boolean]>([
    [["get"], "get", true],
    [["get"], "list", false],
    [["get"], "GET", false],
    [["get", "*"], "escalate", true],
    [["ge*"], "get", false],
    [["*/*"], "get", false],
    [[], "get", false],
    [undefined, "get", false],
    [[""], "", true],
    [[UNKNOWN], UNKNOWN, false],
    [["*"], UNKNOWN, true],
  ])("%j about %j is %j", (values, wanted, expected) => {
    expect(verbMatches({ verbs: values }, wanted)).toBe(expected);
    expect(apiGroupMatches({ apiGroups: values }, wanted)).toBe(expected);
  });
});

describe("resourceMatches", () => {
  it.each<[string[], string, string | undefined, boolean]>([
    [["pods"], "pods", undefined, true],
    [["pods"], "pods", "", true],
    [["pods"], "pods", "log", false],
    [["pods/log"], "pods", "log", true],
    [["pods/log"], "pods", undefined, false],
    [["*"], "pods", "log", true],
    [["*/log"], "pods", "log", true],
    [["*/log"], "pods", "xlog", false],
    [["*/scale"], "pods", undefined, false],
    [["*/*"], "pods", "log", false],
    [["pods/*"], "pods", "log", false],
    [["Pods"], "pods", undefined, false],
    [[UNKNOWN], UNKNOWN, undefined, false],
  ])("%j about %j, %j is %j", (resources, resource, subresource, expected) => {
    expect(resourceMatches({ resources }, resource, subresource)).toBe(expected);
  });
});

describe("resourceNameMatches", () => {
  it.each<[string[] | undefined, string, boolean]>([
    [undefined, "a", true],
    [[], "a", true],
    [["a"], "a", true],
    [["a"], "b", false],
    [["a"], "", false],
    [["*"], "a", false],
  ])("%j about %j is %j", (resourceNames, name, expected) => {
    expect(resourceNameMatches({ resourceNames }, name)).toBe(expected);
  });
});

describe("nonResourceURLMatches", () => {
  it.each<[string[] | undefined, string, boolean]>([
    [undefined, "/metrics", false],
    [["/metrics"], "/metrics", true],
    [["/metrics"], "/metrics/", false],
    [["/healthz/*"], "/healthz/etcd", true],
    [["/healthz/*"], "/healthz", false],
    [["/healthz**"], "/healthz", true],
    [["*"], "/anything", true],
    [["/*"], "/anything", true],
    [["/*/x"], "/a/x", false],
  ])("%j about %j is %j", (nonResourceURLs, url, expected) => {
    expect(nonResourceURLMatches({ nonResourceURLs }, url)).toBe(expected);
  });

  it("takes time in proportion to the text for any number of stars", () => {
    const written = "/" + "*".repeat(100_000);
    expect(nonResourceURLMatches({ nonResourceURLs: [written + "x", written] }, "/a")).toBe(true);
  });
});

describe("ruleAllows", () => {
  const rule: PolicyRule = {
    apiGroups: ["", "apps"],
    resources: ["pods", "deployments"],
    verbs: ["get", "list"],
    resourceNames: ["a"],
  };
  it.each([
    [{ verb: "get", apiGroup: "", resource: "pods", name: "a" }, true],
    [{ verb: "get", apiGroup: "", resource: "deployments", name: "a" }, true],
    [{ verb: "list", apiGroup: "", resource: "pods" }, false],
    [{ verb: "get", apiGroup: "batch", resource: "pods", name: "a" }, false],
    [{ verb: "get", apiGroup: "", resource: "pods", subresource: "log", name: "a" }, false],
    [{ verb: "get", path: "/metrics" }, false],
  ])("%j is %j", (request, expected) => {
    expect(ruleAllows(rule, request)).toBe(expected);
  });

  it("asks nonResourceURLs only about paths", () => {
    const both: PolicyRule = { verbs: ["get"], nonResourceURLs: ["/metrics"] };
    expect(ruleAllows(both, { verb: "get", path: "/metrics" })).toBe(true);
    expect(ruleAllows(both, { verb: "get", apiGroup: "", resource: "/metrics" })).toBe(false);
  });
});

describe("isEverything", () => {
  const everything = { apiGroups: ["*"], resources: ["*"] };
  it.each<[string, PolicyRule[], boolean]>([
    ["cluster-admin", [{ ...everything, verbs: ["*"] }], true],
    ["its verbs spelled out", [{ ...everything, verbs: EVERY_VERB }], true],
    ["spread over entries", EVERY_VERB.map((verb) => ({ ...everything, verbs: [verb] })), true],
    ["all verbs but 'get'", [{ ...everything, verbs: EVERY_VERB.slice(1) }], false],
    ["all verbs but 'deletecollection'", [{ ...everything, verbs: EVERY_VERB.slice(0, -1) }], true],
    ["all of one group", [{ apiGroups: ["apps"], resources: ["*"], verbs: ["*"] }], false],
    ["one resource", [{ apiGroups: ["*"], resources: ["pods"], verbs: ["*"] }], false],
    ["named objects", [{ ...everything, verbs: ["*"], resourceNames: ["a"] }], false],
    ["an empty list of names", [{ ...everything, verbs: ["*"], resourceNames: [] }], true],
    ["unknown values", [{ apiGroups: [UNKNOWN], resources: [UNKNOWN], verbs: [UNKNOWN] }], false],
    ["paths only", [{ nonResourceURLs: ["*"], verbs: ["*"] }], false],
    ["an empty entry", [{}], false],
    ["nothing", [], false],
  ])("%s", (_, rules, expected) => {
    expect(isEverything(rules)).toBe(expected);
  });

  it("says so only of rules that allow any request about a resource", () => {
    const values = fc.subarray(["*", "get", "pods", "", ...EVERY_VERB]);
    const entry = fc.record({ apiGroups: values, resources: values, verbs: values });
    const request = fc.record({
      // Whoever may list and delete does not need it.
      verb: fc.constantFrom(...EVERY_VERB.filter((verb) => verb !== "deletecollection")),
      apiGroup: fc.string(),
      resource: fc.string(),
      subresource: fc.string(),
      name: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(entry), request, (rules, asked) => {
        return !isEverything(rules) || rules.some((rule) => ruleAllows(rule, asked));
      }),
    );
  });
});

describe("subjectName", () => {
  it.each([
    [{ kind: "User", name: "jane" }, undefined, "User:jane"],
    [{ kind: "Group", name: "dev", namespace: "x" }, "y", "Group:dev"],
    [{ kind: "ServiceAccount", name: "a", namespace: "x" }, "y", "ServiceAccount:x/a"],
    [{ kind: "ServiceAccount", name: "a" }, "y", "ServiceAccount:y/a"],
    [{ kind: "ServiceAccount", name: "a", namespace: "" }, "y", "ServiceAccount:y/a"],
    [{ kind: "ServiceAccount", name: "a" }, undefined, "ServiceAccount:?/a"],
    [{ kind: "User", name: UNKNOWN }, undefined, "User:?"],
    [{}, undefined, "?:?"],
  ])("%j in %j is %j", (subject, namespace, expected) => {
    expect(subjectName(subject, namespace)).toBe(expected);
  });
});

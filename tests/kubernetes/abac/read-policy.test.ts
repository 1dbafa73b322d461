import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ABAC_GROUP, type PolicySpec } from "../../../lib/kubernetes/abac/policy.js";
import { policy, policyLine, read, VERSION } from "./policies.js";

const EVERYBODY = "system:authenticated";
const EVERYTHING = { namespace: "*", resource: "*", apiGroup: "*", nonResourcePath: "*" };
const OPEN = policy({ group: EVERYBODY, ...EVERYTHING });
const V = `"apiVersion":"${VERSION}","kind":"Policy"`;

/** What the API server of Kubernetes 1.37 was seen to make of each line. */
describe("a line of a policy file", () => {
  it.each<[string, Partial<PolicySpec>]>([
    [
      policyLine({ user: "a", readonly: true, namespace: "x" }),
      { user: "a", readonly: true, namespace: "x" },
    ],
    [policyLine({ user: "*", group: "dev" }), { group: EVERYBODY }],
    [policyLine({ user: "ada", group: "*" }), { group: EVERYBODY }],
    [policyLine({}), {}],
    [`{${V}}`, {}],
    [`{${V},"spec":null}`, {}],
    [`{${V},"Spec":{"user":5}}`, {}],
    [`{${V},"spec":{"User":5,"user":null}}`, {}],
    [`{${V},"spec":{"user":"a"},"spec":{"group":"b","user":null}}`, { user: "a", group: "b" }],
    [`{${V},"spec":{"user":"a","user":"b"}}`, { user: "b" }],
    [`{"APIVersion":"${VERSION}","\u212aIND":"Policy","spec":{"user":"a"}}`, { user: "a" }],
    [`{"apiVersion":"v1","apiVer\u017fion":"${VERSION}","kind":"Policy","spec":{"user":"a"}}`, { user: "a" }],
    [` \t{${V},"spec":{"user":"\\ud800","metadata":[{}]}} \r`, { user: "\uFFFD" }],
    ["{}", OPEN],
    ['{"spec":{"user":"a"}}', OPEN],
    ['{"kind":"Policy","apiVersion":null}', OPEN],
    ['{"apiVersion":"/","user":"b"}', { user: "b", ...EVERYTHING }],
    [`{"apiVersion":"${ABAC_GROUP}/","user":"b"}`, { user: "b", ...EVERYTHING }],
    [`{"apiVersion":"${ABAC_GROUP}/v0","user":"b"}`, { user: "b", ...EVERYTHING }],
    ['{"user":"*","group":"dev","resource":"pods"}', { ...OPEN, resource: "pods", nonResourcePath: "" }],
    ['{"namespace":"x"}', { ...OPEN, namespace: "x", nonResourcePath: "" }],
    ['{"user":"a","apiGroup":"x","nonResourcePath":"/x"}', { user: "a", ...EVERYTHING }],
    ['{"__proto__":{"user":"x"},"constructor":1,"user":"y"}', { user: "y", ...EVERYTHING }],
    [`{"apiVersion":"${ABAC_GROUP}/__internal","kind":"Policy","Spec":{"User":"*"}}`, { user: "*" }],
    ["null", OPEN],
    ["~", OPEN],
    ["---", OPEN],
    ["--- {}", OPEN],
    ["\ufeff{}", OPEN],
    ["user: alice", { user: "alice", ...EVERYTHING }],
    ['"kind": "Policy"', OPEN],
    ["readonly: true", { ...OPEN, readonly: true }],
  ])("%s is taken", (line, spec) => {
    expect(read(line)).toMatchObject({ policy: { spec: policy(spec) } });
  });

  it.each([
    [`{${V},"spec":{"user":"a"}`, "notJson", []],
    [`{${V}}{}`, "notJson", []],
    [`{${V}} # why`, "notJson", []],
    [`{${V},}`, "notJson", []],
    ['{"user":"a\tb"}', "notJson", []],
    ["\u00a0{}", "notJson", []],
    ["k8s\u0000abc", "notObject", []],
    ["[", "notJson", []],
    ["}", "notJson", []],
    ["[]", "notObject", []],
    ["- a", "notObject", []],
    ["alice", "notObject", []],
    ["'alice'", "notObject", []],
    ["5", "notObject", []],
    [".nan", "notObject", []],
    ["true", "notObject", []],
    ["user: 5", "wrongType", ["user"]],
    [`apiVersion: "${VERSION}"`, "noKind", ["apiVersion"]],
    [`{"apiVersion":"${VERSION}","spec":{}}`, "noKind", ["apiVersion"]],
    [`{"apiversion":"${ABAC_GROUP}/__internal"}`, "noKind", ["apiversion"]],
    ['{"apiVersion":"v1","kind":"Policy"}', "apiVersion", ["apiVersion"]],
    [`{"apiVersion":"${ABAC_GROUP}","kind":"Policy"}`, "apiVersion", ["apiVersion"]],
    [`{"apiVersion":"${ABAC_GROUP}/v1","kind":"Policy"}`, "apiVersion", ["apiVersion"]],
    [`{"apiVersion":"${ABAC_GROUP}/toString","kind":"Policy"}`, "apiVersion", ["apiVersion"]],
    ['{"apiVersion":"a/b/c"}', "apiVersion", ["apiVersion"]],
    ['{"apiVersion":"foo/"}', "apiVersion", ["apiVersion"]],
    ['{"apiVersion":"/v0"}', "apiVersion", ["apiVersion"]],
    ['{"kind":"Pod"}', "kind", ["kind"]],
    [`{"apiVersion":"${VERSION}","Kind":"policy"}`, "kind", ["Kind"]],
    ['{"KIND":5}', "wrongType", ["KIND"]],
    [`{${V},"spec":[]}`, "wrongType", ["spec"]],
    [policyLine({ user: 5 }), "wrongType", ["spec", "user"]],
    [policyLine({ readonly: "true" }), "wrongType", ["spec", "readonly"]],
    [policyLine({ readonly: 1 }), "wrongType", ["spec", "readonly"]],
    [policyLine({ resource: ["pods"] }), "wrongType", ["spec", "resource"]],
    ['{"user":{}}', "wrongType", ["user"]],
  ])("%s keeps the API server from starting", (line, id, at) => {
    expect(read(line)).toMatchObject({ refusal: { id, at } });
  });

  it("has less than 64 KiB", () => {
    const line = (length: number) => `{"user":"${"a".repeat(length - 11)}"}`;
    expect(read(line(65_535))).toHaveProperty("policy");
    expect(read(line(65_536))).toEqual({ refusal: { id: "tooLong", at: [] } });
    expect(read(`{"user":"${"ä".repeat(32_763)}"}`)).toEqual({ refusal: { id: "tooLong", at: [] } });
  });

  it("is not too deep", () => {
    const line = `{"x":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    expect(read(line)).toMatchObject({ refusal: { id: "notJson", problem: { kind: "depth" } } });
  });

  it("is read without a crash, whatever it is", () => {
    const pieces = [
      "{",
      "}",
      '"',
      ":",
      ",",
      "null",
      '"spec"',
      '"user"',
      '"a"',
      "[",
      "]",
      "\u0000",
      "- ",
      "&a ",
      "*a",
      "? ",
    ];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...pieces), maxLength: 20 }), (line) => {
        expect(Object.keys(read(line))).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });
});

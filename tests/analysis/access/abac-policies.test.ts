import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policySubject, rulesOf, whereCovers } from "../../../lib/analysis/access/abac-policies.js";
import { authorizes } from "../../../lib/kubernetes/abac/authorizes.js";
import { NO_POLICY, type PolicySpec } from "../../../lib/kubernetes/abac/policy.js";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import type { Question } from "../../../lib/kubernetes/rbac/authorizer.js";

const resources = new ApiResources();
const NAMESPACES = ["shop", "caribou"];
const NAMESPACED = ["pods", "deployments"];

const policies: fc.Arbitrary<PolicySpec> = fc.record({
  user: fc.constant("ada"),
  group: fc.constant(""),
  readonly: fc.boolean(),
  apiGroup: fc.constantFrom("", "*", "apps"),
  resource: fc.constantFrom("", "*", "pods", "deployments", "nodes", "pods/exec"),
  namespace: fc.constantFrom("", "*", ...NAMESPACES),
  nonResourcePath: fc.constantFrom("", "*", "/version", "/api/*"),
});
const questions: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ verb: fc.constantFrom("get", "post"), path: fc.constantFrom("/version", "/api/v1", "/") }),
  fc
    .record({
      verb: fc.constantFrom("get", "list", "create"),
      resource: fc.constantFrom(...NAMESPACED, "nodes"),
    })
    .map((one) => ({ ...one, apiGroups: [one.resource === "deployments" ? "apps" : ""] })),
);

/** The namespaces in which requests are that a question means; the empty one for what is in none. */
function namespacesOf(question: Question, asked: string | undefined): string[] {
  if ("path" in question || !NAMESPACED.includes(question.resource)) return [""];
  return asked === undefined ? NAMESPACES : [asked];
}

function allows(policy: PolicySpec, question: Question, namespace: string): boolean {
  const user = { name: "ada", groups: [] };
  const { verb } = question;
  if ("path" in question) return authorizes(policy, { user, verb, path: question.path });
  const [apiGroup = ""] = question.apiGroups ?? [];
  return authorizes(policy, { user, verb, namespace, apiGroup, resource: question.resource });
}

describe("whereCovers", () => {
  it("agrees with what the API server says to each request that is meant", () => {
    fc.assert(
      fc.property(
        policies,
        questions,
        fc.constantFrom(undefined, ...NAMESPACES),
        (policy, question, namespace) => {
          const where = whereCovers(policy, question, { namespace, resources });
          const all = namespacesOf(question, namespace);
          const allowed = all.filter((one) => allows(policy, question, one));
          // A list of all namespaces is in none.
          const isOfAll = namespace === undefined && question.verb === "list" && allows(policy, question, "");
          if (!where) expect(isOfAll ? ["all"] : allowed).toEqual([]);
          else if (where.namespace !== undefined) expect(allowed).toEqual([where.namespace]);
          else expect(isOfAll || allowed.length === all.length).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("rulesOf", () => {
  it.each([
    [
      { resource: "pods", namespace: "*" },
      [{ rule: { verbs: ["*"], apiGroups: [""], resources: ["pods"] } }],
    ],
    [
      { resource: "pods", namespace: "shop", readonly: true },
      [
        {
          rule: { verbs: ["get", "list", "watch"], apiGroups: [""], resources: ["pods"] },
          namespace: "shop",
        },
      ],
    ],
    [
      { resource: "nodes" },
      [{ rule: { verbs: ["*"], apiGroups: [""], resources: ["nodes"] }, namespace: "" }],
    ],
    [{ nonResourcePath: "/x*" }, [{ rule: { verbs: ["*"], nonResourceURLs: ["/x*"] } }]],
    [{}, []],
  ])("of %j", (spec, expected) => {
    expect(rulesOf({ ...NO_POLICY, ...spec })).toEqual(expected);
  });
});

describe("policySubject", () => {
  it.each([
    [{ user: "ada" }, "User:ada"],
    [{ group: "dev" }, "Group:dev"],
    [{ user: "ada", group: "dev" }, "User:ada in Group:dev"],
    [{ user: "*", group: "dev" }, "Group:dev"],
    [{ group: "*" }, "everybody"],
  ])("of %j is %s", (spec, expected) => {
    expect(policySubject({ ...NO_POLICY, ...spec })).toBe(expected);
  });
});

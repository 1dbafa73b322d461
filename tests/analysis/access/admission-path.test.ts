import { describe, expect, it } from "vitest";
import { admissionPath } from "../../../lib/analysis/access/admission-path.js";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import type { Question } from "../../../lib/kubernetes/rbac/authorizer.js";
import { repositoryOf } from "../../builds/repository-of.js";

const GROUP = "admissionregistration.k8s.io";
const PODS: Question = { verb: "create", resource: "pods", apiGroups: [""] };

/** Rules for some operations on some resources. */
const rules = (operations: string[], resources: string[], apiGroups = [""]) => [
  { operations, resources, apiGroups, apiVersions: ["*"] },
];
const object = (kind: string, name: string, rest: object, version = "v1") =>
  JSON.stringify({ apiVersion: `${GROUP}/${version}`, kind, metadata: { name }, ...rest });
const policy = (kind: string, name: string, resourceRules: object, version = "v1", rest: object = {}) =>
  object(kind, name, { spec: { matchConstraints: { resourceRules }, ...rest } }, version);
const webhooks = (kind: string, name: string, ...all: object[]) => object(kind, name, { webhooks: all });

/** Who is asked to admit a request. */
function admitters(question: Question, ...manifests: string[]) {
  const analysis = new Analysis(repositoryOf({ "a.yaml": manifests.join("\n---\n") }), {});
  const found = admissionPath(analysis, {
    question,
    user: { name: "ada", groups: [] },
    server: undefined,
    cluster: undefined,
    namespace: undefined,
    resources: new ApiResources(),
  });
  return found?.admitters.map(({ kind, name, webhook, failurePolicy, isBound }) =>
    [kind, name, webhook, failurePolicy, isBound].filter((part) => part !== undefined).join(" "),
  );
}

describe("who admits a request", () => {
  const create = rules(["CREATE"], ["pods"]);

  it("is asked in the order of the plugins, whatever the order of the files", () => {
    const all = [
      webhooks("ValidatingWebhookConfiguration", "d", {
        name: "one",
        rules: create,
        failurePolicy: "Ignore",
      }),
      policy("ValidatingAdmissionPolicy", "c", create, "v1", { failurePolicy: "Ignore" }),
      object("ValidatingAdmissionPolicyBinding", "x", { spec: { policyName: "c" } }),
      webhooks(
        "MutatingWebhookConfiguration",
        "b",
        { name: "one", rules: create },
        { name: "two", rules: create },
      ),
      policy("MutatingAdmissionPolicy", "a", create, "v1beta1"),
    ];
    expect(admitters(PODS, ...all)).toEqual([
      "MutatingAdmissionPolicy a Fail false",
      "MutatingWebhookConfiguration b one Fail",
      "MutatingWebhookConfiguration b two Fail",
      "ValidatingAdmissionPolicy c Ignore true",
      "ValidatingWebhookConfiguration d one Ignore",
    ]);
  });

  it.each<[string, Question, object, boolean]>([
    ["of another operation is not", PODS, rules(["DELETE"], ["pods"]), false],
    ["of any operation is", PODS, rules(["*"], ["pods"]), true],
    ["of another resource is not", PODS, rules(["CREATE"], ["secrets"]), false],
    ["of another group is not", PODS, rules(["CREATE"], ["pods"], ["apps"]), false],
    ["without rules is not", PODS, [], false],
    [
      "of the resource is not for a subresource",
      { ...PODS, subresource: "eviction" },
      rules(["CREATE"], ["pods"]),
      false,
    ],
    ["of a subresource is", { ...PODS, subresource: "eviction" }, rules(["CREATE"], ["pods/eviction"]), true],
  ])("%s asked", (_, question, matching, isAsked) => {
    const one = webhooks("ValidatingWebhookConfiguration", "w", { name: "one", rules: matching });
    expect(admitters(question, one)).toEqual(isAsked ? ["ValidatingWebhookConfiguration w one Fail"] : []);
  });

  it("is nobody for what only reads", () => {
    expect(admitters({ ...PODS, verb: "list" })).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";
import type { ApiResource } from "../../../lib/kubernetes/api/api-resource.js";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import { refuseUnknown } from "../../../lib/kubernetes/rbac/known-words.js";
import type { PolicyRule } from "../../../lib/kubernetes/objects.js";
import { questionOf } from "../../../lib/kubernetes/api/resource-argument.js";

const gadgets: ApiResource = {
  group: "example.org",
  name: "gadgets",
  kind: "Gadget",
  shortNames: ["gd"],
  namespaced: true,
  versions: { v1: {} },
  verbs: ["get", "list"],
  subresources: { status: { verbs: ["get"] } },
};
const resources = new ApiResources({ crds: [gadgets] });

const RULES: PolicyRule[] = [
  { apiGroups: ["example.com"], resources: ["widgets", "wheels/spin"], verbs: ["get", "polish"] },
  { apiGroups: ["open.example.com"], resources: ["*"], verbs: ["*"] },
  { apiGroups: ["*"], resources: ["things"], verbs: ["get"] },
  { apiGroups: ["${GROUP}"], resources: ["*", "${KIND}"], verbs: ["${verb}"] },
  { nonResourceURLs: ["/x"], verbs: ["dance"] },
];

/** What is said of a question, or nothing where every word of it is known. */
function said(verb: string, resource: string, rules: readonly PolicyRule[] = RULES): string {
  try {
    refuseUnknown(questionOf(verb, resource, resources), resource, resources, rules);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

const noVerb = (verb: string, hint: string) =>
  `There is no verb '${verb}' in Kubernetes or in a role of this repository. ${hint}`;
const noPathVerb = (verb: string, hint: string) =>
  `Requests for paths use HTTP's verbs, and '${verb}' is not one of them. ${hint}`;
const noResource = (resource: string, hint: string) =>
  `There is no resource '${resource}' in Kubernetes or in a CustomResourceDefinition or role of this repository. ${hint}`;

describe("a verb", () => {
  it.each([
    ["get", "pods"],
    ["deletecollection", "pods"],
    ["*", "pods"],
    ["escalate", "clusterroles"],
    ["bind", "clusterroles"],
    ["impersonate", "users"],
    ["use", "podsecuritypolicies"],
    ["sign", "signers"],
    ["approve", "signers"],
    ["attest", "signers"],
    ["impersonate:user-info", "users"],
    ["impersonate:arbitrary-node", "nodes"],
    ["impersonate-on:user-info:list", "pods"],
    ["associated-node:patch", "resourceclaims/driver"],
    ["request-serviceaccounts-token-audience", "*"],
    ["unsafe-delete-ignore-read-errors", "secrets"],
    ["polish", "pods"],
    ["get", "/metrics"],
    ["head", "/metrics"],
    ["post", "/metrics"],
    ["put", "/metrics"],
    ["patch", "/metrics"],
    ["delete", "/metrics"],
    ["options", "/metrics"],
    ["trace", "/metrics"],
    ["*", "/metrics"],
    ["dance", "/metrics"],
  ])("is known: %s %s", (verb, resource) => {
    expect(said(verb, resource)).toBe("");
  });

  it.each([
    ["escallate", "clusterroles", noVerb("escallate", "Did you mean 'escalate'?")],
    ["gett", "*", noVerb("gett", "Did you mean 'get'?")],
    ["pollish", "widgets", noVerb("pollish", "Did you mean 'polish'?")],
    [
      "impersonate-on:user-info:lisst",
      "pods",
      noVerb("impersonate-on:user-info:lisst", "Did you mean 'impersonate-on:user-info:list'?"),
    ],
    ["post", "pods", noVerb("post", "Did you mean 'create'?")],
    ["read", "secrets", noVerb("read", "Did you mean 'get'?")],
    ["exec", "pods", noVerb("exec", "Ask for 'create' on 'pods/exec'.")],
    ["frobnicate", "pods", noVerb("frobnicate", "Correct it.")],
    ["dance", "pods", noVerb("dance", "Correct it.")],
    ["${verb}", "pods", noVerb("${verb}", "Correct it.")],
    ["constructor", "pods", noVerb("constructor", "Correct it.")],
    ["__proto__", "pods", noVerb("__proto__", "Correct it.")],
    ["list", "/metrics", noPathVerb("list", "Did you mean 'get'?")],
    ["gett", "/metrics", noPathVerb("gett", "Did you mean 'get'?")],
    ["polish", "/metrics", noPathVerb("polish", "Correct it.")],
    ["constructor", "/metrics", noPathVerb("constructor", "Correct it.")],
  ])("is not known: %s %s", (verb, resource, words) => {
    expect(said(verb, resource)).toBe(words);
  });
});

describe("a resource", () => {
  it.each([
    // Kubernetes' own, whatever way they are written.
    "secrets",
    "po",
    "Deployment",
    "deployments.apps",
    "pods/exec",
    "pods/finalizers",
    "nodes/metrics",
    "signers",
    "userextras/scopes",
    "*",
    "*.apps",
    "*/scale",
    "*.apps/scale",
    "pods.v1.",
    "deployments.v1.apps",
    // Of a CustomResourceDefinition.
    "gadgets",
    "gadget",
    "gd",
    "gadgets.example.org",
    "gd.example.org",
    "gadgets/status",
    "gadgets/finalizers",
    "*.example.org",
    // Named by a role.
    "widgets",
    "widgets.example.com",
    "widgets.v1.example.com",
    "widgets/status",
    "widgets.example.com/scale",
    "wheels",
    "wheels/spin",
    "*/spin",
    "*.example.com",
    "*.example.com/spin",
    "things",
    "things.example.org",
    "things.example.com",
    // Of a group of which a role names everything.
    "any.open.example.com",
    "any/part.open.example.com",
    "*.open.example.com",
    "any.v1.open.example.com",
    "any.custom.metrics.k8s.io",
    "/metrics",
    "/anything/at/all",
  ])("is known: %s", (resource) => {
    expect(said("get", resource)).toBe("");
  });

  const correct = "Correct it, or write its API group as well, as in 'widgets.example.com'.";
  const define = "Correct it, or add its CustomResourceDefinition to the repository.";
  it.each([
    ["scerets", "Did you mean 'secrets'?"],
    ["secretss", "Did you mean 'secrets'?"],
    ["Scerets", "Did you mean 'secrets'?"],
    ["singers", "Did you mean 'signers'?"],
    ["deployments.app", "Did you mean 'deployments.apps'?"],
    ["deployments.APPS", "Did you mean 'deployments.apps'?"],
    ["secrets.core", "Did you mean 'secrets'?"],
    ["pods/exce", "Did you mean 'pods/exec'?"],
    ["pods/logs", "Did you mean 'pods/log'?"],
    ["pods/scale", correct],
    ["*.app", "Did you mean '*.apps'?"],
    ["*/scal", "Did you mean '*/scale'?"],
    ["*.apps/scal", "Did you mean '*.apps/scale'?"],
    ["gadgts", "Did you mean 'gadgets'?"],
    ["gadgets.exmaple.org", "Did you mean 'gadgets.example.org'?"],
    ["gadgets/scale", correct],
    ["wigdets", "Did you mean 'widgets'?"],
    ["widgets.example.con", "Did you mean 'widgets.example.com'?"],
    ["widgets/statsu", correct],
    ["any.open.exmaple.com", "Did you mean 'any.open.example.com'?"],
    ["things.elsewhere.net", define],
    ["sprockets", correct],
    ["sprockets.example.net", define],
    ["sprockets.example.com", define],
    ["${kind}", correct],
    ["${KIND}", correct],
    ["constructor", correct],
    ["__proto__", correct],
    ["constructor.__proto__", define],
    ["pods/constructor", correct],
  ])("is not known: %s", (resource, hint) => {
    expect(said("get", resource)).toBe(noResource(resource, hint));
  });

  it("has every subresource that a role names of all", () => {
    const rules = [{ apiGroups: ["*"], resources: ["*/scale"], verbs: ["get"] }, ...RULES];
    expect(
      ["widgets/scale", "gadgets/scale", "gadgets.example.org/scale", "pods/scale"].map((name) =>
        said("get", name, rules),
      ),
    ).toEqual(["", "", "", ""]);
    expect(said("get", "wigets/scale", rules)).toBe(noResource("wigets/scale", correct));
  });

  it("is not known by a role that names all of every group", () => {
    const rules = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
    expect(said("get", "scerets", rules)).toBe(noResource("scerets", "Did you mean 'secrets'?"));
    expect(said("get", "x.example.net", rules)).toBe(noResource("x.example.net", define));
  });

  it("is looked for among what Kubernetes has first, however many roles there are", () => {
    const rules = Array.from({ length: 10_000 }, (_, index) => ({
      apiGroups: [`g${index}.example.com`],
      resources: [`scerets${index}`, "scerest"],
      verbs: [`verb${index}`],
    }));
    expect(said("get", "scerets9999", rules)).toBe("");
    expect(said("verb9999", "pods", rules)).toBe("");
    expect(said("get", "scerett", rules)).toBe(noResource("scerett", "Did you mean 'scerest'?"));
    expect(said("get", "secrtes", rules)).toBe(noResource("secrtes", "Did you mean 'secrets'?"));
    const alike = Array.from({ length: 5000 }, () => ({
      apiGroups: [""],
      resources: ["pods"],
      verbs: ["get"],
    }));
    expect(said("get", "wigdets", [...alike, ...RULES])).toBe(
      noResource("wigdets", "Did you mean 'widgets'?"),
    );
    const many = {
      apiGroups: rules.flatMap((rule) => rule.apiGroups),
      resources: rules.flatMap((rule) => rule.resources),
      verbs: ["get"],
    };
    expect(said("get", "secrtes", [many])).toBe(noResource("secrtes", "Did you mean 'secrets'?"));
  });
});

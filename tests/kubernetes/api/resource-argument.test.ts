import { describe, expect, it } from "vitest";
import { ApiResources } from "../../../lib/kubernetes/api/api-resources.js";
import { isAskedInNamespace } from "../../../lib/kubernetes/rbac/namespaced-requests.js";
import { questionOf } from "../../../lib/kubernetes/api/resource-argument.js";

const resources = new ApiResources();

describe("questionOf", () => {
  it.each<[string, object]>([
    ["secrets", { apiGroups: [""], resource: "secrets" }],
    ["secret", { apiGroups: [""], resource: "secrets" }],
    ["Secret", { apiGroups: [""], resource: "secrets" }],
    ["SECRETS", { apiGroups: [""], resource: "secrets" }],
    ["deploy", { apiGroups: ["apps"], resource: "deployments" }],
    ["deployments.apps", { apiGroups: ["apps"], resource: "deployments" }],
    ["deploy.apps", { apiGroups: ["apps"], resource: "deployments" }],
    ["po/exec", { apiGroups: [""], resource: "pods", subresource: "exec" }],
    ["pods/logs", { resource: "pods", subresource: "logs" }],
    ["deployments.apps/scale", { apiGroups: ["apps"], resource: "deployments", subresource: "scale" }],
    ["deployments/scale.apps", { apiGroups: ["apps"], resource: "deployments", subresource: "scale" }],
    ["events", { apiGroups: ["", "events.k8s.io"], resource: "events" }],
    ["widgets", { resource: "widgets" }],
    ["widgets.example.com", { apiGroups: ["example.com"], resource: "widgets" }],
    ["deployments.v1.apps", { apiGroups: ["apps"], resource: "deployments" }],
    ["deploy.v1beta1.apps/scale", { apiGroups: ["apps"], resource: "deployments", subresource: "scale" }],
    ["pods.v1.", { apiGroups: [""], resource: "pods" }],
    ["widgets.v1.example.com", { apiGroups: ["example.com", "v1.example.com"], resource: "widgets" }],
    ["*", { apiGroups: ["*"], resource: "*" }],
    ["*.apps", { apiGroups: ["apps"], resource: "*" }],
    ["*/scale", { apiGroups: ["*"], resource: "*", subresource: "scale" }],
    ["/metrics", { path: "/metrics" }],
    ["/apis/a/b", { path: "/apis/a/b" }],
  ])("takes '%s' for what it means", (written, expected) => {
    expect(questionOf("get", written, resources)).toEqual({ verb: "get", ...expected });
  });

  it.each([
    [
      "",
      "'' is not a resource. Write 'pods', 'deployments.apps', 'pods/exec', '*' or a path such as '/metrics'.",
    ],
    [
      "pods/",
      "'pods/' is not a resource. Write 'pods', 'deployments.apps', 'pods/exec', '*' or a path such as '/metrics'.",
    ],
    [
      "a/b/c",
      "'a/b/c' is not a resource. Write 'pods', 'deployments.apps', 'pods/exec', '*' or a path such as '/metrics'.",
    ],
    ["widgets.apps", "API group 'apps' has no resource 'widgets'."],
    [
      "deployments.extensions/scale",
      "API group 'extensions' has no resource 'deployments/scale'. Did you mean 'deployments.apps/scale'?",
    ],
    ["secrets.apps", "API group 'apps' has no resource 'secrets'. Did you mean 'secrets'?"],
    ["deploymnets.apps", "API group 'apps' has no resource 'deploymnets'. Did you mean 'deployments'?"],
  ])("refuses '%s'", (written, words) => {
    expect(() => questionOf("get", written, resources)).toThrow(words);
  });
});

it("takes what a CustomResourceDefinition defines by its kind and short name, with its group and without", () => {
  const widgets = {
    group: "example.com",
    name: "widgets",
    kind: "Widget",
    shortNames: ["wd"],
    namespaced: true,
    versions: { v1: {} },
    verbs: ["get"],
  };
  const withCrd = new ApiResources({ crds: [widgets] });
  for (const written of ["widgets", "widget", "Widget", "wd", "wd.example.com", "widget.v1.example.com"]) {
    expect(questionOf("get", written, withCrd)).toEqual({
      verb: "get",
      apiGroups: ["example.com"],
      resource: "widgets",
    });
  }
  expect(questionOf("get", "gadgets.example.com", withCrd)).toMatchObject({ resource: "gadgets" });
});

describe("isAskedInNamespace", () => {
  it.each<[string, string, string, boolean]>([
    ["", "pods", "get", true],
    ["", "nodes", "get", false],
    ["", "nodes/proxy", "*", false],
    ["", "namespaces", "get", true],
    ["", "namespaces", "list", false],
    ["", "namespaces/status", "patch", true],
    ["", "persistentvolumes", "create", false],
    ["rbac.authorization.k8s.io", "clusterroles", "bind", true],
    ["rbac.authorization.k8s.io", "clusterroles", "escalate", false],
    ["rbac.authorization.k8s.io", "clusterroles", "*", true],
    ["", "users", "impersonate", false],
    ["example.com", "widgets", "get", true],
    ["", "*", "get", true],
    ["*", "nodes", "get", true],
  ])("%j %s %s: %j", (apiGroup, resource, verb, expected) => {
    expect(isAskedInNamespace(resources, { apiGroup, resource, verb })).toBe(expected);
  });
});

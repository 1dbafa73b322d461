import { describe, expect, it } from "vitest";
import { isClusterScoped } from "../../../lib/builds/kustomize/resource.js";

const RBAC = "rbac.authorization.k8s.io";
const ADMISSION = "admissionregistration.k8s.io";

// What kustomize's own schema knows: kyaml/openapi.
describe("isClusterScoped", () => {
  it.each([
    ["Namespace", ["v1"], ["v1beta1", undefined]],
    ["ClusterRole", [`${RBAC}/v1`, `${RBAC}/v1beta1`], ["v1", `${RBAC}/v1alpha1`]],
    ["ClusterRoleBinding", [`${RBAC}/v1`, `${RBAC}/v1beta1`], ["v1"]],
    ["CustomResourceDefinition", ["apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1"], ["v1"]],
    ["MutatingWebhookConfiguration", [`${ADMISSION}/v1`, `${ADMISSION}/v1beta1`], ["v1"]],
    ["ValidatingWebhookConfiguration", [`${ADMISSION}/v1`, `${ADMISSION}/v1beta1`], ["v1"]],
    ["ValidatingAdmissionPolicy", [`${ADMISSION}/v1`], [`${ADMISSION}/v1beta1`]],
    ["ValidatingAdmissionPolicyBinding", [`${ADMISSION}/v1`], [`${ADMISSION}/v1beta1`]],
    ["MutatingAdmissionPolicy", [], [`${ADMISSION}/v1`]],
    ["Role", [], [`${RBAC}/v1`]],
    ["__proto__", [], ["v1"]],
    [undefined, [], ["v1"]],
  ])("of %s is true in %j and not in %j", (kind, sure, others) => {
    expect(sure.filter((apiVersion) => !isClusterScoped({ apiVersion, kind }))).toEqual([]);
    expect(others.filter((apiVersion) => isClusterScoped({ apiVersion, kind }))).toEqual([]);
  });
});

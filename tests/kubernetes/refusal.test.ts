import { describe, expect, it } from "vitest";
import { normalise } from "../../lib/kubernetes/kinds.js";
import type { AnyObject, KindName } from "../../lib/kubernetes/objects.js";
import { isRefused } from "../../lib/kubernetes/refusal.js";
import { schemaDefects } from "../../lib/kubernetes/schema/schema-defects.js";

const RBAC = "rbac.authorization.k8s.io/v1";
const block = (cidr: string) => ({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }] }] });
const rule = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
const roleRef = { kind: "ClusterRole", name: "view" };

function refused(
  kind: KindName,
  fields: object,
  { minor = 0, isKustomized = true, apiVersion = "" } = {},
): boolean {
  const version = apiVersion || (kind === "NetworkPolicy" ? "networking.k8s.io/v1" : RBAC);
  const value = { apiVersion: version, kind, ...fields };
  const object = normalise(kind, value) as AnyObject;
  const defects = schemaDefects(kind, value, () => true);
  return isRefused({ kind, object, defects }, { isKustomized, ...(minor > 0 && { version: { minor } }) });
}

describe("isRefused", () => {
  it.each<[boolean, KindName, object]>([
    [false, "Role", { rules: [rule] }],
    [false, "Role", {}],
    [true, "Role", { rules: [{ ...rule, verbs: "get" }] }],
    [true, "Role", { rules: [{ ...rule, verbs: [] }] }],
    [true, "Role", { rules: [{ verbs: ["get"], nonResourceURLs: ["/a"] }] }],
    [false, "ClusterRole", { rules: [{ verbs: ["get"], nonResourceURLs: ["/a"] }] }],
    [true, "ClusterRole", { aggregationRule: {} }],
    [true, "ClusterRole", { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { "-": "a" } }] } }],
    [false, "ClusterRole", { aggregationRule: { clusterRoleSelectors: [{}] } }],
    [false, "RoleBinding", { roleRef, subjects: [{ kind: "User", name: "jane" }] }],
    [false, "RoleBinding", { roleRef, subjects: [{ kind: "User", name: "${USER}" }] }],
    [true, "RoleBinding", { roleRef, subjects: [{ kind: "user", name: "jane" }] }],
    [true, "RoleBinding", { roleRef: { ...roleRef, namespace: "a" } }],
    [true, "ClusterRoleBinding", { roleRef: { kind: "Role", name: "a" } }],
    [false, "ClusterRoleBinding", { roleRef, subjects: [{ kind: "ServiceAccount", name: "a" }] }],
    [false, "NetworkPolicy", { spec: block("10.0.0.0/8") }],
    [true, "NetworkPolicy", { spec: block("10.0.0.0") }],
    [true, "NetworkPolicy", { spec: { podSelector: { app: "a" } } }],
    [true, "NetworkPolicy", { spec: { podSelector: {}, policyTypes: "Ingress" } }],
  ])("is %s of a %s with %j", (expected, kind, fields) => {
    expect(refused(kind, fields)).toBe(expected);
  });

  it("counts what only newer versions refuse if the clusters have one", () => {
    const spec = block("10.0.0.1/8");
    expect(refused("NetworkPolicy", { spec })).toBe(false);
    expect(refused("NetworkPolicy", { spec }, { minor: 35 })).toBe(false);
    expect(refused("NetworkPolicy", { spec }, { minor: 36 })).toBe(true);
  });

  it("counts what kustomize mends only where it is not used", () => {
    const spec = { podSelector: { matchLabels: { a: "yes" } } };
    expect(refused("NetworkPolicy", { spec })).toBe(false);
    expect(refused("NetworkPolicy", { spec }, { isKustomized: false })).toBe(true);
  });

  it("counts a boolean that kustomize makes a text of only where it is used", () => {
    const spec = { hostNetwork: "yes" };
    const pod = (isKustomized: boolean) => refused("Pod", { spec }, { isKustomized, apiVersion: "v1" });
    expect([pod(true), pod(false)]).toEqual([true, false]);
  });

  it("counts fields from the version on that removed them", () => {
    const service = (minor: number) =>
      refused("Service", { spec: { topologyKeys: [] } }, { minor, apiVersion: "v1" });
    expect([service(21), service(22), service(0)]).toEqual([false, true, true]);
  });

  it("counts removed versions, and leaves OpenShift's own to itself", () => {
    expect(refused("Role", { rules: [rule] }, { apiVersion: "rbac.authorization.k8s.io/v1beta1" })).toBe(
      true,
    );
    const apiVersion = "authorization.openshift.io/v1";
    expect(refused("Role", { rules: [{ ...rule, attributeRestrictions: {} }] }, { apiVersion })).toBe(false);
  });
});

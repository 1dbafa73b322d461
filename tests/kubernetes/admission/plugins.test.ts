import { describe, expect, it } from "vitest";
import { pluginsFor } from "../../../lib/kubernetes/admission/plugins.js";
import type { Request } from "../../../lib/kubernetes/admission/requests.js";

const request = (change: Partial<Request> = {}): Request => ({
  operations: ["CREATE"],
  apiGroups: [""],
  resource: "pods",
  isNamespaced: true,
  isByNode: false,
  ...change,
});
const none = { enabled: [], disabled: [] };
const ofAll = ["MutatingAdmissionWebhook", "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook"];

describe("pluginsFor", () => {
  it("names those that look at a request in the order in which they are asked", () => {
    expect(pluginsFor(request(), { ...none, version: { minor: 34 } })).toEqual([
      "NamespaceLifecycle",
      "LimitRanger",
      "ServiceAccount",
      "PodSecurity",
      "Priority",
      "DefaultTolerationSeconds",
      "RuntimeClass",
      ...ofAll,
      "ResourceQuota",
    ]);
    expect(
      pluginsFor(request({ resource: "nodes", isNamespaced: false }), { ...none, version: { minor: 34 } }),
    ).toEqual(["NamespaceLifecycle", "TaintNodesByCondition", ...ofAll]);
  });

  it("has those of the version", () => {
    const on = (minor: number) => pluginsFor(request(), { ...none, version: { minor } });
    expect(on(22)).not.toContain("PodSecurity");
    expect(on(29)).not.toContain("ValidatingAdmissionPolicy");
    expect(on(35)).toContain("PodTopologyLabels");
    expect(on(36)).toContain("MutatingAdmissionPolicy");
  });

  it("adds what is switched on, and leaves out what is switched off and not on", () => {
    const switches = {
      enabled: ["AlwaysPullImages", "LimitRanger", "OurOwn"],
      disabled: ["LimitRanger", "PodSecurity"],
      version: { minor: 34 },
    };
    const found = pluginsFor(request(), switches);
    expect(found).toContain("AlwaysPullImages");
    expect(found).toContain("LimitRanger");
    expect(found).not.toContain("PodSecurity");
    expect(found.at(-1)).toBe("OurOwn");
  });

  it("restricts kubelets alone", () => {
    const switches = { ...none, enabled: ["NodeRestriction"] };
    expect(pluginsFor(request(), switches)).not.toContain("NodeRestriction");
    expect(pluginsFor(request({ isByNode: true }), switches)).toContain("NodeRestriction");
  });

  it("knows subresources", () => {
    const csr = {
      apiGroups: ["certificates.k8s.io"],
      resource: "certificatesigningrequests",
      isNamespaced: false,
    };
    const of = (change: Partial<Request>) =>
      pluginsFor(request({ ...csr, ...change }), { ...none, version: { minor: 34 } });
    expect(of({ operations: ["UPDATE"], subresource: "approval" })).toContain("CertificateApproval");
    expect(of({ operations: ["UPDATE"] })).not.toContain("CertificateApproval");
    expect(of({})).toContain("CertificateSubjectRestriction");
    expect(of({ operations: ["CONNECT"] })).toEqual(ofAll);
  });
});

/** Every plugin that a version has had; the others look at a request only if they are asked. */
const EVERY = (
  "AlwaysAdmit NamespaceAutoProvision NamespaceLifecycle NamespaceExists LimitPodHardAntiAffinityTopology LimitRanger " +
  "ServiceAccount NodeRestriction TaintNodesByCondition AlwaysPullImages ImagePolicyWebhook PodSecurity PodNodeSelector " +
  "Priority DefaultTolerationSeconds PodTolerationRestriction EventRateLimit ExtendedResourceToleration " +
  "DefaultStorageClass StorageObjectInUseProtection OwnerReferencesPermissionEnforcement PersistentVolumeClaimResize " +
  "RuntimeClass CertificateApproval CertificateSigning ClusterTrustBundleAttest CertificateSubjectRestriction " +
  "DefaultIngressClass DenyServiceExternalIPs PodTopologyLabels NodeDeclaredFeatureValidator PodResizeValidator " +
  "PodSecurityPolicy SecurityContextDeny MutatingAdmissionPolicy MutatingAdmissionWebhook ValidatingAdmissionPolicy " +
  "ValidatingAdmissionWebhook ResourceQuota AlwaysDeny"
).split(" ");

describe("every plugin", () => {
  /** Those that look at a request and are not among those that look at any in a namespace. */
  const looking = (change: Partial<Request>, without: readonly string[]) =>
    pluginsFor(request({ isByNode: true, ...change }), { enabled: EVERY, disabled: [] }).filter(
      (name) => !without.includes(name),
    );
  const anything = {
    CREATE: looking({ resource: "others" }, []),
    UPDATE: looking({ resource: "others", operations: ["UPDATE"] }, []),
    DELETE: looking({ resource: "others", operations: ["DELETE"] }, []),
    CONNECT: looking({ resource: "others", operations: ["CONNECT"] }, []),
  };

  it("looks at what it is for, whatever the resource", () => {
    const webhooks = ["MutatingAdmissionWebhook", "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook"];
    expect(anything).toEqual({
      CREATE: [
        ...[
          "AlwaysAdmit",
          "NamespaceAutoProvision",
          "NamespaceLifecycle",
          "NamespaceExists",
          "NodeRestriction",
        ],
        ...["OwnerReferencesPermissionEnforcement", "MutatingAdmissionPolicy", ...webhooks],
        ...["ResourceQuota", "AlwaysDeny"],
      ],
      UPDATE: [
        ...["AlwaysAdmit", "NamespaceLifecycle", "NamespaceExists", "NodeRestriction"],
        ...["OwnerReferencesPermissionEnforcement", "MutatingAdmissionPolicy", ...webhooks],
        ...["ResourceQuota", "AlwaysDeny"],
      ],
      DELETE: [
        ...[
          "AlwaysAdmit",
          "NamespaceLifecycle",
          "NamespaceExists",
          "NodeRestriction",
          ...webhooks,
          "AlwaysDeny",
        ],
      ],
      CONNECT: ["AlwaysAdmit", "MutatingAdmissionPolicy", ...webhooks, "AlwaysDeny"],
    });
  });

  it("that is for namespaced resources leaves the others alone", () => {
    const cluster = looking({ resource: "others", isNamespaced: false }, []);
    expect(anything.CREATE.filter((name) => !cluster.includes(name))).toEqual([
      "NamespaceAutoProvision",
      "NamespaceExists",
      "ResourceQuota",
    ]);
  });

  it.each<[string, string, string, string]>([
    [
      "pods",
      "",
      "LimitPodHardAntiAffinityTopology LimitRanger ServiceAccount AlwaysPullImages ImagePolicyWebhook PodSecurity PodNodeSelector Priority DefaultTolerationSeconds PodTolerationRestriction ExtendedResourceToleration RuntimeClass PodTopologyLabels NodeDeclaredFeatureValidator PodSecurityPolicy SecurityContextDeny",
      "LimitPodHardAntiAffinityTopology LimitRanger AlwaysPullImages ImagePolicyWebhook PodSecurity Priority DefaultTolerationSeconds PodTolerationRestriction ExtendedResourceToleration NodeDeclaredFeatureValidator PodSecurityPolicy SecurityContextDeny",
    ],
    [
      "pods/ephemeralcontainers",
      "",
      "ImagePolicyWebhook PodSecurity",
      "ServiceAccount ImagePolicyWebhook PodSecurity",
    ],
    [
      "pods/resize",
      "",
      "LimitRanger NodeDeclaredFeatureValidator",
      "LimitRanger NodeDeclaredFeatureValidator PodResizeValidator",
    ],
    ["pods/binding", "", "PodTopologyLabels", ""],
    ["namespaces", "", "PodSecurity", "PodSecurity"],
    ["nodes", "", "TaintNodesByCondition", ""],
    ["events", "", "EventRateLimit", "EventRateLimit"],
    ["events", "events.k8s.io", "EventRateLimit", "EventRateLimit"],
    ["services", "", "DenyServiceExternalIPs", "DenyServiceExternalIPs"],
    ["replicationcontrollers", "", "PodSecurity", "PodSecurity"],
    ["podtemplates", "", "PodSecurity", "PodSecurity"],
    ["replicasets", "apps", "PodSecurity", "PodSecurity"],
    ["deployments", "apps", "PodSecurity", "PodSecurity"],
    ["statefulsets", "apps", "PodSecurity", "PodSecurity"],
    ["daemonsets", "apps", "PodSecurity", "PodSecurity"],
    ["jobs", "batch", "PodSecurity", "PodSecurity"],
    ["cronjobs", "batch", "PodSecurity", "PodSecurity"],
    ["priorityclasses", "scheduling.k8s.io", "Priority", "Priority"],
    ["podgroups", "scheduling.k8s.io", "Priority", "Priority"],
    [
      "persistentvolumeclaims",
      "",
      "LimitRanger DefaultStorageClass StorageObjectInUseProtection",
      "LimitRanger PersistentVolumeClaimResize",
    ],
    ["persistentvolumes", "", "StorageObjectInUseProtection", ""],
    ["volumeattributesclasses", "storage.k8s.io", "StorageObjectInUseProtection", ""],
    ["ingresses", "networking.k8s.io", "DefaultIngressClass", ""],
    ["clustertrustbundles", "certificates.k8s.io", "ClusterTrustBundleAttest", "ClusterTrustBundleAttest"],
    ["certificatesigningrequests", "certificates.k8s.io", "CertificateSubjectRestriction", ""],
    ["certificatesigningrequests/approval", "certificates.k8s.io", "", "CertificateApproval"],
    ["certificatesigningrequests/status", "certificates.k8s.io", "", "CertificateSigning"],
  ])("that looks at %s of '%s' does so when it is created and updated", (full, group, created, updated) => {
    const [resource, subresource] = full.split("/") as [string, string?];
    const of = { resource, subresource, apiGroups: [group] };
    expect(looking(of, anything.CREATE).join(" ")).toBe(created);
    expect(looking({ ...of, operations: ["UPDATE"] }, anything.UPDATE).join(" ")).toBe(updated);
    expect(looking({ ...of, operations: ["DELETE"] }, anything.DELETE)).toEqual([]);
    expect(looking({ ...of, operations: ["CONNECT"] }, anything.CONNECT)).toEqual([]);
  });
});

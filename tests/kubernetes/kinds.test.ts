import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupOf } from "../../lib/kubernetes/schema/api-versions.js";
import { isNamespaced, kindOf, KINDS_IN_MANIFESTS, normalise } from "../../lib/kubernetes/kinds.js";
import { type KindName, UNKNOWN } from "../../lib/kubernetes/objects.js";

describe("groupOf", () => {
  it.each([
    ["v1", ""],
    ["apps/v1", "apps"],
    ["rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io"],
    ["a/b/c", "a"],
    ["", ""],
    ["/v1", ""],
  ])("of %j is %j", (apiVersion, group) => {
    expect(groupOf(apiVersion)).toBe(group);
  });
});

describe("kindOf", () => {
  it.each<[apiVersion: unknown, kind: unknown, expected: KindName | undefined]>([
    ["rbac.authorization.k8s.io/v1", "Role", "Role"],
    ["rbac.authorization.k8s.io/v1alpha1", "ClusterRole", "ClusterRole"],
    ["authorization.openshift.io/v1", "RoleBinding", "RoleBinding"],
    ["v1", "Namespace", "Namespace"],
    ["v1", "Pod", "Pod"],
    ["apps/v1", "Deployment", "Deployment"],
    ["extensions/v1beta1", "Deployment", "Deployment"],
    ["v1", "Deployment", "Misspelt"],
    ["networking.k8s.io/v1", "NetworkPolicy", "NetworkPolicy"],
    ["crd.projectcalico.org/v1", "NetworkPolicy", "CalicoNetworkPolicy"],
    ["projectcalico.org/v3", "NetworkPolicy", "CalicoNetworkPolicy"],
    ["projectcalico.org/v3", "CalicoNetworkPolicy", undefined],
    ["kyverno.io/v1", "ClusterPolicy", "KyvernoPolicy"],
    ["kyverno.io/v1", "KyvernoPolicy", undefined],
    ["kustomize.toolkit.fluxcd.io/v1", "Kustomization", "FluxKustomization"],
    ["kustomize.config.k8s.io/v1beta1", "Kustomization", undefined],
    ["helm.cattle.io/v1", "HelmChart", "HelmChart"],
    ["argoproj.io/v1alpha1", "AppProject", "AppProject"],
    ["admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicy"],
    ["admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", "MutatingWebhookConfiguration"],
    ["source.toolkit.fluxcd.io/v1", "HelmChart", undefined],
    ["serving.knative.dev/v1", "Service", "KnativeService"],
    ["v1", "Service", "Service"],
    ["apps.kruise.io/v1beta1", "StatefulSet", "AdvancedStatefulSet"],
    ["route.openshift.io/v1", "Route", "OpenShiftRoute"],
    ["rbac.authorization.k8s.io", "Role", "Misspelt"],
    ["v1", "Role", "Misspelt"],
    ["v1", "role", "Misspelt"],
    ["v1", "ConfigMap", undefined],
    ["v1", "constructor", undefined],
    ["v1", "__proto__", undefined],
    ["v1", undefined, undefined],
    [undefined, "Pod", undefined],
    [1, "Pod", undefined],
    ["v1", ["Pod"], undefined],
    ["v1", null, undefined],
  ])("of %j %j is %j", (apiVersion, kind, expected) => {
    expect(kindOf(apiVersion, kind)).toBe(expected);
  });

  it("knows a group for every kind that a manifest can say", () => {
    const groups = [
      "",
      "apps",
      "batch",
      "rbac.authorization.k8s.io",
      "networking.k8s.io",
      "helm.cattle.io",
      "apps.openshift.io",
      "cilium.io",
    ];
    groups.push("projectcalico.org", "policy.networking.k8s.io", "kyverno.io", "kustomize.toolkit.fluxcd.io");
    groups.push("helm.toolkit.fluxcd.io", "source.toolkit.fluxcd.io", "argoproj.io", "operators.coreos.com");
    groups.push("apiextensions.k8s.io", "admissionregistration.k8s.io");
    groups.push("apps.kruise.io", "kubevirt.io", "gateway.networking.k8s.io", "route.openshift.io");
    const unknown = [...KINDS_IN_MANIFESTS].filter((kind) =>
      groups.every((group) => kindOf(group === "" ? "v1" : `${group}/v1`, kind) === undefined),
    );
    expect(unknown).toEqual([]);
  });
});

describe("isNamespaced", () => {
  it.each<[kind: KindName, expected: boolean]>([
    ["Role", true],
    ["ClusterRole", false],
    ["RoleBinding", true],
    ["ClusterRoleBinding", false],
    ["Namespace", false],
    ["ServiceAccount", true],
    ["NetworkPolicy", true],
    ["CiliumClusterwideNetworkPolicy", false],
    ["GlobalNetworkPolicy", false],
    ["ValidatingAdmissionPolicyBinding", false],
    ["MutatingWebhookConfiguration", false],
    ["AppProject", true],
  ])("%s: %j", (kind, expected) => {
    expect(isNamespaced(kind)).toBe(expected);
  });
});

describe("normalise", () => {
  const unknownMap = { [UNKNOWN]: UNKNOWN };
  const unknownMetadata = {
    name: UNKNOWN,
    generateName: UNKNOWN,
    namespace: UNKNOWN,
    labels: unknownMap,
    annotations: unknownMap,
  };
  const unknownRule = {
    apiGroups: [UNKNOWN],
    resources: [UNKNOWN],
    verbs: [UNKNOWN],
    resourceNames: [UNKNOWN],
    nonResourceURLs: [UNKNOWN],
  };
  const unknownSubject = { apiGroup: UNKNOWN, kind: UNKNOWN, name: UNKNOWN, namespace: UNKNOWN };
  const unknownExpressions = [{ key: UNKNOWN, operator: UNKNOWN, values: [UNKNOWN] }];
  const unknownSelector = { matchLabels: unknownMap, matchExpressions: unknownExpressions };

  it.each<[name: string, kind: KindName, value: object, expected: object]>([
    ["nothing", "Role", {}, {}],
    [
      "what is not read",
      "Role",
      { status: {}, metadata: { uid: "a", name: "b" } },
      { metadata: { name: "b" } },
    ],
    ["null, the same as absent", "Role", { rules: null, metadata: null, kind: null }, {}],
    ["null in metadata", "Role", { metadata: { name: null, labels: null } }, { metadata: {} }],
    ["a number for a name", "Role", { metadata: { name: 1 } }, { metadata: { name: UNKNOWN } }],
    ["a map for a name", "Role", { metadata: { name: { "{ .a }": null } } }, { metadata: { name: UNKNOWN } }],
    [
      "a boolean for a namespace",
      "Role",
      { metadata: { namespace: true } },
      { metadata: { namespace: UNKNOWN } },
    ],
    ["an empty name", "Role", { metadata: { name: "" } }, { metadata: { name: "" } }],
    ["a text for metadata", "Role", { metadata: "a" }, { metadata: unknownMetadata }],
    ["a list for metadata", "Role", { metadata: ["a"] }, { metadata: unknownMetadata }],
    [
      "labels",
      "Role",
      { metadata: { labels: { a: "b", c: 1, d: null } } },
      { metadata: { labels: { a: "b", c: UNKNOWN, d: UNKNOWN } } },
    ],
    ["a list for labels", "Role", { metadata: { labels: ["a"] } }, { metadata: { labels: unknownMap } }],
    ["a text for labels", "Role", { metadata: { labels: "a" } }, { metadata: { labels: unknownMap } }],
    ["a text for rules", "Role", { rules: "a" }, { rules: [unknownRule] }],
    ["a map for rules", "Role", { rules: { verbs: ["*"] } }, { rules: [unknownRule] }],
    ["no rules", "Role", { rules: [] }, { rules: [] }],
    [
      "rules of wrong types, at their places",
      "Role",
      { rules: ["a", null, 1, {}] },
      { rules: [unknownRule, {}, unknownRule, {}] },
    ],
    ["a text for verbs", "Role", { rules: [{ verbs: "*" }] }, { rules: [{ verbs: [UNKNOWN] }] }],
    [
      "verbs of wrong types, at their places",
      "Role",
      { rules: [{ verbs: [1, "get", null, ["a"], {}] }] },
      { rules: [{ verbs: [UNKNOWN, "get", "", UNKNOWN, UNKNOWN] }] },
    ],
    ["no verbs", "Role", { rules: [{ verbs: [] }] }, { rules: [{ verbs: [] }] }],
    ["null verbs", "Role", { rules: [{ verbs: null }] }, { rules: [{}] }],
    [
      "a text for a roleRef",
      "RoleBinding",
      { roleRef: "a" },
      { roleRef: { apiGroup: UNKNOWN, kind: UNKNOWN, name: UNKNOWN } },
    ],
    ["a map for subjects", "RoleBinding", { subjects: { kind: "User" } }, { subjects: [unknownSubject] }],
    [
      "a text for a subject",
      "RoleBinding",
      { subjects: ["a", { kind: "User", name: 1 }] },
      { subjects: [unknownSubject, { kind: "User", name: UNKNOWN }] },
    ],
    [
      "a text for an aggregation",
      "ClusterRole",
      { aggregationRule: "a" },
      { aggregationRule: { clusterRoleSelectors: [unknownSelector] } },
    ],
    [
      "a text for a selector",
      "ClusterRole",
      { aggregationRule: { clusterRoleSelectors: ["a"] } },
      { aggregationRule: { clusterRoleSelectors: [unknownSelector] } },
    ],
    [
      "a number for an endPort",
      "NetworkPolicy",
      { spec: { egress: [{ ports: [{ port: "a", endPort: 2 }] }] } },
      { spec: { egress: [{ ports: [{ port: "a", endPort: 2 }] }] } },
    ],
    [
      "a text for a podSelector",
      "NetworkPolicy",
      { spec: { podSelector: "a" } },
      { spec: { podSelector: unknownSelector } },
    ],
    ["an empty podSelector", "NetworkPolicy", { spec: { podSelector: {} } }, { spec: { podSelector: {} } }],
    [
      "a null peer, which is an empty one",
      "NetworkPolicy",
      { spec: { ingress: [{ from: [null] }] } },
      { spec: { ingress: [{ from: [{}] }] } },
    ],
    [
      "a text for a peer",
      "NetworkPolicy",
      { spec: { ingress: [{ from: ["a"] }] } },
      {
        spec: {
          ingress: [
            {
              from: [
                {
                  podSelector: unknownSelector,
                  namespaceSelector: unknownSelector,
                  ipBlock: { cidr: UNKNOWN, except: [UNKNOWN] },
                },
              ],
            },
          ],
        },
      },
    ],
    [
      "a text for ports",
      "NetworkPolicy",
      { spec: { ingress: [{ ports: "a" }] } },
      { spec: { ingress: [{ ports: [{ protocol: UNKNOWN, port: UNKNOWN }] }] } },
    ],
    [
      "a text for a port",
      "NetworkPolicy",
      { spec: { ingress: [{ ports: ["a"] }] } },
      { spec: { ingress: [{ ports: [{ protocol: UNKNOWN, port: UNKNOWN }] }] } },
    ],
    ["a spec that is as it is", "GlobalNetworkPolicy", { spec: ["a", null] }, { spec: ["a", null] }],
    ["a null spec", "GlobalNetworkPolicy", { spec: null }, {}],
    [
      "a template in a workload",
      "Deployment",
      { spec: { template: { spec: { serviceAccountName: 1 } } } },
      { spec: { template: { spec: { serviceAccountName: UNKNOWN } } } },
    ],
    [
      "a text for webhooks",
      "ValidatingWebhookConfiguration",
      { webhooks: "a" },
      {
        webhooks: [
          {
            name: UNKNOWN,
            failurePolicy: UNKNOWN,
            rules: [{ apiGroups: [UNKNOWN], operations: [UNKNOWN], resources: [UNKNOWN] }],
          },
        ],
      },
    ],
    ["a text in a job's place", "CronJob", { spec: { jobTemplate: null } }, { spec: {} }],
    [
      "a boolean",
      "ServiceAccount",
      { automountServiceAccountToken: false },
      { automountServiceAccountToken: false },
    ],
  ])("%s", (_, kind, value, expected) => {
    expect(normalise(kind, value)).toStrictEqual(expected);
  });

  it("takes only what the object has itself", () => {
    const value = Object.create({ kind: "Role", rules: [] }) as object;
    expect(normalise("Role", value)).toStrictEqual({});
    expect(normalise("Role", JSON.parse('{"__proto__": {"kind": "Role"}}') as object)).toStrictEqual({});
  });

  it("keeps a label named __proto__ a label", () => {
    const value = JSON.parse('{"metadata": {"labels": {"__proto__": "a", "constructor": "b"}}}') as object;
    const labels = normalise("Role", value).metadata?.labels ?? {};
    expect(Object.entries(labels)).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
  });

  it("gives plain data, whatever it gets, and the same again", () => {
    const kinds = fc.constantFrom<KindName>(
      "Role",
      "ClusterRole",
      "RoleBinding",
      "NetworkPolicy",
      "Deployment",
      "CronJob",
      "Pod",
    );
    const names = fc.constantFrom(
      ...[
        "metadata",
        "name",
        "labels",
        "rules",
        "verbs",
        "roleRef",
        "subjects",
        "spec",
        "template",
        "ingress",
        "from",
      ],
      ...[
        "ports",
        "port",
        "endPort",
        "podSelector",
        "matchLabels",
        "matchExpressions",
        "aggregationRule",
        "__proto__",
      ],
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>(null, 1, "", "a", true, [], {}),
        fc.array(tie("value"), { maxLength: 3 }),
        fc
          .array(fc.tuple(names, tie("value")), { maxLength: 5 })
          .map((entries) => Object.fromEntries(entries)),
      ),
    }));
    const object = value.filter((item): item is object => typeof item === "object" && item !== null);
    fc.assert(
      fc.property(kinds, object, (kind, item) => {
        const once = normalise(kind, item);
        expect(structuredClone(once)).toEqual(once);
        expect(normalise(kind, once)).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });
});

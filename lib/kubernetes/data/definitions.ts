import type { Definitions } from "../schema/definition.js";

/** Written by `npm run data` (scripts/definitions.mjs): do not edit. */
// prettier-ignore
export const DEFINITIONS: Definitions = {
  AggregationRule: { clusterRoleSelectors: "LabelSelector[]" },
  ClusterRole: { aggregationRule: "AggregationRule", apiVersion: "text", kind: "text", metadata: "ObjectMeta", rules: "PolicyRule[]" },
  ClusterRoleBinding: { apiVersion: "text", kind: "text", metadata: "ObjectMeta", roleRef: "RoleRef", subjects: "Subject[]" },
  IPBlock: { cidr: "text", except: "text[]" },
  LabelSelector: { matchExpressions: "LabelSelectorRequirement[]", matchLabels: "{text}" },
  LabelSelectorRequirement: { key: "text", operator: "text", values: "text[]" },
  LocalObjectReference: { name: "text" },
  ManagedFieldsEntry: { apiVersion: "text", fieldsType: "text", fieldsV1: "any", manager: "text", operation: "text", subresource: "text", time: "text" },
  Namespace: { apiVersion: "text", kind: "text", metadata: "ObjectMeta", spec: "NamespaceSpec", status: "NamespaceStatus" },
  NamespaceCondition: { lastTransitionTime: "text", message: "text", reason: "text", status: "text", type: "text" },
  NamespaceSpec: { finalizers: "text[]" },
  NamespaceStatus: { conditions: "NamespaceCondition[]", phase: "text" },
  NetworkPolicy: { apiVersion: "text", kind: "text", metadata: "ObjectMeta", spec: "NetworkPolicySpec" },
  NetworkPolicyEgressRule: { ports: "NetworkPolicyPort[]", to: "NetworkPolicyPeer[]" },
  NetworkPolicyIngressRule: { from: "NetworkPolicyPeer[]", ports: "NetworkPolicyPort[]" },
  NetworkPolicyPeer: { ipBlock: "IPBlock", namespaceSelector: "LabelSelector", podSelector: "LabelSelector" },
  NetworkPolicyPort: { endPort: "integer", port: "number or text", protocol: "text" },
  NetworkPolicySpec: { egress: "NetworkPolicyEgressRule[]", ingress: "NetworkPolicyIngressRule[]", podSelector: "LabelSelector", policyTypes: "text[]" },
  ObjectMeta: { annotations: "{text}", creationTimestamp: "text", deletionGracePeriodSeconds: "integer", deletionTimestamp: "text", finalizers: "text[]", generateName: "text", generation: "integer", labels: "{text}", managedFields: "ManagedFieldsEntry[]", name: "text", namespace: "text", ownerReferences: "OwnerReference[]", resourceVersion: "text", selfLink: "text", uid: "text" },
  ObjectReference: { apiVersion: "text", fieldPath: "text", kind: "text", name: "text", namespace: "text", resourceVersion: "text", uid: "text" },
  OwnerReference: { apiVersion: "text", blockOwnerDeletion: "boolean", controller: "boolean", kind: "text", name: "text", uid: "text" },
  PolicyRule: { apiGroups: "text[]", nonResourceURLs: "text[]", resourceNames: "text[]", resources: "text[]", verbs: "text[]" },
  Role: { apiVersion: "text", kind: "text", metadata: "ObjectMeta", rules: "PolicyRule[]" },
  RoleBinding: { apiVersion: "text", kind: "text", metadata: "ObjectMeta", roleRef: "RoleRef", subjects: "Subject[]" },
  RoleRef: { apiGroup: "text", kind: "text", name: "text" },
  ServiceAccount: { apiVersion: "text", automountServiceAccountToken: "boolean", imagePullSecrets: "LocalObjectReference[]", kind: "text", metadata: "ObjectMeta", secrets: "ObjectReference[]" },
  Subject: { apiGroup: "text", kind: "text", name: "text", namespace: "text" },
};

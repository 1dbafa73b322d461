import { isWithin, type KubernetesVersion, type MinorRange } from "../api/kubernetes-version.js";
import type { Operation, Request } from "./requests.js";

/** A plugin of the API server that sees requests after they are allowed. */
interface Plugin {
  name: string;
  /** The minor versions in which it is active unless a flag says otherwise; left out if it never is. */
  on?: MinorRange;
  operations: readonly Operation[];
  /** What it looks at, as `resource.group` or `resource.group/subresource`; left out for everything. */
  resources?: readonly string[];
  /** Whether it lets pass what is in no namespace. */
  isNamespaced?: true;
  /** Whether it lets everybody pass who is no kubelet. */
  isForNodes?: true;
}

const C = "CREATE";
const U = "UPDATE";
const D = "DELETE";
const X = "CONNECT";

const CSR = "certificatesigningrequests.certificates.k8s.io";

/**
 * In the order in which they are asked.
 * Kubernetes: pkg/kubeapiserver/options/plugins.go, AllOrderedPlugins and DefaultOffAdmissionPlugins, of each version
 * from 1.16 on; what each looks at, and from when its feature gate is on, is in plugin/pkg/admission.
 */
const PLUGINS: readonly Plugin[] = [
  { name: "AlwaysAdmit", operations: [C, U, D, X] },
  { name: "NamespaceAutoProvision", operations: [C], isNamespaced: true },
  { name: "NamespaceLifecycle", on: {}, operations: [C, U, D] },
  { name: "NamespaceExists", operations: [C, U, D], isNamespaced: true },
  { name: "LimitPodHardAntiAffinityTopology", operations: [C, U], resources: ["pods"] },
  {
    name: "LimitRanger",
    on: {},
    operations: [C, U],
    resources: ["pods", "pods/resize", "persistentvolumeclaims"],
  },
  { name: "ServiceAccount", on: {}, operations: [C], resources: ["pods"] },
  { name: "ServiceAccount", on: {}, operations: [U], resources: ["pods/ephemeralcontainers"] },
  { name: "NodeRestriction", operations: [C, U, D], isForNodes: true },
  { name: "TaintNodesByCondition", on: {}, operations: [C], resources: ["nodes"] },
  { name: "AlwaysPullImages", operations: [C, U], resources: ["pods"] },
  { name: "ImagePolicyWebhook", operations: [C, U], resources: ["pods", "pods/ephemeralcontainers"] },
  {
    name: "PodSecurity",
    on: { since: 23 },
    operations: [C, U],
    resources: [
      "namespaces",
      "pods",
      "pods/ephemeralcontainers",
      "replicationcontrollers",
      "podtemplates",
      "replicasets.apps",
      "deployments.apps",
      "statefulsets.apps",
      "daemonsets.apps",
      "jobs.batch",
      "cronjobs.batch",
    ],
  },
  { name: "PodNodeSelector", operations: [C], resources: ["pods"] },
  {
    name: "Priority",
    on: {},
    operations: [C, U],
    resources: ["pods", "priorityclasses.scheduling.k8s.io", "podgroups.scheduling.k8s.io"],
  },
  { name: "DefaultTolerationSeconds", on: {}, operations: [C, U], resources: ["pods"] },
  { name: "PodTolerationRestriction", operations: [C, U], resources: ["pods"] },
  { name: "EventRateLimit", operations: [C, U], resources: ["events", "events.events.k8s.io"] },
  { name: "ExtendedResourceToleration", operations: [C, U], resources: ["pods"] },
  { name: "DefaultStorageClass", on: {}, operations: [C], resources: ["persistentvolumeclaims"] },
  {
    name: "StorageObjectInUseProtection",
    on: {},
    operations: [C],
    resources: ["persistentvolumes", "persistentvolumeclaims", "volumeattributesclasses.storage.k8s.io"],
  },
  { name: "OwnerReferencesPermissionEnforcement", operations: [C, U] },
  { name: "PersistentVolumeClaimResize", on: {}, operations: [U], resources: ["persistentvolumeclaims"] },
  { name: "RuntimeClass", on: {}, operations: [C], resources: ["pods"] },
  { name: "CertificateApproval", on: { since: 18 }, operations: [U], resources: [`${CSR}/approval`] },
  { name: "CertificateSigning", on: { since: 18 }, operations: [U], resources: [`${CSR}/status`] },
  {
    name: "ClusterTrustBundleAttest",
    on: { since: 37 },
    operations: [C, U],
    resources: ["clustertrustbundles.certificates.k8s.io"],
  },
  { name: "CertificateSubjectRestriction", on: { since: 18 }, operations: [C], resources: [CSR] },
  {
    name: "DefaultIngressClass",
    on: { since: 18 },
    operations: [C],
    resources: ["ingresses.networking.k8s.io"],
  },
  { name: "DenyServiceExternalIPs", operations: [C, U], resources: ["services"] },
  { name: "PodTopologyLabels", on: { since: 35 }, operations: [C], resources: ["pods", "pods/binding"] },
  {
    name: "NodeDeclaredFeatureValidator",
    on: { since: 36 },
    operations: [C, U],
    resources: ["pods", "pods/resize"],
  },
  { name: "PodResizeValidator", on: { since: 36 }, operations: [U], resources: ["pods/resize"] },
  { name: "PodSecurityPolicy", operations: [C, U], resources: ["pods"] },
  { name: "SecurityContextDeny", operations: [C, U], resources: ["pods"] },
  { name: "MutatingAdmissionPolicy", on: { since: 36 }, operations: [C, U, X] },
  { name: "MutatingAdmissionWebhook", on: {}, operations: [C, U, D, X] },
  { name: "ValidatingAdmissionPolicy", on: { since: 30 }, operations: [C, U, D, X] },
  { name: "ValidatingAdmissionWebhook", on: {}, operations: [C, U, D, X] },
  { name: "ResourceQuota", on: {}, operations: [C, U], isNamespaced: true },
  { name: "AlwaysDeny", operations: [C, U, D, X] },
];

/** On by default too, but they look at nothing until a feature gate is on that is off by default. */
const INERT = ["JobValidation", "PodGroupProtection", "PodGroupWorkloadExists"];
const ON_BY_DEFAULT: ReadonlySet<string> = new Set([
  ...PLUGINS.flatMap(({ name, on }) => (on ? [name] : [])),
  ...INERT,
]);

/** Whether a plugin is on where nothing is said about it, in one of the versions from 1.28 on. */
export function isOnByDefault(plugin: string): boolean {
  return ON_BY_DEFAULT.has(plugin);
}

/** The plugins that the flags of an API server switch on and off. */
export interface Switches {
  enabled: readonly string[];
  disabled: readonly string[];
  version?: KubernetesVersion | undefined;
}

/**
 * The plugins that are active and look at a request, in the order in which they are asked.
 * Kubernetes: apiserver, pkg/server/options/admission.go, enabledPluginNames: what is switched on counts, even if it is
 * switched off as well.
 */
export function pluginsFor(request: Request, { enabled, disabled, version }: Switches): string[] {
  const known = PLUGINS.filter((plugin) => isActive(plugin) && looksAt(plugin, request)).map(
    ({ name }) => name,
  );
  // What a plugin of a distribution looks at is not known, so it is named.
  const others = enabled.filter((name) => PLUGINS.every((plugin) => plugin.name !== name));
  return [...new Set([...known, ...others])];

  function isActive({ name, on }: Plugin): boolean {
    if (enabled.includes(name)) return true;
    return on !== undefined && isWithin(on, version) && !disabled.includes(name);
  }
}

function looksAt({ operations, resources, isNamespaced, isForNodes }: Plugin, request: Request): boolean {
  if (!request.operations.some((operation) => operations.includes(operation))) return false;
  if ((isNamespaced && !request.isNamespaced) || (isForNodes && !request.isByNode)) return false;
  if (!resources || request.resource === "*") return true;
  const names = (request.apiGroups ?? [""]).map((group) => nameOf(request, group));
  return names.some((name) => resources.includes(name));
}

function nameOf({ resource, subresource }: Request, group: string): string {
  const full = group === "" ? resource : `${resource}.${group}`;
  return subresource === undefined ? full : `${full}/${subresource}`;
}

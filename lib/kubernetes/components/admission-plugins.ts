import { isOnByDefault } from "../admission/plugins.js";
import { isWithin, type KubernetesVersion } from "../api/kubernetes-version.js";
import type { Component, Flag } from "./component.js";
import { type FlagList, listOf } from "./flags.js";

/** What a cluster is without a plugin, for those that keep somebody from something. */
export const WITHOUT_PLUGIN: Readonly<Record<string, string>> = {
  AlwaysPullImages: "a pod can run any image that is on its node already, without the credentials for it",
  CertificateApproval:
    "whoever may approve certificate signing requests may approve them for every signer, that of the cluster's own clients among them",
  CertificateSigning:
    "whoever may write the status of certificate signing requests may sign them for every signer",
  CertificateSubjectRestriction: "a certificate for the group 'system:masters' can be requested",
  ClusterTrustBundleAttest: "whoever may create ClusterTrustBundles may create them for every signer",
  EventRateLimit: "whoever may create events can fill etcd with them",
  LimitRanger: "LimitRanges do nothing",
  MutatingAdmissionPolicy: "MutatingAdmissionPolicies do nothing",
  MutatingAdmissionWebhook: "MutatingWebhookConfigurations do nothing",
  NamespaceLifecycle:
    "objects can be created in namespaces that do not exist or are being deleted, and namespace 'default' can be deleted",
  NodeRestriction: "the credentials of one kubelet are enough to change every node, and the pods on it",
  PodSecurity: "the labels 'pod-security.kubernetes.io/…' of namespaces do nothing",
  ResourceQuota: "ResourceQuotas do nothing",
  ServiceAccount: "pods get no token of their ServiceAccount, and may name one that does not exist",
  ValidatingAdmissionPolicy: "ValidatingAdmissionPolicies do nothing",
  ValidatingAdmissionWebhook: "ValidatingWebhookConfigurations do nothing",
};

/**
 * The last minor version of Kubernetes that has a plugin. Kubernetes: the history of
 * pkg/kubeapiserver/options/plugins.go, and CHANGELOG.
 */
const LAST_VERSIONS: Readonly<Record<string, number>> = {
  DenyEscalatingExec: 20,
  DenyExecOnPrivileged: 20,
  Initializers: 13,
  PersistentVolumeLabel: 30,
  PodPreset: 19,
  PodSecurityPolicy: 24,
  SecurityContextDeny: 29,
};
/** The first minor version that has the authorization mode Node and the plugin that goes with it. */
const FIRST_WITH_NODE_RESTRICTION = 7;

/** Whether a version of Kubernetes can tell its nodes apart: any since 1.7. */
export function hasNodeRestriction(version: KubernetesVersion | undefined): boolean {
  return isWithin({ since: FIRST_WITH_NODE_RESTRICTION }, version);
}

/** The oldest version that is assumed where none is named. */
const OLDEST: KubernetesVersion = { minor: 28 };

/**
 * The first version that does not have a plugin, if the cluster's version is not older. An API server does not start
 * with a plugin that it does not know. Kubernetes: apiserver, pkg/server/options/admission.go, AdmissionOptions.Validate.
 */
export function goneSince(plugin: string, version: KubernetesVersion = OLDEST): number | undefined {
  const until = Object.hasOwn(LAST_VERSIONS, plugin) ? LAST_VERSIONS[plugin] : undefined;
  return until === undefined || isWithin({ until }, version) ? undefined : until + 1;
}

/** The admission plugins of an API server, as its flags say. */
export interface AdmissionPlugins {
  enabled: FlagList | undefined;
  disabled: FlagList | undefined;
  /** Whether a plugin is on; undefined if that is not known. */
  isOn: (plugin: string) => boolean | undefined;
  /** The flag that would have to name a plugin for it to be on, if one is written. */
  flag: Flag | undefined;
}

/**
 * Reads the admission plugins of an API server. `--admission-control`, the old flag, lists all that are on.
 * Kubernetes: pkg/kubeapiserver/options/admission.go, computePluginNames; apiserver, pkg/server/options/admission.go,
 * enabledPluginNames.
 */
export function admissionPlugins(component: Component): AdmissionPlugins {
  const all = listOf(component, "admission-control");
  const enabled = all ?? listOf(component, "enable-admission-plugins");
  const disabled = listOf(component, "disable-admission-plugins");
  const byTool = Object.hasOwn(component.defaults, "enable-admission-plugins")
    ? component.defaults["enable-admission-plugins"]?.split(",")
    : undefined;
  const isOn = (plugin: string): boolean | undefined => {
    const names = ({ text }: { text: string }) => text === plugin;
    if (disabled?.items.some(names)) return false;
    if (enabled?.items.some(names)) return true;
    const isAllKnown = (enabled?.isKnown ?? true) && (disabled?.isKnown ?? true);
    if (!all && isOnByDefault(plugin)) return disabled?.isKnown === false ? undefined : true;
    if (!isAllKnown) return undefined;
    if (enabled || component.isWhole) return false;
    return byTool?.includes(plugin) === true ? true : undefined;
  };
  return { enabled, disabled, isOn, flag: enabled?.items.at(-1)?.flag };
}

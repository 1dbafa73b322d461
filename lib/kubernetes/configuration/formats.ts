import { field, isMap, items } from "../../util/plain-values.js";
import { groupOf } from "../schema/api-versions.js";
import type { FormatName } from "./configuration.js";
import { ANSIBLE_KEYS } from "./parts.js";

/** The formats that say what they are, with the API groups that have had their kind; the version does not matter. */
const KINDS: readonly [kind: string, groups: readonly string[], format: FormatName][] = [
  ["Config", [""], "Kubeconfig"],
  [
    "KubeletConfiguration",
    ["kubelet.config.k8s.io", "kubeletconfig", "componentconfig"],
    "KubeletConfiguration",
  ],
  [
    "KubeProxyConfiguration",
    ["kubeproxy.config.k8s.io", "kubeproxyconfig", "componentconfig"],
    "KubeProxyConfiguration",
  ],
  [
    "KubeSchedulerConfiguration",
    ["kubescheduler.config.k8s.io", "componentconfig"],
    "KubeSchedulerConfiguration",
  ],
  ["AuthenticationConfiguration", ["apiserver.config.k8s.io"], "AuthenticationConfiguration"],
  ["AuthorizationConfiguration", ["apiserver.config.k8s.io"], "AuthorizationConfiguration"],
  ["AdmissionConfiguration", ["apiserver.config.k8s.io", "apiserver.k8s.io"], "AdmissionConfiguration"],
  ["PodSecurityConfiguration", ["pod-security.admission.config.k8s.io"], "PodSecurityConfiguration"],
  ["EncryptionConfiguration", ["apiserver.config.k8s.io"], "EncryptionConfiguration"],
  ["EncryptionConfig", [""], "EncryptionConfiguration"],
  ["Policy", ["audit.k8s.io"], "AuditPolicy"],
  ["ClusterConfiguration", ["kubeadm.k8s.io"], "ClusterConfiguration"],
  ["InitConfiguration", ["kubeadm.k8s.io"], "InitConfiguration"],
  ["JoinConfiguration", ["kubeadm.k8s.io"], "JoinConfiguration"],
  ["KubeadmControlPlane", ["controlplane.cluster.x-k8s.io"], "KubeadmControlPlane"],
  ["KubeadmControlPlaneTemplate", ["controlplane.cluster.x-k8s.io"], "KubeadmControlPlane"],
  ["KubeadmConfig", ["bootstrap.cluster.x-k8s.io"], "KubeadmControlPlane"],
  ["KubeadmConfigTemplate", ["bootstrap.cluster.x-k8s.io"], "KubeadmControlPlane"],
  ["Cluster", ["kops.k8s.io"], "KopsCluster"],
  ["Cluster", ["kind.x-k8s.io"], "KindCluster"],
  ["AppProject", ["argoproj.io"], "ArgoCdProject"],
  ["ArgoCD", ["argoproj.io"], "ArgoCdOperator"],
  ["ClusterConfig", ["eksctl.io"], "AwsAuth"],
  ["IAMIdentityMapping", ["iamauthenticator.k8s.aws"], "AwsAuth"],
];

const BY_GROUP_AND_KIND = new Map(
  KINDS.flatMap(([kind, groups, format]) => groups.map((group) => [`${group}/${kind}`, format] as const)),
);

/** The formats that patches of kind are for: what kubeadm reads. */
const IN_PATCHES: ReadonlySet<string> = new Set<FormatName>([
  "ClusterConfiguration",
  "InitConfiguration",
  "JoinConfiguration",
  "KubeletConfiguration",
  "KubeProxyConfiguration",
]);

/** The values of `kind:` of the formats that have one. */
export const KINDS_OF_FORMATS: ReadonlySet<string> = new Set(KINDS.map(([kind]) => kind));

/** The kinds of objects that hold a configuration, or are one, depending on what is in them. */
export const KINDS_OF_HOLDERS: ReadonlySet<string> = new Set(["ConfigMap", "Secret"]);

/**
 * The keys at the root of a document without a kind, one of which each format without a kind has, and what holds one.
 */
export const ROOT_KEYS = [
  ...ANSIBLE_KEYS,
  // Kubeconfig
  "contexts",
  "current-context",
  // TalosMachine
  "machine",
  "cluster",
  // K3sConfig
  "kube-apiserver-arg",
  "kube-controller-manager-arg",
  "kube-scheduler-arg",
  "kube-proxy-arg",
  "kubelet-arg",
  "etcd-arg",
] as const;

const K3S_ARGUMENTS = ROOT_KEYS.filter((key) => key.endsWith("-arg"));
const TALOS_KEYS = new Set(["version", "debug", "persist", "machine", "cluster"]);
const CONFIG_MAPS: Readonly<Record<string, FormatName>> = {
  "aws-auth": "AwsAuth",
  "aws-iam-authenticator": "AwsAuth",
  "argocd-rbac-cm": "ArgoCdRbac",
  "argocd-cm": "ArgoCdSettings",
  "argocd-cmd-params-cm": "ArgoCdParameters",
  "workflow-controller-configmap": "ArgoWorkflowsSettings",
};
/** The workloads in which components are found: static Pods, and what hosts the control planes of other clusters. */
const WORKLOADS = new Set(["Pod", "Deployment", "DaemonSet", "StatefulSet"]);
const RUNS_COMPONENT =
  /(?:^|[/\s])(?:kube-apiserver|kube-controller-manager|kube-scheduler|kube-proxy|kubelet|etcd|hyperkube)(?:\s|$)/;

/** Returns the format of a document, if it is one that sets up a cluster. */
export function formatOf(value: Readonly<Record<string, unknown>>): FormatName | undefined {
  const { apiVersion, kind } = value;
  if (kind === undefined) return formatWithoutKind(value);
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  if (apiVersion === "v1" && kind === "ConfigMap") return formatOfConfigMap(value);
  if (apiVersion === "v1" && kind === "Secret") return isArgoCdCluster(value) ? "ArgoCdCluster" : undefined;
  if (WORKLOADS.has(kind)) return runsComponent(value) ? "ComponentPod" : undefined;
  return BY_GROUP_AND_KIND.get(`${groupOf(apiVersion)}/${kind}`);
}

/** Returns the format of a patch of what kubeadm reads, which may go without `apiVersion`. */
export function formatOfPatch(value: Readonly<Record<string, unknown>>): FormatName | undefined {
  const { apiVersion, kind } = value;
  if (apiVersion !== undefined && apiVersion !== "") return formatOf(value);
  return typeof kind === "string" && IN_PATCHES.has(kind) ? (kind as FormatName) : undefined;
}

function formatWithoutKind(value: Readonly<Record<string, unknown>>): FormatName | undefined {
  // kubectl reads a file without a kind as a kubeconfig: clientcmd, loader.go, Load.
  if (["clusters", "contexts", "users"].every((key) => Array.isArray(field(value, key)))) return "Kubeconfig";
  if (K3S_ARGUMENTS.some((key) => Object.hasOwn(value, key) || Object.hasOwn(value, `${key}+`)))
    return "K3sConfig";
  const isTalos = isMap(field(value, "machine")) || isMap(field(value, "cluster"));
  return isTalos && Object.keys(value).every((key) => TALOS_KEYS.has(key)) ? "TalosMachine" : undefined;
}

function formatOfConfigMap(value: unknown): FormatName | undefined {
  const name = field(value, "metadata", "name");
  return typeof name === "string" && Object.hasOwn(CONFIG_MAPS, name) ? CONFIG_MAPS[name] : undefined;
}

function isArgoCdCluster(value: unknown): boolean {
  return field(value, "metadata", "labels", "argocd.argoproj.io/secret-type") === "cluster";
}

/** Whether a Pod or a workload runs a component; which one, and with which flags, is what a closer look tells. */
function runsComponent(value: unknown): boolean {
  const pod =
    field(value, "kind") === "Pod" ? field(value, "spec") : field(value, "spec", "template", "spec");
  return items(field(pod, "containers")).some((container) => {
    const words = [...items(field(container, "command")), ...items(field(container, "args"))];
    return words.some(
      (word) => typeof word === "string" && !word.startsWith("-") && RUNS_COMPONENT.test(word),
    );
  });
}

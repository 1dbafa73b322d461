import { field, isMap, items } from "../../util/plain-values.js";
import { parseKubernetesVersion } from "../api/kubernetes-version.js";
import type { Configuration } from "../configuration/configuration.js";
import type { Component, ComponentName, Flag } from "./component.js";
import { KOPS } from "./defaults.js";
import { fieldFlag, flagText } from "./flags.js";

const PARTS: readonly [ComponentName, string][] = [
  ["kube-apiserver", "kubeAPIServer"],
  ["kube-controller-manager", "kubeControllerManager"],
  ["kube-scheduler", "kubeScheduler"],
  ["kube-proxy", "kubeProxy"],
  ["kubelet", "kubelet"],
  ["kubelet", "masterKubelet"],
  ["kubelet", "controlPlaneKubelet"],
];

/** The fields whose flags are not their own names with dashes. kOps: pkg/apis/kops/componentconfig.go, tags `flag`. */
const FLAGS: Readonly<Record<string, string>> = {
  apiServerCount: "apiserver-count",
  auditLogMaxAge: "audit-log-maxage",
  auditLogMaxBackups: "audit-log-maxbackup",
  auditLogMaxSize: "audit-log-maxsize",
  authenticationConfigFile: "authentication-config",
  compactionInterval: "etcd-compaction-interval",
  enableContentionProfiling: "contention-profiling",
  enableProfiling: "profiling",
  etcdCAFile: "etcd-cafile",
  etcdCertFile: "etcd-certfile",
  etcdKeyFile: "etcd-keyfile",
  eventRecordQPS: "event-qps",
  kubeAPIQPS: "kube-api-qps",
  kubeconfigPath: "kubeconfig",
  logFormat: "logging-format",
  logLevel: "v",
  podManifestPath: "pod-manifest-path",
  podPidsLimit: "pod-max-pids",
  requestheaderExtraHeaderPrefixes: "requestheader-extra-headers-prefix",
  serviceAccountJWKSURI: "service-account-jwks-uri",
};

/** The fields that are no flags. */
const NO_FLAGS = new Set([
  "image",
  "enabled",
  "env",
  "cpuRequest",
  "cpuLimit",
  "memoryRequest",
  "memoryLimit",
  "disableBasicAuth",
  "leaderElection",
]);

/**
 * What kOps overwrites for the API server, whatever is written. kOps: pkg/model/components/apiserver.go, BuildOptions.
 */
const OVERWRITTEN = new Set([
  "anonymousAuth",
  "enableAdmissionPlugins",
  "appendAdmissionPlugins",
  "admissionControl",
]);

/** The components of a kOps Cluster that it says something about. */
export function kopsComponents({ format, value }: Configuration): Component[] {
  const written = field(value, "spec", "kubernetesVersion");
  const version = typeof written === "string" ? parseKubernetesVersion(written) : undefined;
  return PARTS.flatMap(([name, key]) => {
    const part = field(value, "spec", key);
    const ofCluster = name === "kube-apiserver" ? clusterFlags(value) : [];
    if (!isMap(part) && ofCluster.length === 0) return [];
    const own = name === "kube-apiserver" ? apiServerFlags(part, value) : fieldsOf(part, key);
    return [
      {
        name,
        format,
        flags: [...own, ...ofCluster],
        isWhole: false,
        at: isMap(part) ? ["spec", key] : ["spec", "authorization"],
        ...(version && { version }),
        defaults: KOPS[name] ?? {},
      },
    ];
  });
}

/** The modes that `authorization` stands for, which win over `authorizationMode`. */
function clusterFlags(value: unknown): Flag[] {
  const modes = [
    ["alwaysAllow", "AlwaysAllow"],
    ["rbac", "Node,RBAC"],
  ] as const;
  // An empty map is enough.
  const [chosen] = modes.filter(([key]) => isMap(field(value, "spec", "authorization", key)));
  if (!chosen) return [];
  const [key, mode] = chosen;
  const at = ["spec", "authorization", key];
  return [{ name: "authorization-mode", value: mode, written: `authorization.${key}: {}`, at }];
}

function apiServerFlags(part: unknown, value: unknown): Flag[] {
  const isOverruled = clusterFlags(value).length > 0;
  const flags = fieldsOf(part, "kubeAPIServer", OVERWRITTEN).filter(
    ({ name }) => !isOverruled || name !== "authorization-mode",
  );
  return [...flags, ...pluginFlags(part)];
}

/** `admissionControl` replaces kOps' own plugins, and `appendAdmissionPlugins` adds to them. */
function pluginFlags(part: unknown): Flag[] {
  const name = "enable-admission-plugins";
  const at = (key: string) => ["spec", "kubeAPIServer", key];
  const replaced = field(part, "admissionControl");
  if (items(replaced).length > 0) {
    return [fieldFlag(name, replaced, { at: at("admissionControl"), key: "admissionControl" })];
  }
  const added = field(part, "appendAdmissionPlugins");
  if (items(added).length === 0) return [];
  const own = KOPS["kube-apiserver"]?.[name] ?? "";
  const key = "appendAdmissionPlugins";
  return [fieldFlag(name, added, { at: at(key), key, value: `${own},${flagText(added)}` })];
}

function fieldsOf(part: unknown, key: string, left: ReadonlySet<string> = new Set()): Flag[] {
  if (!isMap(part)) return [];
  return Object.entries(part).flatMap(([name, written]) => {
    if (NO_FLAGS.has(name) || left.has(name) || written === null) return [];
    const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name]! : withDashes(name);
    return fieldFlag(flag, written, { at: ["spec", key, name], key: name });
  });
}

/** `clientCAFile` becomes `client-ca-file`. */
function withDashes(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

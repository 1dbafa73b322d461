import { field, isMap } from "../../util/plain-values.js";
import { parseKubernetesVersion, type KubernetesVersion } from "../api/kubernetes-version.js";
import type { Configuration, FormatName } from "../configuration/configuration.js";
import type { Component, ComponentName } from "./component.js";
import { KUBEADM } from "./defaults.js";
import { extraArgs } from "./extra-args.js";
import { fieldFlag } from "./flags.js";

/** The fields of a ClusterConfiguration that hold flags: those of today, and the names that they had until v1alpha3. */
const ARGUMENTS: readonly [ComponentName, readonly string[]][] = [
  ["kube-apiserver", ["apiServer", "extraArgs"]],
  ["kube-controller-manager", ["controllerManager", "extraArgs"]],
  ["kube-scheduler", ["scheduler", "extraArgs"]],
  ["etcd", ["etcd", "local", "extraArgs"]],
  ["kube-apiserver", ["apiServerExtraArgs"]],
  ["kube-controller-manager", ["controllerManagerExtraArgs"]],
  ["kube-scheduler", ["schedulerExtraArgs"]],
];

/** Where Cluster API keeps what kubeadm is told: KubeadmControlPlane, its template, KubeadmConfig, and its template. */
const CLUSTER_API = [
  ["spec", "kubeadmConfigSpec"],
  ["spec", "template", "spec", "kubeadmConfigSpec"],
  ["spec"],
  ["spec", "template", "spec"],
] as const;

/** The components of a ClusterConfiguration: those of a control plane, whether it says anything about them or not. */
export function clusterComponents({ format, value }: Configuration): Component[] {
  return controlPlane(value, [], format, versionOf(value, "kubernetesVersion"));
}

/** The kubelet of the node that an InitConfiguration or a JoinConfiguration makes. */
export function nodeComponents({ format, value }: Configuration): Component[] {
  return [kubelet(value, [], format)];
}

/** The components that Cluster API has kubeadm set up. */
export function clusterApiComponents({ format, value }: Configuration): Component[] {
  const version = versionOf(value, "spec", "version");
  return CLUSTER_API.flatMap((path) => {
    const spec = field(value, ...path);
    const cluster = field(spec, "clusterConfiguration");
    const at = [...path, "clusterConfiguration"];
    return [
      ...(isMap(cluster)
        ? controlPlane(cluster, at, format, version ?? versionOf(cluster, "kubernetesVersion"))
        : []),
      ...["initConfiguration", "joinConfiguration"].flatMap((key) =>
        isMap(field(spec, key)) ? [kubelet(field(spec, key), [...path, key], format, version)] : [],
      ),
    ];
  });
}

/** The API server that kind lets kubeadm start: what kind itself passes on. Patches are configurations of their own. */
export function kindComponents({ format, value }: Configuration): Component[] {
  const fields = [
    ["feature-gates", "featureGates"],
    ["runtime-config", "runtimeConfig"],
  ] as const;
  const flags = fields.flatMap(([name, key]) => {
    const written = field(value, key);
    return isMap(written) ? fieldFlag(name, written, { at: [key], key }) : [];
  });
  return [component("kube-apiserver", { format, flags, at: [] })];
}

function controlPlane(
  value: unknown,
  at: readonly string[],
  format: FormatName,
  version: KubernetesVersion | undefined,
): Component[] {
  const names = [...new Set(ARGUMENTS.map(([name]) => name))];
  return names.flatMap((name) => {
    // kubeadm starts no etcd where there is another one.
    if (name === "etcd" && isMap(field(value, "etcd", "external"))) return [];
    const flags = ARGUMENTS.filter(([owner]) => owner === name).flatMap(([, path]) =>
      extraArgs(field(value, ...path), [...at, ...path], KUBEADM[name] ?? {}),
    );
    const [, path] = ARGUMENTS.find(([owner]) => owner === name)!;
    return component(name, {
      format,
      flags,
      at: [...at, ...path],
      version: name === "etcd" ? undefined : version,
    });
  });
}

function kubelet(
  value: unknown,
  at: readonly string[],
  format: FormatName,
  version?: KubernetesVersion,
): Component {
  const path = ["nodeRegistration", "kubeletExtraArgs"];
  const flags = extraArgs(field(value, ...path), [...at, ...path], KUBEADM.kubelet ?? {});
  return component("kubelet", { format, flags, at: [...at, ...path], version });
}

function component(
  name: ComponentName,
  {
    version,
    ...rest
  }: Pick<Component, "format" | "flags" | "at"> & { version?: KubernetesVersion | undefined },
): Component {
  const { "authorization-mode": mode, ...others } = KUBEADM[name] ?? {};
  // kubeadm sets no modes where a file says them.
  const isMode = mode !== undefined && !rest.flags.some((flag) => flag.name === "authorization-config");
  const defaults = isMode ? { ...others, "authorization-mode": mode } : others;
  return { ...rest, name, isWhole: false, ...(version && { version }), defaults };
}

function versionOf(value: unknown, ...path: string[]): KubernetesVersion | undefined {
  const written = field(value, ...path);
  return typeof written === "string" ? parseKubernetesVersion(written) : undefined;
}

import { memoizePairs } from "../../util/memoize.js";
import type { Configuration, FormatName } from "../configuration/configuration.js";
import type { Component } from "./component.js";
import {
  kubeletFileComponents,
  proxyFileComponents,
  schedulerFileComponents,
} from "./config-file-components.js";
import { k3sComponents } from "./k3s-components.js";
import { kopsComponents } from "./kops-components.js";
import {
  clusterApiComponents,
  clusterComponents,
  kindComponents,
  nodeComponents,
} from "./kubeadm-components.js";
import { podComponents } from "./pod-components.js";
import { talosComponents } from "./talos-components.js";

const READERS: Partial<Record<FormatName, (configuration: Configuration) => Component[]>> = {
  ComponentPod: podComponents,
  ClusterConfiguration: clusterComponents,
  InitConfiguration: nodeComponents,
  JoinConfiguration: nodeComponents,
  KubeadmControlPlane: clusterApiComponents,
  KindCluster: kindComponents,
  K3sConfig: k3sComponents,
  KopsCluster: kopsComponents,
  TalosMachine: talosComponents,
  KubeletConfiguration: kubeletFileComponents,
  KubeProxyConfiguration: proxyFileComponents,
  KubeSchedulerConfiguration: schedulerFileComponents,
};

/** The formats that say how components are started: those for which `componentsOf` has an answer. */
export const COMPONENT_FORMATS = [
  "ComponentPod",
  "ClusterConfiguration",
  "InitConfiguration",
  "JoinConfiguration",
  "KubeadmControlPlane",
  "KindCluster",
  "K3sConfig",
  "KopsCluster",
  "TalosMachine",
  "KubeletConfiguration",
  "KubeProxyConfiguration",
  "KubeSchedulerConfiguration",
] as const satisfies FormatName[];

/** The components that a configuration sets up; none for a format that sets up something else. */
export function componentsOf({ format, value }: Configuration): readonly Component[] {
  return ofValue(value, format);
}

const ofValue = memoizePairs(
  (value: Configuration["value"], format: FormatName): readonly Component[] =>
    READERS[format]?.({ format, value }) ?? [],
);

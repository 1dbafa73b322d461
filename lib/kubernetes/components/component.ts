import type { KubernetesVersion } from "../api/kubernetes-version.js";
import type { FormatName } from "../configuration/configuration.js";

/** The programs that make up a cluster and take flags. */
export type ComponentName =
  "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kubelet" | "kube-proxy" | "etcd";

/** A flag that a file gives to a component, or a field of its configuration file that says the same. */
export interface Flag {
  /** Its name, such as `anonymous-auth`: without dashes in front, and with `-` for `_`. */
  name: string;
  /** Its value as text; `true` for a flag without one. */
  value: string;
  /** How the file says it, such as `--anonymous-auth=true` or `authentication.anonymous.enabled: true`. */
  written: string;
  /** Its place in the configuration. */
  at: readonly (string | number)[];
}

/** What a file says about a component of a cluster, whatever format it says it in. */
export interface Component {
  name: ComponentName;
  format: FormatName;
  /** In the order in which the component takes them. */
  flags: readonly Flag[];
  /** Whether the whole command line is there, so that what is missing has the component's own default. */
  isWhole: boolean;
  /** Where to report what is missing. */
  at: readonly (string | number)[];
  /** Whether it listens in the network of a Pod, and not in that of a node. */
  isInPodNetwork?: boolean;
  /** The version of Kubernetes that the file names, if it does. */
  version?: KubernetesVersion;
  /** What the tool that reads the file sets where nothing is written; empty if the component is started as it is. */
  defaults: Readonly<Record<string, string>>;
}

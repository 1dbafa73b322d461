import { field } from "../../util/plain-values.js";
import type { Configuration } from "../configuration/configuration.js";
import type { Component, ComponentName, Flag } from "./component.js";
import { KUBELET_FILE, PROXY_FILE } from "./defaults.js";
import { fieldFlag } from "./flags.js";

type Path = readonly (string | number)[];
type Fields = readonly [flag: string, field: string][];

/** The fields of a KubeletConfiguration, by their flags. Kubernetes: cmd/kubelet/app/options/options.go. */
const KUBELET: Fields = [
  ["anonymous-auth", "authentication.anonymous.enabled"],
  ["authentication-token-webhook", "authentication.webhook.enabled"],
  ["client-ca-file", "authentication.x509.clientCAFile"],
  ["authorization-mode", "authorization.mode"],
  ["address", "address"],
  ["port", "port"],
  ["read-only-port", "readOnlyPort"],
  ["healthz-bind-address", "healthzBindAddress"],
  ["healthz-port", "healthzPort"],
  ["tls-cert-file", "tlsCertFile"],
  ["tls-private-key-file", "tlsPrivateKeyFile"],
  ["tls-cipher-suites", "tlsCipherSuites"],
  ["tls-min-version", "tlsMinVersion"],
  ["rotate-certificates", "rotateCertificates"],
  ["rotate-server-certificates", "serverTLSBootstrap"],
  ["streaming-connection-idle-timeout", "streamingConnectionIdleTimeout"],
  ["make-iptables-util-chains", "makeIPTablesUtilChains"],
  ["protect-kernel-defaults", "protectKernelDefaults"],
  ["event-qps", "eventRecordQPS"],
  ["event-burst", "eventBurst"],
  ["pod-max-pids", "podPidsLimit"],
  ["seccomp-default", "seccompDefault"],
  ["enable-debugging-handlers", "enableDebuggingHandlers"],
  ["contention-profiling", "enableContentionProfiling"],
  ["allowed-unsafe-sysctls", "allowedUnsafeSysctls"],
  ["fail-swap-on", "failSwapOn"],
  ["pod-manifest-path", "staticPodPath"],
  ["manifest-url", "staticPodURL"],
  ["feature-gates", "featureGates"],
];

/** Kubernetes: cmd/kube-proxy/app/options.go, AddFlags. */
const PROXY: Fields = [
  ["bind-address", "bindAddress"],
  ["metrics-bind-address", "metricsBindAddress"],
  ["healthz-bind-address", "healthzBindAddress"],
  ["profiling", "enableProfiling"],
  ["kubeconfig", "clientConnection.kubeconfig"],
  ["hostname-override", "hostnameOverride"],
  ["proxy-mode", "mode"],
  ["cluster-cidr", "clusterCIDR"],
  ["nodeport-addresses", "nodePortAddresses"],
  ["feature-gates", "featureGates"],
];

/** Kubernetes: cmd/kube-scheduler/app/options; the two addresses went with v1beta3. */
const SCHEDULER: Fields = [
  ["profiling", "enableProfiling"],
  ["contention-profiling", "enableContentionProfiling"],
  ["kubeconfig", "clientConnection.kubeconfig"],
  ["leader-elect", "leaderElection.leaderElect"],
  ["healthz-bind-address", "healthzBindAddress"],
  ["metrics-bind-address", "metricsBindAddress"],
];

/** The kubelet of a KubeletConfiguration. */
export function kubeletFileComponents(configuration: Configuration): Component[] {
  return [fileComponent("kubelet", configuration, KUBELET, KUBELET_FILE.kubelet)];
}

export function proxyFileComponents(configuration: Configuration): Component[] {
  return [fileComponent("kube-proxy", configuration, PROXY, PROXY_FILE["kube-proxy"])];
}

export function schedulerFileComponents(configuration: Configuration): Component[] {
  return [fileComponent("kube-scheduler", configuration, SCHEDULER, {})];
}

/** The fields of a KubeletConfiguration, whole or a part, as flags. */
export function kubeletFields(value: unknown, at: Path): Flag[] {
  return flagsOf(value, at, KUBELET);
}

/** A file is never the whole: flags may add to it, and replace what it says. */
function fileComponent(
  name: ComponentName,
  { format, value }: Configuration,
  fields: Fields,
  defaults: Component["defaults"] = {},
): Component {
  return { name, format, flags: flagsOf(value, [], fields), isWhole: false, at: [], defaults };
}

function flagsOf(value: unknown, at: Path, fields: Fields): Flag[] {
  return fields.flatMap(([name, key]) => {
    const path = key.split(".");
    const written = field(value, ...path);
    // Null, and an empty text where a word belongs, are as good as nothing.
    if (written === undefined || written === null || written === "") return [];
    return fieldFlag(name, written, { at: [...at, ...path], key });
  });
}

import { isPlain } from "../objects.js";
import type { Configuration } from "../configuration/configuration.js";
import type { Component, ComponentName, Flag } from "./component.js";
import { K3S } from "./defaults.js";
import { argumentFlag, flagText } from "./flags.js";

/** The keys of config.yaml that hold flags of a component. */
const KEYS: Readonly<Record<string, ComponentName>> = {
  "kube-apiserver-arg": "kube-apiserver",
  "kube-controller-manager-arg": "kube-controller-manager",
  "kube-controller-arg": "kube-controller-manager",
  "kube-scheduler-arg": "kube-scheduler",
  "kubelet-arg": "kubelet",
  "kube-proxy-arg": "kube-proxy",
  "etcd-arg": "etcd",
};

/** Keys that k3s takes and RKE2 does not. RKE2: pkg/cli/cmds/server.go, what it drops of k3s' flags. */
const K3S_ONLY = [
  "cluster-init",
  "flannel-backend",
  "flannel-iface",
  "flannel-conf",
  "disable-network-policy",
  "disable-helm-controller",
  "docker",
  "https-listen-port",
  "default-local-storage-path",
];

/** The components that a config.yaml of k3s or RKE2 passes flags to. */
export function k3sComponents({ format, value }: Configuration): Component[] {
  const isK3s = K3S_ONLY.some((key) => Object.hasOwn(value, key));
  const found = new Map<ComponentName, Omit<Component, "flags"> & { flags: Flag[] }>();
  for (const [key, written] of Object.entries(value)) {
    const plainKey = key.endsWith("+") ? key.slice(0, -1) : key;
    const name = Object.hasOwn(KEYS, plainKey) ? KEYS[plainKey] : undefined;
    if (!name) continue;
    const defaults = K3S[name] ?? {};
    const component = found.get(name) ?? { name, format, flags: [], isWhole: false, at: [key], defaults };
    found.set(name, component);
    // A key with a plus adds to those of other files, and RKE2 adds to its own list of plugins.
    const isAdded = key !== plainKey || !isK3s;
    for (const flag of argumentsOf(written, key)) component.flags.push(joined(flag, { defaults, isAdded }));
  }
  return [...found.values()];
}

function argumentsOf(written: unknown, key: string): Flag[] {
  if (written === null || written === undefined) return [];
  if (!Array.isArray(written)) return [argumentFlag(flagText(written), [key])];
  return written.map((item, index) => argumentFlag(flagText(item), [key, index]));
}

/**
 * A flag as k3s passes it on: with a plus or a minus behind its name, its value is added to the default; without, it
 * replaces the default. k3s: pkg/util/args.go, GetArgs.
 */
function joined(
  flag: Flag,
  { defaults, isAdded }: { defaults: Readonly<Record<string, string>>; isAdded: boolean },
): Flag {
  const name = flag.name.replace(/[-+]{1,2}$/, "");
  const base = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  const isList = name === "enable-admission-plugins";
  const adds = name !== flag.name || (isList && isAdded);
  const value = adds && base !== undefined && isPlain(flag.value) ? `${base},${flag.value}` : flag.value;
  return { ...flag, name, value };
}

import { field, isMap } from "../../util/plain-values.js";
import { isPlain } from "../objects.js";
import type { Configuration } from "../configuration/configuration.js";
import type { Component, ComponentName, Flag } from "./component.js";
import { kubeletFields } from "./config-file-components.js";
import { TALOS } from "./defaults.js";
import { fieldFlag, flagText } from "./flags.js";
import { imageVersion } from "./pod-components.js";

const PARTS: readonly [ComponentName, readonly string[]][] = [
  ["kube-apiserver", ["cluster", "apiServer"]],
  ["kube-controller-manager", ["cluster", "controllerManager"]],
  ["kube-scheduler", ["cluster", "scheduler"]],
  ["kube-proxy", ["cluster", "proxy"]],
  ["etcd", ["cluster", "etcd"]],
  ["kubelet", ["machine", "kubelet"]],
];

/** What Talos adds to its own value instead of replacing it. Talos: control_plane_static_pod.go, mergePolicies. */
const ADDED = new Set(["enable-admission-plugins", "authorization-mode"]);
/** What Talos lets nobody change in the kubelet's file. Talos: kubelet_spec.go, protected fields. */
const PROTECTED = new Set([
  "anonymous-auth",
  "authorization-mode",
  "authentication-token-webhook",
  "client-ca-file",
]);

/** The components that a Talos machine configuration says something about. */
export function talosComponents({ format, value }: Configuration): Component[] {
  return PARTS.flatMap(([name, path]) => {
    const part = field(value, ...path);
    if (!isMap(part)) return [];
    const defaults = TALOS[name] ?? {};
    const version = name === "etcd" ? undefined : imageVersion(part.image);
    const flags = [...fileFlags(name, part, path), ...argumentsOf(part, path, defaults)];
    return [{ name, format, flags, isWhole: false, at: path, ...(version && { version }), defaults }];
  });
}

/** A value can be a list since Talos 1.12: then the flag is repeated. */
function argumentsOf(
  part: unknown,
  path: readonly string[],
  defaults: Readonly<Record<string, string>>,
): Flag[] {
  const written = field(part, "extraArgs");
  if (!isMap(written)) return [];
  return Object.entries(written).map(([name, item]) => {
    const base = ADDED.has(name) && Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    const text = flagText(item);
    const value = base !== undefined && isPlain(text) ? `${base},${text}` : text;
    return fieldFlag(name, item, { at: [...path, "extraArgs", name], value });
  });
}

function fileFlags(name: ComponentName, part: unknown, path: readonly string[]): Flag[] {
  if (name !== "kubelet") return [];
  const flags = kubeletFields(field(part, "extraConfig"), [...path, "extraConfig"]);
  return flags.filter((flag) => !PROTECTED.has(flag.name));
}

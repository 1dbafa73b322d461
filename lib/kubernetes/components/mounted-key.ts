import { field, items } from "../../util/plain-values.js";
import { isKnown } from "../objects.js";
import type { Component } from "./component.js";

/** A key of a ConfigMap that a container has as a file. */
export interface MountedKey {
  configMap: string;
  key: string;
  /** Whether the volume leaves the key out, whatever the ConfigMap has. */
  isLeftOut: boolean;
}

/**
 * The key of a ConfigMap that the container of a component has at a path; undefined if something else is there, or
 * that cannot be known.
 * Kubernetes: pkg/volume/configmap/configmap.go, MakePayload.
 * @param value the Pod or the workload
 */
export function mountedKey(value: unknown, { at }: Component, path: string): MountedKey | undefined {
  const list = at.findIndex((step) => step === "containers" || step === "initContainers");
  if (list < 0 || !path.startsWith("/")) return undefined;
  const pod = valueAt(value, at.slice(0, list));
  const container = valueAt(value, at.slice(0, list + 2));
  const mounts = items(field(container, "volumeMounts")).flatMap((mount) => {
    const mountPath = field(mount, "mountPath");
    const directory = typeof mountPath === "string" ? mountPath.replace(/\/+$/, "") : undefined;
    const isAbove = directory !== undefined && (path === directory || path.startsWith(`${directory}/`));
    return isAbove ? [{ mount, directory }] : [];
  });
  const [nearest] = mounts.sort((a, b) => b.directory.length - a.directory.length);
  if (!nearest) return undefined;
  const { mount, directory } = nearest;
  const volume = items(field(pod, "volumes")).find((one) => field(one, "name") === field(mount, "name"));
  const source = field(volume, "configMap");
  const name = field(source, "name");
  if (typeof name !== "string" || !isKnown(name) || field(source, "optional") === true) return undefined;
  const file = fileIn(mount, path.slice(directory.length + 1));
  return file === undefined ? undefined : keyOf(source, name, file);
}

/** The file of the volume that a path below a mount leads to. */
function fileIn(mount: unknown, below: string): string | undefined {
  const subPath = field(mount, "subPath") ?? "";
  if (typeof subPath !== "string" || field(mount, "subPathExpr") !== undefined) return undefined;
  const file = [subPath, below].filter((part) => part !== "").join("/");
  return file === "" || !isKnown(file) ? undefined : file;
}

function keyOf(source: unknown, configMap: string, file: string): MountedKey | undefined {
  const chosen = field(source, "items");
  if (chosen === undefined || chosen === null) return { configMap, key: file, isLeftOut: false };
  const entries = items(chosen).map((item) => [field(item, "path"), field(item, "key")] as const);
  if (!entries.flat().every((text) => typeof text === "string" && isKnown(text))) return undefined;
  const key = entries.find(([path]) => path === file)?.[1];
  return typeof key === "string"
    ? { configMap, key, isLeftOut: false }
    : { configMap, key: file, isLeftOut: entries.length > 0 };
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((found, step) => {
    return typeof step === "number" ? items(found)[step] : field(found, step);
  }, value);
}

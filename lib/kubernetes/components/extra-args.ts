import { isMap } from "../../util/plain-values.js";
import { isPlain, UNKNOWN } from "../objects.js";
import type { Flag } from "./component.js";
import { fieldFlag, flagText } from "./flags.js";

type Path = readonly (string | number)[];

/**
 * The flags in kubeadm's `extraArgs`: a map until v1beta3, a list of names and values from v1beta4 on.
 * In the API of 1.37 an item can be joined to the default, as it is written, instead of replacing it.
 * Kubernetes: cmd/kubeadm/app/util/arguments.go, ArgumentsToCommand; apis/kubeadm/argument.go, MergeArgWithBase.
 */
export function extraArgs(value: unknown, at: Path, defaults: Readonly<Record<string, string>>): Flag[] {
  if (isMap(value)) {
    return Object.entries(value).map(([name, item]) => fieldFlag(name, item, { at: [...at, name] }));
  }
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) => {
    if (!isMap(item) || typeof item.name !== "string") return [];
    const { name, value: written, mergeMethod } = item;
    const base = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    return fieldFlag(name, written ?? "", {
      at: [...at, index, "value"],
      value: merged(flagText(written ?? ""), mergeMethod, base),
    });
  });
}

function merged(text: string, method: unknown, base: string | undefined): string {
  if (method === undefined || method === null || method === "") return text;
  if (base === undefined || !isPlain(text)) return UNKNOWN;
  if (method === "append") return base + text;
  return method === "prepend" ? text + base : UNKNOWN;
}

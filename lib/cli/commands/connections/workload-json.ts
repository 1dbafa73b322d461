import { nameWords } from "../../../analysis/network/endpoint-words.js";
import type { Workload } from "../../../analysis/network/workloads.js";
import { isKnown } from "../../../kubernetes/objects.js";

/** A workload for programs; a namespace that is chosen when it is applied is left out. */
export function workloadAsJson(workload: Workload) {
  return { kind: workload.kind, ...namespaceAsJson(workload.namespace.name), name: nameWords(workload) };
}

export function namespaceAsJson(name: string): { namespace?: string } {
  return isKnown(name) ? { namespace: name } : {};
}

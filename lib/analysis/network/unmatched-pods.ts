import type { BuildSet } from "../../builds/build-set.js";
import { isInNamespace, selectsPods } from "../../kubernetes/connections/pod-labels.js";
import { type Requirement, requirements } from "../../kubernetes/labels/label-selector.js";
import { isKnown, isPlain } from "../../kubernetes/objects.js";
import { hiddenPods } from "./hidden-pods.js";
import type { Network } from "./network.js";
import { type Slip, slipOf } from "./selector-slips.js";
import type { Workload } from "./workloads.js";

/** That a selector selects no pods of some namespaces, and what was probably meant. */
export interface UnmatchedPods {
  namespaces: readonly string[];
  needed: readonly Requirement[];
  slip?: Slip;
  /** What makes such pods in another namespace. */
  elsewhere?: { words: string; namespace: string };
}

/**
 * Whether a selector surely selects no pod of any of some namespaces. Undefined if it selects some, or may: pods whose
 * labels are not known, or those that something hidden makes.
 */
export function unmatchedPods(
  set: BuildSet,
  network: Network,
  namespaces: readonly string[],
  selector: unknown,
): UnmatchedPods | undefined {
  const needed = requirements(selector);
  if (!needed?.every(isPlainRequirement) || !needed.some(asksForLabel)) return undefined;
  const matching = network.workloadsFor(selector);
  const isThere = (pods: Workload) => namespaces.some((name) => isInNamespace(name, pods) !== false);
  if (matching.some(isThere)) return undefined;
  const isDns = selectsPods(selector, DNS) === true;
  if (isDns && namespaces.every((name) => isKnown(name) && !SYSTEM.test(name)))
    return { namespaces, needed, elsewhere: { words: "The DNS of the cluster", namespace: "kube-system" } };
  if (namespaces.some((name) => hiddenPods(set, network, name, selector) !== undefined)) return undefined;
  const slip = slipOf(
    needed,
    namespaces.map((name) => network.workloadsIn(name)),
  );
  const elsewhere = elsewhereOf(matching.filter((pods) => selectsPods(selector, pods) === true));
  return { namespaces, needed, ...(slip && { slip }), ...(elsewhere && { elsewhere }) };
}

/** What the pods of the cluster's DNS have, in whatever cluster: cluster/addons/dns of Kubernetes, and kubeadm. */
const DNS = { labels: { "k8s-app": "kube-dns" } };
const SYSTEM = /^(?:kube|openshift)-/;

function elsewhereOf(workloads: readonly Workload[]): UnmatchedPods["elsewhere"] {
  const found = workloads.find(({ namespace }) => isKnown(namespace.name));
  return found && { words: `${found.kind} '${found.name}'`, namespace: found.namespace.name };
}

/** Whether a requirement is known. */
function isPlainRequirement({ key, values }: Requirement): boolean {
  return isPlain(key) && values.every((value) => typeof value === "string" && isPlain(value));
}

/** Whether it asks for a label; what only asks for none is fulfilled by pods that nobody lists. */
function asksForLabel({ operator }: Requirement): boolean {
  return operator === "In" || operator === "Exists";
}

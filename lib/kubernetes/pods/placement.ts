import { type KindName, type Pod } from "../objects.js";

type PodSpec = NonNullable<Pod["spec"]>;

/** On which nodes the pods of a workload run: on all of them, on one that is named, or on some that are not known. */
export type Placement = "every" | { node: string } | "some";

const DAEMONS: ReadonlySet<KindName> = new Set(["DaemonSet", "AdvancedDaemonSet"] satisfies KindName[]);

/** Labels that every node has, or every one that runs Linux. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  "kubernetes.io/os": "linux",
  "beta.kubernetes.io/os": "linux",
};

/**
 * On which nodes the pods of a workload run. A DaemonSet without a selector of nodes runs on each one whose taints it
 * tolerates: pkg/controller/daemon/daemon_controller.go, NodeShouldRunDaemonPod.
 */
export function placementOf(kind: KindName, spec: PodSpec): Placement {
  const { nodeName = "", nodeSelector = {}, affinity } = spec;
  if (nodeName !== "") return { node: nodeName };
  const isSelected = Object.entries(nodeSelector).some(([key, value]) => EVERYWHERE[key] !== value);
  return DAEMONS.has(kind) && !isSelected && affinity?.nodeAffinity === undefined ? "every" : "some";
}

/** Whether pods run on nodes whatever their taints: component-helpers/scheduling/corev1/helpers.go, ToleratesTaint. */
export function toleratesEverything({ tolerations = [] }: PodSpec): boolean {
  return tolerations.some(({ key = "", operator }) => key === "" && operator === "Exists");
}

/** Whether pods run on nodes without taints alone. */
export function toleratesNothing({ tolerations = [] }: PodSpec): boolean {
  return tolerations.length === 0;
}

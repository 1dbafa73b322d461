import { placeOf } from "../../../builds/build.js";
import { podTemplateOf, templatePath } from "../../../kubernetes/kinds.js";
import { type LogMount, logMountOf } from "../../../kubernetes/pods/log-mount.js";
import { type Placement, placementOf } from "../../../kubernetes/pods/placement.js";
import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import type { Repository } from "../../../repository/repository.js";
import { memoize } from "../../../util/memoize.js";
import { field } from "../../../util/plain-values.js";
import { configurationsOf } from "../../access/configurations.js";
import type { Step } from "../../access/answers.js";
import type { EscalationNode } from "../escalation.js";
import type { Pods } from "../pods.js";
import type { Held, Rights } from "../rights.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { nodesAt, placeWords } from "./every-node.js";

/** To the kubelet itself, a log is `nodes/log`; through the API server, all of a kubelet is `nodes/proxy`. */
const READS: readonly Question[] = ["log", "proxy"].map((subresource) => {
  return { verb: "get", apiGroups: [""], resource: "nodes", subresource };
});

export const readThroughLogs: Technique = {
  name: "read-node-through-logs",
  title: "Read the files of a node as its logs",
  takes:
    "To be in a pod that mounts `/var/log` of its node, or a directory above it, and may write to it; and `get` on `nodes/log` or `nodes/proxy` of the node, as the pod's ServiceAccount or as whoever has come into the pod.",
  gives:
    "The node that the pod runs on: the kubelet follows a link among the logs as root, to the tokens of the node's pods and to its own key.",
  cites: [
    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    "Kubernetes: pkg/kubelet/kubelet.go, Run and ServeLogs",
    "Kubernetes: pkg/kubelet/server/auth.go, GetRequestAttributes",
    "KubeHound: docs/reference/attacks/CE_VAR_LOG_SYMLINK.md",
  ],
  edges: (world, from) => linked(world, from, world.rightsOf(from)),
  later(world, from) {
    const rights = world.rightsOf(from);
    const mayRead = READS.some((question) => rights.allowingInCluster(question).length > 0);
    if (!mayRead || !areMounted(world)) return undefined;
    return (other) => linked(world, other, rights);
  },
};

/** The step from the pods of a node of the graph to the node that they run on, by rights to its logs. */
function linked(world: World, from: EscalationNode, rights: Rights): Edge[] {
  const pods = world.podsOf(from);
  const mounted = pods && mountOf(pods);
  const held = mounted && readingOf(rights, mounted.placement);
  if (!held) return [];
  const { mount, placement, step } = mounted;
  const needs = [
    ...(mount.needs === undefined ? [] : [mount.needs]),
    ...(isSwitchedOff(world.analysis.repository) ? ["only where kubelets serve logs"] : []),
  ].join(", and ");
  return [
    {
      to: nodesAt(placement),
      words: (to) =>
        `reads the files of ${placeWords(to)} through a link in '${mount.path}' of the node, which the pod mounts and the kubelet serves`,
      rights: [held],
      also: [step],
      ...(needs !== "" && { needs, isSure: false as const }),
    },
  ];
}

function readingOf(rights: Rights, placement: Placement): Held | undefined {
  return rights.mayAny(READS, typeof placement === "object" ? { name: placement.node } : {});
}

/** The workload at what mounts the logs, and where its pods run; undefined if it mounts none. */
const mountOf: (pods: Pods) => { mount: LogMount; placement: Placement; step: Step } | undefined = memoize(
  ({ applied, kind, name, namespace }: Pods) => {
    const spec = podTemplateOf(applied.object)?.spec ?? {};
    const mount = logMountOf(spec);
    if (!mount) return undefined;
    const at = [...templatePath(kind), "spec", ...mount.at];
    return {
      mount,
      placement: placementOf(kind, spec),
      step: { kind, name, namespace, place: placeOf(applied.object, at) },
    };
  },
);

/** Whether any pods of a cluster mount the logs of their node. */
const areMounted = memoize(({ pods }: World): boolean => pods.some((one) => mountOf(one) !== undefined));

/** Whether a configuration of kubelets switches off what serves logs: pkg/kubelet/server/server.go, NewServer. */
const isSwitchedOff = memoize((repository: Repository): boolean => {
  return configurationsOf(repository, "KubeletConfiguration").some(({ value }) => {
    return (
      field(value, "enableSystemLogHandler") === false || field(value, "enableDebuggingHandlers") === false
    );
  });
});

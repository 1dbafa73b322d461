import { podTemplateOf, templatePath } from "../../../kubernetes/kinds.js";
import { type NodeAccess, nodeAccessOf } from "../../../kubernetes/pods/node-access.js";
import {
  type Placement,
  placementOf,
  toleratesEverything,
  toleratesNothing,
} from "../../../kubernetes/pods/placement.js";
import { placeOf } from "../../../builds/build.js";
import { memoize, memoizePairs } from "../../../util/memoize.js";
import type { Step } from "../../access/answers.js";
import { nodeWords } from "../nodes.js";
import type { Pods } from "../pods.js";
import type { Technique } from "../technique.js";
import type { World } from "../world.js";
import { EVERY, nodesAt, placeWords } from "./every-node.js";

/** What the pods of a workload say of nodes. */
interface Placed {
  placement: Placement;
  toleratesEverything: boolean;
  toleratesNothing: boolean;
  access: NodeAccess | undefined;
  /** The workload, at what leads to the node. */
  step: Step;
}

export const escapePod: Technique = {
  name: "escape-pod",
  title: "Get from a pod to its node",
  takes:
    "To be in a pod that is privileged, adds `SYS_ADMIN`, `SYS_MODULE` or `DAC_READ_SEARCH`, or `SYS_PTRACE` together with `hostPID`, or mounts a directory of the node that leads further, or the socket of its container runtime. `hostNetwork` and `hostIPC` alone are none.",
  gives: "The node that the pod runs on; of a DaemonSet without a selector of nodes, every node.",
  cites: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/#privileged-containers",
    "capabilities(7)",
  ],
  *edges(world, from) {
    const pods = world.podsOf(from);
    const placed = pods && placedOf(pods);
    if (!placed?.access) return;
    const { access, placement, step } = placed;
    const { needs } = access;
    yield {
      to: nodesAt(placement),
      words: (to) => `reaches ${placeWords(to)} from the pod, which ${access.words}`,
      rights: [],
      also: [step],
      ...(needs !== undefined && { needs, isSure: false }),
    };
  },
};

export const tokensOnNode: Technique = {
  name: "take-tokens-of-node",
  title: "Take the tokens on a node",
  takes: "A node.",
  gives:
    "The ServiceAccounts of the pods that are known to run there: those of a DaemonSet without a selector of nodes on each one, those of a pod that names its node, and on every node those of all pods. Taints count: what tolerates some may run where others do not.",
  cites: [
    "https://kubernetes.io/docs/concepts/security/service-accounts/",
    "https://kubernetes.io/docs/reference/access-authn-authz/node/",
    "Kubernetes: plugin/pkg/auth/authorizer/node/node_authorizer.go, authorizeCreateToken",
  ],
  *edges(world, from) {
    if (from.kind !== "node") return;
    for (const { pods, isSure } of podsOn(world, from.name)) {
      const account = world.account(pods.namespace, pods.account);
      if (!account) continue;
      yield {
        to: [account],
        words: (to) => `takes the token of ${nodeWords(to)} from a pod of ${pods.node.workload}`,
        rights: [],
        also: [pods.step],
        ...(!isSure && { isSure: false, needs: "only where its pod is on the same node" }),
      };
    }
  },
};

/** What runs on a node for as long as it does, with a token; once for each ServiceAccount, the surest. */
const podsOn = memoizePairs((world: World, name: string | undefined) => {
  const found = new Map<string, { pods: Pods; isSure: boolean }>();
  for (const pods of world.pods) {
    if (!pods.hasToken || !pods.isRunning) continue;
    const verdict = isOn(placedOf(pods), name);
    if (verdict === "no") continue;
    const key = `${pods.namespace}/${pods.account}`;
    const isSure = verdict === "yes";
    if (!found.has(key) || (isSure && !found.get(key)?.isSure)) found.set(key, { pods, isSure });
  }
  return [...found.values()];
});

/** Whether pods are on a node: on one that is not known, on all that a DaemonSet runs on, or on one with a name. */
function isOn(pods: Placed, name: string | undefined): "yes" | "no" | "maybe" {
  const { placement } = pods;
  if (placement === "every") return pods.toleratesEverything || name === EVERY ? "yes" : "maybe";
  if (name === EVERY) return pods.toleratesNothing ? "yes" : "maybe";
  return typeof placement === "object" && placement.node === name ? "yes" : "no";
}

const placedOf: (pods: Pods) => Placed = memoize(readPlaced);

function readPlaced({ applied, kind, name, namespace }: Pods): Placed {
  const spec = podTemplateOf(applied.object)?.spec ?? {};
  const access = nodeAccessOf(spec);
  const at = [...templatePath(kind), "spec", ...(access?.at ?? [])];
  return {
    placement: placementOf(kind, spec),
    toleratesEverything: toleratesEverything(spec),
    toleratesNothing: toleratesNothing(spec),
    access,
    step: { kind, name, namespace, place: placeOf(applied.object, at) },
  };
}

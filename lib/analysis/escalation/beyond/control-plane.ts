import { EVERYTHING } from "../nodes.js";
import type { Technique } from "../technique.js";
import { EVERY } from "./every-node.js";

export const controlPlane: Technique = {
  name: "take-keys-of-control-plane",
  isNeverSure: true,
  title: "Take the keys of the control plane",
  takes:
    "Every node, in a cluster whose control plane runs on nodes of its own. Manifests do not say whether it does, so this is never sure.",
  gives:
    "Everything: the key of the cluster's certificate authority, or the data of etcd, is on such a node.",
  cites: ["https://kubernetes.io/docs/setup/best-practices/certificates/"],
  *edges(_, from) {
    if (from.kind !== "node" || from.name !== EVERY) return;
    yield {
      to: EVERYTHING,
      words: () => "takes the keys of the control plane from a node that it runs on",
      rights: [],
      needs: "only where the control plane runs on nodes that pods can be put on",
      isSure: false,
    };
  },
};

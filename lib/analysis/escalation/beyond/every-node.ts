import type { Placement } from "../../../kubernetes/pods/placement.js";
import type { EscalationNode } from "../escalation.js";
import { nodeWords } from "../nodes.js";

/** The name of a node that stands for all: whoever is there chooses which one it is. */
export const EVERY = "*";

/** All nodes of a cluster. The list is the same each time. */
export const EVERY_NODE: readonly EscalationNode[] = [{ kind: "node", name: EVERY }];

const SOME_NODE: readonly EscalationNode[] = [{ kind: "node" }];

/** The nodes on which pods run, by where they are placed. */
export function nodesAt(placement: Placement): readonly EscalationNode[] {
  if (placement === "every") return EVERY_NODE;
  return placement === "some" ? SOME_NODE : [{ kind: "node", name: placement.node }];
}

/** A node for a sentence: "node 'one'", "a node" or "every node". */
export function placeWords(to: EscalationNode): string {
  return to.kind === "node" && to.name === EVERY ? "every node" : nodeWords(to);
}

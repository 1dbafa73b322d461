import type { EscalationNode } from "../escalation.js";

/** The name of a node that stands for all: whoever is there chooses which one it is. */
export const EVERY = "*";

/** All nodes of a cluster. The list is the same each time. */
export const EVERY_NODE: readonly EscalationNode[] = [{ kind: "node", name: EVERY }];

import { core } from "./rbac/allowed.js";
import type { EscalationNode } from "./escalation.js";
import type { Held } from "./rights.js";
import type { World } from "./world.js";

const READ_SECRETS = ["list", "get", "watch"].map((verb) => core(verb, "secrets"));

/**
 * Whether somebody at a node has a target: the rights by which it does, none if it is the target itself. A path ends there.
 * Whoever may do everything has everything; whoever has all Secrets has those of each namespace.
 */
export function holds(
  world: World,
  node: EscalationNode,
  target: EscalationNode,
): readonly Held[] | undefined {
  switch (target.kind) {
    case "cluster-admin":
      return node.kind === "cluster-admin" ? [] : world.rightsOf(node).everything();
    case "secrets": {
      if (node.kind === "secrets")
        return node.namespace === undefined || node.namespace === target.namespace ? [] : undefined;
      return readsAll(world, node, target.namespace);
    }
    case "node":
      return node.kind === "node" && (target.name === undefined || node.name === target.name)
        ? []
        : undefined;
    case "workload":
      return node.kind === "workload" && node.workload === target.workload ? [] : undefined;
    case "subject":
      return world.identityOf(node)?.subject === target.subject ? [] : undefined;
  }
}

function readsAll(
  world: World,
  node: EscalationNode,
  namespace: string | undefined,
): readonly Held[] | undefined {
  const held = world.rightsOf(node).mayAny(READ_SECRETS, { namespace });
  return held && [held];
}

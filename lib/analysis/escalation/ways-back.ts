import { push } from "../../util/group-by.js";
import type { Graph, NodeId, Way } from "./graph.js";

/** The ways of a graph by the list that they lead to, and the lists by their nodes. */
export function waysBack(
  graph: Graph,
  ways: readonly Way[],
): { into: (list: number) => readonly Way[]; listsWith: (node: NodeId) => readonly number[] } {
  const byList = new Map<number, Way[]>();
  const byNode = new Map<NodeId, number[]>();
  for (const way of ways) {
    if (!byList.has(way.list)) for (const node of graph.list(way.list)) push(byNode, node, way.list);
    push(byList, way.list, way);
  }
  return { into: (list) => byList.get(list) ?? [], listsWith: (node) => byNode.get(node) ?? [] };
}

import type { EscalationNode } from "./escalation.js";
import type { Graph, NodeId, Way } from "./graph.js";
import { holds } from "./target.js";
import type { Held } from "./rights.js";
import { memoizeParts } from "../../util/memoize.js";
import { waysBack } from "./ways-back.js";

/** How far it is from each node to a target, and by which ways. */
export interface Distances {
  /** The number of steps; undefined if the target cannot be reached, or is not looked for there. */
  from: (node: NodeId) => number | undefined;
  ways: (node: NodeId) => readonly Way[];
  /** The nodes of a list from which it is so many steps at most: a long list is looked through once for all who lead to it. */
  within: (list: number, most: number) => readonly NodeId[];
  /** The rights by which a node has the target; undefined if it does not. */
  holds: (node: NodeId) => readonly Held[] | undefined;
}

/**
 * How far a target is from all that is reached from some nodes. A path ends where the target is had, so that nobody who
 * has it is followed further, and so that nobody is who is reached in as many steps as a path may have.
 * @param most the steps of the longest path
 * @param orAdmin whether a path ends as well where everything may be done, of which there is no end of ways on
 */
export function distancesTo(
  graph: Graph,
  {
    sources,
    target,
    most,
    orAdmin = false,
  }: { sources: readonly NodeId[]; target: EscalationNode; most: number; orAdmin?: boolean },
): Distances {
  const ends = new Map<NodeId, readonly Held[]>();
  const out = new Map<NodeId, readonly Way[]>();
  const all: Way[] = [];
  const depths = new Map(sources.map((id) => [id, 0]));
  const lists = new Set<number>();
  for (const [id, depth] of depths) {
    const node = graph.node(id);
    const end =
      holds(graph.world, node, target) ??
      (orAdmin ? holds(graph.world, node, { kind: "cluster-admin" }) : undefined);
    if (end) {
      ends.set(id, end);
      continue;
    }
    if (depth >= most) continue;
    const ways = [...graph.steps(id), ...graph.keeping(id)];
    out.set(id, ways);
    for (const way of ways) {
      all.push(way);
      if (lists.has(way.list)) continue;
      lists.add(way.list);
      for (const to of graph.list(way.list)) if (!depths.has(to)) depths.set(to, depth + 1);
    }
  }
  const distances = backwards(graph, all, [...ends.keys()]);
  const near = memoizeParts((most: number) => {
    return memoizeParts((list: number) => {
      return graph.list(list).filter((node) => (distances.get(node) ?? Infinity) <= most);
    });
  });
  return {
    from: (node) => distances.get(node),
    ways: (node) => out.get(node) ?? [],
    within: (list, most) => near(most)(list),
    holds: (node) => ends.get(node),
  };
}

/** The number of steps to the nearest end, by levels; a way may have several steps. */
function backwards(graph: Graph, ways: readonly Way[], ends: readonly NodeId[]): Map<NodeId, number> {
  const { into, listsWith } = waysBack(graph, ways);
  const distances = new Map<NodeId, number>();
  const done = new Set<number>();
  const levels: NodeId[][] = [[...ends]];
  for (let level = 0; level < levels.length; level++) {
    for (const node of levels[level] ?? []) {
      if (distances.has(node)) continue;
      distances.set(node, level);
      for (const list of listsWith(node)) {
        if (done.has(list)) continue;
        done.add(list);
        for (const { from, length } of into(list)) {
          while (levels.length <= level + length) levels.push([]);
          levels[level + length]?.push(from);
        }
      }
    }
  }
  return distances;
}

/** A path through the graph: ways, each with the node of its list that is taken. */
export type Route = readonly { way: Way; to: NodeId }[];

/** As many ways are tried for the paths of one source. */
const MOST_TRIED = 20_000;

/**
 * The paths from a node to the target, the shortest first, up to a length: each node once, and each pair of nodes once for
 * every binding that leads from one to the other.
 * @returns whether there may be more
 */
export function routesFrom(
  graph: Graph,
  distances: Distances,
  { source, longest, limit }: { source: NodeId; longest: number; limit: number },
): { routes: Route[]; isCut: boolean } {
  const routes: Route[] = [];
  let tried = 0;
  const isOver = () => routes.length >= limit || tried > MOST_TRIED;
  const shortest = distances.from(source);
  if (shortest === undefined) return { routes, isCut: false };
  const route: { way: Way; to: NodeId }[] = [];
  const onRoute = new Set([source]);
  const extend = (node: NodeId, left: number) => {
    if (distances.holds(node)) {
      if (left === 0) routes.push([...route]);
      return;
    }
    for (const { way, to } of choices(graph, distances, node, left)) {
      if (isOver()) return;
      tried++;
      if (onRoute.has(to) || way.before?.some((step) => onRoute.has(step.to))) continue;
      route.push({ way, to });
      onRoute.add(to);
      extend(to, left - way.length);
      onRoute.delete(to);
      route.pop();
    }
  };
  for (let length = shortest; length <= longest && !isOver(); length++) extend(source, length);
  return { routes, isCut: isOver() };
}

/**
 * The ways from a node that can still lead to the target in exactly so many steps, those of one binding once: the sure ones
 * first, so that none of them is hidden by what may not work.
 */
function* choices(graph: Graph, distances: Distances, node: NodeId, left: number) {
  const taken = new Set<string>();
  const unsure: { way: Way; to: NodeId; key: string }[] = [];
  for (const way of distances.ways(node)) {
    if (way.length > left) continue;
    const bindings = bindingsOf(way);
    for (const to of distances.within(way.list, left - way.length)) {
      const key = `${to} ${bindings}`;
      if (taken.has(key)) continue;
      if (!isSureWay(graph, way, to)) {
        unsure.push({ way, to, key });
        continue;
      }
      taken.add(key);
      yield { way, to };
    }
  }
  for (const { way, to, key } of unsure) {
    if (taken.has(key)) continue;
    taken.add(key);
    yield { way, to };
  }
}

/** A shortest route from a node to each that is reached from it, the nearest first. */
export function shortestRoutes(graph: Graph, start: NodeId): Map<NodeId, Route> {
  const found = new Map<NodeId, Route>();
  const levels: { node: NodeId; route: Route }[][] = [[{ node: start, route: [] }]];
  const lists = new Set<number>();
  for (let level = 0; level < levels.length; level++) {
    for (const { node, route } of levels[level] ?? []) {
      if (found.has(node)) continue;
      found.set(node, route);
      for (const way of [...graph.steps(node), ...graph.keeping(node)]) {
        if (lists.has(way.list)) continue;
        // A longer way may come to a list before a shorter one does.
        if (way.length === 1) lists.add(way.list);
        while (levels.length <= level + way.length) levels.push([]);
        for (const to of graph.list(way.list)) {
          if (!found.has(to)) levels[level + way.length]?.push({ node: to, route: [...route, { way, to }] });
        }
      }
    }
  }
  return found;
}

function isSureWay(graph: Graph, { link, before = [] }: Way, to: NodeId): boolean {
  return (
    before.every((step) => graph.isSure(step.link, graph.node(step.to))) && graph.isSure(link, graph.node(to))
  );
}

/** What gives the rights that a way takes, as a key. */
function bindingsOf({ link: { edge }, length }: Way): string {
  return [length, ...edge.rights.map(({ given }) => given.key)].join("\n");
}

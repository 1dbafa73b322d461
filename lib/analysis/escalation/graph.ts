import type { EscalationNode } from "./escalation.js";
import { nodeKey } from "./nodes.js";
import type { Edge, Technique } from "./technique.js";
import type { World } from "./world.js";

/** A node of the graph, by its number. */
export type NodeId = number;

/** One step, and the technique by which it is done. */
export interface Link {
  edge: Edge;
  technique: Technique;
}

/** A way from one node to any of a list: a step, or several where a right is kept for one that comes later. */
export interface Way {
  from: NodeId;
  link: Link;
  list: number;
  length: number;
  /** The steps before the last one, where the way has several. */
  before?: readonly { from: NodeId; link: Link; to: NodeId }[];
}

/** As much is followed; what is beyond is not counted, and this is said. */
export const LIMITS = { nodes: 20_000, ways: 100_000, kept: 300_000 } as const;

/** What somebody can become, as far as it is followed from some nodes. */
export class Graph {
  readonly world: World;
  readonly nodes: EscalationNode[] = [];
  /** Why it stops, in sentences; empty if it is whole. */
  readonly stopped = new Set<string>();
  readonly #techniques: readonly Technique[];
  readonly #onlySure: boolean;
  readonly #ids = new Map<string, NodeId>();
  readonly #ways: (readonly Way[] | undefined)[] = [];
  readonly #kept: (readonly Way[] | undefined)[] = [];
  readonly #lists: (readonly NodeId[])[] = [];
  readonly #ofOne = new Map<NodeId | undefined, number>();
  readonly #listIds = new Map<readonly EscalationNode[], Map<boolean, number>>();
  #count = 0;
  #followed = 0;

  /** @param onlySure whether to leave out what does not follow from the repository alone */
  constructor(world: World, techniques: readonly Technique[], onlySure: boolean) {
    this.world = world;
    this.#techniques = techniques;
    this.#onlySure = onlySure;
  }

  idOf(node: EscalationNode): NodeId {
    const key = nodeKey(node);
    let id = this.#ids.get(key);
    if (id === undefined) {
      this.#ids.set(key, (id = this.nodes.length));
      this.nodes.push(node);
    }
    return id;
  }

  node(id: NodeId): EscalationNode {
    return this.nodes[id] as EscalationNode;
  }

  /** The nodes of a list to which a way leads. */
  list(id: number): readonly NodeId[] {
    return this.#lists[id] ?? [];
  }

  /** The ways of one step out of a node. */
  steps(id: NodeId): readonly Way[] {
    return (this.#ways[id] ??= this.#expand(id));
  }

  /** The ways out of a node by rights that it keeps while it becomes others, each the shortest to where it leads. */
  keeping(id: NodeId): readonly Way[] {
    return (this.#kept[id] ??= this.#keep(id));
  }

  #keep(id: NodeId): readonly Way[] {
    if (this.#isFull(id)) return [];
    const laters = this.#techniques.flatMap((technique) => {
      const later = technique.later?.(this.world, this.node(id));
      return later ? [{ technique, later }] : [];
    });
    if (laters.length === 0) return [];
    if (this.#followed >= LIMITS.kept) {
      this.stopped.add(
        "There is too much that subjects can become while they keep a right for later, such as 'escalate': not all of it is followed.",
      );
      return [];
    }
    const found = new Map<NodeId, Way>();
    const arrivals = this.#reachedFrom(id);
    for (const { id: other, steps } of arrivals) {
      if (other === id) continue;
      for (const { technique, later } of laters) {
        for (const edge of later(this.node(other))) {
          if (edge.to.length === 0 || (this.#onlySure && edge.isSure === false)) continue;
          const list = this.#listOf(edge);
          const to = this.list(list)[0];
          if (to === undefined || found.has(to)) continue;
          const before = steps();
          found.set(to, {
            from: id,
            link: { edge, technique },
            list,
            length: before.length + 1,
            before,
          });
        }
      }
    }
    return [...found.values()];
  }

  /** Whether a step is sure: the technique is, and whom it leads to is there. */
  isSure({ edge }: Link, to: EscalationNode): boolean {
    return edge.isSure !== false && (edge.isForAbsent === true || this.world.isThere(to));
  }

  /**
   * The nodes that are reached from one by plain steps, the nearest first, and how. Whoever may do everything is followed no
   * further: it needs no right that was kept.
   */
  #reachedFrom(start: NodeId) {
    const via = new Map<NodeId, { from: NodeId; link: Link; to: NodeId } | undefined>([[start, undefined]]);
    const order = [start];
    const lists = new Set<number>();
    for (const id of order) {
      if (this.#isEverything(id)) continue;
      const ways = this.steps(id);
      this.#followed += 1 + ways.length;
      for (const { link, list } of ways) {
        if (lists.has(list)) continue;
        lists.add(list);
        for (const to of this.list(list)) {
          if (via.has(to)) continue;
          via.set(to, { from: id, link, to });
          order.push(to);
        }
      }
    }
    return order.map((id) => ({
      id,
      steps: () => {
        const steps: { from: NodeId; link: Link; to: NodeId }[] = [];
        for (let step = via.get(id); step; step = via.get(step.from)) steps.unshift(step);
        return steps;
      },
    }));
  }

  #isEverything(id: NodeId): boolean {
    const node = this.node(id);
    return node.kind === "cluster-admin" || this.world.rightsOf(node).everything() !== undefined;
  }

  /** Whether nothing more is followed, or not from a node as far away. */
  #isFull(id: NodeId): boolean {
    return id >= LIMITS.nodes || this.#count >= LIMITS.ways;
  }

  #expand(id: NodeId): readonly Way[] {
    if (this.#isFull(id)) {
      this.stopped.add(
        `More than ${LIMITS.nodes} identities, or more than ${LIMITS.ways} ways between them: what lies beyond is not followed.`,
      );
      return [];
    }
    const ways: Way[] = [];
    for (const technique of this.#techniques) {
      for (const edge of technique.edges(this.world, this.node(id))) {
        if (edge.to.length === 0 || (this.#onlySure && edge.isSure === false)) continue;
        ways.push({ from: id, link: { edge, technique }, list: this.#listOf(edge), length: 1 });
      }
    }
    this.#count += ways.length;
    return ways;
  }

  #listOf({ to, isForAbsent }: Edge): number {
    const onlyThere = this.#onlySure && isForAbsent !== true;
    const [first] = to;
    if (first && to.length === 1) return this.#listOfOne(first, onlyThere);
    const known = this.#listIds.get(to) ?? new Map<boolean, number>();
    this.#listIds.set(to, known);
    let id = known.get(onlyThere);
    if (id === undefined) {
      known.set(onlyThere, (id = this.#lists.length));
      const nodes = onlyThere ? to.filter((node) => this.world.isThere(node)) : to;
      this.#lists.push(nodes.map((node) => this.idOf(node)));
    }
    return id;
  }

  /** Most ways lead to one node: the list of it is the same for all of them. */
  #listOfOne(node: EscalationNode, onlyThere: boolean): number {
    const to = onlyThere && !this.world.isThere(node) ? undefined : this.idOf(node);
    let id = this.#ofOne.get(to);
    if (id === undefined) {
      this.#ofOne.set(to, (id = this.#lists.length));
      this.#lists.push(to === undefined ? [] : [to]);
    }
    return id;
  }
}

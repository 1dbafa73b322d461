import type { ConnectionGroup, ConnectionList } from "../../../analysis/network/connection-list.js";
import type { EndpointSet } from "../../../analysis/network/endpoint-set.js";
import { type Isolated, isolationOf } from "../../../analysis/network/isolation.js";
import type { Network } from "../../../analysis/network/network.js";
import { namespaceWords, type Workload } from "../../../analysis/network/workloads.js";
import { isNoPort, NO_PORTS, type PortSet, unitePorts } from "../../../kubernetes/connections/port-set.js";
import { groupBy } from "../../../util/group-by.js";
import { printable } from "../../../util/phrases.js";
import type { Mark, Picture, PictureNode } from "./picture.js";
import { edgeWords } from "./picture-labels.js";
import { MOST_ONE_BY_ONE, PictureNodes } from "./picture-nodes.js";

/** With more workloads than this, a picture shows namespaces. */
const MOST_WORKLOADS = 60;
/** More edges than this are a tangle. */
const MOST_EDGES = 150;

/**
 * What a picture of connections shows: the workloads in their namespaces, or only the namespaces if there are many
 * workloads, and the connections that policies let through. What no policy is about is not drawn: the nodes say that
 * they are open.
 */
export function pictureOf(list: ConnectionList): Picture {
  return new Drawing(list).picture();
}

interface Edge {
  from: string;
  to: string;
  allowed: PortSet;
  unknown: PortSet;
}

class Drawing {
  readonly #list: ConnectionList;
  readonly #network: Network;
  readonly #isByNamespace: boolean;
  readonly #states = new Map<Workload, Isolated>();
  readonly #nodes: PictureNodes;
  readonly #edges = new Map<string, Edge>();

  constructor(list: ConnectionList) {
    this.#list = list;
    this.#network = list.network;
    const shown = this.#workloads();
    this.#isByNamespace = shown.size > MOST_WORKLOADS;
    this.#nodes = new PictureNodes(this.#network, this.#isByNamespace);
    for (const isolated of isolationOf(list.network)) {
      const { workload, ingress, egress } = isolated;
      if (!workload) continue;
      this.#states.set(workload, isolated);
      if (!shown.has(workload)) continue;
      const { node, isNew } = this.#nodes.ofWorkload(workload);
      node.ingress = isNew ? ingress.state : together(node.ingress, ingress.state);
      node.egress = isNew ? egress.state : together(node.egress, egress.state);
    }
  }

  picture(): Picture {
    for (const group of this.#list.groups) if (group.isRestricted) this.#connect(group);
    this.#fold("from", "to");
    this.#fold("to", "from");
    const isTangled = this.#edges.size > MOST_EDGES;
    const undrawn = isTangled ? this.#edges.size : 0;
    if (isTangled) this.#edges.clear();
    const linked = new Set([...this.#edges.values()].flatMap(({ from, to }) => [from, to]));
    const all = this.#nodes.all().filter(({ node, isSet }) => !isSet || linked.has(node.id));
    const boxes = new Map<string, PictureNode[]>();
    const free: PictureNode[] = [];
    for (const { node, box } of all) {
      if (box === undefined) free.push(node);
      else boxes.set(box, [...(boxes.get(box) ?? []), node]);
    }
    return {
      cluster: this.#network.cluster,
      boxes: [...boxes].map(([namespace, nodes]) => ({ label: printable(namespaceWords(namespace)), nodes })),
      free,
      edges: [...this.#edges.values()].map(({ from, to, allowed, unknown }) => ({
        from,
        to,
        label: edgeWords({ allowed, unknown }),
        isSure: !isNoPort(allowed),
      })),
      isByNamespace: this.#isByNamespace,
      undrawn,
    };
  }

  /** Everything, or what takes part if only some connections are asked for. */
  #workloads(): Set<Workload> {
    const { groups, unreachable, isWhole } = this.#list;
    if (isWhole) return new Set(this.#network.workloads);
    const sets = [...groups.flatMap(({ from, to }) => [from, to]), ...unreachable.map(({ to }) => to)];
    return new Set(sets.flatMap(({ workloads }) => workloads));
  }

  /**
   * Where no policy has a say on what comes in, only pods are drawn as sources whose egress is not open: of the others,
   * the missing marks say enough.
   */
  #sourcesOf({ from, to }: ConnectionGroup): EndpointSet {
    const isSelected = to.workloads.some((one) => (this.#states.get(one)?.ingress.policies.length ?? 0) > 0);
    if (isSelected) return from;
    return {
      outside: [],
      workloads: from.workloads.filter((one) => this.#states.get(one)?.egress.state !== "open"),
    };
  }

  #connect(group: ConnectionGroup): void {
    const from = this.#nodes.of(this.#sourcesOf(group), "from");
    if (from.length === 0) return;
    for (const target of this.#nodes.of(group.to, "to")) {
      for (const source of from) {
        // Within a namespace that is one node, nothing can be drawn.
        if (source === target) continue;
        const key = `${source} ${target}`;
        const before = this.#edges.get(key) ?? { allowed: NO_PORTS, unknown: NO_PORTS };
        this.#edges.set(key, {
          from: source,
          to: target,
          allowed: unitePorts(before.allowed, group.allowed),
          unknown: unitePorts(before.unknown, group.unknown),
        });
      }
    }
  }

  /** Puts the edges of a node with all others of a namespace together, if they are alike. */
  #fold(own: "from" | "to", other: "from" | "to"): void {
    const byId = new Map(this.#nodes.all().map((drawn) => [drawn.node.id, drawn]));
    const alike = groupBy(this.#edges, ([, edge]) => {
      const end = byId.get(edge[other]);
      const isSingle = end?.node.is === "workload" && end.box !== undefined;
      return isSingle ? JSON.stringify([edge[own], end.box, edgeWords(edge)]) : "";
    });
    for (const [key, edges] of alike) {
      const [, first] = edges[0] ?? [];
      const box = first && byId.get(first[other])?.box;
      if (key === "" || !first || box === undefined) continue;
      // A node has no edge to itself.
      const missing = byId.get(first[own])?.box === box ? 1 : 0;
      const all = this.#nodes.sizeOf(box);
      if (all <= MOST_ONE_BY_ONE || edges.length + missing < all) continue;
      for (const [edge] of edges) this.#edges.delete(edge);
      const several = this.#nodes.everyPodOf(box).id;
      const folded = { ...first, [other]: several };
      this.#edges.set(`${folded.from} ${folded.to}`, folded);
    }
  }
}

function together(one: Mark, other: Mark): Mark {
  return one === other ? one : "in part";
}

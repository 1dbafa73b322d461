import type { ConnectionGroup, ConnectionList } from "../../../analysis/network/connection-list.js";
import {
  partsOf,
  partWords,
  type EndpointSet,
  type SetPart,
} from "../../../analysis/network/endpoint-set.js";
import { nameWords, outsideWords } from "../../../analysis/network/endpoint-words.js";
import { type Isolated, isolationOf, type IsolationState } from "../../../analysis/network/isolation.js";
import type { Network } from "../../../analysis/network/network.js";
import { namespaceWords, type Workload } from "../../../analysis/network/workloads.js";
import {
  isNoPort,
  NO_PORTS,
  type PortSet,
  portsWithout,
  portWords,
  unitePorts,
} from "../../../kubernetes/connections/port-set.js";
import { groupBy } from "../../../util/group-by.js";
import { printable } from "../../../util/phrases.js";

/** What a picture shows of the isolation of a node: `in part` if it stands for several workloads that differ. */
export type Mark = IsolationState | "in part";

export interface PictureNode {
  id: string;
  label: string;
  /** All of it, where the label is cut. */
  title: string;
  is: "workload" | "several" | "outside";
  ingress: Mark;
  egress: Mark;
}

export interface PictureEdge {
  from: string;
  to: string;
  label: string;
  isSure: boolean;
}

/** A namespace with its nodes. */
export interface PictureBox {
  label: string;
  nodes: readonly PictureNode[];
}

/** What a picture of the connections of a cluster shows, without places. */
export interface Picture {
  cluster: string | undefined;
  boxes: readonly PictureBox[];
  /** What belongs to no namespace. */
  free: readonly PictureNode[];
  edges: readonly PictureEdge[];
  isByNamespace: boolean;
  /** How many edges are left out, since nobody could tell them apart. */
  undrawn: number;
}

/** With more workloads than this, a picture shows namespaces. */
const MOST_WORKLOADS = 60;
/** More edges than this are a tangle. */
const MOST_EDGES = 150;
/** The pods of a namespace with no more workloads are drawn one by one, not as "every pod". */
const MOST_ONE_BY_ONE = 3;

/**
 * What a picture of connections shows: the workloads in their namespaces, or only the namespaces if there are many
 * workloads, and the connections that policies let through. What no policy is about is not drawn: the nodes say that
 * they are open.
 */
export function pictureOf(list: ConnectionList): Picture {
  return new Drawing(list).picture();
}

/** A node that is drawn, and the box that it is in. */
interface Drawn {
  node: PictureNode;
  box: string | undefined;
  /** Whether it stands for others that are drawn, or for what is outside: it is there for its edges. */
  isSet: boolean;
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
  readonly #drawn = new Map<string, Drawn>();
  readonly #edges = new Map<string, Edge>();

  constructor(list: ConnectionList) {
    this.#list = list;
    this.#network = list.network;
    const shown = this.#workloads();
    this.#isByNamespace = shown.size > MOST_WORKLOADS;
    for (const isolated of isolationOf(list.network)) {
      const { namespace, workload, ingress, egress } = isolated;
      if (!workload) continue;
      this.#states.set(workload, isolated);
      if (!shown.has(workload)) continue;
      const node = this.#ofWorkload(workload);
      const isNew = !this.#drawn.has(node.key);
      const { node: drawn } = this.#draw(node.key, node.label, "workload", namespace);
      drawn.ingress = isNew ? ingress.state : together(drawn.ingress, ingress.state);
      drawn.egress = isNew ? egress.state : together(drawn.egress, egress.state);
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
    const all = [...this.#drawn.values()].filter(({ node, isSet }) => !isSet || linked.has(node.id));
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
        label: wordsOf({ allowed, unknown }),
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
    const from = this.#nodesOf(this.#sourcesOf(group), "from");
    if (from.length === 0) return;
    for (const target of this.#nodesOf(group.to, "to")) {
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

  #nodesOf(set: EndpointSet, role: "from" | "to"): string[] {
    const parts = partsOf(this.#network, set);
    const [first, second] = parts;
    const isEverything =
      first?.is === "everyPod" && second?.is === "outside" && outsideWords(second.addresses) === "outside";
    if (isEverything) {
      const words = partWords(this.#network, first).replace(/^every pod/, "everything");
      return [this.#draw(`${role} ${words}`, words, "outside", undefined).node.id];
    }
    return [
      ...new Set(parts.flatMap((part) => this.#small(part, set)).map((part) => this.#nodeOf(part, role))),
    ];
  }

  /** All pods of a small namespace are drawn one by one. */
  #small(part: SetPart, { workloads }: EndpointSet): SetPart[] {
    const isAll = part.is === "everyPod" && this.#network.populated.length === 1;
    if (!isAll && part.is !== "namespace") return [part];
    const namespace = part.is === "namespace" ? part.namespace : this.#network.populated[0];
    if (this.#isByNamespace || this.#sizeOf(namespace ?? "") > MOST_ONE_BY_ONE) return [part];
    const own = workloads.filter((workload) => workload.namespace.name === namespace);
    return own.map((workload) => ({ is: "workload", workload }));
  }

  #sizeOf(namespace: string): number {
    return this.#network.workloadsIn(namespace).length;
  }

  /** Puts the edges of a node with all others of a namespace together, if they are alike. */
  #fold(own: "from" | "to", other: "from" | "to"): void {
    const byId = new Map([...this.#drawn.values()].map((drawn) => [drawn.node.id, drawn]));
    const alike = groupBy(this.#edges, ([, edge]) => {
      const end = byId.get(edge[other]);
      const isSingle = end?.node.is === "workload" && end.box !== undefined;
      return isSingle ? JSON.stringify([edge[own], end.box, wordsOf(edge)]) : "";
    });
    for (const [key, edges] of alike) {
      const [, first] = edges[0] ?? [];
      const box = first && byId.get(first[other])?.box;
      if (key === "" || !first || box === undefined) continue;
      // A node has no edge to itself.
      const missing = byId.get(first[own])?.box === box ? 1 : 0;
      const all = this.#sizeOf(box);
      if (all <= MOST_ONE_BY_ONE || edges.length + missing < all) continue;
      for (const [edge] of edges) this.#edges.delete(edge);
      const several = this.#draw(`of ${box} every pod`, "every pod", "several", box).node.id;
      const folded = { ...first, [other]: several };
      this.#edges.set(`${folded.from} ${folded.to}`, folded);
    }
  }

  #nodeOf(part: SetPart, role: "from" | "to"): string {
    const words = partWords(this.#network, part);
    switch (part.is) {
      case "outside":
        return this.#draw(`${role} ${words}`, words, "outside", undefined).node.id;
      case "everyPod": {
        const [only, ...others] = this.#network.populated;
        const box = others.length === 0 && !this.#isByNamespace ? only : undefined;
        return this.#draw(`${role} ${words}`, words, "several", box).node.id;
      }
      case "namespace": {
        if (this.#isByNamespace) return this.#ofNamespace(part.namespace);
        const own = words.replace(`every pod of ${namespaceWords(part.namespace)}`, "every pod");
        return this.#draw(`of ${part.namespace} ${own}`, own, "several", part.namespace).node.id;
      }
      case "workload": {
        if (this.#isByNamespace) return this.#ofNamespace(part.workload.namespace.name);
        const { key, label } = this.#ofWorkload(part.workload);
        return this.#draw(key, label, "workload", part.workload.namespace.name).node.id;
      }
    }
  }

  #ofNamespace(namespace: string): string {
    return this.#draw(`namespace ${namespace}`, namespaceWords(namespace), "several", undefined).node.id;
  }

  #ofWorkload(workload: Workload): { key: string; label: string } {
    const { kind, namespace } = workload;
    if (this.#isByNamespace) {
      return { key: `namespace ${namespace.name}`, label: namespaceWords(namespace.name) };
    }
    const name = nameWords(workload);
    const same = this.#network.workloadsIn(namespace.name).filter((one) => one.name === workload.name);
    return {
      key: JSON.stringify([kind, namespace.name, name]),
      label: same.length > 1 ? `${kind}/${name}` : name,
    };
  }

  #draw(key: string, words: string, is: PictureNode["is"], box: string | undefined): Drawn {
    let drawn = this.#drawn.get(key);
    if (!drawn) {
      const title = printable(words);
      const isSet = is === "outside" || (is === "several" && !key.startsWith("namespace "));
      const node: PictureNode = {
        id: `n${this.#drawn.size}`,
        label: cut(title, is === "workload" ? 30 : 46),
        title,
        is: this.#isByNamespace && is === "workload" ? "several" : is,
        ingress: "open",
        egress: "open",
      };
      this.#drawn.set(key, (drawn = { node, box: this.#isByNamespace ? undefined : box, isSet }));
    }
    return drawn;
  }
}

function together(one: Mark, other: Mark): Mark {
  return one === other ? one : "in part";
}

/** Long labels are cut in their middle, since names differ at both ends. */
function cut(text: string, longest = 30): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const half = longest / 2;
  return `${characters.slice(0, half).join("")}…${characters.slice(1 - half).join("")}`;
}

function wordsOf({ allowed, unknown: possible }: { allowed: PortSet; unknown: PortSet }): string {
  const unknown = portsWithout(possible, allowed);
  if (isNoPort(unknown)) return cut(portWords(allowed));
  return cut(isNoPort(allowed) ? `${portWords(unknown)}?` : `${portWords(allowed)} (${portWords(unknown)}?)`);
}

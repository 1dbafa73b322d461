import {
  type EndpointSet,
  partsOf,
  partWords,
  type SetPart,
} from "../../../analysis/network/endpoint-set.js";
import { nameWords, outsideWords } from "../../../analysis/network/endpoint-words.js";
import type { Network } from "../../../analysis/network/network.js";
import { namespaceWords, type Workload } from "../../../analysis/network/workloads.js";
import { printable } from "../../../util/phrases.js";
import type { PictureNode } from "./picture.js";
import { cut, wrapped } from "./picture-labels.js";

/** The pods of a namespace with no more workloads are drawn one by one, not as "every pod". */
export const MOST_ONE_BY_ONE = 3;

/** A node that is drawn, and the box that it is in. */
export interface Drawn {
  node: PictureNode;
  box: string | undefined;
  /** Whether it stands for others that are drawn, or for what is outside: it is there for its edges. */
  isSet: boolean;
}

/** The nodes of a picture, each drawn once however often it is asked for. */
export class PictureNodes {
  readonly #network: Network;
  readonly #isByNamespace: boolean;
  readonly #drawn = new Map<string, Drawn>();

  constructor(network: Network, isByNamespace: boolean) {
    this.#network = network;
    this.#isByNamespace = isByNamespace;
  }

  all(): Drawn[] {
    return [...this.#drawn.values()];
  }

  /** The node of a workload, and whether this is the first time that it is asked for. */
  ofWorkload(workload: Workload): { node: PictureNode; isNew: boolean } {
    const { key, label } = this.#ofWorkload(workload);
    const isNew = !this.#drawn.has(key);
    return { node: this.#draw(key, label, "workload", workload.namespace.name).node, isNew };
  }

  /** The node for all other pods of a namespace, or for all of them. */
  everyPodOf(namespace: string): PictureNode {
    return this.#draw(`of ${namespace} every pod`, "every pod", "several", namespace).node;
  }

  /** The ids of the nodes for the ends of connections; those outside are drawn once for each role. */
  of(set: EndpointSet, role: "from" | "to"): string[] {
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
    if (this.#isByNamespace || this.sizeOf(namespace ?? "") > MOST_ONE_BY_ONE) return [part];
    const own = workloads.filter((workload) => workload.namespace.name === namespace);
    return own.map((workload) => ({ is: "workload", workload }));
  }

  /** How many workloads a namespace has. */
  sizeOf(namespace: string): number {
    return this.#network.workloadsIn(namespace).length;
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
        lines: is === "workload" ? [cut(title)] : wrapped(title),
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

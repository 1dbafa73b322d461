import type { NamespaceFacts } from "../../kubernetes/labels/label-selector.js";
import { push } from "../../util/group-by.js";
import { memoizeParts } from "../../util/memoize.js";
import type { MadePods, NetworkPart } from "./network-part.js";
import type { Workload } from "./workloads.js";

interface InNamespace {
  all: readonly Workload[];
  byKey: ReadonlyMap<string, Workload>;
}

const NONE: InNamespace = { all: [], byKey: new Map() };

/** The workloads of a cluster by namespace. Those of one are made when it is asked about: an editor shows one at a time. */
export class PlacedWorkloads {
  /** The names of the namespaces that have any. */
  readonly namespaces: readonly string[];
  readonly #parts: readonly NetworkPart[];
  readonly #made = new Map<string, MadePods[]>();
  readonly #namespaceOf: (name: string) => NamespaceFacts;
  #all: readonly Workload[] | undefined;

  /** @param namespaceOf what is known of a namespace; it is asked about each that something is in */
  constructor(parts: readonly NetworkPart[], namespaceOf: (name: string) => NamespaceFacts) {
    this.#parts = parts;
    this.#namespaceOf = namespaceOf;
    for (const { used, byNamespace } of parts) {
      for (const namespace of used) namespaceOf(namespace);
      for (const [namespace, made] of byNamespace) for (const one of made) push(this.#made, namespace, one);
    }
    this.namespaces = [...this.#made.keys()];
  }

  /** Whether a namespace has any. */
  has(namespace: string): boolean {
    return this.#made.has(namespace);
  }

  /** Those of a namespace. */
  in(namespace: string): readonly Workload[] {
    return this.#in(namespace).all;
  }

  /** All of them, in the order of the builds. */
  get all(): readonly Workload[] {
    return (this.#all ??= [
      ...new Set(
        this.#parts.flatMap(({ made }) =>
          made.flatMap(({ namespace, key }) => this.#in(namespace).byKey.get(key) ?? []),
        ),
      ),
    ]);
  }

  readonly #in = memoizeParts((name: string): InNamespace => {
    const made = this.#made.get(name);
    if (!made) return NONE;
    const namespace = this.#namespaceOf(name);
    const byKey = new Map<string, Workload>();
    for (const { key, pods } of made) if (!byKey.has(key)) byKey.set(key, { ...pods, namespace });
    return { all: [...byKey.values()], byKey };
  });
}

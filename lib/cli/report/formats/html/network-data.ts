import type { Analysis } from "../../../../analysis/analysis.js";
import { type ConnectionGroup, connectionList } from "../../../../analysis/network/connection-list.js";
import { type EndpointSet, setWords } from "../../../../analysis/network/endpoint-set.js";
import { compareNames, outsideWords } from "../../../../analysis/network/endpoint-words.js";
import { isolationOf } from "../../../../analysis/network/isolation.js";
import { type Network, networksOf } from "../../../../analysis/network/network.js";
import { namespaceWords } from "../../../../analysis/network/workloads.js";
import { policyName, policyWords } from "../../../../analysis/network/deciding.js";
import { isEveryPort, isNoPort } from "../../../../kubernetes/connections/port-set.js";
import { isKnown } from "../../../../kubernetes/objects.js";
import { printable, series } from "../../../../util/phrases.js";
import { counted } from "../../counted.js";
import { bothPortWords } from "../../port-words.js";
import type { ConnectionData, NetworkData, Reach } from "./page-data.js";

/** A matrix has so many namespaces at most; so many squared are its cells. */
const MOST_NAMESPACES = 500;
/** So many connections are named in all cells together. */
const MOST_DETAILS = 60_000;
/** So many are named in a cell. */
const MOST_IN_CELL = 8;

/** Which namespaces may reach which, in each cluster that has workloads. */
export function networkData(analysis: Analysis, title: string | undefined): NetworkData[] {
  return networksOf(analysis)
    .filter(({ workloads }) => workloads.length > 0)
    .map((network) => {
      const cluster = network.cluster === undefined ? [] : [`cluster ${printable(network.cluster)}`];
      const words = [...(title === undefined ? [] : [title]), ...cluster].join(", ");
      return { ...(words !== "" && { title: words }), ...new Matrix(network).data() };
    });
}

/** Names come first, and then namespaces that are chosen when their objects are applied. */
function compareKnown(one: string, other: string): number {
  return Number(isKnown(other)) - Number(isKnown(one)) || compareNames(one, other);
}

class Matrix {
  readonly #network: Network;
  readonly #names: readonly string[];
  readonly #indices: ReadonlyMap<string, number>;
  readonly #sizes: readonly number[];
  /** By row and column: how many pairs of workloads have every port, and whether some have any, or may have. */
  readonly #open: Float64Array;
  readonly #some: Uint8Array;
  readonly #unknown: Uint8Array;
  readonly #details: Record<string, number[]> = {};
  #detailCount = 0;

  constructor(network: Network) {
    this.#network = network;
    this.#names = [...network.populated].sort(compareKnown).slice(0, MOST_NAMESPACES);
    this.#indices = new Map(this.#names.map((name, index) => [name, index]));
    this.#sizes = [...this.#names.map((name) => network.workloadsIn(name).length), 1];
    const cells = (this.#names.length + 1) ** 2;
    this.#open = new Float64Array(cells);
    this.#some = new Uint8Array(cells);
    this.#unknown = new Uint8Array(cells);
  }

  data(): Omit<NetworkData, "title"> {
    const connections: ConnectionData[] = [];
    for (const group of connectionList(this.#network).groups) {
      if (this.#count(group, connections.length)) connections.push(this.#words(group));
    }
    const left = this.#network.populated.length - this.#names.length;
    const without = this.#network.namespaces.length - this.#network.populated.length;
    return {
      names: [...this.#names.map((name) => printable(namespaceWords(name))), "outside"],
      cells: this.#sizes.map((_, row) =>
        this.#sizes.map((_, column) => this.#reach(row, column)[0]).join(""),
      ),
      details: this.#details,
      connections,
      isolation: isolationOf(this.#network)
        .filter(({ workload }) => workload === undefined)
        .map(({ namespace, ingress, egress }) => ({
          namespace: printable(namespaceWords(namespace)),
          ingress: ingress.state,
          egress: egress.state,
        })),
      notes: [
        ...(left > 0
          ? [`${counted(left, "more namespace")} with workloads ${left === 1 ? "is" : "are"} left out.`]
          : []),
        ...(without > 0
          ? [
              `${counted(without, "namespace")} without a workload in this repository ${without === 1 ? "stands" : "stand"} only in the list of what isolates each namespace.`,
            ]
          : []),
        ...(this.#detailCount > MOST_DETAILS
          ? ["Not every cell names its connections; 'gitops-lint connections' lists them all."]
          : []),
      ],
    };
  }

  /** Adds connections to the cells that they are in, and says whether a cell names them. */
  #count(group: ConnectionGroup, number: number): boolean {
    const isOpen = isEveryPort(group.allowed);
    const isAllowed = !isNoPort(group.allowed);
    const isUnknown = !isNoPort(group.unknown);
    const isPlain = isOpen && !isUnknown && !group.isRestricted;
    const [from, to] = [this.#membersOf(group.from), this.#membersOf(group.to)];
    const both = isOpen ? this.#onBothSides(group) : new Map<number, number>();
    let isNamed = false;
    for (const [row, sources] of from) {
      for (const [column, destinations] of to) {
        const cell = this.#cell(row, column);
        if (isAllowed) this.#some[cell] = 1;
        if (isUnknown) this.#unknown[cell] = 1;
        const pairs = sources * destinations - (row === column ? (both.get(row) ?? 0) : 0);
        if (isOpen) this.#open[cell] = (this.#open[cell] ?? 0) + pairs;
        if (isPlain || !this.#addDetail(`${row},${column}`, number)) continue;
        isNamed = true;
      }
    }
    return isNamed;
  }

  #addDetail(cell: string, number: number): boolean {
    const details = (this.#details[cell] ??= []);
    if (details.length >= MOST_IN_CELL || this.#detailCount++ >= MOST_DETAILS) return false;
    details.push(number);
    return true;
  }

  /** How many workloads of each namespace are on both sides: a pod always reaches itself, which is no connection. */
  #onBothSides({ from, to }: ConnectionGroup): Map<number, number> {
    const sources = new Set(from.workloads);
    return this.#membersOf({ workloads: to.workloads.filter((one) => sources.has(one)), outside: [] });
  }

  /** How many workloads of each namespace are in a set, and whether all that is outside is. */
  #membersOf({ workloads, outside }: EndpointSet): Map<number, number> {
    const members = new Map<number, number>();
    for (const { namespace } of workloads) {
      const index = this.#indices.get(namespace.name);
      if (index !== undefined) members.set(index, (members.get(index) ?? 0) + 1);
    }
    // A part of what is outside never makes all of it.
    if (outside.length > 0) members.set(this.#names.length, outsideWords(outside) === "outside" ? 1 : 0);
    return members;
  }

  #reach(row: number, column: number): Reach {
    const cell = this.#cell(row, column);
    const outside = this.#names.length;
    if (row === outside && column === outside) return "all";
    const [sources = 0, destinations = 0] = [this.#sizes[row], this.#sizes[column]];
    const pairs = row === column ? sources * (sources - 1) : sources * destinations;
    if ((this.#open[cell] ?? 0) >= pairs) return "all";
    if (this.#some[cell] === 1) return "some";
    return this.#unknown[cell] === 1 ? "unknown" : "none";
  }

  #cell(row: number, column: number): number {
    return row * this.#sizes.length + column;
  }

  #words(group: ConnectionGroup): ConnectionData {
    const policies = group.policies.flatMap(({ source }) =>
      source ? [policyWords(policyName(source))] : [],
    );
    const doubts = group.doubts.map((doubt) => `not known: ${doubt}`);
    return {
      from: printable(setWords(this.#network, group.from)),
      to: printable(setWords(this.#network, group.to)),
      ports: bothPortWords(group),
      through: printable(
        [series([...new Set(policies)]), ...doubts.slice(0, 3)].filter((one) => one !== "").join("; "),
      ),
    };
  }
}

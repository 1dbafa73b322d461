import type { Verdict } from "../../kubernetes/connections/verdict.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
import { memoize, memoizeParts } from "../../util/memoize.js";
import type { Connections } from "./connections.js";
import { type DecidingPolicy, decidingPolicies, doubtsOf, ON_HOST_NETWORK } from "./deciding.js";
import type { NetworkPolicyApplied } from "./policies.js";

/** What one direction says about the connections of some workloads with some peers. */
export interface Side {
  policies: readonly DecidingPolicy[];
  doubts: readonly string[];
  /** The policies with a rule about these connections, as a key. */
  key: string;
}

const OPEN: Side = { policies: [], doubts: [], key: "" };

/** What decides about connections at each end of them. Endpoints are named by their numbers among all. */
export class Sides {
  readonly #connections: Connections;
  readonly #numberOf = memoizeParts<NetworkPolicyApplied | undefined, number>(() => this.#nextNumber++);
  #nextNumber = 0;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** What policies make of the connections of an endpoint with each one; undefined outside of the cluster. */
  row(direction: Direction, number: number): readonly Verdict[] | undefined {
    const endpoint = this.#connections.endpoints[number];
    return endpoint?.is === "pods" ? this.#connections.verdicts(direction, endpoint) : undefined;
  }

  /**
   * What decides at one end.
   * @param verdict that of the direction: endpoints that share one in a row share all that decides, so it is found once
   */
  of(direction: Direction, own: number, peer: number, verdict: Verdict): Side {
    const row = this.row(direction, own);
    if (!row) return OPEN;
    const known = this.#inRow(row);
    let side = known.get(verdict);
    if (!side) known.set(verdict, (side = this.#find(direction, own, peer)));
    return side;
  }

  readonly #inRow = memoize(() => new Map<Verdict, Side>());

  #find(direction: Direction, own: number, other: number): Side {
    const [workload, peer] = [this.#connections.endpoints[own], this.#connections.endpoints[other]];
    if (workload?.is !== "pods" || !peer) return OPEN;
    const all = decidingPolicies(this.#connections.network, direction, workload, peer);
    if (all.length === 0) return OPEN;
    if (workload.isOnHostNetwork) return { policies: [], doubts: [ON_HOST_NETWORK], key: "host" };
    const speaking = all.filter(({ rules }) => rules.length > 0);
    return {
      policies: all,
      doubts: all.flatMap(doubtsOf),
      key: speaking.map(({ source }) => this.#numberOf(source)).join(),
    };
  }
}

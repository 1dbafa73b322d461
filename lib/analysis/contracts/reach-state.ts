import {
  commonPorts,
  isNoPort,
  NO_PORTS,
  type PortSet,
  unitePorts,
} from "../../kubernetes/connections/port-set.js";
import { allowedPorts, both, unknownPorts, ALLOWED } from "../../kubernetes/connections/verdict.js";
import { contractsOf, type ReachContract } from "../../repository/configuration/contracts.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { connectionsIn } from "../network/connections.js";
import { type Network, networksOf } from "../network/network.js";
import type { Workload } from "../network/workloads.js";
import { type Budget, budgetOf } from "./budget.js";
import { areAddressesOf, arePods, arePodsOf, namedEnds, namedTargets } from "./reach-ends.js";

/** Connections to pods that a contract is about, from those that it does not name. */
export interface ReachBreach {
  network: Network;
  to: Workload;
  /** The places of the sources among the endpoints of the network. */
  from: readonly number[];
  /** The ports on which any of them is allowed. */
  ports: PortSet;
}

/** Pods that a contract demands to be reached, and from which they surely are not. */
export interface ReachLack {
  network: Network;
  /** The place of the source among the endpoints of the network. */
  from: number;
  to: Workload;
  /** The place of the source in the contract. */
  index: number;
}

/** What policies make of a contract on connections. */
export interface ReachState {
  breaches: readonly ReachBreach[];
  lacks: readonly ReachLack[];
  /** The texts under `reach` that no pods are known to go by, by their place in the list. */
  unmatched: readonly number[];
  /** The same for the ends of which a contract demands something. */
  unmatchedEnds: readonly number[];
  /** Whether anything is not known. */
  isUnsure: boolean;
}

/** The contracts of a repository about connections. */
export const reachContracts: (analysis: Analysis) => readonly ReachContract[] = memoize(
  ({ settings }: Analysis) => contractsOf({ settings }).filter((one) => one.about === "reach"),
);

export const reachState: (analysis: Analysis, contract: ReachContract) => ReachState = memoizePairs(
  (analysis: Analysis, contract: ReachContract) => {
    const state = new Judging(contract, budgetOf(analysis));
    for (const network of networksOf(analysis)) state.judge(network);
    return state;
  },
);

class Judging implements ReachState {
  readonly breaches: ReachBreach[] = [];
  readonly lacks: ReachLack[] = [];
  isUnsure = false;
  readonly #matched = new Set<number>();
  readonly #matchedEnds = new Set<number>();

  constructor(
    readonly contract: ReachContract,
    readonly budget: Budget,
  ) {}

  get unmatched(): number[] {
    return [...this.contract.reach.keys()].filter((index) => !this.#matched.has(index));
  }

  get unmatchedEnds(): number[] {
    const { demand, ends } = this.contract;
    return demand === "must" ? [...ends.keys()].filter((index) => !this.#matchedEnds.has(index)) : [];
  }

  judge(network: Network): void {
    const { demand, reach } = this.contract;
    const targets = namedTargets(reach);
    for (const to of network.workloads) {
      let ports = NO_PORTS;
      for (const [index, named] of targets.entries()) {
        const isMeant = arePods(named, to);
        if (isMeant === false) continue;
        this.#matched.add(index);
        if (isMeant === true) ports = unitePorts(ports, named.ports);
        else this.isUnsure = true;
      }
      if (isNoPort(ports)) continue;
      if (demand === "must") this.#demand(network, to, ports);
      else this.#limit(network, to, ports);
    }
  }

  /** What reaches pods that only those who are named may reach. */
  #limit(network: Network, to: Workload, wanted: PortSet): void {
    const connections = connectionsIn(network);
    const isNamedAt = this.#named(network, this.contract.ends);
    const own = connections.endpoints.indexOf(to);
    const from: number[] = [];
    let ports = NO_PORTS;
    const ingress = connections.verdicts("Ingress", to);
    for (const [number, source] of connections.endpoints.entries()) {
      if (this.#isTooMuch()) return;
      // A pod always reaches itself.
      if (number === own) continue;
      const isNamed = isNamedAt[number];
      if (isNamed === true) continue;
      const egress = source.is === "pods" ? connections.verdicts("Egress", source)[own] : ALLOWED;
      const verdict = both(egress ?? ALLOWED, ingress[number] ?? ALLOWED);
      const allowed = commonPorts(allowedPorts(verdict), wanted);
      if (!isNoPort(commonPorts(unknownPorts(verdict), wanted))) this.isUnsure = true;
      if (isNoPort(allowed)) continue;
      if (isNamed === undefined) {
        this.isUnsure = true;
        continue;
      }
      from.push(number);
      ports = unitePorts(ports, allowed);
    }
    if (from.length > 0) this.breaches.push({ network, to, from, ports });
  }

  /** Whether pods are reached from those that must reach them. */
  #demand(network: Network, to: Workload, wanted: PortSet): void {
    const connections = connectionsIn(network);
    for (const [index, text] of this.contract.ends.entries()) {
      const isMeantAt = this.#named(network, this.#single(index, text));
      for (const [from, source] of connections.endpoints.entries()) {
        if (this.#isTooMuch()) return;
        const isMeant = isMeantAt[from];
        if (isMeant === false) continue;
        this.#matchedEnds.add(index);
        const verdict = connections.between(source, to);
        if (isNoPort(commonPorts(verdict.mayAllow, wanted)) && source !== to) {
          if (isMeant === true) this.lacks.push({ network, from, to, index });
        } else if (isNoPort(commonPorts(allowedPorts(verdict), wanted))) this.isUnsure = true;
      }
    }
  }

  /** Which of the endpoints a list names: it is asked for each of the pods that they reach. */
  #named(network: Network, texts: readonly string[]): readonly (boolean | undefined)[] {
    const known = this.#namedAt.get(network) ?? new Map<readonly string[], (boolean | undefined)[]>();
    this.#namedAt.set(network, known);
    let answers = known.get(texts);
    if (!answers) {
      const ends = namedEnds(texts);
      answers = connectionsIn(network).endpoints.map((one) => {
        return one.is === "pods" ? arePodsOf(ends, one) : areAddressesOf(ends, one.addresses);
      });
      known.set(texts, answers);
    }
    return answers;
  }
  readonly #namedAt = new Map<Network, Map<readonly string[], (boolean | undefined)[]>>();

  #isTooMuch(): boolean {
    if (--this.budget.connections >= 0) return false;
    this.isUnsure = true;
    return true;
  }

  /** The same list each time, since what is read of it is kept. */
  #single(index: number, text: string): readonly string[] {
    return (this.#singles[index] ??= [text]);
  }
  readonly #singles: string[][] = [];
}

import { type Place, writtenAt } from "../../builds/build.js";
import { commonPorts, isNoPort, type PortSet, unitePorts } from "../../kubernetes/connections/port-set.js";
import type { ReachContract } from "../../repository/configuration/contracts.js";
import { push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { connectionsIn } from "../network/connections.js";
import { decidingPolicies } from "../network/deciding.js";
import type { Network } from "../network/network.js";
import type { Workload } from "../network/workloads.js";
import { type ReachBreach, reachContracts, reachState } from "./reach-state.js";

/** What makes connections against a contract, with its place: a rule of a policy, or pods that no policy isolates. */
export interface PlacedReach {
  contract: ReachContract;
  place: Place;
  /** Whether no policy says who may connect to the pods. */
  isOpen: boolean;
  network: Network;
  to: readonly Workload[];
  /** The places of the sources among the endpoints of the network. */
  from: readonly number[];
  ports: PortSet;
}

/** The connections against contracts, by the file and document of what makes them. */
export const reachByDocument: (analysis: Analysis) => ReadonlyMap<string, readonly PlacedReach[]> = memoize(
  (analysis: Analysis) => {
    const found = new Map<string, PlacedReach>();
    for (const contract of reachContracts(analysis)) {
      for (const breach of reachState(analysis, contract).breaches) {
        for (const one of placedIn(analysis, contract, breach)) {
          const key = JSON.stringify([contract.name, breach.network.cluster, one.place, one.isOpen]);
          const other = found.get(key);
          found.set(key, other ? joined(other, one) : one);
        }
      }
    }
    const byDocument = new Map<string, PlacedReach[]>();
    for (const one of found.values()) push(byDocument, documentOf(one.place), one);
    return byDocument;
  },
);

/** The key of a document among those that have connections against contracts. */
export function documentOf({ file, document }: Pick<Place, "file" | "document">): string {
  return `${file}\n${document}`;
}

function joined(one: PlacedReach, other: PlacedReach): PlacedReach {
  const to = [...new Set([...one.to, ...other.to])];
  const from = [...new Set([...one.from, ...other.from])].sort((a, b) => a - b);
  return { ...one, to, from, ports: unitePorts(one.ports, other.ports) };
}

/** The rules that let in what a contract forbids; the pods themselves if no policy isolates them. */
function placedIn(analysis: Analysis, contract: ReachContract, breach: ReachBreach): PlacedReach[] {
  const { network, to, from, ports } = breach;
  const { endpoints, verdicts } = connectionsOf(network);
  const byPlace = new Map<string, PlacedReach>();
  const row = verdicts(to);
  // Sources with the same verdict have it by the same rules.
  const alike = new Map<unknown, number[]>();
  for (const number of from) push(alike, row[number], number);
  for (const sources of alike.values()) {
    const peer = endpoints[sources[0] ?? 0];
    if (!peer) continue;
    for (const { source, rules, selects } of decidingPolicies(network, "Ingress", to, peer)) {
      if (!source || selects !== true) continue;
      for (const { action, place, sure } of rules) {
        const opened = commonPorts(sure, ports);
        if (action !== "allow" || !place || isNoPort(opened)) continue;
        const at = reportable(analysis, source.applied.object, place);
        const key = JSON.stringify(at);
        const one: PlacedReach = {
          contract,
          place: at,
          isOpen: false,
          network,
          to: [to],
          from: sources,
          ports: opened,
        };
        const other = byPlace.get(key);
        byPlace.set(key, other ? joined(other, one) : one);
      }
    }
  }
  if (byPlace.size > 0) return [...byPlace.values()];
  const { object } = to.applied;
  const own = writtenAt(object);
  const place = { ...own, path: [...own.path, "metadata", "name"] };
  return [{ contract, place, isOpen: true, network, to: [to], from, ports }];
}

function connectionsOf(network: Network) {
  const connections = connectionsIn(network);
  return {
    endpoints: connections.endpoints,
    verdicts: (workload: Workload) => connections.verdicts("Ingress", workload),
  };
}

/** A place in an object or a patch; what a kustomization writes is reported at the name of the object. */
function reportable({ repository }: Analysis, object: Parameters<typeof writtenAt>[0], place: Place): Place {
  const own = writtenAt(object);
  const { objects = [] } = repository.files.get(place.file) ?? {};
  if (objects.some(({ document }) => document === place.document)) return place;
  return { ...own, path: [...own.path, "metadata", "name"] };
}

import { EVERY_IPV4, EVERY_IPV6 } from "../../kubernetes/connections/address-set.js";
import { ANY_POD, type Endpoint } from "../../kubernetes/connections/endpoint.js";
import { intersection } from "../../kubernetes/connections/intervals.js";
import { isNoPort } from "../../kubernetes/connections/port-set.js";
import type { Verdict } from "../../kubernetes/connections/verdict.js";
import { DIRECTIONS, type Direction } from "../../kubernetes/network-policy/policy-step.js";
import { outsideIn, verdictOf } from "./connections.js";
import { type DecidingPolicy, doubtsOf, ON_HOST_NETWORK, selectingPolicies } from "./deciding.js";
import { compareNames, workloadWords } from "./endpoint-words.js";
import type { Network } from "./network.js";
import type { Selecting } from "./policies.js";
import type { PlacedPods, Workload } from "./workloads.js";

/**
 * What policies make of the connections of pods in one direction. `open`: no policy isolates them, or one lets
 * everything through. `isolated`: only what policies allow. `denied`: isolated, and nothing is allowed.
 */
export type IsolationState = "open" | "isolated" | "denied" | "not known";

export interface DirectionState {
  state: IsolationState;
  /** The policies that decide, without their rules: all that select the pods, or may. */
  policies: readonly DecidingPolicy[];
  /** Why it is not known. */
  doubts: readonly string[];
}

/** The isolation of a workload, or of what else may be in a namespace. */
export interface Isolated {
  namespace: string;
  /** Undefined for a pod that has no labels, so that only policies for all pods select it. */
  workload: Workload | undefined;
  ingress: DirectionState;
  egress: DirectionState;
}

/** The isolation of each namespace and workload of a cluster, by their names. */
export function isolationOf(network: Network, namespace?: string): Isolated[] {
  const words = workloadWords(network);
  const outside = outsideByFamily(network);
  const names = network.namespaces.map(({ name }) => name).filter((name) => name === (namespace ?? name));
  return names.sort(compareNames).flatMap((name) => {
    const workloads = [...network.workloadsIn(name)].sort((a, b) => compareNames(words(a), words(b)));
    return [undefined, ...workloads].map((workload): Isolated => {
      const [ingress, egress] = DIRECTIONS.map((direction) => {
        return stateOf(network, direction, workload ?? anyOther(network, name), outside);
      }) as [DirectionState, DirectionState];
      return { namespace: name, workload, ingress, egress };
    });
  });
}

/** A pod without labels in a namespace. Policies ask for no more than what pods have, so it needs no object. */
const anyOther = (network: Network, name: string): PlacedPods => ({
  ...ANY_POD,
  namespace: network.namespace(name),
  labels: {},
});

function stateOf(
  network: Network,
  direction: Direction,
  pods: PlacedPods,
  outside: readonly (readonly Endpoint[])[],
): DirectionState {
  const selecting = network.selecting(pods, direction);
  const policies = selectingPolicies(network, direction, pods);
  const state = (name: IsolationState, doubts: readonly string[] = []): DirectionState => {
    return { state: name, policies, doubts };
  };
  if (selecting.length === 0) return state("open");
  if (pods.isOnHostNetwork) return state("not known", [ON_HOST_NETWORK]);
  const ask = (peer: Endpoint) => verdictOf(selecting, direction, pods, peer);
  const [ofPods, ...ofFamilies] = [[ANY_POD], ...outside].map((peers) => peers.map(ask));
  const isOpen = (verdicts: readonly Verdict[] = []) => verdicts.every(({ mayDeny }) => isNoPort(mayDeny));
  const isClosed = (verdicts: readonly Verdict[] = []) =>
    verdicts.every(({ mayAllow }) => isNoPort(mayAllow));
  // A cluster need not have addresses of both families, so one that is closed as a whole does not count.
  const isOutsideOpen = ofFamilies.some(isOpen) && ofFamilies.every((one) => isOpen(one) || isClosed(one));
  if (isOpen(ofPods) && isOutsideOpen) return state("open");
  if ([ofPods, ...ofFamilies].every(isClosed)) return state("denied");
  if (selecting.some(restrictsSurely)) return state("isolated");
  const doubts = policies.flatMap(doubtsOf);
  return state(selecting.some(mayRestrict) ? "not known" : "open", [...new Set(doubts)]);
}

/** The addresses outside of the cluster in the parts that policies tell apart, by family. */
function outsideByFamily(network: Network): Endpoint[][] {
  const parts = outsideIn(network);
  return [EVERY_IPV4, EVERY_IPV6].map((family) =>
    parts.flatMap((part): Endpoint[] => {
      const addresses = intersection(part.addresses, family);
      return addresses.length === 0 ? [] : [{ is: "addresses", addresses }];
    }),
  );
}

function restrictsSurely({ policy, selects }: Selecting): boolean {
  const denies = policy.rules.some(({ action }) => action === "deny");
  return selects === true && (policy.isolates === true || denies);
}

function mayRestrict({ policy }: Selecting): boolean {
  return policy.isolates !== false || policy.rules.some(({ action }) => action !== "allow");
}

/** How many are in which state. */
export function countStates(all: readonly Isolated[], direction: Direction): Record<IsolationState, number> {
  const counts = { open: 0, isolated: 0, denied: 0, "not known": 0 };
  for (const one of all) counts[direction === "Ingress" ? one.ingress.state : one.egress.state]++;
  return counts;
}

import type { Endpoint } from "../../kubernetes/connections/endpoint.js";
import { intersection, unionOf } from "../../kubernetes/connections/intervals.js";
import { ALLOWED, type Verdict } from "../../kubernetes/connections/verdict.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
import { groupBy } from "../../util/group-by.js";
import { memoizeParts } from "../../util/memoize.js";
import type { Asked } from "./connection-list.js";
import { connectionsIn } from "./connections.js";
import { type DecidingPolicy, decidingPolicies } from "./deciding.js";
import type { Network } from "./network.js";
import type { Workload } from "./workloads.js";

/** What policies make of a connection at one end of it. */
export interface ExplainedEnd {
  direction: Direction;
  /** Undefined outside of the cluster, where policies have no say. */
  workload: Workload | undefined;
  verdict: Verdict;
  policies: readonly DecidingPolicy[];
}

/** Why a connection is allowed or denied. */
export interface ExplainedConnection {
  network: Network;
  from: Endpoint;
  to: Endpoint;
  verdict: Verdict;
  egress: ExplainedEnd;
  ingress: ExplainedEnd;
}

/** The endpoints of a network that are asked for: workloads, and the parts of addresses that policies tell apart. */
export function endpointsAsked(network: Network, asked: Asked): Endpoint[] {
  return connectionsIn(network).endpoints.flatMap((endpoint): Endpoint[] => {
    if (endpoint.is === "pods") return asked.workloads(endpoint) ? [endpoint] : [];
    const addresses = intersection(endpoint.addresses, asked.outside);
    return addresses.length === 0 ? [] : [{ is: "addresses", addresses }];
  });
}

/** Parts of addresses that the same rules speak of are explained once. */
export function withoutRepetition(all: readonly ExplainedConnection[]): ExplainedConnection[] {
  const rules = ({ policies }: ExplainedEnd) => policies.map((one) => one.rules.map(({ words }) => words));
  const number = memoizeParts<unknown, number>(() => next++);
  let next = 0;
  const ends = (one: ExplainedConnection) =>
    [one.network, ...[one.from, one.to].map((end) => (end.is === "pods" ? end : undefined))].map(number);
  const alike = groupBy(all, (one) => JSON.stringify([ends(one), rules(one.egress), rules(one.ingress)]));
  const together = (ends: readonly Endpoint[]): Endpoint | undefined => {
    const parts = ends.flatMap((end) => (end.is === "addresses" ? end.addresses : []));
    return parts.length === 0 ? ends[0] : { is: "addresses", addresses: unionOf([parts]) };
  };
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const same = [first, ...others];
    const [from, to] = [together(same.map((one) => one.from)), together(same.map((one) => one.to))];
    return [{ ...first, from: from ?? first.from, to: to ?? first.to }];
  });
}

/** Why connections from one endpoint to another are allowed or denied, policy by policy. */
export function explainConnection(network: Network, from: Endpoint, to: Endpoint): ExplainedConnection {
  const connections = connectionsIn(network);
  const end = (direction: Direction, own: Endpoint, peer: Endpoint): ExplainedEnd => {
    if (own.is !== "pods") return { direction, workload: undefined, verdict: ALLOWED, policies: [] };
    const workload = own as Workload;
    return {
      direction,
      workload,
      verdict: connections.inDirection(direction, workload, peer),
      policies: decidingPolicies(network, direction, workload, peer),
    };
  };
  return {
    network,
    from,
    to,
    verdict: connections.between(from, to),
    egress: end("Egress", from, to),
    ingress: end("Ingress", to, from),
  };
}

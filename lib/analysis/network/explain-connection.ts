import type { Endpoint } from "../../kubernetes/connections/endpoint.js";
import { intersection } from "../../kubernetes/connections/intervals.js";
import { ALLOWED, type Verdict } from "../../kubernetes/connections/verdict.js";
import type { Direction } from "../../kubernetes/network-policy/policy-step.js";
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
    if (endpoint.is === "pods") return asked.workloads(endpoint as Workload) ? [endpoint] : [];
    const addresses = intersection(endpoint.addresses, asked.outside);
    return addresses.length === 0 ? [] : [{ is: "addresses", addresses }];
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

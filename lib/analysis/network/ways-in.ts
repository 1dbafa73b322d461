import { ANY_POD, type PodSet } from "../../kubernetes/connections/endpoint.js";
import { isFromLoadBalancer } from "../../kubernetes/services/load-balancers.js";
import { commonPorts, isNoPort, type PortSet } from "../../kubernetes/connections/port-set.js";
import { allowedPorts } from "../../kubernetes/connections/verdict.js";
import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { blockingPolicies } from "./blocked-backends.js";
import { connectionsIn } from "./connections.js";
import { type Exposure, waysInto } from "./exposure.js";
import type { Network } from "./network.js";
import type { Workload } from "./workloads.js";

/** What becomes of what comes from outside through an Ingress, a route or a Service. */
export interface WayIn extends Exposure {
  /** The ports that policies let in whoever sends to them. */
  open: PortSet;
  /** Whether no policy selects the pods for ingress. */
  isUnrestricted: boolean;
  /** Whether policies keep every ingress controller away. */
  isBlocked: boolean;
}

/** Where an ingress controller runs, with which labels, and whether on the network of its node, is not seen here. */
const CONTROLLER: PodSet = { ...ANY_POD, isOnHostNetwork: undefined };

/** The ways from the outside into a cluster, and what policies make of them. */
export interface WaysIn {
  ways: WayIn[];
  /** How many more there are than the most that are wanted. */
  more: number;
}

/**
 * @param to the workloads that are asked about
 * @param most how many ways are wanted: each route leads to each pod of its Service, which can be millions
 */
export function waysIn(
  analysis: Analysis,
  network: Network,
  { to = () => true, most = Infinity }: { to?: (workload: Workload) => boolean; most?: number } = {},
): WaysIn {
  const connections = connectionsIn(network);
  const verdictOf = memoize((workload: Workload) => connections.inDirection("Ingress", workload, CONTROLLER));
  const isAsked = memoize(to);
  const ways: WayIn[] = [];
  let more = 0;
  for (const { route, service, targets } of waysInto(analysis, network)) {
    const { build, object } = route?.applied ?? service;
    const source = isFromLoadBalancer(object.object) ? "load balancer" : "controller";
    for (const { workload, ports } of targets) {
      if (!isAsked(workload)) continue;
      if (ways.length >= most) {
        more++;
        continue;
      }
      const verdict = verdictOf(workload);
      ways.push({
        route,
        service,
        workload,
        ports,
        open: commonPorts(ports, allowedPorts(verdict)),
        isUnrestricted: network.selecting(workload, "Ingress").length === 0,
        isBlocked:
          isNoPort(commonPorts(ports, verdict.mayAllow)) ||
          blockingPolicies(network, { build, source }, { workload, ports }) !== undefined,
      });
    }
  }
  return { ways, more };
}

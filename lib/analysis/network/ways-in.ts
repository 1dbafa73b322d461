import { ANY_POD, type PodSet } from "../../kubernetes/connections/endpoint.js";
import { isFromLoadBalancer } from "../../kubernetes/services/load-balancers.js";
import { commonPorts, isNoPort, type PortSet } from "../../kubernetes/connections/port-set.js";
import { allowedPorts } from "../../kubernetes/connections/verdict.js";
import type { Analysis } from "../analysis.js";
import { blockingPolicies } from "./blocked-backends.js";
import { connectionsIn } from "./connections.js";
import { type Exposure, waysInto } from "./exposure.js";
import type { Network } from "./network.js";

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
export function waysIn(analysis: Analysis, network: Network): WayIn[] {
  const connections = connectionsIn(network);
  return waysInto(analysis, network).flatMap(({ route, service, targets }) => {
    const { build, object } = route?.applied ?? service;
    const source = isFromLoadBalancer(object.object) ? "load balancer" : "controller";
    return targets.map(({ workload, ports }) => {
      const verdict = connections.inDirection("Ingress", workload, CONTROLLER);
      return {
        route,
        service,
        workload,
        ports,
        open: commonPorts(ports, allowedPorts(verdict)),
        isUnrestricted: network.selecting(workload, "Ingress").length === 0,
        isBlocked:
          isNoPort(commonPorts(ports, verdict.mayAllow)) ||
          blockingPolicies(network, { build, source }, { workload, ports }) !== undefined,
      };
    });
  });
}

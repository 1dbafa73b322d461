import { addresses } from "../../../lib/kubernetes/connections/address-set.js";
import type { DirectedPolicy } from "../../../lib/kubernetes/connections/directed-policy.js";
import type { Endpoint, PodSet } from "../../../lib/kubernetes/connections/endpoint.js";
import { connectionsOf } from "../../../lib/kubernetes/connections/policy-kinds.js";
import { portWords } from "../../../lib/kubernetes/connections/port-set.js";
import {
  ALLOWED,
  allowedPorts,
  unknownPorts,
  type Verdict,
  verdict,
} from "../../../lib/kubernetes/connections/verdict.js";
import type { Direction, IsolatingPolicy } from "../../../lib/kubernetes/network-policy/network-policy.js";

/** Pods in the namespace `shop`, whose label `team` is `a`, with the label `app`. */
export function pods(app: string, more: Partial<PodSet> = {}): PodSet {
  return {
    is: "pods",
    namespace: { name: "shop", labels: { team: "a" } },
    labels: { app },
    ports: [
      { name: "web", port: 8080, protocol: "TCP" },
      { name: "dns", port: 53, protocol: "UDP" },
    ],
    isOnHostNetwork: false,
    serviceAccount: "default",
    ...more,
  };
}

const other = { name: "bank", labels: { team: "b" } };

/** The endpoints of the tests by their names. */
export const ENDPOINTS = {
  own: pods("own"),
  near: pods("near", { serviceAccount: "near" }),
  far: pods("far", { namespace: other }),
  host: pods("host", { isOnHostNetwork: true }),
  unknown: pods("x", { namespace: { name: "unknown" }, labels: undefined, ports: undefined }),
  world: { is: "addresses", addresses: addresses(["8.8.8.0/24"]) },
  lan: { is: "addresses", addresses: addresses(["10.1.0.0/16"]) },
  v6: { is: "addresses", addresses: addresses(["2001:db8::/32"]) },
} satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;

/** What policies, which are in `shop` if in any namespace, do to the connections of pods. */
export function directed(policies: readonly IsolatingPolicy[], namespace = "shop"): DirectedPolicy[] {
  return policies.flatMap(({ kind, object }) => connectionsOf({ kind, object: { ...object } }, namespace));
}

export function verdictOf(
  policies: readonly IsolatingPolicy[],
  direction: Direction,
  peer: Endpoint,
  own: PodSet = ENDPOINTS.own,
): Verdict {
  const selecting = directed(policies).flatMap((policy) => {
    const selects = policy.direction === direction && policy.selects(own);
    return selects === false ? [] : [{ policy, selects }];
  });
  if (selecting.length === 0) return ALLOWED;
  const destination = direction === "Ingress" ? own : peer.is === "pods" ? peer : undefined;
  return verdict(selecting, (rule) => rule.matches(peer), destination);
}

/** The ports that policies let through; those of which that is not known stand behind a question mark. */
export function through(
  policies: readonly IsolatingPolicy[],
  direction: Direction,
  peer: EndpointName,
  own: PodSet = ENDPOINTS.own,
): string {
  const result = verdictOf(policies, direction, ENDPOINTS[peer], own);
  const unknown = portWords(unknownPorts(result));
  const surely = portWords(allowedPorts(result));
  return unknown === "no port" ? surely : `${surely === "no port" ? "" : `${surely} `}?${unknown}`;
}

/** Several peers in a line: `near all ports, far no port`. */
export function throughAll(
  policies: readonly IsolatingPolicy[],
  direction: Direction,
  ...peers: EndpointName[]
): string {
  return peers.map((peer) => `${peer}: ${through(policies, direction, peer)}`).join(" | ");
}

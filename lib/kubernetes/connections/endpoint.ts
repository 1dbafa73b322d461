import type { NamespaceFacts } from "../labels/label-selector.js";
import type { Direction } from "../network-policy/policy-step.js";
import type { AddressSet } from "./address-set.js";
import type { Protocol } from "./port-set.js";

/** A port that a container declares. Others can be listened on as well. */
export interface ContainerPort {
  name?: string;
  /** Undefined if it is not known. */
  port: number | undefined;
  protocol: Protocol;
}

/** The pods that a workload makes, which are all alike. */
export interface PodSet {
  is: "pods";
  namespace: NamespaceFacts | undefined;
  /** Undefined if they are not known. */
  labels: Readonly<Record<string, string>> | undefined;
  /** What the containers declare; undefined if that is not known. */
  ports: readonly ContainerPort[] | undefined;
  /** Whether they have the network of their node, where policies do not reach them reliably. */
  isOnHostNetwork: boolean | undefined;
  /** The name of their ServiceAccount; undefined if it is not known. */
  serviceAccount: string | undefined;
}

/** Addresses outside of the cluster that every rule treats alike. */
export interface OutsideAddresses {
  is: "addresses";
  addresses: AddressSet;
}

/** One end of a connection. */
export type Endpoint = PodSet | OutsideAddresses;

/** A pod of which nothing is known: what holds for it, holds for all that have a network of their own. */
export const ANY_POD: PodSet = {
  is: "pods",
  namespace: undefined,
  labels: undefined,
  ports: undefined,
  isOnHostNetwork: false,
  serviceAccount: undefined,
};

/** The pods whose ports count for a connection, seen from the pods that policies select; undefined if it goes to addresses. */
export function destinationOf(direction: Direction, selected: PodSet, peer: Endpoint): PodSet | undefined {
  if (direction === "Ingress") return selected;
  return peer.is === "pods" ? peer : undefined;
}

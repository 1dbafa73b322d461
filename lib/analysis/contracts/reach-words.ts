import { connectionsIn } from "../network/connections.js";
import { setWords } from "../network/endpoint-set.js";
import type { Network } from "../network/network.js";
import { unionOf } from "../../kubernetes/connections/intervals.js";
import type { Workload } from "../network/workloads.js";

/** Endpoints of a network in words, by their places among all. */
export function sourcesWords(network: Network, numbers: readonly number[]): string {
  const { endpoints } = connectionsIn(network);
  const all = numbers.flatMap((number) => endpoints[number] ?? []);
  return setWords(network, {
    workloads: all.filter((one): one is Workload => one.is === "pods"),
    outside: unionOf(all.flatMap((one) => (one.is === "pods" ? [] : [one.addresses]))),
  });
}

/** One endpoint in words. */
export function endpointWords(network: Network, number: number): string {
  return sourcesWords(network, [number]);
}

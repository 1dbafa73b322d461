import { connectionsIn } from "../network/connections.js";
import { setWords } from "../network/endpoint-set.js";
import { workloadWords } from "../network/endpoint-words.js";
import type { Network } from "../network/network.js";
import { nameWords } from "../../kubernetes/name-words.js";
import { isKnown } from "../../kubernetes/objects.js";
import { quoteList } from "../../util/phrases.js";
import { unionOf } from "../../kubernetes/connections/intervals.js";
import type { Workload } from "../network/workloads.js";

/** Endpoints of a network in words, by their places among all. */
export function sourcesWords(network: Network, numbers: readonly number[]): string {
  const { endpoints } = connectionsIn(network);
  const all = numbers.flatMap((number) => endpoints[number] ?? []);
  const workloads = all.filter((one): one is Workload => one.is === "pods").filter(isNamed);
  if (workloads.length === 0 && all.every(({ is }) => is === "pods")) return "other pods";
  return setWords(network, {
    workloads,
    outside: unionOf(all.flatMap((one) => (one.is === "pods" ? [] : [one.addresses]))),
  });
}

/** Workloads in words: each by its name, or by its kind if that is filled in later. */
export function workloadsWords(network: Network, workloads: readonly Workload[]): string {
  const words = workloads.map((one) => (isNamed(one) ? workloadWords(network)(one) : undefined));
  const known = new Set(words.filter((one) => one !== undefined));
  return quoteList([...known], nameWords(workloads[0]?.kind ?? "workload", undefined));
}

function isNamed({ name, namespace }: Workload): boolean {
  return isKnown(name) && isKnown(namespace.name);
}

/** One endpoint in words. */
export function endpointWords(network: Network, number: number): string {
  return sourcesWords(network, [number]);
}

import type { ConnectionList } from "../../../analysis/network/connection-list.js";
import {
  type EndpointSet,
  type Exception,
  partsOf,
  type SetPart,
} from "../../../analysis/network/endpoint-set.js";
import { nameWords } from "../../../analysis/network/endpoint-words.js";
import type { Network } from "../../../analysis/network/network.js";
import type { Workload } from "../../../analysis/network/workloads.js";
import { blocksOf } from "../../../kubernetes/connections/address-blocks.js";
import { isKnown } from "../../../kubernetes/objects.js";
import type { Lines } from "../../report/lines.js";
import { policyAsJson, portRanges, withLines } from "./words.js";

/** All connections for programs. */
export function listAsJson(lists: readonly ConnectionList[], lines: Lines): string {
  return JSON.stringify(
    {
      networks: lists.map(({ network, groups, unreachable }) => ({
        ...(network.cluster !== undefined && { cluster: network.cluster }),
        connections: groups.map((group) => ({
          to: setAsJson(network, group.to),
          from: setAsJson(network, group.from),
          ports: portRanges(group.allowed),
          unknownPorts: portRanges(group.unknown),
          policies: withLines(group.policies, lines).map(policyAsJson),
          cannotKnow: group.doubts,
        })),
        unreachable: unreachable.map(({ to, policies, isDenied }) => ({
          to: setAsJson(network, to),
          policies: withLines(policies, lines).map(policyAsJson),
          isDenied,
        })),
        hidden: [...new Set(network.builds.flatMap(({ hidden }) => hidden.map(({ reason }) => reason)))],
      })),
    },
    null,
    2,
  );
}

function setAsJson(network: Network, set: EndpointSet) {
  return partsOf(network, set).map(partAsJson);
}

function partAsJson(part: SetPart) {
  switch (part.is) {
    case "everyPod":
      return { is: part.is, except: part.except.map(exceptionAsJson) };
    case "namespace":
      return { is: part.is, ...namespaceAsJson(part.namespace), except: part.except.map(exceptionAsJson) };
    case "workload":
      return { is: part.is, ...workloadAsJson(part.workload) };
    case "outside":
      return { is: part.is, blocks: blocksOf(part.addresses) };
  }
}

function exceptionAsJson(one: Exception) {
  return one.is === "namespace"
    ? { is: one.is, ...namespaceAsJson(one.namespace) }
    : { is: one.is, ...workloadAsJson(one.workload) };
}

/** A workload for programs; a namespace that is chosen when it is applied is left out. */
export function workloadAsJson(workload: Workload) {
  return { kind: workload.kind, ...namespaceAsJson(workload.namespace.name), name: nameWords(workload) };
}

export function namespaceAsJson(name: string): { namespace?: string } {
  return isKnown(name) ? { namespace: name } : {};
}

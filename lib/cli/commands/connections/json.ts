import {
  type EndpointSet,
  type Exception,
  partsOf,
  type SetPart,
} from "../../../analysis/network/endpoint-set.js";
import type { Network } from "../../../analysis/network/network.js";
import { blocksOf } from "../../../kubernetes/connections/address-blocks.js";
import type { Lines } from "../../report/lines.js";
import { notRead } from "../../report/not-read.js";
import type { PrintedList } from "./printed-list.js";
import { namespaceAsJson, workloadAsJson } from "./workload-json.js";
import { waysAsJson } from "./ways-in-format.js";
import { policyAsJson, portRanges, withLines } from "./words.js";

/** All connections for programs. */
export function listAsJson(lists: readonly PrintedList[], lines: Lines): string {
  return JSON.stringify(
    {
      networks: lists.map(({ network, groups, unreachable, ways, moreWays }) => ({
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
        fromOutside: waysAsJson(ways, lines),
        ...(moreWays > 0 && { moreFromOutside: moreWays }),
        hidden: [...new Set(network.builds.flatMap(({ hidden }) => hidden.map(({ reason }) => reason)))],
      })),
      cannotKnow: notRead(lines.builds),
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

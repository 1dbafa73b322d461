import { nameWords } from "../../../analysis/network/endpoint-words.js";
import { countStates, type DirectionState, type Isolated } from "../../../analysis/network/isolation.js";
import type { Network } from "../../../analysis/network/network.js";
import { namespaceWords } from "../../../analysis/network/workloads.js";
import { DIRECTIONS } from "../../../kubernetes/network-policy/policy-step.js";
import { groupBy } from "../../../util/group-by.js";
import { printable, series } from "../../../util/phrases.js";
import type { Lines } from "../../report/lines.js";
import { columns } from "../who-can-format.js";
import { namespaceAsJson, workloadAsJson } from "./workload-json.js";
import { cannotKnow, clusterHeading, notListed, policyAsJson, policyAndLines, withLines } from "./words.js";

/** The isolation of what a cluster has. */
export interface NetworkIsolation {
  network: Network;
  all: readonly Isolated[];
}

const HEAD = ["NAMESPACE", "WORKLOAD", "INGRESS", "EGRESS", "POLICIES"];
const OTHER = "any other pod";

/** The isolation of namespaces and workloads for people. */
export function isolationAsText(given: readonly NetworkIsolation[], lines: Lines): string {
  return given
    .map(({ network, all }) =>
      [
        ...clusterHeading(network),
        ...(all.length === 0
          ? ["Nothing, as far as the repository shows."]
          : columns([HEAD, ...all.map((one) => rowOf(network, one, lines))])),
        "",
        ...countLines(all),
        ...notListed(network),
        ...cannotKnow(all.flatMap(({ ingress, egress }) => [...ingress.doubts, ...egress.doubts])),
      ]
        .map(printable)
        .join("\n"),
    )
    .join("\n\n");
}

function rowOf(network: Network, { namespace, workload, ingress, egress }: Isolated, lines: Lines): string[] {
  const same = workload && network.workloadsIn(namespace).filter(({ name }) => name === workload.name);
  const name = workload && nameWords(workload);
  return [
    namespaceWords(namespace),
    name === undefined ? OTHER : (same?.length ?? 0) > 1 ? `${workload?.kind ?? ""}/${name}` : name,
    ingress.state,
    egress.state,
    policiesWords([ingress, egress], lines),
  ];
}

/** The policies, each once, with the directions of those that do not decide in both. */
function policiesWords(states: readonly DirectionState[], lines: Lines): string {
  const all = withLines(
    states.flatMap(({ policies }) => policies.map((policy) => ({ ...policy, rules: [] }))),
    lines,
  );
  const words = [...groupBy(all, ({ source }) => source).values()].map((alike) => {
    const directions = series(alike.map(({ direction }) => direction.toLowerCase()).reverse());
    const [first] = alike;
    return first ? `${policyAndLines(first)} for ${directions}` : "";
  });
  const isHidden = states.some(({ policies }) => policies.some(({ source }) => !source));
  return words.join(", ") || (isHidden ? "not known" : "no policy");
}

function countLines(all: readonly Isolated[]): string[] {
  const workloads = all.filter(({ workload }) => workload);
  if (workloads.length === 0) return [];
  return DIRECTIONS.map((direction) => {
    const counts = Object.entries(countStates(workloads, direction)).filter(([, count]) => count > 0);
    return `${direction} of workloads: ${series(counts.map(([state, count]) => `${count} ${state}`))}.`;
  });
}

/** The same for programs. */
export function isolationAsJson(given: readonly NetworkIsolation[], lines: Lines): string {
  const direction = ({ state, policies, doubts }: DirectionState) => ({
    state,
    policies: withLines(
      policies.map((policy) => ({ ...policy, rules: [] })),
      lines,
    ).map(policyAsJson),
    cannotKnow: doubts,
  });
  return JSON.stringify(
    {
      networks: given.map(({ network, all }) => ({
        ...(network.cluster !== undefined && { cluster: network.cluster }),
        namespaces: [...groupBy(all, ({ namespace }) => namespace)].map(([namespace, own]) => {
          const other = own.find(({ workload }) => !workload);
          return {
            ...namespaceAsJson(namespace),
            ...(other && {
              anyOther: { ingress: direction(other.ingress), egress: direction(other.egress) },
            }),
            workloads: own.flatMap(({ workload, ingress, egress }) =>
              workload
                ? [{ ...workloadAsJson(workload), ingress: direction(ingress), egress: direction(egress) }]
                : [],
            ),
          };
        }),
        hidden: [...new Set(network.builds.flatMap(({ hidden }) => hidden.map(({ reason }) => reason)))],
      })),
    },
    null,
    2,
  );
}

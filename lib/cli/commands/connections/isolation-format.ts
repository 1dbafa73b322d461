import { workloadWordsInNamespace } from "../../../analysis/network/endpoint-words.js";
import { countStates, type DirectionState, type Isolated } from "../../../analysis/network/isolation.js";
import type { Network } from "../../../analysis/network/network.js";
import { namespaceWords } from "../../../analysis/network/workloads.js";
import { type Direction, DIRECTIONS } from "../../../kubernetes/network-policy/policy-step.js";
import { groupBy } from "../../../util/group-by.js";
import { printable, series } from "../../../util/phrases.js";
import type { Lines } from "../../report/lines.js";
import { notRead } from "../../report/not-read.js";
import { type Cell, tableLines } from "./cells.js";

import {
  cannotKnow,
  clusterHeading,
  listed,
  notListed,
  policyAsJson,
  policyAndLines,
  withLines,
} from "./words.js";
import { namespaceAsJson, workloadAsJson } from "./workload-json.js";

/** The isolation of what a cluster has. */
export interface NetworkIsolation {
  network: Network;
  all: readonly Isolated[];
}

const HEAD = ["NAMESPACE", "WORKLOAD", "INGRESS", "EGRESS", "POLICIES"];
const OTHER = "any other pod";
/** More policies of one workload than this are only counted. */
const MOST_POLICIES = 30;

/** The isolation of namespaces and workloads for people. */
export function isolationAsText(given: readonly NetworkIsolation[], lines: Lines): string {
  return given
    .map(({ network, all }) => {
      // Overlays may apply workloads of one name that differ, and not in what is shown.
      const rows = new Map(
        all.map((one) => {
          const row = rowOf(network, one, lines);
          return [JSON.stringify(row), { one, row }];
        }),
      );
      const shown = [...rows.values()];
      return [
        ...clusterHeading(network),
        ...(shown.length === 0
          ? ["No namespace and no workload, as far as the repository shows."]
          : tableLines([HEAD.map((word) => [word]), ...shown.map(({ row }) => row)])),
        "",
        ...countLines(shown.map(({ one }) => one)),
        ...notListed(network),
        ...cannotKnow(all.flatMap(({ ingress, egress }) => [...ingress.doubts, ...egress.doubts])),
      ]
        .map(printable)
        .join("\n");
    })
    .join("\n\n");
}

function rowOf(network: Network, { namespace, workload, ingress, egress }: Isolated, lines: Lines): Cell[] {
  return [
    [namespaceWords(namespace)],
    [workload ? workloadWordsInNamespace(network, workload) : OTHER],
    [ingress.state],
    [egress.state],
    policiesWords([ingress, egress], lines),
  ];
}

/** The policies, each once, with the directions of those that do not decide in both. */
function policiesWords(states: readonly DirectionState[], lines: Lines): Cell {
  const shown = withLines(
    states.flatMap(({ policies }) => policies.slice(0, MOST_POLICIES)),
    lines,
  );
  const bySource = [...groupBy(shown, ({ source }) => source).values()].slice(0, MOST_POLICIES);
  const words = bySource.map((alike) => {
    const directions = series(alike.map(({ direction }) => direction.toLowerCase()).reverse());
    const [first] = alike;
    return first ? `${policyAndLines(first)} for ${directions}` : "";
  });
  const known = new Set(states.flatMap(({ policies }) => policies.flatMap(({ source }) => source ?? [])));
  const more = known.size - words.length;
  if (more > 0) words.push(`and ${more} more`);
  const isHidden = states.some(({ policies }) => policies.some(({ source }) => !source));
  return words.length > 0 ? listed(words) : [isHidden ? "not known" : "no policy"];
}

function countLines(all: readonly Isolated[]): string[] {
  const workloads = all.filter(({ workload }) => workload);
  const others = all.filter(({ workload }) => !workload);
  return [
    ...DIRECTIONS.flatMap((direction) => countLine(`${direction} of workloads`, workloads, direction)),
    // One line says it all of one namespace.
    ...(others.length > 1
      ? DIRECTIONS.flatMap((direction) =>
          countLine(`${direction} of any other pod, by namespace`, others, direction),
        )
      : []),
  ];
}

function countLine(what: string, all: readonly Isolated[], direction: Direction): string[] {
  const counts = Object.entries(countStates(all, direction)).filter(([, count]) => count > 0);
  return counts.length === 0
    ? []
    : [`${what}: ${series(counts.map(([state, count]) => `${count} ${state}`))}.`];
}

/** The same for programs. */
export function isolationAsJson(given: readonly NetworkIsolation[], lines: Lines): string {
  const direction = ({ state, policies, doubts }: DirectionState) => ({
    state,
    policies: withLines(policies.slice(0, MOST_POLICIES), lines).map(policyAsJson),
    ...(policies.length > MOST_POLICIES && { morePolicies: policies.length - MOST_POLICIES }),
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
      cannotKnow: notRead(lines.builds),
    },
    null,
    2,
  );
}

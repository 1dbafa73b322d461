import type { DecidingPolicy } from "../../../analysis/network/deciding.js";
import { policyName, policyPlace, policyWords } from "../../../analysis/network/deciding.js";
import type { NetworkPolicyApplied } from "../../../analysis/network/policies.js";
import type { Network } from "../../../analysis/network/network.js";
import { type PortSet, PROTOCOLS } from "../../../kubernetes/connections/port-set.js";
import type { Direction } from "../../../kubernetes/network-policy/policy-step.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { groupBy } from "../../../util/group-by.js";
import type { Lines } from "../../report/lines.js";
import { isFetched } from "../../../repository/sources/fetched.js";
import type { Cell } from "./cells.js";

/** A policy with the lines of those of its rules that count, or the line of its name. */
export interface PolicyLines {
  source: NetworkPolicyApplied;
  direction: Direction;
  file: string;
  lines: readonly number[];
  /** Where that is, for people. */
  where: string;
}

/** Policies with lines, each once for a direction; egress comes first, as it does on the way of a connection. */
export function withLines(policies: readonly DecidingPolicy[], lines: Lines): PolicyLines[] {
  const known = policies.flatMap(({ source, ...rest }) => (source ? [{ source, ...rest }] : []));
  return (["Egress", "Ingress"] as const).flatMap((direction) => {
    const own = known.filter((one) => one.direction === direction);
    return [...groupBy(own, ({ source }) => source)].map(([source, alike]): PolicyLines => {
      const rules = alike.flatMap((one) => one.rules.flatMap(({ place }) => place ?? []));
      const places = rules.length > 0 ? rules : [policyPlace(source)];
      const numbers = [...new Set(places.map((place) => lines.of(place)))].sort((one, other) => one - other);
      const [place] = places;
      const file = place?.file ?? "";
      const where = place && isFetched(file) ? lines.words(place) : `${file}:${numbers.join(",")}`;
      return { source, direction, file, lines: numbers, where };
    });
  });
}

/** How many policies of a direction a line names. */
const MOST_POLICIES = 3;

/**
 * The policies on the way of a connection, those of its egress before those of its ingress: one in each line of a cell,
 * with `>` behind those of egress if there are some for ingress.
 */
export function throughWords(policies: readonly DecidingPolicy[], lines: Lines): Cell {
  const all = withLines(policies, lines);
  const byDirection = (["Egress", "Ingress"] as const)
    .map((direction) => all.filter((one) => one.direction === direction))
    .filter((own) => own.length > 0)
    .map((own) => {
      const more = own.length - MOST_POLICIES;
      const named = listed(own.slice(0, MOST_POLICIES).map(policyAndLines));
      return more > 0 ? endingIn(` and ${more} more`, named) : named;
    });
  return byDirection.flatMap((words, index) =>
    index < byDirection.length - 1 ? endingIn(" >", words) : words,
  );
}

/** Words in the lines of a cell, with commas between them. */
export function listed(words: readonly string[]): Cell {
  return words.map((one, index) => (index < words.length - 1 ? `${one},` : one));
}

function endingIn(end: string, cell: Cell): Cell {
  return cell.map((line, index) => (index === cell.length - 1 ? `${line}${end}` : line));
}

export function policyAndLines({ source, where }: PolicyLines): string {
  return `${policyWords(policyName(source))} (${where})`;
}

/** A range of ports for programs. */
export interface PortRange {
  protocol: string;
  from: number;
  to: number;
}

export function portRanges(ports: PortSet): PortRange[] {
  return PROTOCOLS.flatMap((protocol) =>
    ports[protocol].map(([from, end]) => ({ protocol, from, to: end - 1 })),
  );
}

/** A policy for programs. */
export function policyAsJson(one: PolicyLines) {
  const { kind, namespace, name } = policyName(one.source);
  const isGiven = namespace !== undefined && isKnown(namespace);
  return {
    direction: one.direction,
    kind,
    ...(isGiven && { namespace }),
    name,
    file: one.file,
    lines: one.lines,
  };
}

/** What to call a cluster above what is printed of it; nothing if the repository tells none apart. */
export function clusterHeading({ cluster }: Network): string[] {
  return cluster === undefined ? [] : [`Cluster ${cluster}`];
}

/** How many reasons are listed at most. */
const MOST_UNKNOWN = 10;

/** What cannot be known, each once. */
export function cannotKnow(doubts: readonly string[]): string[] {
  const all = [...new Set(doubts)];
  const more = all.length - MOST_UNKNOWN;
  return [
    ...all.slice(0, MOST_UNKNOWN).map((doubt) => `Cannot know: ${doubt}.`),
    ...(more > 0 ? [`Cannot know: ${more} more, which --format json lists.`] : []),
  ];
}

/** A line about pods that nobody can see. */
export function notListed(network: Network): string[] {
  const hidden = new Set(network.builds.flatMap((build) => build.hidden.map(({ reason }) => reason)));
  const [first] = hidden;
  if (first === undefined) return [];
  const more = hidden.size - 1;
  return [
    `Not listed: the pods of what is not in the repository: ${first}${more > 0 ? `, and ${more} more, which --format json lists` : ""}.`,
  ];
}

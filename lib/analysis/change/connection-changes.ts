import type { OutsideAddresses } from "../../kubernetes/connections/endpoint.js";
import { intersection, unionOf } from "../../kubernetes/connections/intervals.js";
import { isNoPort, type PortSet, portsWithout, portWords } from "../../kubernetes/connections/port-set.js";
import { ALLOWED, allowedPorts, both, type Verdict } from "../../kubernetes/connections/verdict.js";
import { isKnown } from "../../kubernetes/objects.js";
import { groupBy, push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { Unknown } from "../access/answers.js";
import { type Connections, connectionsIn } from "../network/connections.js";
import { type DecidingPolicy, selectingPolicies } from "../network/deciding.js";
import { setWords } from "../network/endpoint-set.js";
import { compareNames } from "../network/endpoint-words.js";
import type { Network } from "../network/network.js";
import type { Workload } from "../network/workloads.js";
import type { ConnectionChange, Direction } from "./access-change.js";
import type { NetworkPair } from "./network-pairs.js";
import { areOwn, differingPolicies } from "./network-steps.js";

/** More pairs of workloads are not compared. */
const MOST_PAIRS = 4_000_000;

export interface ConnectionChanges {
  connections: readonly ConnectionChange[];
  unknown: readonly Unknown[];
}

/** The connections between what is there on both sides that open or close, as far as both sides are known. */
export function connectionChanges(pair: NetworkPair): ConnectionChanges {
  const ends = endsOf(pair);
  if (ends.length * ends.length > MOST_PAIRS) {
    const why = "there are more workloads than are compared with each other";
    return { connections: [], unknown: [{ what: "which connections open or close", why }] };
  }
  const connections = foldedChanges(ends)
    .flatMap((change) => told(pair, change) ?? [])
    .sort((one, other) => compareNames(orderOf(one), orderOf(other)));
  return { connections, unknown: [] };
}

function orderOf({ change, to, from, ports }: ConnectionChange): string {
  return JSON.stringify([change, to, from, ports]);
}

/** What both sides have: a workload, or addresses outside of the cluster that neither side tells apart. */
interface End {
  number: number;
  before: Place;
  after: Place;
}

/** What it is on one side, with what policies make of its connections with everything. */
interface Place {
  endpoint: Workload | OutsideAddresses;
  number: number;
  egress: readonly Verdict[] | undefined;
  ingress: readonly Verdict[] | undefined;
}

function endsOf({ before, after }: NetworkPair): End[] {
  const [old, now] = [placesIn(before), placesIn(after)];
  const pairs: { before: Place; after: Place }[] = [];
  for (const [name, places] of now.workloads) {
    const [one, another] = places;
    const [other, ...more] = old.workloads.get(name) ?? [];
    // Overlays may apply workloads of one name that differ: which of them is which cannot be said.
    if (one && other && !another && more.length === 0) pairs.push({ before: other, after: one });
  }
  for (const one of now.outside) {
    for (const other of old.outside) {
      const addresses = intersection(addressesOf(one), addressesOf(other));
      if (addresses.length === 0) continue;
      const endpoint = { is: "addresses", addresses } as const;
      pairs.push({ before: { ...other, endpoint }, after: { ...one, endpoint } });
    }
  }
  return pairs.map((one, number) => ({ ...one, number }));
}

function placesIn(network: Network): {
  workloads: ReadonlyMap<string | undefined, readonly Place[]>;
  outside: readonly Place[];
} {
  const connections = connectionsIn(network);
  const places = connections.endpoints.map((endpoint, number) => placeOf(connections, endpoint, number));
  const byName = groupBy(places, ({ endpoint }) => (endpoint.is === "pods" ? nameOf(endpoint) : ""));
  const outside = byName.get("") ?? [];
  byName.delete("");
  byName.delete(undefined);
  return { workloads: byName, outside };
}

function placeOf(connections: Connections, endpoint: Place["endpoint"], number: number): Place {
  const [egress, ingress] =
    endpoint.is === "pods"
      ? [connections.verdicts("Egress", endpoint), connections.verdicts("Ingress", endpoint)]
      : [];
  return { endpoint, number, egress, ingress };
}

/** Undefined for a workload whose name or namespace is chosen later. */
function nameOf({ kind, name, namespace }: Workload): string | undefined {
  return isKnown(name) && isKnown(namespace.name) ? `${kind} ${namespace.name}/${name}` : undefined;
}

function addressesOf({ endpoint }: Place) {
  return endpoint.is === "addresses" ? endpoint.addresses : [];
}

/** The same change for several ends. */
interface FoldedChange {
  change: Direction;
  ports: string;
  from: readonly End[];
  to: readonly End[];
}

function foldedChanges(ends: readonly End[]): FoldedChange[] {
  const found = ends.flatMap((to) => changesInto(to, ends));
  const plainKey = ({ change, ports, from }: FoldedChange) => {
    return `${change} ${ports} ${from.map(({ number }) => number).join()}`;
  };
  // A workload is no source of its own, though it could be: so that those of a namespace are alike, it counts as one.
  const withSelf = (one: FoldedChange): FoldedChange => {
    return { ...one, from: [...one.from, ...one.to].sort((a, b) => a.number - b.number) };
  };
  const [plain, wide] = [groupBy(found, plainKey), groupBy(found, (one) => plainKey(withSelf(one)))];
  const groups = new Map<string, FoldedChange[]>();
  for (const one of found) {
    const [own, all] = [plainKey(one), plainKey(withSelf(one))];
    const isWide = (wide.get(all)?.length ?? 0) > (plain.get(own)?.length ?? 0);
    push(groups, isWide ? `with itself ${all}` : own, isWide ? withSelf(one) : one);
  }
  return [...groups.values()].map((alike) => {
    return { ...(alike[0] as FoldedChange), to: alike.flatMap(({ to }) => to) };
  });
}

function changesInto(to: End, ends: readonly End[]): FoldedChange[] {
  const sources = new Map<string, { change: Direction; ports: string; from: End[] }>();
  for (const from of ends) {
    if (from === to) continue;
    const before = verdictOf(from.before, to.before);
    const after = verdictOf(from.after, to.after);
    if (before === after) continue;
    for (const { change, ports } of portChanges(before)(after)) {
      const key = `${change} ${ports}`;
      const group = sources.get(key) ?? { change, ports, from: [] };
      sources.set(key, group);
      group.from.push(from);
    }
  }
  return [...sources.values()].map((one) => ({ ...one, to: [to] }));
}

function verdictOf(from: Place, to: Place): Verdict {
  const [outward, inward] = [from.egress?.[to.number] ?? ALLOWED, to.ingress?.[from.number] ?? ALLOWED];
  return outward === ALLOWED && inward === ALLOWED ? ALLOWED : together(outward)(inward);
}

const together = memoize((egress: Verdict) => memoize((ingress: Verdict) => both(egress, ingress)));

/** The ports that are surely allowed on one side, and surely not on the other. */
const portChanges = memoize((before: Verdict) =>
  memoize((after: Verdict): readonly { change: Direction; ports: string }[] => [
    ...changeOf("gained", portsWithout(allowedPorts(after), before.mayAllow)),
    ...changeOf("lost", portsWithout(allowedPorts(before), after.mayAllow)),
  ]),
);

function changeOf(change: Direction, ports: PortSet) {
  return isNoPort(ports) ? [] : [{ change, ports: portWords(ports) }];
}

/** Undefined for what changes in another cluster, which may be the same. */
function told(pair: NetworkPair, { change, ports, from, to }: FoldedChange): ConnectionChange | undefined {
  const { before, after, cluster } = pair;
  const network = change === "gained" ? after : before;
  const words = (ends: readonly End[]) => {
    const endpoints = ends.map((end) => (change === "gained" ? end.after : end.before).endpoint);
    const workloads = endpoints.flatMap((one) => (one.is === "pods" ? one : []));
    const outside = endpoints.flatMap((one) => (one.is === "addresses" ? [one.addresses] : []));
    return setWords(network, { workloads, outside: unionOf(outside) });
  };
  const [first, target] = [from.find((one) => one !== to[0]), to[0]];
  const policies = {
    before: policiesBetween(before, first?.before, target?.before),
    after: policiesBetween(after, first?.after, target?.after),
  };
  if (!areOwn(pair, policies)) return undefined;
  return {
    change,
    from: words(from),
    to: words(to),
    ports,
    ...(cluster !== undefined && { cluster }),
    through: differingPolicies(policies),
  };
}

/** The policies that select either end of a connection. */
function policiesBetween(network: Network, from: Place | undefined, to: Place | undefined): DecidingPolicy[] {
  return [
    ...(from?.endpoint.is === "pods" ? selectingPolicies(network, "Egress", from.endpoint) : []),
    ...(to?.endpoint.is === "pods" ? selectingPolicies(network, "Ingress", to.endpoint) : []),
  ];
}

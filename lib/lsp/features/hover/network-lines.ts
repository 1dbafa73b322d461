import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { connectionsIn } from "../../../analysis/network/connections.js";
import { type DecidingPolicy, policyName, policyPlace } from "../../../analysis/network/deciding.js";
import { type Isolated, isolationOf } from "../../../analysis/network/isolation.js";
import { type Network, networksOf, networksWith } from "../../../analysis/network/network.js";
import { waysIn } from "../../../analysis/network/ways-in.js";
import { namespaceKey } from "../../../analysis/network/workloads.js";
import { isNoPort } from "../../../kubernetes/connections/port-set.js";
import { allowedPorts } from "../../../kubernetes/connections/verdict.js";
import type { Direction } from "../../../kubernetes/network-policy/policy-step.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { memoizePairs } from "../../../util/memoize.js";
import { plural } from "../../../util/phrases.js";
import { kindOf } from "./kind-words.js";
import { code, item, type Line, listed, said, type Words } from "../../text/markup.js";

/** As many pairs of pods are compared: of more, it takes too long to say who reaches whom. */
const MOST_PAIRS = 200_000;
/** The most namespaces that are named. */
const MOST_NAMESPACES = 5;

const NO_OTHERS: Words = ["none of another namespace that is seen here"];

/** The isolation of what is in a namespace of a network. */
const isolatedIn = memoizePairs((network: Network, namespace: string): readonly Isolated[] =>
  isolationOf(network, namespace),
);

/** The policies that isolate the pods of a namespace that have no labels; or else how many of its workloads are isolated. */
export function isolatingWords(analysis: Analysis, name: string, direction: Direction): Words {
  const [network] = networksOf(analysis).filter((one) => one.namespaces.some((its) => its.name === name));
  if (!network) return [];
  const [any, ...workloads] = isolatedIn(network, name);
  const policies = any ? policiesOf(any, direction) : [];
  if (policies.length > 0) return said`, by ${policyWords(policies)}`;
  const isolated = workloads.filter((one) => isClosed(one, direction));
  if (isolated.length === 0) return [];
  const count = plural(workloads.length, "workload");
  if (workloads.length === 1) return [", but its only workload is isolated"];
  if (isolated.length === workloads.length) return [`, but all of its ${count} are isolated`];
  return [`, but ${isolated.length} of its ${count} ${isolated.length === 1 ? "is" : "are"} isolated`];
}

function stateOf(one: Isolated, direction: Direction) {
  return direction === "Ingress" ? one.ingress : one.egress;
}

function isClosed(one: Isolated, direction: Direction): boolean {
  const { state } = stateOf(one, direction);
  return state === "isolated" || state === "denied";
}

/** Whether surely nothing may connect to pods. */
function isDenied({ ingress }: Isolated): boolean {
  return ingress.state === "denied" && ingress.doubts.length === 0;
}

function policiesOf(one: Isolated, direction: Direction): readonly DecidingPolicy[] {
  return stateOf(one, direction).policies.filter(({ source, selects }) => source && selects);
}

function policyWords(policies: readonly DecidingPolicy[]): Words {
  const words = policies.flatMap(({ source }): Words[] => {
    if (!source) return [];
    const { name } = policyName(source);
    return [
      said`${kindOf(source.applied.object)} ${isKnown(name) ? code(name) : "without a known name"} (${{ place: policyPlace(source) }})`,
    ];
  });
  return listed(words, 3);
}

/** Who may connect to the pods of a namespace: from which others, and from outside through what. */
export function reachedLines(analysis: Analysis, name: string): Line[] {
  const networks = networksOf(analysis).filter((one) => one.workloadsIn(name).length > 0);
  const [network] = networks;
  if (!network) return [];
  const reached = reachedIn(network, name);
  const ways = waysInto(analysis, network, name);
  return [
    ...(reached === undefined ? [] : [item(said`Pods that may connect to it: ${reached}.`)]),
    ...(ways.length === 0 ? [] : [item(said`From outside: through ${listed(ways, 4)}.`)]),
    ...(networks.length > 1
      ? [item([`That is so in one of ${networks.length} clusters; the others may differ.`])]
      : []),
  ];
}

/** The namespaces whose workloads may surely connect to those of a namespace; undefined if there are too many to compare. */
const reachedIn = memoizePairs((network: Network, name: string): Words | undefined => {
  const all = network.workloadsIn(name);
  // Nothing is compared with pods to which nobody can connect.
  const denied = new Set(
    isolatedIn(network, name)
      .filter(isDenied)
      .map(({ workload }) => workload),
  );
  const own = all.filter((one) => !denied.has(one));
  if (own.length === 0) return network.populated.length === 1 ? undefined : NO_OTHERS;
  const others = network.workloads.filter(({ namespace }) => namespace.name !== name);
  if (own.length * network.workloads.length > MOST_PAIRS) return undefined;
  if (
    all.every((one) => network.selecting(one, "Ingress").length === 0) &&
    others.every((one) => network.selecting(one, "Egress").length === 0)
  )
    return ["all of the cluster"];
  const connections = connectionsIn(network);
  const from = new Set<string>();
  for (const other of others) {
    if (from.has(other.namespace.name)) continue;
    const connects = own.some((one) => !isNoPort(allowedPorts(connections.between(other, one))));
    if (connects) from.add(other.namespace.name);
  }
  if (from.size === 0) return others.length === 0 ? undefined : NO_OTHERS;
  const count = new Set(others.map(({ namespace }) => namespace.name)).size;
  if (from.size === count && count > 1) return [`those of all ${count} other namespaces`];
  const known = [...from].filter(isKnown).sort();
  const later = from.size - known.length;
  const names = known.map((one): Words => [code(one)]);
  const more =
    later === 0 ? [] : [[`${later} that ${later === 1 ? "is" : "are"} chosen when they are applied`]];
  const shown = names.slice(0, MOST_NAMESPACES);
  const left = names.length - shown.length;
  const rest = left === 0 ? [] : [[`${left} more`]];
  const parts = [...shown, ...rest, ...more];
  return said`those of ${from.size === 1 ? "namespace " : "namespaces "}${listed(parts, parts.length)}`;
});

/** The routes and Services by which the outside reaches pods of a namespace. */
function waysInto(analysis: Analysis, network: Network, name: string): Words[] {
  const { ways } = waysIn(analysis, network, { to: ({ namespace }) => namespace.name === name, most: 200 });
  const open = ways.filter(({ isBlocked }) => !isBlocked);
  const found = new Map<object, Applied>();
  for (const { route, service } of open)
    found.set((route?.applied ?? service).object, route?.applied ?? service);
  return [...found.values()].map(({ object }) => {
    const { name: called } = object.object.metadata ?? {};
    const place = { file: object.file, document: object.document, path: [...object.at, "metadata", "name"] };
    return said`${kindOf(object)} ${isKnown(called) ? code(called) : "without a known name"} (${{ place }})`;
  });
}

/** What policies make of the pods of a workload, in both directions. */
export function workloadLines(analysis: Analysis, applied: Applied): Line[] {
  const [network] = networksWith(analysis, applied.build);
  const namespace = namespaceKey(applied.object.object, applied.build);
  const workload = network?.workloadsIn(namespace).find((one) => one.applied.object === applied.object);
  const isolated =
    network && workload && isolatedIn(network, namespace).find((one) => one.workload === workload);
  if (!isolated) return [];
  return (["Ingress", "Egress"] as const).map((direction) => {
    const { state, doubts } = stateOf(isolated, direction);
    const policies = policiesOf(isolated, direction);
    const by = policies.length === 0 ? [] : said`: ${policyWords(policies)}`;
    if (state === "open") return item(said`${direction}: open${by}.`);
    if (state === "not known")
      return item(said`${direction}: not known: ${doubts[0] ?? "it depends on what is not seen"}.`);
    return item(
      said`${direction}: ${state === "denied" ? "nothing is allowed" : "only what policies allow"}${by}.`,
    );
  });
}

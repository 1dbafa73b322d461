import type { BuildSet } from "../../builds/build-set.js";
import { selectsPods } from "../../kubernetes/connections/pod-labels.js";
import { podLabels, WORKLOADS } from "../../kubernetes/kinds.js";
import { NAME_LABEL, requirements, selectsNamespace } from "../../kubernetes/labels/label-selector.js";
import { type Peer, peersOf } from "../../kubernetes/network-policy/network-policy.js";
import { isPods, secondOfPair } from "../../kubernetes/network-policy/peer-pair.js";
import { DIRECTIONS, rulesField } from "../../kubernetes/network-policy/policy-step.js";
import type { AnyObject, KindName, NetworkPolicy } from "../../kubernetes/objects.js";
import { directoryOf } from "../../repository/paths.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { field, isMap } from "../../util/plain-values.js";
import { shareWord } from "../lookup/name-affinity.js";
import { networksOf } from "./network.js";
import type { Workload } from "./workloads.js";

/** Two peers in the order in which they are written, one of only namespaces and the other of only pods. */
export interface PeerPair {
  first: Peer;
  second: Peer;
}

/**
 * Whether something shows that two such peers of a policy are meant as alternatives: that other objects know of such pods
 * in the namespace of the policy, that such pods are seen, but not in these namespaces, or that the pods come first and
 * have nothing to do with these namespaces.
 */
export function isMeantAsTwo(
  set: BuildSet,
  { first, second }: PeerPair,
  policy: { name: string | undefined; file: string; namespaces: Iterable<string | undefined> },
): boolean {
  const { podSelector, namespaceSelector } = { ...first, ...second };
  const places = [...policy.namespaces].flatMap((one) => one ?? []).concat(inDirectory(policy.file));
  const written = places.flatMap((place) => writtenIn(set).get(place) ?? []);
  const isOther = ({ of }: Written) => of === undefined || of !== policy.name;
  if (written.some((one) => isOther(one) && selectsPods(podSelector, one) === true)) return true;
  const pods = networksOf(set).flatMap(({ workloads }) =>
    workloads.filter((one) => selectsPods(podSelector, one) === true),
  );
  if (pods.some((one) => mayBeIn(namespaceSelector, one))) return false;
  return (
    pods.length > 0 || (first.podSelector !== undefined && !haveWordInCommon(podSelector, namespaceSelector))
  );
}

/** Whether pods are in a namespace that a selector selects, or may be. */
function mayBeIn(selector: unknown, { namespace }: Workload): boolean {
  const answer = selectsNamespace(selector, namespace);
  if (answer !== undefined) return answer;
  // A namespace that nothing declares has what people call it by, if it has any such label.
  const called = (requirements(selector) ?? []).filter(({ key }) => key === "name" || key === NAME_LABEL);
  return called.every(({ values }) => values.includes(namespace.name));
}

function haveWordInCommon(one: unknown, other: unknown): boolean {
  return valuesIn(one).some((value) => valuesIn(other).some((name) => shareWord(value, name)));
}

function valuesIn(selector: unknown): string[] {
  return (requirements(selector) ?? [])
    .flatMap(({ values }) => values)
    .filter((value): value is string => typeof value === "string");
}

/** Labels that pods have, or are said to have. */
interface Written {
  labels: Readonly<Record<string, string>>;
  /** The NetworkPolicy whose peers they are. */
  of: string | undefined;
}

/** What the repository says of the labels of pods, by the namespace that they are in, or else the directory. */
const writtenIn = memoize((set: BuildSet): ReadonlyMap<string, readonly Written[]> => {
  const all = [...set.repository.files].flatMap(([file, { objects }]) =>
    objects.flatMap(({ kind, object }) => {
      const place = object.metadata?.namespace ?? inDirectory(file);
      const { name } = object.metadata ?? {};
      const peers = kind === "NetworkPolicy" ? peersAlone(object as NetworkPolicy) : [];
      return [
        ...selectedBy(kind, object).map((labels) => ({ place, of: undefined, labels: textsOf(labels) })),
        ...peers.map(({ podSelector }) => ({
          place,
          of: name,
          labels: textsOf(field(podSelector, "matchLabels")),
        })),
      ];
    }),
  );
  return groupBy(all, ({ place }) => place);
});

/** A place that no namespace is called. */
function inDirectory(file: string): string {
  return `/${directoryOf(file)}`;
}

/** The labels of the pods that an object makes or selects. */
function selectedBy(kind: KindName, object: AnyObject): unknown[] {
  if (WORKLOADS.has(kind)) return [podLabels({ kind, object })];
  if (kind === "Service") return [field(object, "spec", "selector")];
  return kind === "NetworkPolicy" ? [field(object, "spec", "podSelector", "matchLabels")] : [];
}

/** The peers of a policy that are surely pods of its own namespace. */
function peersAlone({ spec }: NetworkPolicy): readonly Peer[] {
  return DIRECTIONS.flatMap((direction) =>
    (spec?.[rulesField(direction)] ?? []).flatMap((rule) => {
      const peers = peersOf(rule, direction);
      return secondOfPair(peers) === undefined ? peers.filter(isPods) : [];
    }),
  );
}

function textsOf(labels: unknown): Written["labels"] {
  const entries = Object.entries(isMap(labels) ? labels : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

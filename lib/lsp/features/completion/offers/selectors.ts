import { CompletionItemKind } from "vscode-languageserver";
import { appliedOfKinds } from "../../../../builds/applied.js";
import type { Build } from "../../../../builds/build.js";
import { selectorAround } from "../../../../kubernetes/connections/selected-pods.js";
import { podLabels, WORKLOADS } from "../../../../kubernetes/kinds.js";
import { isKnown, type KindName } from "../../../../kubernetes/objects.js";
import type { Path } from "../../../../manifests/locate.js";
import { groupBy, push } from "../../../../util/group-by.js";
import { memoize } from "../../../../util/memoize.js";
import type { Spot, UnfinishedObject } from "../../../cursor/incomplete.js";
import type { Offer } from "../offer.js";
import { scopesOf } from "../scope.js";

/** The label that every namespace has: pkg/registry/core/namespace, by the API server, since 1.21. */
const NAME_LABEL = "kubernetes.io/metadata.name";
const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"];

/** What can stand in a selector of a network policy: labels of what it may select. */
export function selectorOffers(spot: Spot, around: UnfinishedObject): readonly Offer[] {
  const { inObject } = around;
  const selector = selectorIn(around);
  if (!selector) return [];
  const { length } = selector;
  const [part, item, name, ...rest] = inObject.slice(length);
  const labels = labelsFor(spot, around, selector);
  if (part === "matchLabels") {
    if (isKeyIn(spot, [...around.at, ...inObject.slice(0, length + 1)])) return keys(labels, spot);
    return item !== undefined && name === undefined ? values(labels, String(item)) : [];
  }
  if (part !== "matchExpressions" || typeof item !== "number" || spot.isKey) return [];
  const at = [...around.at, ...inObject.slice(0, length + 2)];
  if (name === "key") return keys(labels, undefined);
  if (name === "operator") return OPERATORS.map((value) => ({ value, kind: CompletionItemKind.EnumMember }));
  return name === "values" && rest.length === 1 ? values(labels, String(spot.valueAt([...at, "key"]))) : [];
}

/** The path of the selector of labels around a place. Those of Calico are texts. */
function selectorIn({ kind, inObject }: UnfinishedObject): Path | undefined {
  if (isOfCilium(kind)) return selectorAround(kind, inObject);
  const index = inObject.findLastIndex((step) => step === "podSelector" || step === "namespaceSelector");
  return kind === "NetworkPolicy" && index >= 0 ? inObject.slice(0, index + 1) : undefined;
}

function isOfCilium(kind: UnfinishedObject["kind"]): kind is KindName {
  return kind === "CiliumNetworkPolicy" || kind === "CiliumClusterwideNetworkPolicy";
}

function isKeyIn({ mapAt }: Spot, map: Path): boolean {
  return (
    mapAt !== undefined && mapAt.length === map.length && mapAt.every((step, index) => step === map[index])
  );
}

/** The values of each label, with how many have it. */
type Labels = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** @param spot where a key is written with its colon; undefined for one that is a value */
function keys(labels: Labels, spot: Spot | undefined): Offer[] {
  const needsColon = spot !== undefined && !/^["']?\s*:/.test(spot.rest);
  return [...labels].map(([key, having]) => ({
    value: key,
    kind: CompletionItemKind.Property,
    detail: shownValues(having),
    ...(needsColon && { text: spot.quote ? key : `${key}: ` }),
  }));
}

function shownValues(having: ReadonlyMap<string, number>): string {
  const shown = [...having.keys()].slice(0, 3);
  const more = having.size - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function values(labels: Labels, key: string): Offer[] {
  return [...(labels.get(key) ?? [])].map(([value, count]) => ({
    value,
    kind: CompletionItemKind.Value,
    detail: key === NAME_LABEL ? "a namespace" : `on ${count}`,
  }));
}

/** The labels that a selector can meet: of the pods in the policy's namespace, of all pods, or of namespaces. */
function labelsFor(spot: Spot, around: UnfinishedObject, selector: Path): Labels {
  const { analysis } = spot.model;
  if (selector.at(-1) === "namespaceSelector") return merged(analysis.all.map(namespaceLabelsIn));
  const inBuilds = analysis.all.map(podLabelsIn);
  if (isOfAllNamespaces(spot, around, selector))
    return merged(inBuilds.flatMap((labels) => [...labels.values()]));
  const own = new Set(scopesOf(spot, around).map(({ namespace }) => namespace ?? ""));
  return merged([...own].flatMap((name) => inBuilds.flatMap((labels) => labels.get(name) ?? [])));
}

/** Whether pods of other namespaces may be meant: a selector of Cilium asks for them by a label. */
function isOfAllNamespaces(spot: Spot, { at, kind }: UnfinishedObject, selector: Path): boolean {
  if (kind === "NetworkPolicy")
    return spot.valueAt([...at, ...selector.slice(0, -1), "namespaceSelector"]) !== undefined;
  const asked = spot.valueAt([...at, ...selector]);
  return (
    kind === "CiliumClusterwideNetworkPolicy" ||
    /io\.(?:kubernetes\.pod|cilium\.k8s)\.namespace/.test(JSON.stringify(asked) ?? "")
  );
}

// What is found is remembered for each build: nearly all of them stay the same while somebody types.

/** The labels of pods, by namespace. */
const podLabelsIn = memoize((build: Build): ReadonlyMap<string, Labels> => {
  const workloads = groupBy(
    appliedOfKinds(build, WORKLOADS),
    ({ object }) => object.object.metadata?.namespace ?? "",
  );
  return new Map(
    [...workloads].map(([namespace, all]) => [
      namespace,
      counted(all.map(({ object }) => podLabels(object))),
    ]),
  );
});

const NAMESPACE: ReadonlySet<KindName> = new Set(["Namespace"] satisfies KindName[]);

const namespaceLabelsIn = memoize((build: Build): Labels => {
  const namespaces = appliedOfKinds(build, NAMESPACE).map(({ object: { object } }) => {
    const { name, labels = {} } = object.metadata ?? {};
    return { ...(isKnown(name) && { [NAME_LABEL]: name }), ...labels };
  });
  return counted(namespaces);
});

function counted(all: readonly Readonly<Record<string, unknown>>[]): Labels {
  const found = new Map<string, Map<string, number>>();
  for (const labels of all) {
    for (const [key, value] of Object.entries(labels)) {
      if (!isKnown(key) || typeof value !== "string" || (value !== "" && !isKnown(value))) continue;
      const having = found.get(key) ?? new Map<string, number>();
      found.set(key, having.set(value, (having.get(value) ?? 0) + 1));
    }
  }
  return found;
}

function merged(all: readonly Labels[]): Labels {
  const [only] = all;
  if (all.length === 1 && only) return only;
  const byKey = new Map<string, ReadonlyMap<string, number>[]>();
  for (const labels of all) for (const [key, having] of labels) push(byKey, key, having);
  return new Map(
    [...byKey].map(([key, maps]) => {
      const sum = new Map<string, number>();
      for (const map of maps) for (const [value, count] of map) sum.set(value, (sum.get(value) ?? 0) + count);
      return [key, sum];
    }),
  );
}

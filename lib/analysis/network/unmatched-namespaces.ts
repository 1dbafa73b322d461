import type { BuildSet } from "../../builds/build-set.js";
import { NAME_LABEL, type Requirement, requirements } from "../../kubernetes/labels/label-selector.js";
import { isKnown, isPlain } from "../../kubernetes/objects.js";
import { isBuiltInNamespace } from "../../kubernetes/rbac/builtin-roles.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { mentions } from "../searched-texts.js";
import type { Network } from "./network.js";
import { isSlip } from "./selector-slips.js";

/** A label that a namespaceSelector asks for and that no namespace has, and the one that was probably meant. */
export interface UnmatchedNamespaces {
  requirement: Requirement;
  value: string;
  type: "name" | "value" | "key" | "namespace";
  /** The label that is there; of type `name`, that with which Kubernetes names every namespace. */
  meant: { key: string; value: string };
  /** The namespace that was probably meant. */
  namespace: string;
}

/**
 * The label of a namespaceSelector that no namespace has, if it is a slip: it is the name of a namespace under another
 * key than Kubernetes' own, or a misspelling. Any other may be on a namespace that this repository does not declare.
 */
export function unmatchedNamespaces(
  set: BuildSet,
  network: Network,
  selector: unknown,
): UnmatchedNamespaces | undefined {
  for (const requirement of requirements(selector) ?? []) {
    const { key, operator, values } = requirement;
    const [value, ...others] = values;
    if (
      operator !== "In" ||
      others.length > 0 ||
      typeof value !== "string" ||
      !isKnown(value) ||
      !isKnown(key)
    )
      continue;
    if (labelsOf(network).mayHave(key, value)) continue;
    const meant = key === NAME_LABEL ? misspelt(set, network, value) : mislabelled(network, key, value);
    if (meant) return { requirement, value, ...meant };
  }
  return undefined;
}

type Meant = Pick<UnmatchedNamespaces, "type" | "meant" | "namespace">;

/** The namespace whose name was misspelt. */
function misspelt(set: BuildSet, network: Network, value: string): Meant | undefined {
  if (isBuiltInNamespace(value) || isNamedElsewhere(set, network, value)) return undefined;
  const found = labelsOf(network).names.find((name) => isSlip(value, name));
  return found === undefined
    ? undefined
    : { type: "namespace", meant: { key: NAME_LABEL, value: found }, namespace: found };
}

/** Whether anything else speaks of a namespace: what a hidden part installs there, or a text that is searched. */
function isNamedElsewhere(set: BuildSet, network: Network, name: string): boolean {
  return namedFor(network).has(name) || mentions(set.repository, EVERYWHERE, name);
}

const EVERYWHERE: readonly string[] = [""];

const namedFor = memoize(
  (network: Network) =>
    new Set(
      network.builds.flatMap(({ hidden, namespaces = [] }) => [
        ...hidden.map(({ namespace }) => namespace),
        ...namespaces.map((one) => one.name),
      ]),
    ),
);

/** The label that was meant by one that no namespace has. */
function mislabelled(network: Network, key: string, value: string): Meant | undefined {
  const { isUnfilled, isDeclared, byKey, byValue } = labelsOf(network);
  if (isUnfilled) return undefined;
  if (isDeclared(value)) return { type: "name", meant: { key: NAME_LABEL, value }, namespace: value };
  if (isBuiltInNamespace(value)) return undefined;
  const sameKey = byKey.get(key)?.find((one) => isSlip(value, one.value));
  const sameValue = byValue.get(value)?.find((one) => isSlip(key, one.key));
  if (sameKey && (!sameValue || sameKey.order <= sameValue.order))
    return { type: "value", meant: { key, value: sameKey.value }, namespace: sameKey.namespace };
  return sameValue && { type: "key", meant: { key: sameValue.key, value }, namespace: sameValue.namespace };
}

/** A label of namespaces, with the first one that has it. */
interface Label {
  key: string;
  value: string;
  namespace: string;
  /** The place of the namespace among all. */
  order: number;
}

/** The labels of all namespaces of a network: each policy asks about several. */
const labelsOf = memoize((network: Network) => {
  const all = network.namespaces;
  const declared = all.filter(({ labels }) => labels !== undefined);
  const labels = new Map<string, Label>();
  const unknown = new Set<string>();
  for (const [order, { name, labels: own = {} }] of declared.entries()) {
    for (const [key, value] of Object.entries(own)) {
      if (!isPlain(value)) unknown.add(key);
      else if (!labels.has(labelKey(key, value)))
        labels.set(labelKey(key, value), { key, value, namespace: name, order });
    }
  }
  const known = [...labels.values()].filter(({ key, value }) => isKnown(key) && isKnown(value));
  const [names, declaredNames] = [all, declared].map((some) =>
    some.map(({ name }) => name).filter(isKnown),
  ) as [string[], string[]];
  const [named, isDeclared] = [new Set(names), new Set(declaredNames)];
  return {
    names,
    isDeclared: (name: string) => isDeclared.has(name),
    // A key that is filled in later may be any.
    isUnfilled: declared.some(({ labels: own = {} }) => !Object.keys(own).every(isPlain)),
    byKey: groupBy(known, ({ key }) => key),
    byValue: groupBy(known, ({ value }) => value),
    /** Whether a namespace has a label, or may. Of one that is not declared, nothing but its name is known. */
    mayHave: (key: string, value: string): boolean =>
      key === NAME_LABEL
        ? named.has(value) || names.length < all.length
        : labels.has(labelKey(key, value)) || unknown.has(key),
  };
});

function labelKey(key: string, value: string): string {
  return `${key}=${value}`;
}

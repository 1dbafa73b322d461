import type { BuildSet } from "../../builds/build-set.js";
import {
  fulfils,
  NAME_LABEL,
  namespaceLabel,
  type Requirement,
  requirements,
} from "../../kubernetes/labels/label-selector.js";
import { isKnown, isPlain } from "../../kubernetes/objects.js";
import { isBuiltInNamespace } from "../../kubernetes/rbac/builtin-roles.js";
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
    const isSomewhere = network.namespaces.some((one) => {
      // Of one that is not declared, nothing but its name is known.
      return (
        (one.labels !== undefined || key === NAME_LABEL) &&
        fulfils(namespaceLabel(one, key), requirement) !== false
      );
    });
    if (isSomewhere) continue;
    const meant = key === NAME_LABEL ? misspelt(set, network, value) : mislabelled(network, key, value);
    if (meant) return { requirement, value, ...meant };
  }
  return undefined;
}

type Meant = Pick<UnmatchedNamespaces, "type" | "meant" | "namespace">;

/** The namespace whose name was misspelt. */
function misspelt(set: BuildSet, network: Network, value: string): Meant | undefined {
  if (isBuiltInNamespace(value) || isNamedElsewhere(set, network, value)) return undefined;
  const found = network.namespaces.find(({ name }) => isKnown(name) && isSlip(value, name));
  return found && { type: "namespace", meant: { key: NAME_LABEL, value: found.name }, namespace: found.name };
}

/** Whether anything else speaks of a namespace: what a hidden part installs there, or a text that is searched. */
function isNamedElsewhere(set: BuildSet, network: Network, name: string): boolean {
  const parts = network.builds.flatMap(({ hidden, namespaces = [] }) => [
    ...hidden.map(({ namespace }) => namespace),
    ...namespaces.map((one) => one.name),
  ]);
  return parts.includes(name) || mentions(set.repository, [""], name);
}

/** The label that was meant by one that no namespace has. */
function mislabelled(network: Network, key: string, value: string): Meant | undefined {
  const declared = network.namespaces.filter(({ labels }) => labels !== undefined);
  const named = declared.find(({ name }) => name === value);
  // A key that is filled in later may be this one.
  if (declared.some(({ labels = {} }) => !Object.keys(labels).every(isPlain))) return undefined;
  if (named) return { type: "name", meant: { key: NAME_LABEL, value }, namespace: value };
  if (isBuiltInNamespace(value)) return undefined;
  for (const { name, labels = {} } of declared) {
    const there = Object.entries(labels).filter(([other, its]) => isKnown(other) && isKnown(its));
    const same = there.find(([other]) => other === key);
    if (same && isSlip(value, same[1]))
      return { type: "value", meant: { key, value: same[1] }, namespace: name };
    const other = there.find(([its, text]) => text === value && isSlip(key, its));
    if (other) return { type: "key", meant: { key: other[0], value }, namespace: name };
  }
  return undefined;
}

import { memoize } from "../../util/memoize.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { OPERATORS } from "./label-syntax.js";
import { isKnown } from "../objects.js";
import { quoteList } from "../../util/phrases.js";

/** A namespace as far as it is known. */
export interface NamespaceFacts {
  name: string;
  /** All of its labels; left out if they are not known. */
  labels?: Readonly<Record<string, string>>;
}

/** True or false if certain, undefined if not. */
export type Certainty = boolean | undefined;

/** The value of a label, null if the label is not set, undefined if unknown. */
export type LabelValue = string | null | undefined;

/** One condition of a label selector, written as a label or as an expression. */
export interface Requirement {
  key: string;
  operator: (typeof OPERATORS)[number];
  values: readonly unknown[];
}

const KNOWN_OPERATORS: ReadonlySet<unknown> = new Set(OPERATORS);

/** The label that Kubernetes gives every namespace: staging/src/k8s.io/api/core/v1/types.go, LabelMetadataName. */
export const NAME_LABEL = "kubernetes.io/metadata.name";

/** Whether all of several conditions hold. */
export function all(certainties: Iterable<Certainty>): Certainty {
  let result: Certainty = true;
  for (const certainty of certainties) {
    if (certainty === false) return false;
    if (certainty === undefined) result = undefined;
  }
  return result;
}

/** Whether any of several conditions holds. */
export function any(certainties: Iterable<Certainty>): Certainty {
  let result: Certainty = false;
  for (const certainty of certainties) {
    if (certainty === true) return true;
    if (certainty === undefined) result = undefined;
  }
  return result;
}

/**
 * The requirements of a label selector in any form, all of which must hold; none for an empty one,
 * undefined if it cannot be read.
 * Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
 */
export function requirements(selector: unknown): readonly Requirement[] | undefined {
  return isMap(selector) ? read(selector) : undefined;
}

/** A selector is asked about every workload of a cluster. */
const read = memoize((selector: object): readonly Requirement[] | undefined => {
  const labels = field(selector, "matchLabels") ?? {};
  const expressions = field(selector, "matchExpressions") ?? [];
  if (!isMap(labels) || !Array.isArray(expressions)) return undefined;
  const found: Requirement[] = Object.entries(labels).map(([key, value]) => {
    return { key, operator: "In", values: [value] };
  });
  for (const expression of expressions as unknown[]) {
    const key = field(expression, "key");
    const operator = field(expression, "operator");
    if (typeof key !== "string" || !KNOWN_OPERATORS.has(operator)) return undefined;
    const values = items(field(expression, "values"));
    found.push({ key, operator: operator as Requirement["operator"], values });
  }
  return found;
});

/**
 * Whether a label fulfils a requirement; a label that is not set fulfils `NotIn`.
 * Kubernetes: staging/src/k8s.io/apimachinery/pkg/labels/selector.go, Requirement.Matches.
 */
export function fulfils(value: LabelValue, { operator, values }: Requirement): Certainty {
  if (value === undefined) return undefined;
  if (operator === "Exists") return value !== null;
  if (operator === "DoesNotExist") return value === null;
  const negated = operator === "NotIn";
  if (value === null) return negated;
  if (values.includes(value)) return !negated;
  return values.every(isPlain) ? negated : undefined;
}

/** The labels that a selector requires, for a sentence; undefined if it requires anything else, or is not known. */
export function describeLabels(selector: unknown): string | undefined {
  const labels = (requirements(selector) ?? []).map(({ key, operator, values: [value, ...others] }) => {
    const isLabel =
      operator === "In" && others.length === 0 && typeof value === "string" && isKnown(key + value);
    return isLabel ? `${key}=${value}` : undefined;
  });
  return labels.length > 0 && labels.every((label) => label !== undefined) ? quoteList(labels) : undefined;
}

/** The name of a namespace, if known. */
export function namespaceName(namespace: NamespaceFacts | undefined): string | undefined {
  return plain(namespace?.name);
}

/** A label of a namespace; its name is a label too. */
export function namespaceLabel(namespace: NamespaceFacts | undefined, key: string): LabelValue {
  if (namespace === undefined) return undefined;
  if (key === NAME_LABEL) return namespaceName(namespace);
  if (namespace.labels === undefined) return undefined;
  return Object.hasOwn(namespace.labels, key) ? plain(namespace.labels[key]) : null;
}

/** Whether a label selector selects a namespace. An empty one selects every namespace. */
export function selectsNamespace(selector: unknown, namespace: NamespaceFacts | undefined): Certainty {
  const needed = requirements(selector);
  return (
    needed &&
    all(needed.map((requirement) => fulfils(namespaceLabel(namespace, requirement.key), requirement)))
  );
}

function isPlain(value: unknown): value is string {
  return typeof value === "string" && (value === "" || isKnown(value));
}

function plain(value: unknown): string | undefined {
  return isPlain(value) ? value : undefined;
}

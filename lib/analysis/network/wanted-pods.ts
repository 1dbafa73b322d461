import { NAME_LABEL, requirements } from "../../kubernetes/labels/label-selector.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Workload } from "./workloads.js";

/** Pods that no workload of the repository makes, and what is known of them. */
export interface WantedPods {
  namespace: string;
  selector: unknown;
  /** The labels that they must have. */
  keys: readonly string[];
  /** The values that these may have. */
  values: readonly string[];
  /** The same for each label by itself. */
  choices: readonly (readonly string[])[];
  /** The domains of these labels, which name whose they are: `strimzi.io`. */
  domains: readonly string[];
  /** What the repository runs in the namespace. */
  own: readonly Workload[];
}

/** Domains of labels that anything can have. */
const EVERYBODYS = /^(?:[\w-]+\.)*(?:kubernetes\.io|k8s\.io|helm\.sh|openshift\.io)$/;

/** What the pods that a selector selects are surely called: the labels that they must have, and the values of these. */
export function namesWanted(selector: unknown): Pick<WantedPods, "keys" | "values" | "choices" | "domains"> {
  const needed = (requirements(selector) ?? []).filter(
    ({ operator }) => operator === "In" || operator === "Exists",
  );
  const keys = needed.map(({ key }) => key).filter(isKnown);
  const domains = keys.flatMap((key) => (key.includes("/") ? [key.slice(0, key.indexOf("/"))] : []));
  const choices = needed
    .map(({ values }) =>
      values.filter((value): value is string => typeof value === "string" && isKnown(value)),
    )
    .filter((values) => values.length > 0);
  return {
    keys,
    values: choices.flat(),
    choices,
    domains: domains.filter((domain) => !EVERYBODYS.test(domain)),
  };
}

/** The namespaces that a selector names; undefined if it may speak of others. */
export function namespacesNamed(selector: unknown): string[] | undefined {
  const named = (requirements(selector) ?? []).find(
    ({ key, operator }) => key === NAME_LABEL && operator === "In",
  );
  const names = (named?.values ?? []).filter(
    (name): name is string => typeof name === "string" && isKnown(name),
  );
  return named && names.length === named.values.length && names.length > 0 ? names : undefined;
}

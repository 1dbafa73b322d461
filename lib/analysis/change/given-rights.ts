import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { isKnown, type PolicyRule } from "../../kubernetes/objects.js";
import type { Right } from "../../kubernetes/rbac/rights.js";
import {
  EVERYTHING,
  type PlacelessRight,
  possibleRightsOf,
  rightsOf,
} from "../../kubernetes/rbac/rule-rights.js";
import { memoizePairs } from "../../util/memoize.js";
import type { BoundRule } from "../access/bound-rules.js";
import type { Placed } from "./counting.js";
import type { Given } from "./given.js";

/** A right that a subject has, or may have. */
export interface GivenRight extends Right, Placed {
  /** The rule that gives it; undefined for what may be given, and for what every cluster gives. */
  source?: { given: Given; bound: BoundRule };
  /** Whether every cluster gives it. */
  isAlways?: true;
}

/**
 * What is surely given.
 * @param rules those of its rules that count
 */
export function surelyGiven(
  resources: ApiResources,
  given: Given,
  rules: readonly BoundRule[] = given.binding.rules,
): GivenRight[] {
  const { where } = given;
  const namespaces = namespacesOf(given);
  return rules.flatMap((bound) => {
    return ofRule(
      resources,
      given,
    )(bound.rule).map((right) => ({
      ...right,
      namespaces,
      where,
      source: { given, bound },
    }));
  });
}

/**
 * What may be given besides: the rights of roles that are not known, and of rules with values that are filled in later;
 * and what is surely given, in a namespace that is chosen later.
 */
export function perhapsGiven(resources: ApiResources, given: Given): GivenRight[] {
  const { where, binding, namespace, unknown } = given;
  const inNamespace = namespace !== undefined;
  const isPlaced = namespace === undefined || isKnown(namespace);
  const rights: PlacelessRight[] = [
    ...(unknown === undefined ? [] : EVERYTHING.filter(({ group }) => group !== undefined || !inNamespace)),
    ...binding.rules.flatMap(({ rule }) => [
      ...possibleRightsOf(rule, inNamespace),
      ...(isPlaced ? [] : ofRule(resources, given)(rule)),
    ]),
  ];
  const namespaces = isPlaced ? namespacesOf(given) : ("all" as const);
  return rights.map((right) => ({ ...right, namespaces, where }));
}

/** The same in any namespace, since the one that is asked about is chosen later. */
export function givenAnywhere(resources: ApiResources, given: Given): GivenRight[] {
  if (given.namespace === undefined) return [];
  return surelyGiven(resources, given).map((right) => ({ ...right, namespaces: "all" }));
}

function ofRule(
  resources: ApiResources,
  { namespace }: Given,
): (rule: PolicyRule) => readonly PlacelessRight[] {
  const find = namespace === undefined ? inCluster : inNamespaces;
  return (rule) => find(resources, rule);
}

/** What a rule allows in the whole cluster. */
export const inCluster = memoizePairs((resources: ApiResources, rule: PolicyRule) =>
  rightsOf(rule, resources, false),
);
const inNamespaces = memoizePairs((resources: ApiResources, rule: PolicyRule) =>
  rightsOf(rule, resources, true),
);

function namespacesOf({ namespace }: Given): Right["namespaces"] {
  return namespace === undefined ? "all" : new Set([namespace]);
}

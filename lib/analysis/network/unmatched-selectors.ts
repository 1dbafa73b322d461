import type { Applied } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import { requirements, NAME_LABEL } from "../../kubernetes/labels/label-selector.js";
import { peersOf, policyDirections } from "../../kubernetes/network-policy/network-policy.js";
import { peersField, rulesField, DIRECTIONS } from "../../kubernetes/network-policy/policy-step.js";
import { selectsPods } from "../../kubernetes/connections/pod-labels.js";
import { WORKLOADS } from "../../kubernetes/kinds.js";
import { field } from "../../util/plain-values.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { type Network, networksWith } from "./network.js";
import { placeInSelector } from "./selector-slips.js";
import { type UnmatchedNamespaces, unmatchedNamespaces } from "./unmatched-namespaces.js";
import { type UnmatchedPods, unmatchedPods } from "./unmatched-pods.js";
import { namespaceKey } from "./workloads.js";

/** A selector of a policy that selects nothing, and where it asks for what is not there. */
export type Unmatched = { path: Path; selector: unknown } & (
  | { of: "policy"; pods: UnmatchedPods }
  | { of: "peer"; pods: UnmatchedPods; inOwnNamespace: boolean }
  | { of: "namespaces"; namespaces: UnmatchedNamespaces }
);

/**
 * The selectors of an applied NetworkPolicy that surely select nothing, in whichever cluster it is. One of pods that no
 * namespace has yet may be a contract: pods that are labelled so later on may connect. So a peer, and a label that is
 * only a switch, count only if they were probably meant to select something that is there.
 */
export function unmatchedSelectors(set: BuildSet, applied: Applied<"NetworkPolicy">): readonly Unmatched[] {
  return remembered(set, applied);
}

const remembered = memoizePairs((set: BuildSet, applied: Applied<"NetworkPolicy">): Unmatched[] => {
  const inEach = networksWith(set, applied.build).map((network) => unmatchedIn(set, network, applied));
  const [first = [], ...others] = inEach;
  return first.filter(({ path }) =>
    others.every((unmatched) => unmatched.some((one) => String(one.path) === String(path))),
  );
});

function unmatchedIn(
  set: BuildSet,
  network: Network,
  { build, object }: Applied<"NetworkPolicy">,
): Unmatched[] {
  const policy = object.object;
  const { spec = {} } = policy;
  const own = namespaceKey(policy, build);
  const found: Unmatched[] = [];
  const pods = unmatchedPods(set, network, [own], spec.podSelector);
  if (pods && (isLikely(pods) || (!isSwitch(spec.podSelector) && isAtHome(network, build, own))))
    found.push({
      of: "policy",
      path: [
        "spec",
        "podSelector",
        ...placeInSelector(spec.podSelector, pods.needed, pods.slip?.requirement),
      ],
      selector: spec.podSelector,
      pods,
    });
  for (const direction of DIRECTIONS.filter((one) => policyDirections(policy).includes(one))) {
    const field = rulesField(direction);
    for (const [index, rule] of (spec[field] ?? []).entries()) {
      for (const [number, { namespaceSelector, podSelector, ipBlock }] of peersOf(
        rule,
        direction,
      ).entries()) {
        if (ipBlock) continue;
        const path = ["spec", field, index, peersField(direction), number];
        const namespaces = namespaceSelector && unmatchedNamespaces(set, network, namespaceSelector);
        if (namespaces) {
          found.push({
            of: "namespaces",
            path: [
              ...path,
              "namespaceSelector",
              ...placeInSelector(namespaceSelector, [], namespaces.requirement),
            ],
            selector: namespaceSelector,
            namespaces,
          });
          continue;
        }
        const there = namespaceSelector ? namesOf(namespaceSelector) : [own];
        if (!podSelector || !there) continue;
        const none = unmatchedPods(set, network, there, podSelector);
        if (none && isLikely(none, namespaceSelector === undefined))
          found.push({
            of: "peer",
            path: [
              ...path,
              "podSelector",
              ...placeInSelector(podSelector, none.needed, none.slip?.requirement),
            ],
            selector: podSelector,
            pods: none,
            inOwnNamespace: namespaceSelector === undefined,
          });
      }
    }
  }
  return found;
}

/** Whether something shows that a selector was meant to select pods that are there. */
function isLikely({ slip, elsewhere }: UnmatchedPods, mayBeElsewhere = true): boolean {
  return (slip !== undefined && slip.type !== "missing") || (mayBeElsewhere && elsewhere !== undefined);
}

/**
 * Whether a policy comes with what runs in its namespace: its own build puts a workload there, or another policy there
 * selects pods by their labels. Elsewhere others may run what it is for.
 */
function isAtHome(network: Network, build: Build, namespace: string): boolean {
  const isFilled = build.objects.some(({ kind, object }) => {
    return WORKLOADS.has(kind) && namespaceKey(object, build) === namespace;
  });
  return isFilled || selectedByLabels(network).has(namespace);
}

/** The namespaces in which some NetworkPolicy selects pods by their labels. */
const selectedByLabels = memoize((network: Network): ReadonlySet<string> => {
  const names = network.policies.flatMap(({ applied: { object }, namespace }) => {
    if (object.kind !== "NetworkPolicy" || namespace === undefined) return [];
    const selector = field(object.object, "spec", "podSelector");
    if ((requirements(selector) ?? []).length === 0) return [];
    return network.workloadsIn(namespace).some((pods) => selectsPods(selector, pods) === true)
      ? [namespace]
      : [];
  });
  return new Set(names);
});

/** Whether a selector asks only for labels that switch something on, which pods get when they need it. */
function isSwitch(selector: unknown): boolean {
  return (requirements(selector) ?? []).every(({ operator, values }) => {
    return operator !== "In" || values.every((value) => SWITCHES.has(String(value).toLowerCase()));
  });
}

const SWITCHES = new Set([
  "",
  "true",
  "false",
  "yes",
  "no",
  "enabled",
  "enable",
  "disabled",
  "allow",
  "allowed",
  "deny",
  "1",
  "0",
]);

/** The namespaces that a selector names; undefined if it may speak of others. */
function namesOf(selector: unknown): string[] | undefined {
  const named = (requirements(selector) ?? []).find(
    ({ key, operator }) => key === NAME_LABEL && operator === "In",
  );
  const names = (named?.values ?? []).filter(
    (name): name is string => typeof name === "string" && isKnown(name),
  );
  return named && names.length === named.values.length && names.length > 0 ? names : undefined;
}

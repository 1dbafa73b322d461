import { isKnown } from "../../kubernetes/objects.js";
import { isBuiltInNamespace } from "../../kubernetes/rbac/builtin-roles.js";
import { groupBy } from "../../util/group-by.js";
import { quoteList } from "../../util/phrases.js";
import { type DecidingPolicy, doubtsOf, policyName, policyWords } from "../network/deciding.js";
import { type DirectionState, type Isolated, isolationOf } from "../network/isolation.js";
import type { Network } from "../network/network.js";
import type { NamespaceChange, Side, UnknownChange } from "./access-change.js";
import type { NetworkPair } from "./network-pairs.js";
import { areOwn, differingPolicies } from "./network-steps.js";
import { ownPartsOf } from "./own-parts.js";

const DIRECTIONS = ["ingress", "egress"] as const;
const ABSENT = { state: "absent", policies: [], doubts: [] } as const;
/** Nothing of the repository is in it, but every cluster has it. */
const UNTOUCHED = { state: "open", policies: [], doubts: [] } as const;

export interface NamespaceChanges {
  namespaces: readonly NamespaceChange[];
  unknown: readonly UnknownChange[];
  /** The policies because of which that is not known, in words. */
  doubtful: readonly string[];
}

/** The namespaces of a cluster that become open or isolated, and those of which one state is not known. */
export function namespaceChanges(pair: NetworkPair): NamespaceChanges {
  const { before, after, cluster } = pair;
  const [old, now] = [isolationByName(before), isolationByName(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].filter(isKnown).sort();
  const found = names.flatMap((namespace) =>
    DIRECTIONS.map((direction) => {
      const missing = isBuiltInNamespace(namespace) ? UNTOUCHED : ABSENT;
      return changeOf(pair, namespace, direction, {
        before: old.get(namespace)?.[direction] ?? missing,
        after: now.get(namespace)?.[direction] ?? missing,
      });
    }),
  );
  return {
    namespaces: found.flatMap(({ change }) => {
      return change ? { ...change, ...(cluster !== undefined && { cluster }) } : [];
    }),
    unknown: unknownStates(found.flatMap(({ unknown }) => unknown ?? [])),
    doubtful: found.flatMap(({ doubtful }) => doubtful ?? []),
  };
}

/** A namespace of which it is not known whether it is isolated. */
interface UnknownState extends Pick<UnknownChange, "why" | "sides"> {
  namespace: string;
  direction: NamespaceChange["direction"];
}

/** One reason for many namespaces is told once. */
function unknownStates(states: readonly UnknownState[]): UnknownChange[] {
  const alike = groupBy(states, ({ why, sides, direction }) => JSON.stringify([why, sides, direction]));
  return [...alike.values()].flatMap((all) => {
    const [first, ...others] = all;
    if (!first) return [];
    const { why, sides, direction } = first;
    const which = `${others.length === 0 ? "namespace" : "namespaces"} ${quoteList(all.map(({ namespace }) => namespace))}`;
    return {
      what: `whether ${which} ${others.length === 0 ? "is" : "are"} isolated (${direction})`,
      why,
      sides,
    };
  });
}

/** By namespace, for pods that only policies for all pods select. */
function isolationByName(network: Network): Map<string, Isolated> {
  const ofNamespaces = isolationOf(network).filter(({ workload }) => workload === undefined);
  return new Map(ofNamespaces.map((isolated) => [isolated.namespace, isolated]));
}

function changeOf(
  pair: NetworkPair,
  namespace: string,
  direction: NamespaceChange["direction"],
  states: Record<Side, DirectionState | typeof ABSENT>,
): { change?: NamespaceChange; unknown?: UnknownState; doubtful?: string } {
  const { before: old, after: now } = states;
  if (old.state === "not known" || now.state === "not known") {
    const sides = (["before", "after"] as const).filter((side) => {
      return (side === "before" ? old : now).state === "not known";
    });
    const [why = "what its policies do is not known"] = [...now.doubts, ...old.doubts];
    const doubtful = [now, old].find(({ doubts }) => doubts.length > 0)?.policies.find(isDoubtful)?.source;
    return {
      unknown: { namespace, direction, why, sides },
      ...(doubtful && { doubtful: policyWords(policyName(doubtful)) }),
    };
  }
  if (old.state === now.state || !isOwn(pair, namespace, states)) return {};
  const through = differingPolicies({ before: old.policies, after: now.policies });
  return { change: { namespace, direction, before: old.state, after: now.state, through } };
}

/** Whether it changes in the cluster itself: what is there on one side, or one of the policies, is not for another one only. */
function isOwn(
  pair: NetworkPair,
  namespace: string,
  { before, after }: Record<Side, DirectionState | typeof ABSENT>,
): boolean {
  if (before.state === "absent") return ownPartsOf(pair.after).hasNamespace(namespace);
  if (after.state === "absent") return ownPartsOf(pair.before).hasNamespace(namespace);
  return areOwn(pair, { before: before.policies, after: after.policies });
}

function isDoubtful(policy: DecidingPolicy): boolean {
  return doubtsOf(policy).length > 0;
}

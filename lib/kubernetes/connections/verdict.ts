import type { Certainty } from "../labels/label-selector.js";
import type { ConnectionRule, DirectedPolicy, Tier } from "./directed-policy.js";
import type { PodSet } from "./endpoint.js";
import {
  ALL_PORTS,
  commonPorts,
  isNoPort,
  NO_PORTS,
  type PortSet,
  portsWithout,
  unitePorts,
  unitePortSets,
} from "./port-set.js";

/**
 * What policies make of the connections between two endpoints: the ports on which they may be allowed, and those on which
 * they may be denied. A port that is in both is not known; none is in neither.
 */
export interface Verdict {
  mayAllow: PortSet;
  mayDeny: PortSet;
}

export const ALLOWED: Verdict = { mayAllow: ALL_PORTS, mayDeny: NO_PORTS };
export const NOT_KNOWN: Verdict = { mayAllow: ALL_PORTS, mayDeny: ALL_PORTS };

/** The ports on which connections are surely allowed. */
export function allowedPorts({ mayAllow, mayDeny }: Verdict): PortSet {
  return portsWithout(mayAllow, mayDeny);
}

/** The ports on which it is not known whether connections are allowed. */
export function unknownPorts({ mayAllow, mayDeny }: Verdict): PortSet {
  return commonPorts(mayAllow, mayDeny);
}

/** A connection needs both: egress of the one end and ingress of the other. */
export function both(egress: Verdict, ingress: Verdict): Verdict {
  return {
    mayAllow: commonPorts(egress.mayAllow, ingress.mayAllow),
    mayDeny: unitePorts(egress.mayDeny, ingress.mayDeny),
  };
}

/** A verdict of which not even the policies are known: either may be. */
export function either(one: Verdict, other: Verdict): Verdict {
  return {
    mayAllow: unitePorts(one.mayAllow, other.mayAllow),
    mayDeny: unitePorts(one.mayDeny, other.mayDeny),
  };
}

/** A policy that selects, or may select, the pods in question. */
export interface SelectingPolicy {
  policy: DirectedPolicy;
  selects: true | undefined;
}

/** Whether each rule of a policy matches the other end of a connection. */
export type Matches = (rule: ConnectionRule) => Certainty;

/**
 * What the policies that select pods make, in one direction, of their connections with a peer.
 * @param destination the pods that are connected to; undefined if these are addresses
 */
export function verdict(
  policies: readonly SelectingPolicy[],
  matches: Matches,
  destination: PodSet | undefined,
): Verdict {
  const isUsed = (engine: string) => policies.some(({ policy }) => policy.engine === engine);
  if (!isUsed("calico") || !isUsed("cilium")) return decide(policies, matches, destination);
  // A cluster runs only one of the two, where the other's policies do nothing.
  const without = (engine: string) => policies.filter(({ policy }) => policy.engine !== engine);
  return either(
    decide(without("calico"), matches, destination),
    decide(without("cilium"), matches, destination),
  );
}

function decide(
  policies: readonly SelectingPolicy[],
  matches: Matches,
  destination: PodSet | undefined,
): Verdict {
  let result: Outcome = { ...NOTHING, left: ALL_PORTS };
  for (const tier of TIERS) {
    const inTier = policies.filter(({ policy }) => policy.tier === tier);
    if (inTier.length > 0) result = throughTier(result, inTier, matches, destination);
  }
  return { mayAllow: unitePorts(result.mayAllow, result.left), mayDeny: result.mayDeny };
}

const TIERS: readonly Tier[] = ["admin", "namespace", "baseline"];

/** What may have become of each port so far. Several are possible for one port, and at least one is. */
interface Outcome {
  mayAllow: PortSet;
  mayDeny: PortSet;
  /** What a rule hands on to the next tier. */
  mayPass: PortSet;
  /** What no rule may have decided yet. */
  left: PortSet;
}

const NOTHING: Outcome = { mayAllow: NO_PORTS, mayDeny: NO_PORTS, mayPass: NO_PORTS, left: NO_PORTS };

function throughTier(
  before: Outcome,
  policies: readonly SelectingPolicy[],
  matches: Matches,
  destination: PodSet | undefined,
): Outcome {
  let now: Outcome = { ...before, mayPass: NO_PORTS };
  const orders = [...new Set(policies.map(({ policy }) => policy.order))].sort((a, b) => (a < b ? -1 : 1));
  for (const order of orders) {
    const together = policies.filter(({ policy }) => policy.order === order);
    now = throughOrder(now, together, matches, destination);
    if (isNoPort(now.left)) break;
  }
  const denied = deniedAtTheEnd(now.left, policies, matches, destination);
  return {
    mayAllow: now.mayAllow,
    mayDeny: unitePorts(now.mayDeny, denied),
    mayPass: NO_PORTS,
    // What is passed on is decided by the next tier, like what no policy of this one isolates.
    left: unitePorts(now.mayPass, policies.some(isolatesSurely) ? NO_PORTS : now.left),
  };
}

/** Policies of the same order: each may be the one that decides, but what one allows, another that only allows does not undo. */
function throughOrder(
  before: Outcome,
  policies: readonly SelectingPolicy[],
  matches: Matches,
  destination: PodSet | undefined,
): Outcome {
  const outcomes = policies.map((policy) => throughRules(before.left, policy, matches, destination));
  return outcomes.reduce<Outcome>(
    (sum, one) => ({
      mayAllow: unitePorts(sum.mayAllow, one.mayAllow),
      mayDeny: unitePorts(sum.mayDeny, one.mayDeny),
      mayPass: unitePorts(sum.mayPass, one.mayPass),
      left: commonPorts(sum.left, one.left),
    }),
    before,
  );
}

/** The rules of one policy, of which the first that matches decides. */
function throughRules(
  open: PortSet,
  { policy, selects }: SelectingPolicy,
  matches: Matches,
  destination: PodSet | undefined,
): Outcome {
  let now: Outcome = { ...NOTHING, left: open };
  for (const rule of policy.rules) {
    const certainty = matches(rule);
    if (certainty === false) continue;
    const { sure, possible } = rule.portsOf(destination);
    const taken = commonPorts(now.left, possible);
    if (isNoPort(taken)) continue;
    const isSure = certainty === true && selects === true;
    now = {
      mayAllow: isAction(rule, "allow") ? unitePorts(now.mayAllow, taken) : now.mayAllow,
      mayDeny: isAction(rule, "deny") ? unitePorts(now.mayDeny, taken) : now.mayDeny,
      mayPass: isAction(rule, "pass") ? unitePorts(now.mayPass, taken) : now.mayPass,
      left: isSure ? portsWithout(now.left, sure) : now.left,
    };
  }
  return now;
}

function isAction({ action }: ConnectionRule, wanted: "allow" | "deny" | "pass"): boolean {
  return action === wanted || action === "unclear";
}

function isolatesSurely({ policy, selects }: SelectingPolicy): boolean {
  return selects === true && policy.isolates === true;
}

/**
 * What the end of a tier may deny of the ports that are left: all of them if a policy surely isolates; else those that
 * none of the policies that may isolate surely allows.
 */
function deniedAtTheEnd(
  left: PortSet,
  policies: readonly SelectingPolicy[],
  matches: Matches,
  destination: PodSet | undefined,
): PortSet {
  if (isNoPort(left)) return NO_PORTS;
  if (policies.some(isolatesSurely)) return left;
  return unitePortSets(
    policies
      .filter(({ policy }) => policy.isolates !== false)
      .map(({ policy }) => portsWithout(left, surelyAllowed(policy, matches, destination))),
  );
}

/** The ports that a policy surely allows if it selects the pods. */
function surelyAllowed(policy: DirectedPolicy, matches: Matches, destination: PodSet | undefined): PortSet {
  return unitePortSets(
    policy.rules
      .filter((rule) => rule.action === "allow" && matches(rule) === true)
      .map((rule) => rule.portsOf(destination).sure),
  );
}

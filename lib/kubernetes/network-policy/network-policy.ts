import {
  adminNetworkPolicySteps,
  baselineAdminNetworkPolicySteps,
  clusterNetworkPolicySteps,
} from "./admin-network-policy.js";
import { calicoSteps } from "./calico-policy.js";
import { selectEveryPod } from "./covering-policies.js";
import { ciliumSteps } from "./cilium-policy.js";
import { groupBy } from "../../util/group-by.js";
import { field, isEveryAddress, isMap } from "../../util/plain-values.js";
import type { NamespaceFacts } from "../labels/label-selector.js";
import { isKnown, type NetworkPolicy } from "../objects.js";
import {
  AT_THE_END,
  DIRECTIONS,
  type Direction,
  DOUBTS,
  type IsolatingPolicy,
  peersField,
  type Question,
  rulesField,
  type Step,
  when,
} from "./policy-step.js";

export type { Direction, IsolatingPolicy } from "./policy-step.js";

type Spec = NonNullable<NetworkPolicy["spec"]>;

/** A rule of a NetworkPolicy, in either direction. */
export type NetworkPolicyRule = NonNullable<Spec["ingress"]>[number] | NonNullable<Spec["egress"]>[number];

/** A peer in a rule of a NetworkPolicy, in either direction. */
export type Peer = NonNullable<NonNullable<Spec["ingress"]>[number]["from"]>[number];

/** Whether all pods of a namespace are cut off, in one direction, from everything that no policy allows. */
export type Isolation =
  | { state: "denied" }
  | { state: "open" }
  | {
      state: "cancelled";
      /** The index of the policy, among the given ones, that lets everything through. */
      by: number;
      /** The index of the rule that does, among the policy's rules of the direction. */
      rule: number;
      /** Where that rule is in the object: `spec`, `ingress`, 0. */
      path: readonly (string | number)[];
    }
  | { state: "unknown"; why: string };

export interface IsolationOptions {
  /** Only a policy that selects all pods and allows nothing by itself counts. */
  strict?: boolean;
  /** The namespace in question, against which the selectors of cluster-wide policies are matched. */
  namespace?: NamespaceFacts;
}

type GivenStep = Step & { by: number };

/**
 * The order of a NetworkPolicy among those of Calico: libcalico-go/lib/backend/k8s/conversion, K8sNetworkPolicyToCalico.
 */
export const NETWORK_POLICY_ORDER = 1000;

/**
 * The directions that a NetworkPolicy applies to: those of `policyTypes`; if that is missing or empty,
 * Ingress, and also Egress if there are egress rules.
 * Kubernetes: pkg/apis/networking/v1/defaults.go, SetDefaults_NetworkPolicy.
 */
export function policyDirections(policy: NetworkPolicy): Direction[] {
  const types = policy.spec?.policyTypes ?? [];
  if (types.length > 0) return DIRECTIONS.filter((direction) => types.includes(direction));
  return (policy.spec?.egress ?? []).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}

/**
 * Whether a NetworkPolicy selects every pod of its namespace: its podSelector is missing or empty.
 * Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
 */
export function selectsAllPods(policy: NetworkPolicy): boolean {
  return isEmptySelector(policy.spec?.podSelector);
}

/** Whether a selector selects everything: it is missing, or has no requirements. */
export function isEmptySelector(selector: Peer["podSelector"]): boolean {
  const { matchLabels, matchExpressions } = selector ?? {};
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}

/**
 * Whether a rule of a NetworkPolicy lets everything through: it names no ports, and either no peers or
 * all addresses without exception.
 * Kubernetes: staging/src/k8s.io/api/networking/v1/types.go, NetworkPolicyIngressRule and NetworkPolicyEgressRule.
 */
export function isUnrestrictedRule(rule: NetworkPolicyRule, direction: Direction): boolean {
  return openingOf(rule, direction)?.to === "everything";
}

/** Whether a policy is a NetworkPolicy that lets everything through in a direction, for all pods of its namespace. */
export function isOpen({ kind, object }: IsolatingPolicy, direction: Direction): boolean {
  if (kind !== "NetworkPolicy") return false;
  const policy = object as NetworkPolicy;
  if (!selectsAllPods(policy) || !policyDirections(policy).includes(direction)) return false;
  const rules: readonly NetworkPolicyRule[] = policy.spec?.[rulesField(direction)] ?? [];
  return rules.some((rule) => isUnrestrictedRule(rule, direction));
}

/** What in a rule of a NetworkPolicy lets everything, or every pod of the cluster, through on every port. */
export interface Opening {
  to: "everything" | "every pod";
  /** Its place in the rule; empty if nothing restricts the rule. */
  path: readonly (string | number)[];
}

/** What in a rule of a NetworkPolicy lets everything or every pod through; undefined if nothing does. */
export function openingOf(rule: NetworkPolicyRule, direction: Direction): Opening | undefined {
  if ((rule.ports ?? []).length > 0) return undefined;
  const peers = peersOf(rule, direction);
  const field = peersField(direction);
  if (peers.length === 0) return { to: "everything", path: [] };
  const everything = peers.findIndex(isEveryPeer);
  if (everything >= 0) return { to: "everything", path: [field, everything, "ipBlock", "cidr"] };
  const everyPod = peers.findIndex(isEveryPod);
  return everyPod < 0 ? undefined : { to: "every pod", path: [field, everyPod, "namespaceSelector"] };
}

/** Whether a peer is every pod of every namespace. */
function isEveryPod({ ipBlock, namespaceSelector, podSelector }: Peer): boolean {
  return (
    !ipBlock && namespaceSelector !== undefined && [namespaceSelector, podSelector].every(isEmptySelector)
  );
}

/** The peers of a rule, any one of which is enough to match. */
export function peersOf(rule: NetworkPolicyRule, direction: Direction): readonly Peer[] {
  if (direction === "Ingress") return ("from" in rule && rule.from) || [];
  return ("to" in rule && rule.to) || [];
}

function isEveryPeer({ ipBlock }: Peer): boolean {
  return isEveryAddress(ipBlock?.cidr) && (ipBlock?.except ?? []).length === 0;
}

/**
 * Whether a namespace is default-deny in a direction.
 * @param policies all that may apply: the namespaced ones of the namespace, and the cluster-wide ones
 * @returns unknown if it depends on policies that may or may not select the namespace
 */
export function isolation(
  policies: readonly IsolatingPolicy[],
  direction: Direction,
  options: IsolationOptions = {},
): Isolation {
  const question: Question = { direction, namespace: options.namespace };
  const given = policies.map((policy, by) => {
    return { engine: engineOf(policy), steps: stepsOf(policy, question).map((step) => ({ ...step, by })) };
  });
  given.push({ engine: "any", steps: togetherSteps(policies, direction) });
  const without = (other: string): Isolation => {
    const steps = given.filter(({ engine }) => engine !== other).flatMap((policy) => policy.steps);
    return decide(steps, policies, options);
  };
  const isUsed = (engine: string): boolean => {
    return given.some((policy) => policy.engine === engine && policy.steps.length > 0);
  };
  if (!isUsed("calico") || !isUsed("cilium")) return without("");
  // A cluster runs only one of the two, where the other's policies do nothing.
  const [byCilium, byCalico] = [without("calico"), without("cilium")];
  return byCilium.state === byCalico.state ? byCilium : { state: "unknown", why: DOUBTS.engines };
}

function engineOf({ kind }: IsolatingPolicy): string {
  if (kind === "CalicoNetworkPolicy" || kind === "GlobalNetworkPolicy") return "calico";
  return kind.startsWith("Cilium") ? "cilium" : "any";
}

function stepsOf({ kind, object }: IsolatingPolicy, question: Question): Step[] {
  if (!isMap(object)) return [];
  switch (kind) {
    case "NetworkPolicy":
      return networkPolicySteps(object as NetworkPolicy, question);
    case "CiliumNetworkPolicy":
    case "CiliumClusterwideNetworkPolicy":
      return ciliumSteps(object, question);
    case "CalicoNetworkPolicy":
    case "GlobalNetworkPolicy":
      return calicoSteps(object, kind === "GlobalNetworkPolicy", question);
    case "AdminNetworkPolicy":
      return adminNetworkPolicySteps(object, question);
    case "BaselineAdminNetworkPolicy":
      return baselineAdminNetworkPolicySteps(object, question);
    case "ClusterNetworkPolicy":
      return clusterNetworkPolicySteps(object, question);
    default:
      return [];
  }
}

function networkPolicySteps(policy: NetworkPolicy, { direction }: Question): Step[] {
  if (!selectsAllPods(policy)) return [];
  const key = rulesField(direction);
  const rules: readonly NetworkPolicyRule[] = policy.spec?.[key] ?? [];
  const steps: Step[] = [{ tier: "namespace", order: AT_THE_END, action: "deny", pure: rules.length === 0 }];
  const rule = rules.findIndex((candidate) => isUnrestrictedRule(candidate, direction));
  if (rule >= 0) {
    steps.push({
      tier: "namespace",
      order: NETWORK_POLICY_ORDER,
      action: "allow",
      rule,
      path: ["spec", key, rule],
    });
  }
  const types = policy.spec?.policyTypes ?? [];
  const applies = policyDirections(policy).includes(direction) || (types.every(isKnown) ? false : undefined);
  return when(applies, DOUBTS.directions, steps);
}

/** The step of NetworkPolicies that select every pod only between them, and none of which lets everything through. */
function togetherSteps(policies: readonly IsolatingPolicy[], direction: Direction): GivenStep[] {
  const rulesOf = (policy: NetworkPolicy): readonly NetworkPolicyRule[] =>
    policy.spec?.[rulesField(direction)] ?? [];
  const isolating = policies.flatMap(({ kind, object }, by) => {
    if (kind !== "NetworkPolicy" || !isMap(object)) return [];
    const policy = object as NetworkPolicy;
    const applies = !selectsAllPods(policy) && policyDirections(policy).includes(direction);
    return applies && !rulesOf(policy).some((rule) => isUnrestrictedRule(rule, direction))
      ? [{ policy, by }]
      : [];
  });
  if (isolating.length < 2 || !selectEveryPod(isolating.map(({ policy }) => policy))) return [];
  const pure = isolating.every(({ policy }) => rulesOf(policy).length === 0);
  return [{ tier: "namespace", order: AT_THE_END, action: "deny", pure, by: isolating[0]?.by ?? 0 }];
}

type Outcome = Step["action"] | "nothing";
type Outcomes = Map<Outcome, GivenStep | undefined>;

/** All possible outcomes of a tier: only one, unless a step is doubtful or steps of the same order disagree. */
function outcomes(steps: readonly GivenStep[], tier: Step["tier"]): Outcomes {
  const possible: Outcomes = new Map();
  const byOrder = groupBy(
    steps.filter((step) => step.tier === tier),
    ({ order }) => order,
  );
  for (const [, together] of [...byOrder].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const step of together) if (!possible.has(step.action)) possible.set(step.action, step);
    if (together.some((step) => step.doubt === undefined)) return possible;
  }
  return possible.set("nothing", undefined);
}

function decide(
  steps: readonly GivenStep[],
  policies: readonly IsolatingPolicy[],
  { strict = false }: IsolationOptions,
): Isolation {
  const [only, ...others] = conclusions(steps).values();
  if (only === undefined || others.length > 0 || only.state === "unknown") {
    return { state: "unknown", why: whyUnknown(steps, policies) };
  }
  if (!strict || only.state !== "denied") return only;
  const pure = steps.filter((step) => step.action === "deny" && step.pure);
  if (pure.some((step) => step.doubt === undefined)) return only;
  return pure.length > 0 ? { state: "unknown", why: whyUnknown(steps, policies) } : { state: "open" };
}

/** All possible conclusions of the tiers, checked one after the other; the first of each state. */
function conclusions(steps: readonly GivenStep[]): Map<Isolation["state"], Isolation> {
  const found = new Map<Isolation["state"], Isolation>();
  const isolates = steps.some((step) => step.action === "deny");
  const add = (action: Outcome, step: GivenStep | undefined): void => {
    const conclusion = conclude(action, step, isolates);
    if (!found.has(conclusion.state)) found.set(conclusion.state, conclusion);
  };
  for (const tier of ["admin", "namespace", "baseline"] as const) {
    const possible = outcomes(steps, tier);
    for (const [action, step] of possible) {
      if (action !== "pass" && action !== "nothing") add(action, step);
    }
    if (!possible.has("pass") && !possible.has("nothing")) return found;
  }
  add("nothing", undefined);
  return found;
}

function conclude(action: Outcome, step: GivenStep | undefined, isolates: boolean): Isolation {
  if (action === "deny") return { state: "denied" };
  if (action === "unclear") return { state: "unknown", why: "" };
  // If nothing isolates, there is nothing to cancel.
  if (action !== "allow" || step?.rule === undefined || !isolates) return { state: "open" };
  return { state: "cancelled", by: step.by, rule: step.rule, path: step.path ?? [] };
}

function whyUnknown(steps: readonly GivenStep[], policies: readonly IsolatingPolicy[]): string {
  const doubtful = steps.find((step) => step.doubt !== undefined);
  if (doubtful === undefined) return DOUBTS.same;
  const policy = policies[doubtful.by];
  const name = field(policy?.object, "metadata", "name");
  const shown = typeof name === "string" && isKnown(name) ? name : "without a name";
  return `${policy?.kind ?? ""} ${shown}: ${doubtful.doubt ?? ""}`;
}

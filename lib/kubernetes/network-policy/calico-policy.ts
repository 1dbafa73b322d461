import { calicoSelector } from "../labels/calico-selector.js";
import {
  field,
  isEveryAddress,
  isEveryIPv4Address,
  isMap,
  items,
  saysNothing,
} from "../../util/plain-values.js";
import {
  all,
  type Certainty,
  type LabelValue,
  type NamespaceFacts,
  namespaceLabel,
  namespaceName,
} from "../labels/label-selector.js";
import { type AnyObject, isKnown } from "../objects.js";
import {
  AT_THE_END,
  DOUBTS,
  type Question,
  rulesField,
  specOf,
  type Step,
  unreadable,
  when,
} from "./policy-step.js";

/** The order of a policy without one: after every other, but before `AT_THE_END`. */
export const LAST = Number.MAX_VALUE;

/** Fields of a rule that do not narrow it. */
const NOT_NARROWING: ReadonlySet<string> = new Set(["action", "metadata", "notes"]);

/**
 * What a Calico NetworkPolicy or GlobalNetworkPolicy does to all pods of a namespace. Within a tier the
 * rules of all policies are checked in order, and the first that matches decides; what no rule decides is
 * denied. Kubernetes' NetworkPolicies are in the tier `default`, at order 1000.
 * Calico: felix/calc/policy_sorter.go, PolKVLess; libcalico-go/lib/backend/k8s/conversion, K8sNetworkPolicyToCalico.
 */
export function calicoSteps(object: AnyObject, isGlobal: boolean, question: Question): Step[] {
  const spec = specOf(object);
  if (spec === undefined) return unreadable("namespace");
  // These policies are for the interfaces of hosts.
  if (isGlobal && (field(spec, "doNotTrack") === true || field(spec, "preDNAT") === true)) return [];
  const selectsPods = all([
    selects(field(spec, "selector"), podLabel(question.namespace)),
    selects(field(spec, "serviceAccountSelector"), () => OF_THE_POD),
  ]);
  const selectsNamespace = isGlobal
    ? selects(field(spec, "namespaceSelector"), (key) => calicoNamespaceLabel(question.namespace, key))
    : true;
  const inDirection = when(appliesTo(object, spec, question), DOUBTS.directions, policySteps(spec, question));
  return when(all([selectsPods, selectsNamespace]), DOUBTS.namespaces, inDirection);
}

function policySteps(spec: Record<string, unknown>, question: Question): Step[] {
  const decision = firstDecision(spec, question);
  const order = field(spec, "order") ?? LAST;
  const end: Step = {
    tier: "namespace",
    order: AT_THE_END,
    action: "deny",
    pure: allowsNothing(spec, question),
  };
  const tier = field(spec, "tier") ?? "default";
  if (tier !== "default" && tier !== "") {
    // Another tier comes earlier or later, and what its policies do not decide may be denied or passed on.
    const action = decision?.action === "allow" || decision?.action === "unclear" ? decision.action : "deny";
    return [{ ...(decision ?? end), action, order: -Infinity, doubt: DOUBTS.tier }];
  }
  if (decision === undefined) return [end];
  if (typeof order !== "number" || Number.isNaN(order)) {
    return [{ ...decision, order: -Infinity, doubt: DOUBTS.order }, end];
  }
  return [{ ...decision, order }, end];
}

/** The first rule for every peer and port; a `Log` decides nothing. */
function firstDecision(spec: Record<string, unknown>, { direction }: Question): Step | undefined {
  const rules = rulesField(direction);
  for (const [index, rule] of items(field(spec, rules)).entries()) {
    const action = field(rule, "action");
    if (action === "Log" || !isEveryPeer(rule, direction)) continue;
    const common = { tier: "namespace", order: LAST, rule: index, path: ["spec", rules, index] } as const;
    if (action === "Allow") return { ...common, action: "allow" };
    if (action === "Deny")
      return { ...common, action: "deny", pure: allowsNothing(spec, { direction }, index) };
    // After the last tier come the profiles, which let everything in unless someone has changed them.
    return { ...common, action: "unclear", doubt: DOUBTS.action };
  }
  return undefined;
}

function allowsNothing(spec: Record<string, unknown>, { direction }: Question, before?: number): boolean {
  const rules = items(field(spec, rulesField(direction))).slice(0, before);
  return rules.every((rule) => field(rule, "action") === "Deny" || field(rule, "action") === "Log");
}

function isEveryPeer(rule: unknown, direction: Question["direction"]): boolean {
  if (!isMap(rule)) return false;
  const peerField = direction === "Ingress" ? "source" : "destination";
  const narrows = (key: string): boolean => {
    return !NOT_NARROWING.has(key) && key !== peerField && !saysNothing(rule[key]);
  };
  if (Object.keys(rule).some(narrows)) return false;
  const peer = field(rule, peerField);
  if (saysNothing(peer)) return true;
  if (!isMap(peer) || Object.keys(peer).some((key) => key !== "nets" && !saysNothing(peer[key])))
    return false;
  const isEveryone = field(rule, "action") === "Allow" ? isEveryAddress : isEveryIPv4Address;
  return items(field(peer, "nets")).some(isEveryone);
}

/**
 * Whether a policy applies to a direction: as `types` says; without it, to Egress if it has egress
 * rules, and to Ingress if it has ingress rules or no rules at all.
 * Calico: libcalico-go/lib/clientv3/globalnetworkpolicy.go, defaultPolicyTypesField.
 */
export function appliesTo(
  object: AnyObject,
  spec: Record<string, unknown>,
  { direction }: Pick<Question, "direction">,
): Certainty {
  const types = items(field(spec, "types"));
  if (types.includes(direction)) return true;
  if (types.length > 0)
    return types.every((type) => typeof type === "string" && isKnown(type)) ? false : undefined;
  const hasRules = items(field(spec, rulesField(direction))).length > 0;
  const hasEgress = items(field(spec, "egress")).length > 0;
  if (hasRules || (direction === "Ingress" && !hasEgress)) return true;
  // Only Calico's own API server fills in the field; to felix, a missing one means both directions.
  return object.apiVersion?.startsWith("crd.") ? undefined : false;
}

/** A label whose value can differ between pods of one namespace. */
const OF_THE_POD = Symbol("of the pod");

/** Whether a selector selects everything with these labels. */
function selects(selector: unknown, label: (key: string) => LabelValue | typeof OF_THE_POD): Certainty {
  if (selector === undefined || selector === null) return true;
  const ask = typeof selector === "string" ? calicoSelector(selector) : undefined;
  if (ask === undefined) return undefined;
  let asksForUnknown = false;
  const answer = ask((key) => {
    const value = label(key);
    if (value === OF_THE_POD) return undefined;
    asksForUnknown ||= value === undefined;
    return value;
  });
  // A selector that depends on the pods alone selects only some of them.
  return answer === undefined && !asksForUnknown ? false : answer;
}

function podLabel(namespace: NamespaceFacts | undefined): (key: string) => LabelValue | typeof OF_THE_POD {
  return (key) => {
    if (key === "projectcalico.org/namespace") return namespaceName(namespace);
    return key === "projectcalico.org/orchestrator" ? "k8s" : OF_THE_POD;
  };
}

function calicoNamespaceLabel(namespace: NamespaceFacts | undefined, key: string): LabelValue {
  return key === "projectcalico.org/name" ? namespaceName(namespace) : namespaceLabel(namespace, key);
}

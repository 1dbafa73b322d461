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
  type NamespaceFacts,
  requirements,
  selectsNamespace,
} from "../labels/label-selector.js";
import type { AnyObject } from "../objects.js";
import { DOUBTS, type Question, rulesField, specOf, type Step, unreadable, when } from "./policy-step.js";

/**
 * What an AdminNetworkPolicy does to all pods of a namespace. Its mere presence isolates nothing: its
 * rules are checked in order of priority, before every NetworkPolicy.
 * SIG Network's network-policy-api: apis/v1alpha1/adminnetworkpolicy_types.go.
 */
export function adminNetworkPolicySteps(object: AnyObject, question: Question): Step[] {
  const spec = specOf(object);
  return spec === undefined
    ? unreadable("admin")
    : subjectSteps(spec, "admin", field(spec, "priority"), question);
}

/**
 * What a BaselineAdminNetworkPolicy, of which a cluster has only one, does to all pods of a namespace: its
 * rules apply if no NetworkPolicy selects the pods.
 * SIG Network's network-policy-api: apis/v1alpha1/baselineadminnetworkpolicy_types.go.
 */
export function baselineAdminNetworkPolicySteps(object: AnyObject, question: Question): Step[] {
  const spec = specOf(object);
  return spec === undefined ? unreadable("baseline") : subjectSteps(spec, "baseline", 0, question);
}

/**
 * What a ClusterNetworkPolicy in the tier Admin or Baseline does to all pods of a namespace.
 * SIG Network's network-policy-api: apis/v1alpha2/clusternetworkpolicy_types.go.
 */
export function clusterNetworkPolicySteps(object: AnyObject, question: Question): Step[] {
  const spec = specOf(object);
  const tier = field(spec, "tier");
  if (spec === undefined || (tier !== "Admin" && tier !== "Baseline")) return unreadable("admin");
  return subjectSteps(spec, tier === "Admin" ? "admin" : "baseline", field(spec, "priority"), question);
}

function subjectSteps(
  spec: Record<string, unknown>,
  tier: Step["tier"],
  priority: unknown,
  question: Question,
): Step[] {
  const step = firstDecision(spec, tier, question);
  if (step === undefined) return [];
  const hasPriority = typeof priority === "number" && !Number.isNaN(priority);
  const ordered: Step = hasPriority
    ? { ...step, order: priority }
    : { ...step, order: -Infinity, doubt: DOUBTS.order };
  return when(selectsWholeNamespace(field(spec, "subject"), question.namespace), DOUBTS.namespaces, [
    ordered,
  ]);
}

function firstDecision(
  spec: Record<string, unknown>,
  tier: Step["tier"],
  { direction }: Question,
): Step | undefined {
  const rulesKey = rulesField(direction);
  const rules = items(field(spec, rulesKey));
  for (const [index, rule] of rules.entries()) {
    if (!isEveryPeer(rule, direction)) continue;
    const common = { tier, order: 0, rule: index, path: ["spec", rulesKey, index] };
    switch (field(rule, "action")) {
      case "Deny":
        return { ...common, action: "deny", pure: rules.slice(0, index).every(denies) };
      case "Pass":
        return { ...common, action: "pass" };
      case "Allow":
      case "Accept":
        // An ingress rule can name no more than every pod, which leaves out what is outside the cluster.
        return { ...common, action: "allow", doubt: direction === "Ingress" ? DOUBTS.everyPod : undefined };
      default:
        return { ...common, action: "unclear", doubt: DOUBTS.action };
    }
  }
  return undefined;
}

function allows(rule: unknown): boolean {
  const action = field(rule, "action");
  return action === "Allow" || action === "Accept";
}

function denies(rule: unknown): boolean {
  return field(rule, "action") === "Deny";
}

/** Whether a rule covers every port of every peer that a rule of its direction can name. */
function isEveryPeer(rule: unknown, direction: Question["direction"]): boolean {
  if (!saysNothing(field(rule, "ports")) || !saysNothing(field(rule, "protocols"))) return false;
  if (direction === "Ingress") return items(field(rule, "from")).some(isEveryPod);
  // The cluster's own pods have addresses too.
  const isEveryone = allows(rule) ? isEveryAddress : isEveryIPv4Address;
  return items(field(rule, "to")).some((peer) => items(field(peer, "networks")).some(isEveryone));
}

function isEveryPod(peer: unknown): boolean {
  return (
    isEmptySelector(field(peer, "namespaces")) ||
    (isEmptySelector(field(peer, "pods", "namespaceSelector")) &&
      isEmptySelector(field(peer, "pods", "podSelector")))
  );
}

function selectsWholeNamespace(subject: unknown, namespace: NamespaceFacts | undefined): Certainty {
  const pods = field(subject, "pods");
  if (!isMap(pods)) return selectsNamespace(field(subject, "namespaces"), namespace);
  const needed = requirements(field(pods, "podSelector") ?? {});
  const selectsAllPods = needed && needed.length === 0;
  return all([selectsAllPods, selectsNamespace(field(pods, "namespaceSelector") ?? {}, namespace)]);
}

function isEmptySelector(selector: unknown): boolean {
  return requirements(selector)?.length === 0;
}

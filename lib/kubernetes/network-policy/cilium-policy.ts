import { field, isEveryAddress, isMap, items, saysNothing } from "../../util/plain-values.js";
import {
  all,
  type Certainty,
  fulfils,
  type LabelValue,
  type NamespaceFacts,
  namespaceLabel,
  namespaceName,
  requirements,
} from "../labels/label-selector.js";
import type { AnyObject } from "../objects.js";
import { AT_THE_END, DOUBTS, type Question, rulesField, type Step, unreadable, when } from "./policy-step.js";

/** Cilium's allow rules add up with those of NetworkPolicies, so they have the same order. */
const WITH_NETWORK_POLICIES = 1000;

/** Fields of a rule that start like those that name peers, but narrow them. */
const NARROWING: ReadonlySet<string> = new Set(["fromRequires", "toRequires", "toPorts"]);

const NAMESPACE_KEY = "io.kubernetes.pod.namespace";
const NAMESPACE_LABEL_PREFIX = "io.cilium.k8s.namespace.labels.";

/**
 * What a CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy does to all pods of a namespace. Its
 * `spec` and each of its `specs` is a rule of its own; one with a nodeSelector applies to hosts.
 * Cilium: pkg/policy/api/rule_validation.go, Sanitize.
 */
export function ciliumSteps(object: AnyObject, question: Question): Step[] {
  const specs = items(field(object, "specs")).map((spec, index) => ({ spec, path: ["specs", index] }));
  const spec = field(object, "spec");
  const single = spec === undefined || spec === null ? [] : [{ spec, path: ["spec"] }];
  // A CiliumNetworkPolicy may name its own namespace in its selector, and selects no pod outside of it.
  const own = field(object, "metadata", "namespace");
  const namespace = question.namespace ?? (typeof own === "string" ? { name: own } : undefined);
  return [...single, ...specs].flatMap((rule) => ruleSteps(rule.spec, rule.path, { ...question, namespace }));
}

function ruleSteps(spec: unknown, path: (string | number)[], question: Question): Step[] {
  if (!isMap(spec)) return unreadable("namespace");
  if (isMap(field(spec, "nodeSelector")) || isNothing(field(spec, "endpointSelector"))) return [];
  const selected = selectsAllEndpoints(field(spec, "endpointSelector"), question.namespace);
  return when(selected, DOUBTS.namespaces, directionSteps(spec, path, question));
}

function directionSteps(
  spec: Record<string, unknown>,
  path: (string | number)[],
  { direction }: Question,
): Step[] {
  const allowing = rulesField(direction);
  const denying = `${allowing}Deny`;
  const rules = items(field(spec, allowing));
  const denyRules = items(field(spec, denying));
  const steps: Step[] = [];
  const denied = new Set(denyRules.map((rule) => peersOf(rule, direction)));
  if (denied.has("everybody") || denied.has("the world")) {
    // Deny rules beat every allow rule of every policy; one for the world does not deny the cluster itself.
    const doubt = denied.has("everybody") ? undefined : DOUBTS.world;
    steps.push({ tier: "namespace", order: -Infinity, action: "deny", pure: true, doubt });
  }
  const rule = rules.findIndex((candidate) => peersOf(candidate, direction) !== "some");
  if (rule >= 0) {
    const at = [...path, allowing, rule];
    steps.push({ tier: "namespace", order: WITH_NETWORK_POLICIES, action: "allow", rule, path: at });
  }
  const isolates = defaultDeny(spec, allowing, rules.length + denyRules.length > 0);
  // An empty rule allows nothing: without a field that names peers, no peer matches it.
  const pure = rules.every(saysNothing);
  const end: Step = { tier: "namespace", order: AT_THE_END, action: "deny", pure };
  return [...steps, ...when(isolates, DOUBTS.directions, [end])];
}

function defaultDeny(spec: Record<string, unknown>, allowing: string, hasRules: boolean): Certainty {
  const written = field(spec, "enableDefaultDeny", allowing);
  if (isNothing(written)) return hasRules;
  return typeof written === "boolean" ? written : undefined;
}

/**
 * The peers that a rule covers. The entity `world` is the same as the CIDR 0.0.0.0/0, and neither includes
 * the pods of the cluster (Cilium: Documentation/security/policy/layer3.rst). Letting the world in makes a
 * namespace open, as it does for a NetworkPolicy.
 */
function peersOf(rule: unknown, direction: Question["direction"]): "everybody" | "the world" | "some" {
  if (!isMap(rule)) return "some";
  const prefix = direction === "Ingress" ? "from" : "to";
  const narrows = (key: string): boolean => !key.startsWith(prefix) || NARROWING.has(key);
  if (Object.keys(rule).some((key) => narrows(key) && !saysNothing(rule[key]))) return "some";
  const entities = items(field(rule, `${prefix}Entities`));
  if (entities.includes("all")) return "everybody";
  const namesTheWorld =
    entities.includes("world") ||
    items(field(rule, `${prefix}CIDR`)).some(isEveryAddress) ||
    items(field(rule, `${prefix}CIDRSet`)).some((set) => {
      return isEveryAddress(field(set, "cidr")) && saysNothing(field(set, "except"));
    });
  if (!namesTheWorld) return "some";
  return entities.includes("cluster") ? "everybody" : "the world";
}

/**
 * Whether an endpointSelector selects every pod of the namespace. Labels of the namespace are labels
 * of its pods (Cilium: pkg/k8s/apis/cilium.io/const.go); a label of the pods themselves selects only some.
 */
function selectsAllEndpoints(selector: unknown, namespace: NamespaceFacts | undefined): Certainty {
  const needed = requirements(selector);
  if (needed === undefined) return undefined;
  let selectsSomePods = false;
  const certainties = needed.map((requirement) => {
    const label = endpointLabel(requirement.key, namespace);
    if (label !== "of the pod") return fulfils(label.value, requirement);
    selectsSomePods = true;
    return true;
  });
  return selectsSomePods ? false : all(certainties);
}

function endpointLabel(
  written: string,
  namespace: NamespaceFacts | undefined,
): { value: LabelValue } | "of the pod" {
  // Only hosts, health checks and the like have `reserved:` labels.
  if (written.startsWith("reserved:")) return { value: null };
  const key = written.replace(/^(?:k8s|any):/, "");
  if (key === NAMESPACE_KEY) return { value: namespaceName(namespace) };
  if (!key.startsWith(NAMESPACE_LABEL_PREFIX)) return "of the pod";
  return { value: namespaceLabel(namespace, key.slice(NAMESPACE_LABEL_PREFIX.length)) };
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

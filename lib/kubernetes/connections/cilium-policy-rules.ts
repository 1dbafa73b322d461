import { field, isMap, items, saysNothing } from "../../util/plain-values.js";
import type { Certainty } from "../labels/label-selector.js";
import { NETWORK_POLICY_ORDER } from "../network-policy/network-policy.js";
import { DIRECTIONS, type Direction, rulesField } from "../network-policy/policy-step.js";
import type { AnyObject } from "../objects.js";
import { ciliumPeers } from "./cilium-peers.js";
import { ciliumPorts } from "./cilium-ports.js";
import { endpointNeeds, endpointSelector } from "./cilium-selector.js";
import type { ConnectionRule, DirectedPolicy } from "./directed-policy.js";
import { atMostMaybe, dependingOn, readRules, unreadablePolicies, unreadableRule } from "./doubts.js";
import type { PodSet } from "./endpoint.js";
import { blocksOf } from "./peer-matcher.js";

type Path = readonly (string | number)[];

/** One of the rules of a policy, each of which is a policy of its own. */
interface Spec {
  spec: Record<string, unknown>;
  path: Path;
  namespace: string | undefined;
  selects: (pods: PodSet) => Certainty;
}

/**
 * What a CiliumNetworkPolicy or CiliumClusterwideNetworkPolicy does to the connections of the pods that it selects. What
 * it allows adds up with what NetworkPolicies allow; what it denies is denied whatever others allow.
 * Cilium: pkg/policy/api/rule.go and rule_validation.go, Rule.Sanitize; pkg/policy/mapstate.go.
 * @param namespace the one of the policy; undefined for one of the whole cluster
 */
export function ciliumConnections(object: AnyObject, namespace: string | undefined): DirectedPolicy[] {
  const specs = field(object, "specs");
  const list = items(specs).map((spec, index) => ({ spec, path: ["specs", index] as Path }));
  if (!Array.isArray(specs) && !saysNothing(specs)) list.push({ spec: specs, path: ["specs"] });
  const single = field(object, "spec");
  const all = isNothing(single) ? list : [{ spec: single, path: ["spec"] as Path }, ...list];
  return all.flatMap(({ spec, path }) => specPolicies(spec, path, namespace));
}

function specPolicies(spec: unknown, path: Path, namespace: string | undefined): DirectedPolicy[] {
  const selects = endpointSelector(field(spec, "endpointSelector"), namespace);
  if (!isMap(spec)) {
    // Nothing is known but that it selects pods in its own namespace.
    const inNamespace = endpointSelector({}, namespace);
    const maySelect = (pods: PodSet) => atMostMaybe(inNamespace(pods));
    return unreadablePolicies({ tier: "namespace", engine: "cilium", selects: maySelect, path });
  }
  // A policy with a nodeSelector is for nodes, and one without any selector is refused.
  if (!isNothing(field(spec, "nodeSelector")) || isNothing(field(spec, "endpointSelector"))) return [];
  return DIRECTIONS.flatMap((direction) => directed({ spec, path, namespace, selects }, direction));
}

function directed(whole: Spec, direction: Direction): DirectedPolicy[] {
  const { spec, path, selects } = whole;
  const key = rulesField(direction);
  const allowing = rulesOf(whole, direction, key, "allow");
  const denying = rulesOf(whole, direction, `${key}Deny`, "deny");
  const all = [...allowing, ...denying];
  const isRefused = all.some((rule) => rule.isRefused);
  const common = {
    direction,
    tier: "namespace",
    engine: "cilium",
    selects: isRefused ? (pods: PodSet) => atMostMaybe(selects(pods)) : selects,
    needs: endpointNeeds(field(spec, "endpointSelector")),
    ...(isRefused && { doubt: "Cilium refuses rules that name their peers in several ways" }),
  } as const;
  const isolates = isolation(spec, key);
  const first = { ...common, order: -Infinity, isolates: false };
  const policies: DirectedPolicy[] = [];
  if (allowing.length > 0 || isolates !== false) {
    policies.push({ ...common, order: NETWORK_POLICY_ORDER, isolates, rules: allowing });
  }
  if (denying.length > 0) policies.push({ ...first, rules: denying });
  if (all.some(({ requires }) => requires)) {
    // What one rule requires, every other rule for the same pods requires as well.
    const rule = { ...unreadableRule([...path, key]), ...dependingOn(["requirements of other rules"]) };
    policies.push({ ...first, rules: [rule] });
  }
  return policies;
}

/** A rule, and what it says about other rules for the same pods. */
interface CiliumRule extends ConnectionRule {
  isRefused?: boolean;
  requires?: boolean;
}

function rulesOf(
  { spec, path, namespace }: Spec,
  direction: Direction,
  key: string,
  action: "allow" | "deny",
): CiliumRule[] {
  return readRules(field(spec, key), [...path, key], (rule, at): CiliumRule[] => {
    const { peer, isRefused } = ciliumPeers(rule, direction, namespace);
    const { things, ...ports } = ciliumPorts(rule, direction);
    const requires = !saysNothing(rule["fromRequires"]) || !saysNothing(rule["toRequires"]);
    const authenticates = needsAuthentication(rule);
    const isNarrowed = isRefused || requires || authenticates;
    return [
      {
        action,
        path: at,
        matches: (endpoint) => (isNarrowed ? atMostMaybe(peer.matches(endpoint)) : peer.matches(endpoint)),
        ...blocksOf(peer),
        ...ports,
        ...dependingOn([...(peer.doubts ?? []), ...things, ...(authenticates ? ["authentication"] : [])]),
        isRefused,
        requires,
      },
    ];
  });
}

function needsAuthentication(rule: Record<string, unknown>): boolean {
  const { authentication } = rule;
  return !saysNothing(authentication) && field(authentication, "mode") !== "disabled";
}

/** Whether what no rule allows is denied: as the policy says, or where it has any rule. */
function isolation(spec: Record<string, unknown>, key: string): Certainty {
  const written = field(spec, "enableDefaultDeny", key);
  if (!isNothing(written)) return typeof written === "boolean" ? written : undefined;
  const lists = [field(spec, key), field(spec, `${key}Deny`)].filter((list) => !isNothing(list));
  if (lists.some((list) => items(list).length > 0)) return true;
  return lists.every(Array.isArray) ? false : undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

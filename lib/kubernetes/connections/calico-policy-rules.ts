import { field, isMap, saysNothing } from "../../util/plain-values.js";
import { all } from "../labels/label-selector.js";
import { appliesTo, LAST } from "../network-policy/calico-policy.js";
import { DIRECTIONS, type Direction, DOUBTS, rulesField, specOf } from "../network-policy/policy-step.js";
import type { AnyObject } from "../objects.js";
import { EVERY_IPV4, EVERY_IPV6, mayHoldPods } from "./address-set.js";
import {
  accountSelector,
  type AsksPods,
  calicoPeer,
  namespaceSelector,
  podNeeds,
  podSelector,
} from "./calico-peers.js";
import { calicoPorts } from "./calico-ports.js";
import type { ConnectionRule, DirectedPolicy } from "./directed-policy.js";
import { atMostMaybe, dependingOn, inAnyOrder, readRules, unreadablePolicies } from "./doubts.js";
import { intersection } from "./intervals.js";
import { isInBlock } from "./network-policy-rules.js";
import { anyone, blocksOf, type PeerMatcher } from "./peer-matcher.js";
import { isInNamespace } from "./pod-labels.js";

/** Fields of a rule that do not narrow it, or that are read. */
const READ: ReadonlySet<string> = new Set(
  "action metadata notes protocol notProtocol ipVersion source destination".split(" "),
);

/** What narrows rules beyond protocols and ports, in words. */
const BEYOND: ReadonlyMap<string, string> = new Map([
  ["http", "HTTP requests"],
  ["icmp", "ICMP"],
  ["notICMP", "ICMP"],
]);

/**
 * What a NetworkPolicy of Calico or a GlobalNetworkPolicy does to the connections of the pods that it selects: policies
 * are asked in their order, and in each the first rule that matches decides; what none decides is denied.
 * Calico: felix/calc/policy_sorter.go, PolKVLess; felix/rules/endpoints.go; libcalico-go/lib/backend/syncersv1/
 * updateprocessors/{networkpolicy,globalnetworkpolicy}processor.go.
 * @param namespace the one of the policy; undefined for one of the whole cluster
 */
export function calicoConnections(object: AnyObject, namespace: string | undefined): DirectedPolicy[] {
  const spec = specOf(object);
  const inNamespace: AsksPods = (pods) => namespace === undefined || isInNamespace(namespace, pods);
  const path = ["spec"];
  const common = { tier: "namespace", engine: "calico", needs: podNeeds(field(spec, "selector")) } as const;
  if (!spec) {
    const selects: AsksPods = (pods) => atMostMaybe(inNamespace(pods));
    return unreadablePolicies({ ...common, selects, path });
  }
  // These policies are for the interfaces of hosts.
  const isForHosts = field(spec, "doNotTrack") === true || field(spec, "preDNAT") === true;
  if (namespace === undefined && isForHosts) return [];
  const asked = [
    inNamespace,
    podSelector(field(spec, "selector")),
    accountSelector(field(spec, "serviceAccountSelector")),
    ...(namespace === undefined ? [namespaceSelector(field(spec, "namespaceSelector"))] : []),
  ];
  return DIRECTIONS.flatMap((direction): DirectedPolicy[] => {
    const applies = appliesTo(object, spec, { direction });
    if (applies === false) return [];
    const selects: AsksPods = (pods) => all([applies, ...asked.map((ask) => ask(pods))]);
    const tier = field(spec, "tier") ?? "default";
    if (tier !== "default" && tier !== "") {
      // Another tier comes earlier or later, and what its policies do not decide may be denied or passed on.
      return unreadablePolicies({ ...common, selects, path, directions: [direction], doubt: DOUBTS.tier });
    }
    const key = rulesField(direction);
    const rules = readRules(field(spec, key), ["spec", key], (rule, at) =>
      ruleOf(rule, direction, at, namespace),
    );
    const order = field(spec, "order") ?? LAST;
    const isKnownOrder = typeof order === "number" && !Number.isNaN(order);
    const doubt = isKnownOrder ? (applies ? undefined : DOUBTS.directions) : DOUBTS.order;
    return [
      {
        ...common,
        direction,
        selects,
        order: isKnownOrder ? order : -Infinity,
        isolates: true,
        rules: isKnownOrder ? rules : rules.map(inAnyOrder),
        ...(doubt !== undefined && { doubt }),
      },
    ];
  });
}

function ruleOf(
  rule: Record<string, unknown>,
  direction: Direction,
  path: ConnectionRule["path"],
  namespace: string | undefined,
): ConnectionRule[] {
  const action = field(rule, "action");
  // It is written down, and the next rule decides.
  if (action === "Log") return [];
  const [source, destination] = [entityOf(rule["source"]), entityOf(rule["destination"])];
  const [other, own] = direction === "Ingress" ? [source, destination] : [destination, source];
  const peer = ofVersion(calicoPeer(other, namespace), rule["ipVersion"]);
  const { things, ...ports } = calicoPorts(rule, isMap(destination) ? destination : {});
  const narrowed = [...beyond(rule), ...ownSide(own, direction), ...sourcePorts(source)];
  return [
    {
      action: action === "Allow" ? "allow" : action === "Deny" ? "deny" : "unclear",
      path,
      matches: (endpoint) => {
        const answer = peer.matches(endpoint);
        return narrowed.length > 0 ? atMostMaybe(answer) : answer;
      },
      ...blocksOf(peer),
      ...ports,
      ...dependingOn([...(peer.doubts ?? []), ...narrowed, ...things]),
    },
  ];
}

function entityOf(written: unknown): unknown {
  return written ?? {};
}

function beyond(rule: Record<string, unknown>): string[] {
  return Object.keys(rule)
    .filter((key) => !READ.has(key) && !saysNothing(rule[key]))
    .map((key) => BEYOND.get(key) ?? `its field '${key}'`);
}

/** What a rule says of the pods that its policy selects is not asked of each of them. */
function ownSide(own: unknown, direction: Direction): string[] {
  if (saysNothing(own)) return [];
  const fields = isMap(own) ? Object.keys(own).filter((key) => !saysNothing(own[key])) : [""];
  const isPorts = (key: string) => key === "ports" || key === "notPorts";
  return fields.every(isPorts) ? [] : [direction === "Ingress" ? "its 'destination'" : "its 'source'"];
}

function sourcePorts(source: unknown): string[] {
  const has = !saysNothing(field(source, "ports")) || !saysNothing(field(source, "notPorts"));
  return has ? ["source ports"] : [];
}

/** A rule for one version of IP. */
function ofVersion(peer: PeerMatcher, version: unknown): PeerMatcher {
  if (saysNothing(version)) return peer;
  if (version !== 4 && version !== 6) return anyone("versions of IP");
  const family = version === 4 ? EVERY_IPV4 : EVERY_IPV6;
  return {
    matches: (endpoint) => all([peer.matches(endpoint), isInBlock(endpoint, family, mayHoldPods)]),
    block: peer.block ? intersection(peer.block, family) : family,
    doubts: peer.doubts ?? [],
  };
}

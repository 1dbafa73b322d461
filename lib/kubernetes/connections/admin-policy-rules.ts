import { field, isMap, items, saysNothing } from "../../util/plain-values.js";
import { all, type Certainty, selectsNamespace } from "../labels/label-selector.js";
import {
  DIRECTIONS,
  type Direction,
  DOUBTS,
  peersField,
  rulesField,
  specOf,
} from "../network-policy/policy-step.js";
import { type AnyObject, isPlain, type KindName } from "../objects.js";
import { mayHoldPods, writtenBlock } from "./address-set.js";
import { adminPorts } from "./admin-policy-ports.js";
import type { ConnectionRule, DirectedPolicy, Tier } from "./directed-policy.js";
import { atMostMaybe, dependingOn, inAnyOrder, readRules, unreadablePolicies } from "./doubts.js";
import type { Endpoint, PodSet } from "./endpoint.js";
import { type NeededLabel, neededLabel } from "./label-index.js";
import { isInBlock } from "./network-policy-rules.js";
import { anyOf, anyone, blocksOf, type PeerMatcher, someAddresses } from "./peer-matcher.js";
import { selectsPods } from "./pod-labels.js";

/**
 * What an AdminNetworkPolicy, BaselineAdminNetworkPolicy or ClusterNetworkPolicy does to the connections of the pods that
 * it selects: in order of priority, the first rule that matches decides. None of them isolates.
 * SIG Network's network-policy-api: apis/v1alpha1/{adminnetworkpolicy,baselineadminnetworkpolicy,shared}_types.go,
 * apis/v1alpha2/clusternetworkpolicy_types.go; conformance/tests/admin-network-policy-standard-priority.go.
 */
export function adminPolicyConnections(kind: KindName, object: AnyObject): DirectedPolicy[] {
  const spec = specOf(object);
  const tier = spec && tierOf(kind, spec);
  if (!tier) {
    return unreadablePolicies({ tier: "admin", engine: "any", selects: () => undefined, path: ["spec"] });
  }
  const order = kind === "BaselineAdminNetworkPolicy" ? 0 : orderOf(field(spec, "priority"));
  return DIRECTIONS.flatMap((direction): DirectedPolicy[] => {
    const key = rulesField(direction);
    const rules = readRules(field(spec, key), ["spec", key], (rule, path) => [ruleOf(rule, direction, path)]);
    if (rules.length === 0) return [];
    return [
      {
        direction,
        tier,
        order: order ?? -Infinity,
        engine: "any",
        selects: (pods) => selectsSubject(field(spec, "subject"), pods),
        needs: neededBySubject(field(spec, "subject")),
        isolates: false,
        rules: order === undefined ? rules.map(inAnyOrder) : rules,
        ...(order === undefined && { doubt: DOUBTS.order }),
      },
    ];
  });
}

function tierOf(kind: KindName, spec: Record<string, unknown>): Tier | undefined {
  if (kind === "AdminNetworkPolicy") return "admin";
  if (kind === "BaselineAdminNetworkPolicy") return "baseline";
  const tier = field(spec, "tier");
  return tier === "Admin" ? "admin" : tier === "Baseline" ? "baseline" : undefined;
}

function orderOf(priority: unknown): number | undefined {
  return typeof priority === "number" && !Number.isNaN(priority) ? priority : undefined;
}

function selectsSubject(subject: unknown, pods: PodSet): Certainty {
  const [kind, ...others] = fieldsOf(subject);
  if (others.length > 0) return undefined;
  if (kind === "namespaces") return inNamespaces(field(subject, kind), pods);
  return kind === "pods" ? isNamespacedPod(field(subject, kind), pods) : undefined;
}

function neededBySubject(subject: unknown): NeededLabel | undefined {
  const podSelector = field(subject, "pods", "podSelector");
  return fieldsOf(subject).length === 1 && isSelector(podSelector) ? neededLabel(podSelector) : undefined;
}

function ruleOf(
  rule: Record<string, unknown>,
  direction: Direction,
  path: ConnectionRule["path"],
): ConnectionRule {
  const peers = field(rule, peersField(direction));
  const peer = saysNothing(peers) || !Array.isArray(peers) ? anyone("peers") : anyOf(peers.map(peerOf));
  const { things, ...ports } = adminPorts(rule);
  return {
    action: actionOf(field(rule, "action")),
    path,
    matches: (endpoint) => peer.matches(endpoint),
    ...blocksOf(peer),
    ...ports,
    ...dependingOn([...(peer.doubts ?? []), ...things]),
  };
}

function actionOf(action: unknown): ConnectionRule["action"] {
  if (action === "Allow" || action === "Accept") return "allow";
  if (action === "Deny") return "deny";
  return action === "Pass" ? "pass" : "unclear";
}

/**
 * A peer has exactly one field. What has none, or one that is not known, is of another version of the API: such a rule
 * denies everything or allows nothing.
 */
function peerOf(peer: unknown): PeerMatcher {
  const [kind = "", ...others] = fieldsOf(peer);
  const value = field(peer, kind);
  if (others.length > 0) return anyone("peers");
  switch (kind) {
    case "namespaces":
      return { matches: (endpoint) => ofPods(endpoint, (pods) => inNamespaces(value, pods)) };
    case "pods":
      return { matches: (endpoint) => ofPods(endpoint, (pods) => isNamespacedPod(value, pods)) };
    case "networks":
      return networks(items(value));
    case "nodes":
      return {
        matches: (endpoint) =>
          endpoint.is === "pods" && endpoint.isOnHostNetwork !== false ? undefined : false,
        doubts: ["nodes"],
      };
    case "domainNames":
      return domains(items(value));
    default:
      return anyone("peers");
  }
}

/** Names are for what is outside, but those of Services can be written: npeps/npep-133-fqdn-egress-selector.md. */
function domains(names: readonly unknown[]): PeerMatcher {
  const areOutside = names.every(
    (name) => typeof name === "string" && isPlain(name) && !/\.(?:svc|pod|local)\.?(?:\.|$)/.test(name),
  );
  return (areOutside ? someAddresses : anyone)("domain names");
}

/** Blocks are compared with the addresses of pods, too. */
function networks(cidrs: readonly unknown[]): PeerMatcher {
  const block = writtenBlock(cidrs);
  return {
    matches: (endpoint) => isInBlock(endpoint, block, mayHoldPods),
    ...(block ? { block } : { doubts: ["networks"] }),
  };
}

/** Pods that have the network of their node are not among those that a peer selects. */
function ofPods(endpoint: Endpoint, matches: (pods: PodSet) => Certainty): Certainty {
  if (endpoint.is === "addresses") return false;
  const answer = matches(endpoint);
  return endpoint.isOnHostNetwork === false ? answer : atMostMaybe(answer);
}

function isNamespacedPod(value: unknown, pods: PodSet): Certainty {
  if (!isMap(value)) return undefined;
  const podSelector = value["podSelector"] ?? {};
  return all([
    inNamespaces(value["namespaceSelector"] ?? {}, pods),
    isSelector(podSelector) ? selectsPods(podSelector, pods) : undefined,
  ]);
}

function inNamespaces(selector: unknown, { namespace }: PodSet): Certainty {
  return isSelector(selector) ? selectsNamespace(selector, namespace) : undefined;
}

/** Whether a value is a label selector and no more: earlier versions of the API had other fields in its place. */
function isSelector(value: unknown): boolean {
  return (
    isMap(value) && Object.keys(value).every((key) => key === "matchLabels" || key === "matchExpressions")
  );
}

function fieldsOf(value: unknown): string[] {
  if (!isMap(value)) return [];
  return Object.keys(value).filter((key) => value[key] !== undefined && value[key] !== null);
}

import {
  all,
  type Certainty,
  fulfils,
  type LabelValue,
  namespaceLabel,
  namespaceName,
  type Requirement,
  requirements,
} from "../labels/label-selector.js";
import { isPlain } from "../objects.js";
import { atMostMaybe } from "./doubts.js";
import type { Endpoint, PodSet } from "./endpoint.js";
import { anyone, type PeerMatcher } from "./peer-matcher.js";
import { type NeededLabel, neededAmong } from "./label-index.js";
import { isInNamespace, podLabel } from "./pod-labels.js";

const NAMESPACE_KEY = "io.kubernetes.pod.namespace";
const NAMESPACE_LABEL_PREFIX = "io.cilium.k8s.namespace.labels.";
const SERVICE_ACCOUNT_KEY = "io.cilium.k8s.policy.serviceaccount";
const CLUSTER_KEY = "io.cilium.k8s.policy.cluster";

/**
 * Labels of pods that Cilium leaves out unless it is told otherwise, and those that it makes itself.
 * Cilium: pkg/labelsfilter/filter.go, defaultLabelPrefixCfg.
 */
const NOT_SEEN =
  /^(?:io\.kubernetes|io\.cilium\.k8s|kubernetes\.io|[^/]*beta\.kubernetes\.io|k8s\.io|annotation|etcd_node)/;

/** A label as Cilium names it: with where it comes from. Cilium: pkg/labels/labels.go, GetExtendedKeyFrom. */
interface Label {
  source: string;
  key: string;
}

function labelOf(written: string): Label {
  const colon = written.indexOf(":");
  return colon < 0
    ? { source: "any", key: written }
    : { source: written.slice(0, colon), key: written.slice(colon + 1) };
}

function isOfKubernetes({ source }: Label): boolean {
  return source === "k8s" || source === "any";
}

/** The value of a label of an endpoint. Only hosts, health checks and what is outside have `reserved:` labels. */
function valueOf(label: Label, endpoint: Endpoint): LabelValue {
  const { source, key } = label;
  if (endpoint.is === "addresses") return isOfKubernetes(label) ? null : undefined;
  if (source === "reserved") return key === "all" ? undefined : null;
  if (!isOfKubernetes(label)) return undefined;
  if (key === NAMESPACE_KEY) return namespaceName(endpoint.namespace);
  if (key === SERVICE_ACCOUNT_KEY) return plain(endpoint.serviceAccount);
  if (key.startsWith(NAMESPACE_LABEL_PREFIX)) {
    return namespaceLabel(endpoint.namespace, key.slice(NAMESPACE_LABEL_PREFIX.length));
  }
  return NOT_SEEN.test(key) ? undefined : podLabel(endpoint, key);
}

/** What a selector depends on that no manifest of the cluster says. */
function thingsOf(labels: readonly Label[]): string[] {
  return labels.flatMap(({ source, key }) => {
    if (source === "reserved") return ["reserved labels"];
    if (key === CLUSTER_KEY) return ["the name of the cluster"];
    const isSeen =
      [NAMESPACE_KEY, SERVICE_ACCOUNT_KEY].includes(key) || key.startsWith(NAMESPACE_LABEL_PREFIX);
    return !isSeen && NOT_SEEN.test(key) ? ["labels that Cilium may leave out"] : [];
  });
}

function plain(value: string | undefined): string | undefined {
  return isPlain(value) ? value : undefined;
}

function meets(needed: readonly Requirement[], endpoint: Endpoint): Certainty {
  return all(needed.map((one) => fulfils(valueOf(labelOf(one.key), endpoint), one)));
}

/**
 * Whether the endpointSelector of a policy selects pods. One in a namespace selects no others than those in it, even if
 * it names another. Cilium: pkg/k8s/apis/cilium.io/utils/utils.go, ParseToCiliumRule.
 * @param namespace the one of the policy; undefined for one of the whole cluster
 */
export function endpointSelector(
  selector: unknown,
  namespace: string | undefined,
): (pods: PodSet) => Certainty {
  const needed = requirements(selector);
  const isNamespace = ({ key }: Requirement) => labelOf(key).key === NAMESPACE_KEY;
  return (pods) => {
    if (!needed) return undefined;
    if (namespace === undefined) return meets(needed, pods);
    const others = needed.filter((one) => !isNamespace(one));
    const named = meets(needed.filter(isNamespace), pods);
    // Where it names another, versions differ.
    return all([isInNamespace(namespace, pods), meets(others, pods), named === true ? true : undefined]);
  };
}

/** A label without which an endpointSelector surely does not select pods. */
export function endpointNeeds(selector: unknown): NeededLabel | undefined {
  const ofPods = (requirements(selector) ?? []).flatMap((one): Requirement[] => {
    const label = labelOf(one.key);
    const { key } = label;
    const isOther = NOT_SEEN.test(key) || key.startsWith(NAMESPACE_LABEL_PREFIX);
    return isOfKubernetes(label) && !isOther ? [{ ...one, key }] : [];
  });
  return neededAmong(ofPods);
}

/**
 * The endpoints that a peer's selector selects. If it does not speak of namespaces, it means those in the policy's own;
 * for a policy of the whole cluster, any pod.
 * Cilium: pkg/k8s/apis/cilium.io/utils/utils.go, getEndpointSelector.
 */
export function endpointsPeer(selector: unknown, namespace: string | undefined): PeerMatcher {
  const needed = requirements(selector);
  if (!needed) return anyone("endpoints");
  const labels = needed.map(({ key }) => labelOf(key));
  const speaksOf = (prefix: string) =>
    labels.some((one) => isOfKubernetes(one) && one.key.startsWith(prefix));
  const isWhole = labels.some(({ source }) => source === "reserved") || speaksOf(NAMESPACE_KEY);
  const isThere = (endpoint: Endpoint): Certainty => {
    if (isWhole) return true;
    if (namespace === undefined) return endpoint.is === "pods";
    if (speaksOf(NAMESPACE_LABEL_PREFIX)) return true;
    return endpoint.is === "pods" && isInNamespace(namespace, endpoint);
  };
  return {
    matches: (endpoint) => {
      const answer = all([isThere(endpoint), meets(needed, endpoint)]);
      // Pods with the network of their node are the node to Cilium.
      return endpoint.is === "pods" && endpoint.isOnHostNetwork !== false ? atMostMaybe(answer) : answer;
    },
    doubts: thingsOf(labels),
  };
}

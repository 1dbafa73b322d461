import { field, valueAt } from "../../util/plain-values.js";
import { all, type Certainty } from "../labels/label-selector.js";
import type { AnyObject, KindName } from "../objects.js";
import { accountSelector, calicoPeer, namespaceSelector, podSelector } from "./calico-peers.js";
import { endpointSelector, endpointsPeer } from "./cilium-selector.js";
import type { PodSet } from "./endpoint.js";
import { isInNamespace } from "./pod-labels.js";

type Path = readonly (string | number)[];

/**
 * The path of the selector around a path in a policy of Cilium or Calico: of what the policy is for, or of a peer in one
 * of its rules. Undefined if there is none.
 */
export function selectorAround(kind: KindName, path: Path): Path | undefined {
  if (CILIUM.has(kind)) {
    const at = path.findIndex((step) => typeof step === "string" && CILIUM_FIELDS.has(step));
    const length = path[at] === "endpointSelector" ? at + 1 : at + 2;
    return at >= 0 && path.length >= length ? path.slice(0, length) : undefined;
  }
  if (!CALICO.has(kind) || path[0] !== "spec") return undefined;
  if (CALICO_FIELDS.has(path[1])) return path.slice(0, 2);
  const isEntity = path[3] === "source" || path[3] === "destination";
  return isEntity && ENTITY_FIELDS.has(path[4]) ? path.slice(0, 5) : undefined;
}

const CILIUM: ReadonlySet<KindName> = new Set<KindName>([
  "CiliumNetworkPolicy",
  "CiliumClusterwideNetworkPolicy",
]);
const CILIUM_FIELDS: ReadonlySet<string> = new Set(["endpointSelector", "fromEndpoints", "toEndpoints"]);
const CALICO: ReadonlySet<KindName> = new Set<KindName>(["CalicoNetworkPolicy", "GlobalNetworkPolicy"]);
const CALICO_FIELDS: ReadonlySet<unknown> = new Set([
  "selector",
  "serviceAccountSelector",
  "namespaceSelector",
]);
const ENTITY_FIELDS: ReadonlySet<unknown> = new Set([
  "selector",
  "notSelector",
  "namespaceSelector",
  "serviceAccounts",
]);

/**
 * Which pods a selector of a policy of Cilium or Calico selects, together with what else there narrows them: the other
 * selectors of a Calico policy, or of the source or destination in one of its rules.
 * @param selector its path, as `selectorAround` gives it
 * @param namespace the one of the policy, in whatever words pods name it; undefined for a policy of the whole cluster
 */
export function podsSelectedAt(
  { kind, object }: { kind: KindName; object: AnyObject },
  selector: Path,
  namespace: string | undefined,
): (pods: PodSet) => Certainty {
  if (CILIUM.has(kind)) {
    const value = valueAt(object, selector);
    if (selector.at(-1) === "endpointSelector") return endpointSelector(value, namespace);
    const peer = endpointsPeer(value, namespace);
    return (pods) => peer.matches(pods);
  }
  if (selector.length > 2) {
    const peer = calicoPeer(valueAt(object, selector.slice(0, 4)), namespace);
    return (pods) => peer.matches(pods);
  }
  const of = (name: string) => field(object.spec, name);
  const [labels, account] = [podSelector(of("selector")), accountSelector(of("serviceAccountSelector"))];
  const inNamespaces = namespaceSelector(of("namespaceSelector"));
  return (pods) =>
    all([
      namespace === undefined ? inNamespaces(pods) : isInNamespace(namespace, pods),
      labels(pods),
      account(pods),
    ]);
}

import type { Applied } from "../../builds/applied.js";
import type { BuildSet } from "../../builds/build-set.js";
import type { ContainerPort } from "../../kubernetes/connections/endpoint.js";
import { isInNamespace } from "../../kubernetes/connections/pod-labels.js";
import { type Peer, peersOf, policyDirections } from "../../kubernetes/network-policy/network-policy.js";
import { type Direction, rulesField } from "../../kubernetes/network-policy/policy-step.js";
import { isKnown } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import { memoizePairs } from "../../util/memoize.js";
import { hiddenPods } from "./hidden-pods.js";
import { type Network, networksWith } from "./network.js";
import { namespacesNamed } from "./wanted-pods.js";
import { namespaceKey, type Workload } from "./workloads.js";

/** A named port of a policy's rule that is on none of the pods that it is looked up on. */
export interface DeadPort {
  path: Path;
  name: string;
  protocol: string;
  direction: Direction;
  /** The workloads whose pods it is looked up on; none for addresses, whose ports have no names. */
  workloads: readonly Workload[];
  /** The ports that these have. */
  ports: readonly ContainerPort[];
}

/**
 * The named ports of an applied NetworkPolicy that surely are on none of the pods that they are looked up on: in ingress
 * those that the policy selects, in egress the peers.
 * Kubernetes: staging/src/k8s.io/api/networking/v1/types.go, NetworkPolicyPort.
 */
export function deadPorts(set: BuildSet, applied: Applied<"NetworkPolicy">): readonly DeadPort[] {
  return remembered(set, applied);
}

const remembered = memoizePairs((set: BuildSet, applied: Applied<"NetworkPolicy">): DeadPort[] => {
  const inEach = networksWith(set, applied.build).map((network) => deadIn(set, network, applied));
  const [first = [], ...others] = inEach;
  const paths = others.map((dead) => new Set(dead.map(({ path }) => String(path))));
  return first.filter(({ path }) => paths.every((dead) => dead.has(String(path))));
});

function deadIn(set: BuildSet, network: Network, { build, object }: Applied<"NetworkPolicy">): DeadPort[] {
  const policy = object.object;
  const own = namespaceKey(policy, build);
  return policyDirections(policy).flatMap((direction) => {
    const field = rulesField(direction);
    return (policy.spec?.[field] ?? []).flatMap((rule, index): DeadPort[] => {
      const named = (rule.ports ?? []).flatMap(({ port, protocol = "TCP" }, number) => {
        const isName = typeof port === "string" && isKnown(port) && !/^\d+$/.test(port) && isKnown(protocol);
        return isName ? [{ name: port, protocol, number }] : [];
      });
      if (named.length === 0) return [];
      const workloads =
        direction === "Ingress"
          ? podsOf(set, network, [own], policy.spec?.podSelector ?? {})
          : destinations(set, network, own, peersOf(rule, direction));
      const ports = workloads && portsOf(workloads);
      if (!ports) return [];
      const mayBeThere = namesOf(ports);
      return named
        .filter(({ name, protocol }) => !mayBeThere(name, protocol))
        .map(({ name, protocol, number }) => {
          const path = ["spec", field, index, "ports", number, "port"];
          return { path, name, protocol, direction, workloads, ports };
        });
    });
  });
}

/** Whether one of some ports may have a name: one that is filled in later may be any. */
function namesOf(ports: readonly ContainerPort[]): (name: string, protocol: string) => boolean {
  const called = ports.filter(({ name }) => name !== undefined);
  const names = new Set(called.map(({ protocol, name }) => `${protocol} ${name}`));
  const unfilled = new Set<string | undefined>(
    called.flatMap(({ protocol, name }) => (isKnown(name) ? [] : [protocol])),
  );
  return (name, protocol) => names.has(`${protocol} ${name}`) || unfilled.has(protocol);
}

/** The pods that an egress rule speaks of; none if it speaks of addresses only, undefined if not all are known. */
function destinations(
  set: BuildSet,
  network: Network,
  own: string,
  peers: readonly Peer[],
): readonly Workload[] | undefined {
  // Without peers, it speaks of every pod of the cluster.
  if (peers.length === 0) return undefined;
  const pods = peers
    .filter(({ ipBlock }) => !ipBlock)
    .map(({ namespaceSelector, podSelector }) => {
      const namespaces = namespaceSelector ? namespacesNamed(namespaceSelector) : [own];
      return namespaces && podsOf(set, network, namespaces, podSelector ?? {});
    });
  return pods.every((one) => one !== undefined) ? pods.flat() : undefined;
}

/** The pods that a selector selects in some namespaces; undefined if not all are known, or none is there. */
function podsOf(
  set: BuildSet,
  network: Network,
  namespaces: readonly string[],
  selector: unknown,
): readonly Workload[] | undefined {
  if (namespaces.some((name) => hiddenPods(set, network, name, selector) !== undefined)) return undefined;
  const found = network
    .workloadsFor(selector)
    .filter((pods) => namespaces.some((name) => isInNamespace(name, pods) !== false));
  return found.length > 0 ? found : undefined;
}

/** The ports of all workloads; undefined if those of any are not known. */
function portsOf(workloads: readonly Workload[]): ContainerPort[] | undefined {
  const all = workloads.map(({ ports }) => ports);
  return all.every((ports) => ports !== undefined) ? all.flat() : undefined;
}

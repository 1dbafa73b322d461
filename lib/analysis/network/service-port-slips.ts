import { hasPort, type Protocol, PROTOCOLS } from "../../kubernetes/connections/port-set.js";
import { type WrittenPort, writtenPorts } from "../../kubernetes/connections/written-ports.js";
import type { Certainty } from "../../kubernetes/labels/label-selector.js";
import {
  isEmptySelector,
  isUnrestrictedRule,
  type NetworkPolicyRule,
  type Peer,
  peersOf,
} from "../../kubernetes/network-policy/network-policy.js";
import { rulesField } from "../../kubernetes/network-policy/policy-step.js";
import { isKnown, type NetworkPolicy } from "../../kubernetes/objects.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { hiddenPods } from "./hidden-pods.js";
import type { Network } from "./network.js";
import type { NetworkPolicyApplied } from "./policies.js";
import { servicesOf, targetOn } from "./services.js";
import type { Workload } from "./workloads.js";

/** A port of a policy that is the one of a Service, and not that of the pods behind it. */
export interface ServicePortSlip {
  /** Where in the policy. */
  at: readonly (string | number)[];
  port: number;
  /** The Services that have this port. */
  services: readonly string[];
  /** The ports of the pods that these hand on to, as they are written, and as numbers. */
  targets: readonly (number | string)[];
  numbers: readonly number[];
  workloads: readonly Workload[];
}

/** The ports of a NetworkPolicy that are those of Services, while policies see the ports of pods. */
export function servicePortSlips(
  analysis: Analysis,
  network: Network,
  policy: NetworkPolicyApplied,
): readonly ServicePortSlip[] {
  return slipsIn(analysis, network)(policy);
}

const slipsIn = memoizePairs((analysis: Analysis, network: Network) =>
  memoize((policy: NetworkPolicyApplied) => slipsOf(analysis, network, policy)),
);

function slipsOf(analysis: Analysis, network: Network, policy: NetworkPolicyApplied): ServicePortSlip[] {
  const { spec = {} } = policy.applied.object.object as NetworkPolicy;
  return policy.directed.flatMap((directed) => {
    const { direction } = directed;
    const field = rulesField(direction);
    const rules: readonly NetworkPolicyRule[] = spec[field] ?? [];
    // What lets everything through anyway loses nothing.
    if (rules.some((rule) => isUnrestrictedRule(rule, direction))) return [];
    return rules.flatMap((rule, index) => {
      const ports = (rule.ports ?? []).flatMap(numberedPort);
      if (ports.length === 0) return [];
      const peers = peersOf(rule, direction);
      // In egress, without peers or with addresses, the port may be anybody's.
      if (direction === "Egress" && (peers.length === 0 || peers.some(({ ipBlock }) => ipBlock))) return [];
      const candidates =
        direction === "Ingress"
          ? network.workloadsFor(spec.podSelector ?? {}, policy.namespace ?? "")
          : network.workloads;
      const reached = reachedBy(candidates, (workload) =>
        direction === "Ingress"
          ? directed.selects(workload)
          : (directed.rules[index]?.matches(workload) ?? false),
      );
      const { portsOf } = writtenPorts(rule.ports ?? []);
      const opens = (port: number, protocol: Protocol, workloads: readonly Workload[]) =>
        workloads.some((workload) => hasPort(portsOf(workload).possible, protocol, port));
      const selectors = direction === "Ingress" ? [spec.podSelector] : peers.map((peer) => peer.podSelector);
      return ports.flatMap((port): ServicePortSlip[] => {
        const found = slipAt(network, reached, port);
        if (!found || found.numbers.some((number) => opens(number, port.protocol, found.workloads)))
          return [];
        if (mayBeOthers(analysis, network, found.workloads, selectors)) return [];
        return [{ ...found, at: ["spec", field, index, "ports", port.index, "port"] }];
      });
    });
  });
}

interface NumberedPort {
  index: number;
  protocol: Protocol;
  port: number;
}

function numberedPort({ port, endPort, protocol = "TCP" }: WrittenPort, index: number): NumberedPort[] {
  const named = PROTOCOLS.find((one) => one === protocol);
  return named && typeof port === "number" && endPort === undefined ? [{ index, protocol: named, port }] : [];
}

/** The workloads that are surely reached, and those that may be. */
interface Reached {
  surely: readonly Workload[];
  maybe: readonly Workload[];
}

function reachedBy(workloads: readonly Workload[], is: (workload: Workload) => Certainty): Reached {
  const all = workloads.filter(({ isOnHostNetwork }) => !isOnHostNetwork);
  return {
    surely: all.filter((workload) => is(workload) === true),
    maybe: all.filter((workload) => is(workload) === undefined),
  };
}

type Evidence = Pick<ServicePortSlip, "port" | "services" | "targets" | "numbers" | "workloads">;

/** What Services say of a port that none of the pods has; undefined if some pods may listen on it. */
function slipAt(
  network: Network,
  { surely, maybe }: Reached,
  { port, protocol }: NumberedPort,
): Evidence | undefined {
  const found = surely.flatMap((workload) =>
    servicesOf(network, workload).flatMap(({ service, selects }) =>
      service.ports
        .filter((one) => selects && one.protocol === protocol && one.port === port)
        .map((one) => ({ workload, service, target: one.target, number: targetOn(workload, one) })),
    ),
  );
  if (found.length === 0) return undefined;
  const withService = new Set(found.map(({ workload }) => workload));
  const mayListen = (workload: Workload): boolean =>
    !workload.ports ||
    (workload.ports.length === 0 && !withService.has(workload) && !RUN_ONCE.has(workload.kind)) ||
    workload.ports.some(
      (one) => one.port === undefined || (one.port === port && one.protocol === protocol),
    ) ||
    isTarget(network, workload, port, protocol);
  const numbers = found.flatMap(({ number }) => number ?? []);
  if (numbers.length < found.length || [...surely, ...maybe].some(mayListen)) return undefined;
  return {
    port,
    services: distinct(found.map(({ service }) => service.name)),
    targets: distinct(found.map(({ target }) => target)),
    numbers: distinct(numbers),
    workloads: [...withService],
  };
}

/** Workloads that usually listen on nothing. */
const RUN_ONCE: ReadonlySet<string> = new Set(["Job", "CronJob"]);

/** Whether a Service may hand connections on to this port of a workload. */
function isTarget(network: Network, workload: Workload, port: number, protocol: Protocol): boolean {
  return servicesOf(network, workload).some(({ service }) =>
    service.ports.some((one) => one.protocol === protocol && targetOn(workload, one) === port),
  );
}

/** Whether pods that are not seen may be what the port is for. */
function mayBeOthers(
  analysis: Analysis,
  network: Network,
  workloads: readonly Workload[],
  selectors: readonly Peer["podSelector"][],
): boolean {
  const namespaces = distinct(workloads.map(({ namespace }) => namespace.name));
  return selectors.some((selector) =>
    namespaces.some((namespace) =>
      // Where the namespace is chosen later, pods with labels of their own are those that are seen.
      isKnown(namespace)
        ? hiddenPods(analysis, network, namespace, selector ?? {}) !== undefined
        : isEmptySelector(selector),
    ),
  );
}

function distinct<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}

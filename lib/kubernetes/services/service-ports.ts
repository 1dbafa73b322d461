import type { PodSet } from "../connections/endpoint.js";
import { namedPorts } from "../connections/written-ports.js";
import { NO_PORT, type Ports, togetherPorts } from "../connections/directed-policy.js";
import { portRange, PROTOCOLS } from "../connections/port-set.js";
import type { Certainty } from "../labels/label-selector.js";
import { selectsPods } from "../connections/pod-labels.js";
import type { Service } from "../objects.js";

type ServicePort = NonNullable<NonNullable<Service["spec"]>["ports"]>[number];

/**
 * Whether a Service sends what it gets to pods of its own namespace. One without a selector sends it to what something
 * else names. Kubernetes: staging/src/k8s.io/endpointslice, and pkg/controller/endpointslice.
 */
export function serviceSelects({ spec }: Service, pods: Pick<PodSet, "labels">): Certainty {
  const { selector = {}, type } = spec ?? {};
  if (Object.keys(selector).length === 0 || type === "ExternalName") return false;
  return selectsPods({ matchLabels: selector }, pods);
}

/**
 * The ports of pods behind a port of a Service, for any pods that it selects.
 * @param port the port of the Service by its number or its name, or the target port itself; undefined for all of them
 */
export function targetPorts({ spec }: Service, port: number | string | undefined): (pods: PodSet) => Ports {
  const chosen = (spec?.ports ?? []).filter(
    (one) => port === undefined || one.port === port || one.name === port || one.targetPort === port,
  );
  return (pods) => togetherPorts(chosen.map((one) => targetOf(one, pods)));
}

/** pkg/api/v1/pod/util.go, FindPort: a port without a target port is its own target. */
function targetOf({ protocol = "TCP", port, targetPort }: ServicePort, pods: PodSet): Ports {
  const named = PROTOCOLS.find((one) => one === protocol);
  const target: unknown = targetPort ?? port;
  if (named && typeof target === "number") {
    const ports = portRange(named, target);
    return { sure: ports, possible: ports };
  }
  if (named && typeof target === "string") {
    return /^\d+$/.test(target)
      ? targetOf({ protocol, port: Number(target) }, pods)
      : namedPorts(target, named, pods);
  }
  return NO_PORT;
}

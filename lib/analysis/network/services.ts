import { type Applied, appliedIn } from "../../builds/applied.js";
import { type Protocol, PROTOCOLS } from "../../kubernetes/connections/port-set.js";
import { neededLabel, SelectorIndex } from "../../kubernetes/connections/label-index.js";
import { isKnown, type Service } from "../../kubernetes/objects.js";
import { serviceSelects } from "../../kubernetes/services/service-ports.js";
import { groupBy } from "../../util/group-by.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Network } from "./network.js";
import { namespaceKey, type Workload } from "./workloads.js";

/** A port of a Service, and where connections to it go. */
export interface ServicePort {
  protocol: Protocol;
  port: number;
  /** A number, or the name of a container port. */
  target: number | string;
}

/** A Service that hands connections to its own address on to pods. */
export interface PodService {
  name: string;
  ports: readonly ServicePort[];
}

/** A Service that hands connections on to some pods, or may. */
export interface Serving {
  service: PodService;
  selects: true | undefined;
}

/**
 * The Services that hand connections on to the pods of a workload. One without an address of its own does not: whoever looks
 * it up connects to the pods themselves.
 */
export const servicesOf: (network: Network, workload: Workload) => readonly Serving[] = memoizePairs(
  (network, workload) =>
    (indexIn(network).get(workload.namespace.name)?.candidates(workload) ?? []).flatMap(
      ({ object }): Serving[] => {
        const service = podService(object);
        const selects = service && serviceSelects(object.object, workload);
        return !service || selects === false ? [] : [{ service, selects }];
      },
    ),
);

/** The Services of a network, by namespace. */
export const servicesIn: (network: Network) => ReadonlyMap<string, readonly Applied<"Service">[]> = memoize(
  (network) => {
    const all = network.builds.flatMap((build) => {
      return (appliedIn(build).byKind.get("Service") ?? []) as readonly Applied<"Service">[];
    });
    return groupBy(all, ({ build, object }) => namespaceKey(object.object, build));
  },
);

/** The same, by the labels that they ask for. */
const indexIn = memoize(
  (network: Network): ReadonlyMap<string, SelectorIndex<Applied<"Service">>> =>
    new Map(
      [...servicesIn(network)].map(([namespace, services]) => [
        namespace,
        new SelectorIndex(services, ({ object }) => {
          return neededLabel({ matchLabels: object.object.spec?.selector ?? {} });
        }),
      ]),
    ),
);

const podService = memoize(({ object }: { object: Service }): PodService | undefined => {
  const { ports = [], clusterIP = "" } = object.spec ?? {};
  const { name } = object.metadata ?? {};
  if (!isKnown(name) || clusterIP === "None") return undefined;
  return { name, ports: ports.flatMap(servicePort) };
});

type WrittenPort = NonNullable<NonNullable<Service["spec"]>["ports"]>[number];

/** A port without `targetPort` goes to the same one: pkg/apis/core/v1/defaults.go, SetDefaults_Service. */
function servicePort({ protocol = "TCP", port, targetPort }: WrittenPort): ServicePort[] {
  const named = PROTOCOLS.find((one) => one === protocol);
  const target: unknown = targetPort ?? port;
  if (!named || typeof port !== "number") return [];
  if (target === 0 || target === "") return [{ protocol: named, port, target: port }];
  if (typeof target === "number") return [{ protocol: named, port, target }];
  return typeof target === "string" && isKnown(target) ? [{ protocol: named, port, target }] : [];
}

/**
 * The number of a target port on pods; undefined if it is not known. A name is that of the first container port of the
 * protocol that has it: pkg/api/v1/pod/util.go, FindPort, which looks at containers and at sidecars.
 */
export function targetOn({ ports }: Workload, { protocol, target }: ServicePort): number | undefined {
  if (typeof target === "number") return target;
  return ports?.find((one) => one.name === target && one.protocol === protocol)?.port;
}

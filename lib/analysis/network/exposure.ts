import { type Applied, keyOf } from "../../builds/applied.js";
import { isNoPort, type PortSet } from "../../kubernetes/connections/port-set.js";
import { type Backend, backendsOf, ROUTE_KINDS, type RouteKind } from "../../kubernetes/services/backends.js";
import { serviceSelects, targetPorts } from "../../kubernetes/services/service-ports.js";
import { groupBy } from "../../util/group-by.js";
import { memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { type Network, networksWith } from "./network.js";
import { servicesIn } from "./services.js";
import { namespaceKey, type Workload } from "./workloads.js";

/** A way in which the outside reaches the pods of a workload. */
export interface Exposure {
  /** The Ingress or the route that lets it in; undefined for a Service that does so itself. */
  route: { applied: Applied<RouteKind>; backend: Backend } | undefined;
  service: Applied<"Service">;
  workload: Workload;
  /** The ports of the pods. */
  ports: PortSet;
}

/** The types of Services that let the outside in themselves. */
const OPEN_TYPES: ReadonlySet<string> = new Set(["LoadBalancer", "NodePort"]);

/** The ways in which the outside reaches the workloads of a cluster, as far as they are certain. */
export const exposuresIn = memoizePairs((analysis: Analysis, network: Network): readonly Exposure[] => {
  const builds = new Set(network.builds);
  const services = servicesIn(network);
  const named = (namespace: string, name: string) => {
    const all = services.get(namespace) ?? [];
    return all.filter(({ object }) => object.object.metadata?.name === name);
  };
  const routes = analysis.ofKind(...ROUTE_KINDS).filter(({ build }) => builds.has(build));
  const throughRoutes = routes.flatMap((route) =>
    backendsOf(route.object).flatMap((backend) => {
      const namespace = backend.namespace || namespaceKey(route.object.object, route.build);
      return named(namespace, backend.service).flatMap((service) =>
        behind(network, service, backend.port).map((found) => ({
          route: { applied: route, backend },
          ...found,
        })),
      );
    }),
  );
  const direct = [...services.values()]
    .flat()
    .filter(({ object }) => isOpen(object.object))
    .flatMap((service) =>
      behind(network, service, undefined).map((found) => ({ route: undefined, ...found })),
    );
  return [...throughRoutes, ...direct];
});

/** A way in which the outside reaches the pods of an applied workload: through a route if there is one. */
export function wayIn(analysis: Analysis, { build, object }: Applied): Exposure | undefined {
  const ways = networksWith(analysis, build).flatMap((network) => {
    return byPlace(analysis, network).get(keyOf(object)) ?? [];
  });
  return ways.find(({ route }) => route !== undefined) ?? ways[0];
}

const byPlace = memoizePairs((analysis: Analysis, network: Network) =>
  groupBy(exposuresIn(analysis, network), ({ workload }) => keyOf(workload.applied.object)),
);

function isOpen({ spec = {} }: Applied<"Service">["object"]["object"]): boolean {
  return OPEN_TYPES.has(spec.type ?? "") || (spec.externalIPs ?? []).length > 0;
}

/** The workloads that a Service surely selects, with the ports that it sends to. */
function behind(
  network: Network,
  service: Applied<"Service">,
  port: Backend["port"],
): Omit<Exposure, "route">[] {
  const { build, object } = service;
  return network.workloadsIn(namespaceKey(object.object, build)).flatMap((workload) => {
    if (serviceSelects(object.object, workload) !== true) return [];
    const { sure, possible } = targetPorts(object.object, port, workload);
    return isNoPort(possible) ? [] : [{ service, workload, ports: sure }];
  });
}

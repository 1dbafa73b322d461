import { type Applied, keyOf } from "../../builds/applied.js";
import { isNoPort, type PortSet } from "../../kubernetes/connections/port-set.js";
import { type Backend, backendsOf, ROUTE_KINDS, type RouteKind } from "../../kubernetes/services/backends.js";
import { serviceSelects, targetPorts } from "../../kubernetes/services/service-ports.js";
import { groupBy, push } from "../../util/group-by.js";
import { memoize, memoizePairs, memoizeParts } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { type Network, networksWith } from "./network.js";
import { servicesIn } from "./services.js";
import { namespaceKey, type Workload } from "./workloads.js";

/** What an Ingress or a route lets in through a Service, or a Service by itself. */
export interface Way {
  /** The Ingress or the route; undefined for a Service that lets in what comes from outside itself. */
  route: { applied: Applied<RouteKind>; backend: Backend } | undefined;
  service: Applied<"Service">;
  /** Where it leads. All ways through the same port of a Service have the same list. */
  targets: readonly Target[];
}

/** Pods behind a Service. */
export interface Target {
  workload: Workload;
  /** The ports of the pods. */
  ports: PortSet;
}

/** A way in which the outside reaches the pods of a workload. */
export type Exposure = Omit<Way, "targets"> & Target;

/** The types of Services that let the outside in themselves. */
const OPEN_TYPES: ReadonlySet<string> = new Set(["LoadBalancer", "NodePort"]);

/** The ways in which the outside reaches the workloads of a cluster, as far as they are certain. */
export const waysInto = memoizePairs((analysis: Analysis, network: Network): readonly Way[] => {
  const builds = new Set(network.builds);
  const routes = analysis.ofKind(...ROUTE_KINDS).filter(({ build }) => builds.has(build));
  const throughRoutes = routes.flatMap((route) =>
    backendsOf(route.object).flatMap((backend) => {
      const namespace = backend.namespace || namespaceKey(route.object.object, route.build);
      return servicesNamed(network, `${namespace}/${backend.service}`).flatMap((service) =>
        wayThrough(network, service, backend.port, { applied: route, backend }),
      );
    }),
  );
  const direct = [...servicesIn(network).values()]
    .flat()
    .filter(({ object }) => isOpen(object.object))
    .flatMap((service) => wayThrough(network, service, undefined, undefined));
  return [...throughRoutes, ...direct];
});

/** The ways of one route. */
export function waysBy(analysis: Analysis, network: Network, route: Applied["object"]): readonly Way[] {
  return byRoute(analysis, network).get(route) ?? [];
}

const byRoute = memoizePairs((analysis: Analysis, network: Network) =>
  groupBy(waysInto(analysis, network), ({ route }): Applied["object"] | undefined => route?.applied.object),
);

/** A way in which the outside reaches the pods of an applied workload: through a route if there is one. */
export function wayIn(analysis: Analysis, { build, object }: Applied): Exposure | undefined {
  const ways = networksWith(analysis, build).flatMap((network) => {
    return firstWays(analysis, network).get(keyOf(object)) ?? [];
  });
  return ways.find(({ route }) => route !== undefined) ?? ways[0];
}

/** By workload, the first way through each list of targets: those after it lead to the same pods. */
const firstWays = memoizePairs((analysis: Analysis, network: Network) => {
  const found = new Map<string, Exposure[]>();
  const seen = new Set<readonly Target[]>();
  // Those through routes come first.
  for (const { targets, ...way } of waysInto(analysis, network)) {
    if (seen.has(targets)) continue;
    seen.add(targets);
    for (const target of targets) push(found, keyOf(target.workload.applied.object), { ...way, ...target });
  }
  return found;
});

function isOpen({ spec = {} }: Applied<"Service">["object"]["object"]): boolean {
  return OPEN_TYPES.has(spec.type ?? "") || (spec.externalIPs ?? []).length > 0;
}

function servicesNamed(network: Network, name: string): readonly Applied<"Service">[] {
  return byName(network).get(name) ?? [];
}

const byName = memoize((network: Network) => {
  const found = new Map<string, Applied<"Service">[]>();
  for (const [namespace, services] of servicesIn(network))
    for (const service of services)
      push(found, `${namespace}/${service.object.object.metadata?.name}`, service);
  return found;
});

function wayThrough(
  network: Network,
  service: Applied<"Service">,
  port: Backend["port"],
  route: Way["route"],
): Way[] {
  const targets = targetsOf(network)(service)(port);
  return targets.length > 0 ? [{ route, service, targets }] : [];
}

/** The workloads that a Service surely selects, with the ports that it sends to. */
const targetsOf = memoize((network: Network) => {
  const selected = memoize(({ build, object }: Applied<"Service">) => {
    const selector = { matchLabels: object.object.spec?.selector ?? {} };
    return network
      .workloadsFor(selector, namespaceKey(object.object, build))
      .filter((workload) => serviceSelects(object.object, workload) === true);
  });
  return memoize((service: Applied<"Service">) =>
    memoizeParts((port: Backend["port"]): readonly Target[] => {
      const portsOf = targetPorts(service.object.object, port);
      return selected(service).flatMap((workload) => {
        const { sure, possible } = portsOf(workload);
        return isNoPort(possible) ? [] : [{ workload, ports: sure }];
      });
    }),
  );
});

import { field, isMap, items } from "../../util/plain-values.js";
import { type AnyObject, isKnown, type KindName } from "../objects.js";

/** The kinds that let the outside in through a Service. */
export const ROUTE_KINDS = [
  "Ingress",
  "HTTPRoute",
  "GRPCRoute",
  "TLSRoute",
  "TCPRoute",
  "UDPRoute",
  "OpenShiftRoute",
] as const satisfies KindName[];
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** A Service to which an Ingress or a route sends what it lets in. */
export interface Backend {
  service: string;
  /** Undefined for the namespace of the object itself. */
  namespace: string | undefined;
  /** The port of the Service by its number or name; undefined for all of them. */
  port: number | string | undefined;
  /** Where the object names the Service. */
  at: readonly (string | number)[];
}

/** The Services to which an Ingress or a route sends what it lets in. Names that are not known are left out. */
export function backendsOf({ kind, object }: { kind: KindName; object: AnyObject }): Backend[] {
  switch (kind) {
    case "Ingress":
      return ofIngress(object);
    case "OpenShiftRoute":
      return ofOpenShiftRoute(object);
    case "HTTPRoute":
    case "GRPCRoute":
    case "TLSRoute":
    case "TCPRoute":
    case "UDPRoute":
      return ofRoute(object);
    default:
      return [];
  }
}

/** staging/src/k8s.io/api/networking/v1/types.go, IngressSpec; v1beta1 has `serviceName` and `servicePort`. */
function ofIngress({ spec }: AnyObject): Backend[] {
  const paths = items(field(spec, "rules")).flatMap((rule, index) =>
    items(field(rule, "http", "paths")).map((path, number) => ({
      backend: field(path, "backend"),
      at: ["spec", "rules", index, "http", "paths", number, "backend"],
    })),
  );
  return [
    { backend: field(spec, "defaultBackend"), at: ["spec", "defaultBackend"] },
    { backend: field(spec, "backend"), at: ["spec", "backend"] },
    ...paths,
  ].flatMap(({ backend, at }) => {
    const port = field(backend, "service", "port", "number") ?? field(backend, "service", "port", "name");
    return [
      ...backendAt(field(backend, "service", "name"), port, [...at, "service", "name"]),
      ...backendAt(field(backend, "serviceName"), field(backend, "servicePort"), [...at, "serviceName"]),
    ];
  });
}

/**
 * Gateway API, apis/v1/shared_types.go, BackendObjectReference. A route whose parents are Services is for what is inside
 * of the cluster.
 */
function ofRoute({ spec }: AnyObject): Backend[] {
  const parents = items(field(spec, "parentRefs"));
  if (parents.length > 0 && parents.every((parent) => field(parent, "kind") === "Service")) return [];
  return items(field(spec, "rules")).flatMap((rule, index) =>
    items(field(rule, "backendRefs")).flatMap((reference, number) => {
      const { kind = "Service", group = "", name, namespace, port } = isMap(reference) ? reference : {};
      if (kind !== "Service" || group !== "") return [];
      const at = ["spec", "rules", index, "backendRefs", number, "name"];
      return backendAt(name, port, at, namespace);
    }),
  );
}

/** OpenShift's API, route/v1/types.go, RouteSpec. */
function ofOpenShiftRoute({ spec }: AnyObject): Backend[] {
  const port = field(spec, "port", "targetPort");
  return [
    { target: field(spec, "to"), at: ["spec", "to", "name"] },
    ...items(field(spec, "alternateBackends")).map((target, index) => ({
      target,
      at: ["spec", "alternateBackends", index, "name"],
    })),
  ].flatMap(({ target, at }) => {
    const kind = field(target, "kind") ?? "Service";
    return kind === "Service" ? backendAt(field(target, "name"), port, at) : [];
  });
}

function backendAt(name: unknown, port: unknown, at: Backend["at"], namespace?: unknown): Backend[] {
  if (typeof name !== "string" || !isKnown(name)) return [];
  if (namespace !== undefined && (typeof namespace !== "string" || !isKnown(namespace))) return [];
  const isPort = typeof port === "number" || typeof port === "string";
  return [{ service: name, namespace, port: isPort ? port : undefined, at }];
}

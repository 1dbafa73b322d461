import { isNamespaced } from "../kubernetes/kinds.js";
import {
  type Direction,
  type Isolation,
  isolation,
  type IsolatingPolicy,
} from "../kubernetes/network-policy.js";
import { isKnown, type KindName } from "../kubernetes/objects.js";
import type { AppliedObject, Build, Place } from "./build.js";
import type { Builds } from "./builds.js";

/** A namespace as the repository makes it, whatever number of builds take part. */
export interface AppliedNamespace {
  name: string;
  /** The one place where it is reported. */
  place: Place;
  /** Whether what its pods may reach is cut down to what policies allow. */
  isolation: (direction: Direction, options?: { strict?: boolean }) => Isolation & { policy?: AppliedObject };
}

const WORKLOADS: ReadonlySet<KindName> = new Set([
  "Pod",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob",
  "DeploymentConfig",
] satisfies KindName[]);

/** Namespaces that OpenShift itself makes, and isolates as it needs; only who declares one answers for it. */
const OPENSHIFT = /^openshift(?:-|$)/;

const POLICIES: ReadonlySet<KindName> = new Set([
  "NetworkPolicy",
  "CiliumNetworkPolicy",
  "CiliumClusterwideNetworkPolicy",
  "CalicoNetworkPolicy",
  "GlobalNetworkPolicy",
  "AdminNetworkPolicy",
  "BaselineAdminNetworkPolicy",
  "ClusterNetworkPolicy",
] satisfies KindName[]);

/**
 * The namespaces that exist: that a Namespace object declares, a workload is in, or a kustomization sets.
 * Each has one place: the first Namespace object by path and position, else the first that makes it.
 */
export function namespacesOf(builds: Builds): AppliedNamespace[] {
  const declared = new Map<string, Place>();
  const made = new Map<string, Place>();
  const labels = new Map<string, Record<string, string>>();
  for (const build of builds.all) {
    for (const object of build.objects) {
      const { name, namespace } = object.object.metadata ?? {};
      if (object.kind === "Namespace" && isKnown(name)) {
        keepFirst(declared, name, placeIn(object, ["metadata", "name"]));
        labels.set(name, { ...object.object.metadata?.labels, ...labels.get(name) });
      } else if (isKnown(namespace) && isNamespaced(object.kind)) {
        const place = makerOf(builds, build, object, namespace);
        if (place) keepFirst(made, namespace, place);
      }
    }
  }
  const policies = policiesOf(builds);
  if (builds.platform === "openshift")
    for (const name of made.keys()) if (OPENSHIFT.test(name)) made.delete(name);
  const places = [...new Map([...made, ...declared])].sort(([a], [b]) => (a < b ? -1 : 1));
  return places.map(([name, place]) => {
    const openBuild = builds.all.find((build) => build.open !== undefined && touches(build, name));
    return {
      name,
      place,
      isolation: (direction, { strict } = {}) => {
        const counting = policies.filter(({ namespace }) => namespace === name || namespace === EVERY);
        const result = isolation(
          counting.map(({ policy }) => policy),
          direction,
          {
            strict,
            namespace: { name, labels: labels.get(name) },
          },
        );
        if (result.state === "cancelled") return { ...result, policy: counting[result.by]?.object };
        if (result.state !== "open") return result;
        if (openBuild?.open !== undefined) return { state: "unknown", why: openBuild.open };
        const unplaced = policies.find(({ namespace }) => namespace === SOMEWHERE);
        if (unplaced) return { state: "unknown", why: `${unplaced.object.file} leaves its namespace open` };
        return generatesPolicies(builds) ? { state: "unknown", why: "Kyverno generates policies" } : result;
      },
    };
  });
}

const EVERY = Symbol("every namespace");
const SOMEWHERE = Symbol("a namespace that is not known");

interface PlacedPolicy {
  policy: IsolatingPolicy;
  object: AppliedObject;
  namespace: string | typeof EVERY | typeof SOMEWHERE;
}

function policiesOf(builds: Builds): PlacedPolicy[] {
  return builds.all.flatMap((build) =>
    build.objects
      .filter(({ kind }) => POLICIES.has(kind))
      .map((object) => {
        const { namespace } = object.object.metadata ?? {};
        return {
          policy: { kind: object.kind, object: object.object },
          object,
          namespace: !isNamespaced(object.kind) ? EVERY : isKnown(namespace) ? namespace : SOMEWHERE,
        };
      }),
  );
}

/** What makes a namespace by using it: a workload that names it, or the kustomization that sets it. */
function makerOf(builds: Builds, build: Build, object: AppliedObject, namespace: string): Place | undefined {
  for (const [file, use] of build.files) {
    if (use !== "kustomization") continue;
    const kustomization = builds.repository.files.get(file)?.kustomization as
      { namespace?: unknown } | undefined;
    if (kustomization?.namespace === namespace) return { file, document: 0, path: ["namespace"] };
  }
  return WORKLOADS.has(object.kind) ? placeIn(object, ["metadata", "namespace"]) : undefined;
}

function placeIn({ file, document, at }: AppliedObject, path: readonly string[]): Place {
  return { file, document, path: [...at, ...path] };
}

function keepFirst(places: Map<string, Place>, name: string, place: Place): void {
  const first = places.get(name);
  if (!first || isBefore(place, first)) places.set(name, place);
}

function isBefore(a: Place, b: Place): boolean {
  if (a.file !== b.file) return a.file < b.file;
  if (a.document !== b.document) return a.document < b.document;
  const [, x = 0] = a.path;
  const [, y = 0] = b.path;
  return typeof x === "number" && typeof y === "number" && x < y;
}

/** Whether a build puts anything into a namespace. */
function touches(build: Build, name: string): boolean {
  return build.objects.some(
    ({ kind, object }) =>
      (kind === "Namespace" ? object.metadata?.name : object.metadata?.namespace) === name,
  );
}

function generatesPolicies(builds: Builds): boolean {
  return builds.all.some(({ objects }) =>
    objects.some(
      ({ kind, object }) =>
        kind === "KyvernoPolicy" && JSON.stringify(object.spec ?? {}).includes("NetworkPolicy"),
    ),
  );
}

import type { Applied } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import type { ContainerPort, PodSet } from "../../kubernetes/connections/endpoint.js";
import { PROTOCOLS } from "../../kubernetes/connections/port-set.js";
import { DEFAULT_ACCOUNT, podIdentityOf } from "../../kubernetes/identities/pod-identity.js";
import { podTemplateOf } from "../../kubernetes/kinds.js";
import type { NamespaceFacts } from "../../kubernetes/labels/label-selector.js";
import { type KindName, type Pod, UNKNOWN } from "../../kubernetes/objects.js";

/** Pods of a namespace, whether a workload that is seen makes them or not. */
export interface PlacedPods extends PodSet {
  namespace: NamespaceFacts;
}

/** A workload of a cluster, as far as the network is concerned: the pods that it makes. */
export interface Workload extends PlacedPods {
  applied: Applied;
  kind: KindName;
  name: string;
  labels: Readonly<Record<string, string>>;
  isOnHostNetwork: boolean;
  serviceAccount: string;
}

/** The pods of a workload, wherever they are. */
export type Pods = Omit<Workload, "namespace">;

type Container = NonNullable<NonNullable<Pod["spec"]>["containers"]>[number];
type WrittenPort = NonNullable<Container["ports"]>[number];

/** The kinds whose pods have more ports than their template says. */
const WITH_OTHER_PORTS: ReadonlySet<KindName> = new Set([
  "VirtualMachine",
  "KnativeService",
] satisfies KindName[]);

/** The pods of an applied workload in its namespace; undefined if it is none, or makes no pods by itself. */
export function workloadOf(applied: Applied, namespace: NamespaceFacts): Workload | undefined {
  const pods = podsOf(applied);
  return pods && { ...pods, namespace };
}

/** The pods of an applied workload; undefined if it is none, or makes no pods by itself. */
export function podsOf(applied: Applied): Pods | undefined {
  const { object: written } = applied;
  const template = podTemplateOf(written);
  if (!template) return undefined;
  const { spec = {}, metadata = {} } = template;
  const { name, generateName } = written.object.metadata ?? {};
  return {
    is: "pods",
    applied,
    kind: written.kind,
    name: name ?? (generateName === undefined ? UNKNOWN : `${generateName}*`),
    labels: metadata.labels ?? {},
    ports: WITH_OTHER_PORTS.has(written.kind) ? undefined : containerPorts(spec),
    isOnHostNetwork: spec.hostNetwork === true,
    serviceAccount: podIdentityOf(written)?.name ?? DEFAULT_ACCOUNT,
  };
}

/** The ports of the containers that run side by side; undefined if the containers are not known. */
function containerPorts({
  containers,
  initContainers = [],
}: NonNullable<Pod["spec"]>): ContainerPort[] | undefined {
  if (!containers || containers.length === 0) return undefined;
  const sidecars = initContainers.filter(({ restartPolicy }) => restartPolicy === "Always");
  const all: readonly Container[] = [...containers, ...sidecars];
  // A text in place of the list, or of a container, is filled in later.
  if (all.some(({ name, ports }) => name === undefined && ports === undefined)) return undefined;
  return all.flatMap(({ ports = [] }) => ports.map(portOf));
}

function portOf({ name, containerPort, protocol = "TCP" }: WrittenPort): ContainerPort {
  const port = typeof containerPort === "number" ? containerPort : undefined;
  const known = PROTOCOLS.find((one) => one === protocol) ?? "TCP";
  return name === undefined ? { port, protocol: known } : { name, port, protocol: known };
}

/**
 * The namespace of an object, in the words that all objects of the same one have: those of a build that name none share
 * one that is chosen when they are applied.
 */
export function namespaceKey(
  { metadata }: { metadata?: { namespace?: string } },
  { directory }: Build,
): string {
  return metadata?.namespace || `${UNKNOWN}${directory}`;
}

/** A namespace for a sentence: its name, or where its objects are written if it is chosen later. */
export function namespaceWords(name: string): string {
  return name.startsWith(UNKNOWN) ? `(chosen when '${name.slice(1) || "."}' is applied)` : name;
}

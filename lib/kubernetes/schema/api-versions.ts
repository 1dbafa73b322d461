import { API_RESOURCES } from "../data/api-resources.js";
import { isPlain, type KindName } from "../objects.js";
import type { VersionChange } from "./version-changes.js";
import { meantKind, nearest } from "../../util/nearest.js";

/** That no API server serves an apiVersion, or none of its versions from some on. */
export interface ApiVersionDefect {
  id: "removedVersion" | "noVersion" | "noKind" | "noGroup";
  at: readonly ["apiVersion" | "kind"];
  /** The apiVersion and kind as they are written. */
  apiVersion: string;
  kind: string;
  /** What was probably meant. */
  meant: { apiVersion: string; kind: string };
  /** The minor version of Kubernetes that stopped serving it. */
  removedIn?: number;
  /** What else is to be changed in the object. */
  change?: VersionChange;
}

/**
 * The apiVersions of the kinds that are read which Kubernetes once served, and the minor version that stopped to:
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const REMOVED: readonly [apiVersion: string, removedIn: number, kinds: readonly KindName[]][] = [
  ["extensions/v1beta1", 16, ["DaemonSet", "Deployment", "ReplicaSet", "NetworkPolicy"]],
  ["apps/v1beta1", 16, ["Deployment", "StatefulSet"]],
  ["apps/v1beta2", 16, ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]],
  ["extensions/v1beta1", 22, ["Ingress"]],
  ["networking.k8s.io/v1beta1", 22, ["Ingress"]],
  ["batch/v2alpha1", 21, ["CronJob"]],
  ["batch/v1beta1", 25, ["CronJob"]],
  ["apiextensions.k8s.io/v1beta1", 22, ["CustomResourceDefinition"]],
  [
    "admissionregistration.k8s.io/v1beta1",
    22,
    ["ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"],
  ],
  ...(["v1alpha1", "v1beta1"] as const).map((version): [string, number, readonly KindName[]] => [
    `rbac.authorization.k8s.io/${version}`,
    22,
    ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
  ]),
];

/** Kubernetes' own kinds that are read, with the apiVersions that serve them. */
const SERVED: ReadonlyMap<string, readonly string[]> = new Map(
  API_RESOURCES.filter(({ kind }) => REMOVED.some(([, , kinds]) => kinds.includes(kind as KindName)))
    .concat(API_RESOURCES.filter(({ group, kind }) => isReadCoreKind(group, kind)))
    .map(({ group, kind, versions }) => [
      kind,
      Object.keys(versions).map((version) => (group === "" ? version : `${group}/${version}`)),
    ]),
);

function isReadCoreKind(group: string, kind: string): boolean {
  if (group === "batch") return kind === "Job";
  return (
    group === "" && ["Namespace", "ServiceAccount", "Pod", "ReplicationController", "Service"].includes(kind)
  );
}

const OWN_KINDS = [...SERVED.keys()];
const OWN_GROUPS = new Set(API_RESOURCES.map(({ group }) => group));
const KINDS_OF_GROUPS = new Set(API_RESOURCES.map(({ group, kind }) => `${group}/${kind}`));

/** The API group of an apiVersion: `apps` for `apps/v1`, the empty string for `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** What is wrong with the apiVersion and kind of an object. */
export function apiVersionDefect(
  name: KindName,
  apiVersion: string,
  kind: string,
): ApiVersionDefect | undefined {
  if (name === "Misspelt") return misspelling(apiVersion, kind);
  const served = SERVED.get(kind);
  // Other groups have kinds of the same name.
  const isOwn =
    served && (groupOf(apiVersion) === groupOf(served[0] as string) || groupOf(apiVersion) === "extensions");
  if (!isOwn || served.includes(apiVersion) || !isPlain(apiVersion)) return undefined;
  const meant = { apiVersion: newest(served), kind };
  const removed = REMOVED.find(([version, , kinds]) => version === apiVersion && kinds.includes(name));
  if (!removed) return { id: "noVersion", at: ["apiVersion"], apiVersion, kind, meant };
  return { id: "removedVersion", at: ["apiVersion"], apiVersion, kind, meant, removedIn: removed[1] };
}

/** The stable version, else the last one. */
function newest(apiVersions: readonly string[]): string {
  return apiVersions.find((one) => /(?:^|\/)v\d+$/.test(one)) ?? (apiVersions.at(-1) as string);
}

const MAX_REMEMBERED = 1000;
const likely = new Map<string, string | undefined>();

/** Kubernetes' own kind that a value of `kind` means, in another case or with a typo, or that it is. */
export function ownKindMeant(kind: string): string | undefined {
  if (likely.has(kind)) return likely.get(kind);
  const meant = SERVED.has(kind) ? kind : meantKind(kind, OWN_KINDS);
  // A stranger's files can have any number of kinds.
  if (likely.size < MAX_REMEMBERED) likely.set(kind, meant);
  return meant;
}

/**
 * Whether no API can have a kind, which is Kubernetes' own but for its case, a typo or its group. A group that a
 * CustomResourceDefinition adds has a dot: apiextensions-apiserver, pkg/apis/apiextensions/validation/validation.go.
 */
export function isMisspelt(apiVersion: string, kind: string): boolean {
  return misspelling(apiVersion, kind) !== undefined;
}

function misspelling(apiVersion: string, kind: string): ApiVersionDefect | undefined {
  const own = ownKindMeant(kind);
  if (own === undefined || !isPlain(apiVersion)) return undefined;
  const meant = { apiVersion: newest(SERVED.get(own) as readonly string[]), kind: own };
  const defect = { apiVersion, kind, meant };
  const [group, right] = [groupOf(apiVersion), groupOf(meant.apiVersion)];
  // Only the group, without a version.
  if (apiVersion === right && own === kind) return { ...defect, id: "noVersion", at: ["apiVersion"] };
  if (OWN_GROUPS.has(group)) {
    // Other tools have versions of their own, without a group.
    if (KINDS_OF_GROUPS.has(`${group}/${kind}`) || (group === "" && apiVersion !== "v1")) return undefined;
    return { ...defect, id: "noKind", at: [own === kind ? "apiVersion" : "kind"] };
  }
  if (own !== kind || group === "extensions") return undefined;
  const isClose = !group.includes(".") || nearest(group, [right]) !== undefined;
  return isClose ? { ...defect, id: "noGroup", at: ["apiVersion"] } : undefined;
}

import { field, items } from "../../util/plain-values.js";
import { isKnown } from "../objects.js";
import {
  AUTHENTICATED_GROUP,
  MASTERS_GROUP,
  SERVICE_ACCOUNTS_GROUP,
  splitUsername,
  UNAUTHENTICATED_GROUP,
} from "../rbac/subjects.js";

type Path = readonly (string | number)[];

/** What a PodSecurityConfiguration lets through that it should check, or an exemption that does nothing. */
export type PodSecurityOpening =
  /** By default nothing is enforced. */
  | { id: "privileged"; at: Path; value: string }
  /** The user creates the pods of all workloads of a kind, so whoever creates such a workload is exempt. */
  | { id: "controller"; at: Path; value: string; workloads: string }
  /** No user has the name: it is a pattern, or the name of a group. */
  | { id: "pattern" | "group"; at: Path; value: string };

/**
 * The controllers that create pods, and for what. Others, such as that of Deployments, create no pods themselves.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/controller_policy.go, the roles that may create pods.
 */
const POD_CREATORS: ReadonlyMap<string, string> = new Map([
  ["replicaset-controller", "Deployment and every ReplicaSet"],
  ["replication-controller", "ReplicationController"],
  ["statefulset-controller", "StatefulSet"],
  ["daemon-set-controller", "DaemonSet"],
  ["job-controller", "CronJob and every Job"],
]);

/** Groups that every cluster has. */
const GROUPS: ReadonlySet<string> = new Set([
  MASTERS_GROUP,
  AUTHENTICATED_GROUP,
  UNAUTHENTICATED_GROUP,
  SERVICE_ACCOUNTS_GROUP,
  "system:nodes",
]);

/**
 * What a PodSecurityConfiguration lets through. User names are compared as they are, without patterns and without
 * groups, and pods are checked as the user who creates them.
 * Kubernetes: pod-security-admission/admission/admission.go, exemptUser and ValidatePod.
 */
export function podSecurityOpenings(value: Readonly<Record<string, unknown>>): PodSecurityOpening[] {
  const enforced = field(value, "defaults", "enforce");
  const found: PodSecurityOpening[] =
    enforced === "privileged" ? [{ id: "privileged", at: ["defaults", "enforce"], value: enforced }] : [];
  for (const [index, name] of items(field(value, "exemptions", "usernames")).entries()) {
    if (typeof name !== "string" || !isKnown(name)) continue;
    const at = ["exemptions", "usernames", index];
    const workloads = workloadsOf(name);
    if (workloads !== undefined) found.push({ id: "controller", at, value: name, workloads });
    else if (name.includes("*")) found.push({ id: "pattern", at, value: name });
    else if (isGroup(name)) found.push({ id: "group", at, value: name });
  }
  return found;
}

function workloadsOf(name: string): string | undefined {
  const account = splitUsername(name);
  if (account === undefined || account === "invalid" || account.namespace !== "kube-system") return undefined;
  return POD_CREATORS.get(account.name);
}

function isGroup(name: string): boolean {
  return GROUPS.has(name) || name.startsWith(`${SERVICE_ACCOUNTS_GROUP}:`);
}

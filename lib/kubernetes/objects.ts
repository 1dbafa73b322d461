import type { IMutatingWebhookConfiguration } from "kubernetes-models/admissionregistration.k8s.io/v1/MutatingWebhookConfiguration";
import type { IValidatingAdmissionPolicy } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy";
import type { IValidatingAdmissionPolicyBinding } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding";
import type { IValidatingWebhookConfiguration } from "kubernetes-models/admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration";
import type { IDaemonSet } from "kubernetes-models/apps/v1/DaemonSet";
import type { IDeployment } from "kubernetes-models/apps/v1/Deployment";
import type { IReplicaSet } from "kubernetes-models/apps/v1/ReplicaSet";
import type { IStatefulSet } from "kubernetes-models/apps/v1/StatefulSet";
import type { ICronJob } from "kubernetes-models/batch/v1/CronJob";
import type { IJob } from "kubernetes-models/batch/v1/Job";
import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { IClusterRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole";
import type { IClusterRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding";
import type { IPolicyRule } from "kubernetes-models/rbac.authorization.k8s.io/v1/PolicyRule";
import type { IRole } from "kubernetes-models/rbac.authorization.k8s.io/v1/Role";
import type { IRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding";
import type { ISubject } from "kubernetes-models/rbac.authorization.k8s.io/v1/Subject";
import type { INamespace } from "kubernetes-models/v1/Namespace";
import type { IPod } from "kubernetes-models/v1/Pod";
import type { IReplicationController } from "kubernetes-models/v1/ReplicationController";
import type { IService } from "kubernetes-models/v1/Service";
import type { IServiceAccount } from "kubernetes-models/v1/ServiceAccount";

/**
 * A type of Kubernetes' API as it may actually appear in a manifest: any field can be missing,
 * whatever the schema requires.
 */
export type AsWritten<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? AsWritten<Item>[]
    : string extends keyof T
      ? { [Key in keyof T]: AsWritten<T[Key]> }
      : { [Field in keyof T]?: AsWritten<T[Field]> };

/** The fields that every object has, whatever its kind. */
export interface AnyObject {
  apiVersion?: string;
  kind?: string;
  metadata?: {
    name?: string;
    generateName?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

export type Role = AsWritten<IRole>;
export type ClusterRole = AsWritten<IClusterRole>;
export type RoleBinding = AsWritten<IRoleBinding>;
export type ClusterRoleBinding = AsWritten<IClusterRoleBinding>;
export type PolicyRule = AsWritten<IPolicyRule>;
export type Subject = AsWritten<ISubject>;
export type Namespace = AsWritten<INamespace>;
export type NetworkPolicy = AsWritten<INetworkPolicy>;
export type ServiceAccount = AsWritten<IServiceAccount>;
export type Service = AsWritten<IService>;
export type Pod = AsWritten<IPod>;
/** What of a pod is written in the template of a workload. */
export type PodTemplate = Pick<Pod, "metadata" | "spec">;

type ValidatingAdmissionPolicy = AsWritten<IValidatingAdmissionPolicy>;
type ValidatingAdmissionPolicyBinding = AsWritten<IValidatingAdmissionPolicyBinding>;

/** The kinds that the project reads, by its own names for them. */
export interface Kinds {
  Role: Role;
  ClusterRole: ClusterRole;
  RoleBinding: RoleBinding;
  ClusterRoleBinding: ClusterRoleBinding;
  Namespace: Namespace;
  ServiceAccount: ServiceAccount;
  Pod: Pod;
  Deployment: AsWritten<IDeployment>;
  StatefulSet: AsWritten<IStatefulSet>;
  DaemonSet: AsWritten<IDaemonSet>;
  ReplicaSet: AsWritten<IReplicaSet>;
  ReplicationController: AsWritten<IReplicationController>;
  Job: AsWritten<IJob>;
  CronJob: AsWritten<ICronJob>;
  DeploymentConfig: AnyObject;
  Rollout: AnyObject;
  CloneSet: AnyObject;
  AdvancedStatefulSet: AnyObject;
  AdvancedDaemonSet: AnyObject;
  KnativeService: AnyObject;
  VirtualMachine: AnyObject;
  Service: Service;
  Ingress: AnyObject;
  HTTPRoute: AnyObject;
  GRPCRoute: AnyObject;
  TLSRoute: AnyObject;
  TCPRoute: AnyObject;
  UDPRoute: AnyObject;
  OpenShiftRoute: AnyObject;
  Secret: Pick<AnyObject, "apiVersion" | "kind" | "metadata"> & { type?: string };
  NetworkPolicy: NetworkPolicy;
  CiliumNetworkPolicy: AnyObject;
  CiliumClusterwideNetworkPolicy: AnyObject;
  CalicoNetworkPolicy: AnyObject;
  GlobalNetworkPolicy: AnyObject;
  AdminNetworkPolicy: AnyObject;
  BaselineAdminNetworkPolicy: AnyObject;
  ClusterNetworkPolicy: AnyObject;
  KyvernoPolicy: AnyObject;
  ValidatingAdmissionPolicy: ValidatingAdmissionPolicy;
  ValidatingAdmissionPolicyBinding: ValidatingAdmissionPolicyBinding;
  /** What is read of it is the same as of a ValidatingAdmissionPolicy, and there is no type for it yet. */
  MutatingAdmissionPolicy: Omit<ValidatingAdmissionPolicy, "spec"> & {
    spec?: Pick<NonNullable<ValidatingAdmissionPolicy["spec"]>, "failurePolicy" | "matchConstraints">;
  };
  MutatingAdmissionPolicyBinding: Omit<ValidatingAdmissionPolicyBinding, "spec"> & {
    spec?: Pick<NonNullable<ValidatingAdmissionPolicyBinding["spec"]>, "policyName">;
  };
  ValidatingWebhookConfiguration: AsWritten<IValidatingWebhookConfiguration>;
  MutatingWebhookConfiguration: AsWritten<IMutatingWebhookConfiguration>;
  FluxKustomization: AnyObject;
  HelmRelease: AnyObject;
  GitRepository: AnyObject;
  HelmRepository: AnyObject;
  OCIRepository: AnyObject;
  HelmChart: AnyObject;
  HelmChartConfig: AnyObject;
  Application: AnyObject;
  ApplicationSet: AnyObject;
  AppProject: AnyObject;
  Subscription: AnyObject;
  CustomResourceDefinition: AnyObject;
  /** What claims to be of a kind that Kubernetes does not have, and was probably meant to be of one that is read. */
  Misspelt: AnyObject;
}

export type KindName = keyof Kinds;

export const ROLE_KINDS = ["Role", "ClusterRole"] as const satisfies KindName[];
export type RoleKind = (typeof ROLE_KINDS)[number];

export const BINDING_KINDS = ["RoleBinding", "ClusterRoleBinding"] as const satisfies KindName[];
export type BindingKind = (typeof BINDING_KINDS)[number];
export type Binding = Kinds[BindingKind];

/** The policies of every engine that decide about connections. */
export const NETWORK_POLICY_KINDS = [
  "NetworkPolicy",
  "CiliumNetworkPolicy",
  "CiliumClusterwideNetworkPolicy",
  "CalicoNetworkPolicy",
  "GlobalNetworkPolicy",
  "AdminNetworkPolicy",
  "BaselineAdminNetworkPolicy",
  "ClusterNetworkPolicy",
] as const satisfies KindName[];

export const ADMISSION_POLICY_KINDS = [
  "ValidatingAdmissionPolicy",
  "MutatingAdmissionPolicy",
] as const satisfies KindName[];

export const ADMISSION_BINDING_KINDS = [
  "ValidatingAdmissionPolicyBinding",
  "MutatingAdmissionPolicyBinding",
] as const satisfies KindName[];
export type AdmissionBindingKind = (typeof ADMISSION_BINDING_KINDS)[number];

/**
 * Replaces a value that is not a string where one belongs: a number, a map, null.
 * It equals no name that Kubernetes accepts, so it matches nothing and proves nothing.
 */
export const UNKNOWN = "\u0000";

const TEMPLATE_MARKS = ["{{", "${", "$(", "($", "##", "{%", "<%"];
/**
 * What printf fills in, such as `%s` and `%[1]d`, what configure and CMake fill in, such as `@NAME@`, what shells do,
 * such as `$NAME`, what people do: `<name>`, `[[name]]`, `__NAME__`; and what SOPS has encrypted, `ENC[AES256_GCM,…]`.
 */
const PLACEHOLDER = /%(?:\[\d+\])?[dsv]|@\w+@|\$[A-Za-z_]|<[^<>]*>|\[\[|__\w+__|^ENC\[\w+,/;
/** Names without any mark that something fills in later: nearly all, and this is asked millions of times. */
const WITHOUT_MARKS = /^[A-Za-z\d./:-]+$/;
/** Every form of what is filled in later, to its end. */
const FILLED_IN =
  /\{\{.*?\}\}|\{%.*?%\}|<%.*?%>|\$\{[^}]*\}|\$\([^)]*\)|\(\$[^)]*\)|##\w*##|%(?:\[\d+\])?[dsv]|@\w+@|\$\w+|<[^<>]*>|\[\[.*?\]\]|__\w+__|^ENC\[[^\]]*\]|\0/g;

/**
 * Whether a name is a plain string that means itself: not missing, not of the wrong type, and without
 * the marks of a template (`{{ }}`, `${VAR}`, `$(VAR)`, `$VAR`, `##X##`, `%[1]s`, `@X@`, `<x>`) that something else
 * fills in later.
 */
export function isKnown(name: string | undefined): name is string {
  if (name === undefined) return false;
  return (
    WITHOUT_MARKS.test(name) ||
    (name !== "" &&
      name !== "_" &&
      !name.includes(UNKNOWN) &&
      !TEMPLATE_MARKS.some((mark) => name.includes(mark)) &&
      !PLACEHOLDER.test(name))
  );
}

/** In longer texts, taking apart what is filled in takes too long. No name and few templates have as much. */
const LONGEST_TEMPLATE = 1000;

/** Whether all of a name is filled in later: nothing of it is written. */
export function isFilledInWhole(name: string): boolean {
  return name.length <= LONGEST_TEMPLATE && name.replace(FILLED_IN, "") === "";
}

/** Whether a name in which parts are filled in later can become another one: what is written in it stays. */
export function couldBe(unfilled: string, name: string): boolean {
  return filledIn(unfilled)(name);
}

/** More names that are filled in later could be anything: each is compared with every name that is looked for. */
const MOST_UNFILLED = 1000;

/** Whether any of the names in which parts are filled in later can become another one. */
export function couldBeOneOf(unfilled: Iterable<string>): (name: string) => boolean {
  const all = new Set(unfilled);
  if (all.size > MOST_UNFILLED) return () => true;
  const shapes = [...all].map(filledIn);
  return (name) => shapes.some((isShapeOf) => isShapeOf(name));
}

/** What a name in which parts are filled in later can become. */
function filledIn(unfilled: string): (name: string) => boolean {
  if (unfilled.length > LONGEST_TEMPLATE) return () => true;
  const parts = unfilled.split(FILLED_IN).filter((part) => part !== "");
  const [first, last] = [parts[0] ?? "", parts.at(-1) ?? ""];
  const [isStart, isEnd] = [unfilled.startsWith(first), unfilled.endsWith(last)];
  return (name) => {
    if ((isStart && !name.startsWith(first)) || (isEnd && !name.endsWith(last))) return false;
    let at = 0;
    for (const part of parts) {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** Whether a text means itself: it is known, or empty, which means something too. */
export function isPlain(text: string | undefined): text is string {
  return text === "" || isKnown(text);
}

/** Whether nothing in a value is known, so that it need not be there: a chart may write all of it or not. */
export function isAllUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === UNKNOWN;
  const all = Object.values(value);
  return all.length > 0 && all.every(isAllUnknown);
}

/** Whether anything in a value had the wrong type, and so could not be read. */
export function holdsUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes(UNKNOWN);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, item]) => key.includes(UNKNOWN) || holdsUnknown(item));
}

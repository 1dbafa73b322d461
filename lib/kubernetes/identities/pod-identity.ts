import { memoizeParts } from "../../util/memoize.js";
import { field } from "../../util/plain-values.js";
import { type AnyObject, isKnown, type KindName, type PodTemplate } from "../objects.js";
import { podTemplateOf, templatePath } from "../kinds.js";

/** The ServiceAccount of a pod that names none: plugin/pkg/admission/serviceaccount/admission.go. */
export const DEFAULT_ACCOUNT = "default";

/** As whom the pods of a workload run, and what of it is written. */
export interface PodIdentity {
  /** The name of the ServiceAccount; it can be one that is filled in later. */
  name: string;
  /** Where the name is written, or belongs, as a path in the object. */
  at: readonly string[];
  /** Whether the name is written. */
  isNamed: boolean;
  /** The pod's own word on whether it gets a token; undefined if it says nothing, `unknown` if it is not readable. */
  automount: boolean | "unknown" | undefined;
  /** Where that is written, or belongs. */
  automountAt: readonly string[];
  template: PodTemplate;
}

/**
 * As whom the pods of a workload run. Of both fields that can have the name, `serviceAccountName` wins, and the deprecated
 * `serviceAccount` counts where it is empty (Kubernetes: pkg/apis/core/v1/conversion.go,
 * Convert_v1_PodSpec_To_core_PodSpec).
 * @returns undefined for what shows no template of its pods, and for a VirtualMachine, whose pods KubeVirt makes
 */
export function podIdentityOf(workload: { kind: KindName; object: AnyObject }): PodIdentity | undefined {
  if (workload.kind === "VirtualMachine") return undefined;
  const template = podTemplateOf(workload);
  const spec = template?.spec;
  if (!template || !spec) return undefined;
  const paths = pathsIn(workload.kind);
  const isDeprecated = !spec.serviceAccountName && Boolean(spec.serviceAccount);
  const name = (isDeprecated ? spec.serviceAccount : spec.serviceAccountName) ?? "";
  return {
    name: name === "" ? DEFAULT_ACCOUNT : name,
    at: isDeprecated ? paths.deprecated : paths.name,
    isNamed: name !== "",
    automount: automountIn(spec),
    automountAt: paths.automount,
    template,
  };
}

/** Where a workload of a kind has what it says of its identity: the same lists for all, since every rule asks. */
const pathsIn = memoizeParts((kind: KindName) => {
  const spec = [...templatePath(kind), "spec"];
  return {
    name: [...spec, "serviceAccountName"],
    deprecated: [...spec, "serviceAccount"],
    automount: [...spec, AUTOMOUNT],
  };
});

/** The field of a pod and of a ServiceAccount that says whether pods get a token. */
export const AUTOMOUNT = "automountServiceAccountToken";

/** What a pod or a ServiceAccount says on whether pods get a token; undefined if it says nothing. */
export function automountIn(object: object): PodIdentity["automount"] {
  const value = field(object, AUTOMOUNT);
  return value === undefined || value === null || typeof value === "boolean"
    ? (value ?? undefined)
    : "unknown";
}

/**
 * Whether the pods get a token of their ServiceAccount: what the pod says wins, then what the ServiceAccount says, and
 * without a word they get one (Kubernetes: plugin/pkg/admission/serviceaccount/admission.go, shouldAutomount).
 * @param account the ServiceAccount; undefined if it is none that the repository has
 */
export function getsToken(
  { automount }: Pick<PodIdentity, "automount">,
  account: object | undefined,
): boolean | "unknown" {
  return automount ?? (account && automountIn(account)) ?? true;
}

/** Identities outside of the cluster that a ServiceAccount stands for, by the prefixes of its annotations and labels. */
const OUTSIDE =
  /^(?:eks\.amazonaws\.com|iam\.amazonaws\.com|iam\.gke\.io|iam\.cloud\.google\.com|azure\.workload\.identity|pod-identity\.alibabacloud\.com|cloud\.google\.com|serviceaccounts\.openshift\.io)\//;
/** What puts a program beside the pod's own, or before it, that logs in elsewhere with the pod's token. */
const SIDECAR =
  /^(?!instrumentation\.opentelemetry\.io\/).*inject|^(?:vault\.|consul\.|linkerd\.io|config\.linkerd\.io|dapr\.io|conjur\.org|kuma\.io)/;
const OFF = /^(?:false|disabled|no|off|)$/i;

type Metadata = AnyObject["metadata"];

/** Whether a ServiceAccount stands for an identity elsewhere, which pods prove with its token. */
export function isIdentityElsewhere({ annotations, labels }: NonNullable<Metadata> = {}): boolean {
  return [annotations, labels].some((map) => Object.keys(map ?? {}).some((key) => OUTSIDE.test(key)));
}

/** Whether something is put into a pod that logs in elsewhere with its token, as Vault's agent does. */
export function isInjected({ metadata }: PodTemplate): boolean {
  return [metadata?.annotations, metadata?.labels].some((map) =>
    Object.entries(map ?? {}).some(([key, value]) => {
      return OUTSIDE.test(key) || (SIDECAR.test(key) && !(isKnown(value) && OFF.test(value)));
    }),
  );
}

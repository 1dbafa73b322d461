import { namesSecret } from "../../../kubernetes/kubeconfig/secret-texts.js";

// An excerpt shows the values of these fields and no others: what is not known to be harmless may be a secret. A field
// counts only below others of the list, so that `name` in the values of a chart is not shown.

/** The API groups whose objects have fields of the list. Others may use the same words for anything. */
const GROUPS: ReadonlySet<string> = new Set([
  "abac.authorization.kubernetes.io",
  "admissionregistration.k8s.io",
  "apps",
  "argoproj.io",
  "audit.k8s.io",
  "authorization.openshift.io",
  "autoscaling",
  "batch",
  "cilium.io",
  "crd.projectcalico.org",
  "extensions",
  "helm.toolkit.fluxcd.io",
  "kustomize.config.k8s.io",
  "kustomize.toolkit.fluxcd.io",
  "networking.k8s.io",
  "policy",
  "policy.networking.k8s.io",
  "project.openshift.io",
  "projectcalico.org",
  "rbac.authorization.k8s.io",
  "source.toolkit.fluxcd.io",
]);
/** The same for the kinds of the core group, which has Secrets and, in the eyes of kubectl, kubeconfigs as well. */
const CORE_KINDS: ReadonlySet<string> = new Set([
  "ConfigMap",
  "Endpoints",
  "LimitRange",
  "List",
  "Namespace",
  "Pod",
  "ReplicationController",
  "ResourceQuota",
  "Service",
  "ServiceAccount",
]);

/** Whether the fields of the list mean what they say in an object. */
export function isWellKnown(apiVersion: string, kind: string): boolean {
  const [group = ""] = apiVersion.includes("/") ? apiVersion.split("/") : [];
  return group === "" ? CORE_KINDS.has(kind) : GROUPS.has(group) && !/secret/i.test(kind);
}

/** What names any object, also one that is nothing but secret. */
const IDENTITY: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata/name",
  "metadata/namespace",
  "metadata/generateName",
  "type",
]);

export function isIdentity(path: readonly string[]): boolean {
  return IDENTITY.has(path.join("/"));
}

const FIELDS: ReadonlySet<string> = new Set(
  `
  apiVersion kind metadata name generateName namespace labels type items
  rules apiGroups apiVersions resources verbs resourceNames nonResourceURLs roleRef apiGroup subjects
  aggregationRule clusterRoleSelectors matchLabels matchExpressions operator
  spec template selector nodeSelector podSelector namespaceSelector policyTypes ingress egress from to ports port
  endPort targetPort protocol ipBlock cidr except endpointSelector nodeSelector fromEndpoints toEndpoints fromEntities
  toEntities toPorts fromCIDR toCIDR ingressDeny egressDeny order types action source destination nets notNets tier
  subject pods namespaces priority
  containers initContainers ephemeralContainers image imagePullPolicy containerPort hostPort hostIP
  serviceAccountName serviceAccount automountServiceAccountToken hostNetwork hostPID hostIPC shareProcessNamespace
  securityContext capabilities add drop privileged allowPrivilegeEscalation runAsNonRoot runAsUser runAsGroup fsGroup
  readOnlyRootFilesystem seccompProfile procMount supplementalGroups restartPolicy dnsPolicy hostname subdomain
  volumes volumeMounts mountPath readOnly hostPath emptyDir configMap secret secretName imagePullSecrets secrets
  projected sources serviceAccountToken expirationSeconds limits requests cpu memory replicas jobTemplate schedule
  suspend concurrencyPolicy strategy serviceName clusterIP sessionAffinity externalTrafficPolicy ingressClassName
  backend service number host paths pathType resources nodeName priorityClassName schedulerName
  webhooks failurePolicy sideEffects matchPolicy admissionReviewVersions timeoutSeconds operations scope objectSelector
  clientConfig validationActions policyName paramKind paramRef matchConstraints resourceRules matchResources
  level stages omitStages users userGroups group user readonly resource
  path sourceRef interval prune targetNamespace storageNamespace releaseName chart version url ref branch tag semver
  commit digest provider wait force timeout retryInterval dependsOn healthChecks secretRef kubeConfig chartRef
  project sourceRepos destinations server repoURL targetRevision clusterResourceWhitelist clusterResourceBlacklist
  namespaceResourceWhitelist namespaceResourceBlacklist syncPolicy automated selfHeal syncOptions generators list
  clusters git directories revision goTemplate roles policies groups recurse include exclude directory
  kustomize namePrefix nameSuffix bases components crds transformers validators images newName newTag
  patches target helmCharts repo includeCRDs configurations
  `
    .split(/\s+/)
    .filter((field) => field !== ""),
);
/** Maps whose keys somebody has made up, with values that Kubernetes keeps short. */
const LABELS: ReadonlySet<string> = new Set(["labels", "matchLabels", "nodeSelector", "selector"]);
/** Lists below these hold values of labels, or the names of fields. */
const EXPRESSIONS: ReadonlySet<string> = new Set(["key", "values"]);

/** Whether the value at a path of a well-known object, made of the keys in it, is harmless. */
export function isHarmless(path: readonly string[]): boolean {
  return path.every((key, index) => {
    const parent = path[index - 1] ?? "";
    if (LABELS.has(parent)) return !namesSecret(key);
    if (parent === "matchExpressions" && EXPRESSIONS.has(key)) return true;
    // A `secret` that is a map names one; as a value it is one.
    return FIELDS.has(key) && (index < path.length - 1 || !namesSecret(key));
  });
}

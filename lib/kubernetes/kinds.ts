import { field, isMap } from "../util/plain-values.js";
import { type AnyObject, type KindName, type Kinds, type PodTemplate } from "./objects.js";
import { fitShape, type Shape } from "./shape.js";
import { groupOf, isMisspelt } from "./schema/api-versions.js";

interface KindInfo {
  /** The API groups that have this kind; the versions do not matter. */
  groups: readonly string[];
  /** The values of `kind` in manifests, if they differ from the name used here. */
  kinds?: readonly string[];
  /** Whether its objects live in a namespace. */
  namespaced: boolean;
  shape: Record<string, Shape>;
}

const texts: Shape = { list: "text" };
const labelSelector: Shape = {
  fields: {
    matchLabels: { map: "text" },
    matchExpressions: { list: { fields: { key: "text", operator: "text", values: texts } } },
  },
};
const metadata: Shape = {
  fields: {
    name: "text",
    generateName: "text",
    namespace: "text",
    labels: { map: "text" },
    annotations: { map: "text" },
  },
};
const rules: Shape = {
  list: {
    fields: {
      apiGroups: texts,
      resources: texts,
      verbs: texts,
      resourceNames: texts,
      nonResourceURLs: texts,
    },
  },
};
const binding: Record<string, Shape> = {
  roleRef: { fields: { apiGroup: "text", kind: "text", name: "text" } },
  subjects: { list: { fields: { apiGroup: "text", kind: "text", name: "text", namespace: "text" } } },
};
const peers: Shape = {
  list: {
    fields: {
      podSelector: labelSelector,
      namespaceSelector: labelSelector,
      ipBlock: { fields: { cidr: "text", except: texts } },
    },
  },
};
const ports: Shape = { list: { fields: { protocol: "text", port: "any", endPort: "number" } } };
const containers: Shape = {
  list: {
    fields: {
      name: "text",
      restartPolicy: "text",
      ports: { list: { fields: { name: "text", containerPort: "any", protocol: "text" } } },
      securityContext: {
        fields: {
          privileged: "boolean",
          runAsUser: "number",
          runAsNonRoot: "boolean",
          appArmorProfile: { fields: { type: "text" } },
          capabilities: { fields: { add: texts } },
        },
      },
      volumeMounts: { list: { fields: { name: "text", readOnly: "boolean", subPath: "text" } } },
    },
  },
};
const podTemplate: Shape = {
  fields: {
    metadata,
    spec: {
      fields: {
        serviceAccountName: "text",
        serviceAccount: "text",
        automountServiceAccountToken: "any",
        hostNetwork: "boolean",
        hostPID: "boolean",
        nodeName: "text",
        nodeSelector: { map: "text" },
        affinity: { fields: { nodeAffinity: "any", podAffinity: "any", podAntiAffinity: "any" } },
        tolerations: { list: { fields: { key: "text", operator: "text" } } },
        securityContext: {
          fields: {
            runAsUser: "number",
            runAsNonRoot: "boolean",
            appArmorProfile: { fields: { type: "text" } },
          },
        },
        volumes: { list: { fields: { name: "text", hostPath: { fields: { path: "text" } } } } },
        containers,
        initContainers: containers,
      },
    },
  },
};
const workload: Record<string, Shape> = { spec: { fields: { template: podTemplate } } };
/** All that matters is whether each exists. */
const subresources: Shape = { fields: { status: { fields: {} }, scale: { fields: {} } } };
/** A route of the Gateway API, whose rules name the Services behind it. */
const route: Record<string, Shape> = { spec: "any" };
/** Whatever a Secret holds stays where it is written. */
const secretMetadata: Shape = {
  fields: {
    name: "text",
    generateName: "text",
    namespace: "text",
    labels: { map: "text" },
    annotations: { fields: { "kubernetes.io/service-account.name": "text" } },
  },
};
const anySpec: Record<string, Shape> = { spec: "any" };
/** What a webhook or an admission policy is asked about. */
const requestRules: Shape = { list: { fields: { apiGroups: texts, operations: texts, resources: texts } } };
const webhooks: Record<string, Shape> = {
  webhooks: { list: { fields: { name: "text", failurePolicy: "text", rules: requestRules } } },
};
const admissionPolicy: Record<string, Shape> = {
  spec: {
    fields: { failurePolicy: "text", matchConstraints: { fields: { resourceRules: requestRules } } },
  },
};
const admissionBinding: Record<string, Shape> = {
  spec: { fields: { policyName: "text", validationActions: texts } },
};

const rbac = ["rbac.authorization.k8s.io", "authorization.openshift.io"];
const admission = ["admissionregistration.k8s.io"];
const gateway = ["gateway.networking.k8s.io"];
const calico = ["crd.projectcalico.org", "projectcalico.org"];

/** Every kind that is read, for a rule or because others refer to it. */
const KINDS: Record<KindName, KindInfo> = {
  Role: { groups: rbac, namespaced: true, shape: { rules } },
  ClusterRole: {
    groups: rbac,
    namespaced: false,
    shape: { rules, aggregationRule: { fields: { clusterRoleSelectors: { list: labelSelector } } } },
  },
  RoleBinding: { groups: rbac, namespaced: true, shape: binding },
  ClusterRoleBinding: { groups: rbac, namespaced: false, shape: binding },
  Namespace: { groups: [""], namespaced: false, shape: {} },
  ServiceAccount: { groups: [""], namespaced: true, shape: { automountServiceAccountToken: "any" } },
  Pod: { groups: [""], namespaced: true, shape: podTemplate.fields },
  Deployment: { groups: ["apps", "extensions"], namespaced: true, shape: workload },
  StatefulSet: { groups: ["apps"], namespaced: true, shape: workload },
  DaemonSet: { groups: ["apps", "extensions"], namespaced: true, shape: workload },
  ReplicaSet: { groups: ["apps", "extensions"], namespaced: true, shape: workload },
  ReplicationController: { groups: [""], namespaced: true, shape: workload },
  Job: { groups: ["batch"], namespaced: true, shape: workload },
  CronJob: {
    groups: ["batch"],
    namespaced: true,
    shape: { spec: { fields: { jobTemplate: { fields: workload } } } },
  },
  DeploymentConfig: { groups: ["apps.openshift.io"], namespaced: true, shape: workload },
  Rollout: { groups: ["argoproj.io"], namespaced: true, shape: workload },
  CloneSet: { groups: ["apps.kruise.io"], namespaced: true, shape: workload },
  AdvancedStatefulSet: {
    groups: ["apps.kruise.io"],
    kinds: ["StatefulSet"],
    namespaced: true,
    shape: workload,
  },
  AdvancedDaemonSet: { groups: ["apps.kruise.io"], kinds: ["DaemonSet"], namespaced: true, shape: workload },
  KnativeService: { groups: ["serving.knative.dev"], kinds: ["Service"], namespaced: true, shape: workload },
  VirtualMachine: { groups: ["kubevirt.io"], namespaced: true, shape: workload },
  Service: {
    groups: [""],
    namespaced: true,
    shape: {
      spec: {
        fields: {
          type: "text",
          selector: { map: "text" },
          ports: {
            list: {
              fields: {
                name: "text",
                protocol: "text",
                port: "any",
                targetPort: "any",
                nodePort: "any",
              },
            },
          },
          externalIPs: texts,
          externalName: "text",
          clusterIP: "text",
          loadBalancerSourceRanges: texts,
        },
      },
    },
  },
  Ingress: { groups: ["networking.k8s.io", "extensions"], namespaced: true, shape: anySpec },
  HTTPRoute: { groups: gateway, namespaced: true, shape: route },
  GRPCRoute: { groups: gateway, namespaced: true, shape: route },
  TLSRoute: { groups: gateway, namespaced: true, shape: route },
  TCPRoute: { groups: gateway, namespaced: true, shape: route },
  UDPRoute: { groups: gateway, namespaced: true, shape: route },
  OpenShiftRoute: {
    groups: ["route.openshift.io"],
    kinds: ["Route"],
    namespaced: true,
    shape: {
      spec: {
        fields: {
          host: "text",
          to: { fields: { kind: "text", name: "text" } },
          alternateBackends: { list: { fields: { kind: "text", name: "text" } } },
          port: { fields: { targetPort: "any" } },
        },
      },
    },
  },
  Secret: { groups: [""], namespaced: true, shape: { metadata: secretMetadata, type: "text" } },
  NetworkPolicy: {
    groups: ["networking.k8s.io", "extensions"],
    namespaced: true,
    shape: {
      spec: {
        fields: {
          podSelector: labelSelector,
          policyTypes: texts,
          ingress: { list: { fields: { from: peers, ports } } },
          egress: { list: { fields: { to: peers, ports } } },
        },
      },
    },
  },
  CiliumNetworkPolicy: { groups: ["cilium.io"], namespaced: true, shape: { spec: "any", specs: "any" } },
  CiliumClusterwideNetworkPolicy: {
    groups: ["cilium.io"],
    namespaced: false,
    shape: { spec: "any", specs: "any" },
  },
  CalicoNetworkPolicy: { groups: calico, kinds: ["NetworkPolicy"], namespaced: true, shape: anySpec },
  GlobalNetworkPolicy: { groups: calico, namespaced: false, shape: anySpec },
  AdminNetworkPolicy: { groups: ["policy.networking.k8s.io"], namespaced: false, shape: anySpec },
  BaselineAdminNetworkPolicy: { groups: ["policy.networking.k8s.io"], namespaced: false, shape: anySpec },
  ClusterNetworkPolicy: { groups: ["policy.networking.k8s.io"], namespaced: false, shape: anySpec },
  KyvernoPolicy: {
    groups: ["kyverno.io", "policies.kyverno.io"],
    kinds: ["ClusterPolicy", "Policy", "GeneratingPolicy", "NamespacedGeneratingPolicy"],
    namespaced: false,
    shape: anySpec,
  },
  ValidatingAdmissionPolicy: { groups: admission, namespaced: false, shape: admissionPolicy },
  ValidatingAdmissionPolicyBinding: { groups: admission, namespaced: false, shape: admissionBinding },
  MutatingAdmissionPolicy: { groups: admission, namespaced: false, shape: admissionPolicy },
  MutatingAdmissionPolicyBinding: { groups: admission, namespaced: false, shape: admissionBinding },
  ValidatingWebhookConfiguration: { groups: admission, namespaced: false, shape: webhooks },
  MutatingWebhookConfiguration: { groups: admission, namespaced: false, shape: webhooks },
  FluxKustomization: {
    groups: ["kustomize.toolkit.fluxcd.io"],
    kinds: ["Kustomization"],
    namespaced: true,
    shape: anySpec,
  },
  HelmRelease: { groups: ["helm.toolkit.fluxcd.io"], namespaced: true, shape: anySpec },
  GitRepository: { groups: ["source.toolkit.fluxcd.io"], namespaced: true, shape: anySpec },
  HelmRepository: { groups: ["source.toolkit.fluxcd.io"], namespaced: true, shape: anySpec },
  OCIRepository: { groups: ["source.toolkit.fluxcd.io"], namespaced: true, shape: anySpec },
  // Those of k3s and RKE2; Flux has another HelmChart.
  HelmChart: { groups: ["helm.cattle.io"], namespaced: true, shape: anySpec },
  HelmChartConfig: { groups: ["helm.cattle.io"], namespaced: true, shape: anySpec },
  Application: { groups: ["argoproj.io"], namespaced: true, shape: anySpec },
  ApplicationSet: { groups: ["argoproj.io"], namespaced: true, shape: anySpec },
  AppProject: { groups: ["argoproj.io"], namespaced: true, shape: anySpec },
  Subscription: { groups: ["operators.coreos.com"], namespaced: true, shape: anySpec },
  Misspelt: { groups: [], kinds: [], namespaced: true, shape: {} },
  CustomResourceDefinition: {
    groups: ["apiextensions.k8s.io"],
    namespaced: false,
    shape: {
      spec: {
        fields: {
          group: "text",
          scope: "text",
          names: { fields: { plural: "text", singular: "text", kind: "text", shortNames: texts } },
          versions: { list: { fields: { name: "text", served: "boolean", subresources } } },
          // v1beta1
          version: "text",
          subresources,
        },
      },
    },
  },
};

export const KIND_NAMES = Object.keys(KINDS) as KindName[];

const byGroupAndKind = new Map<string, KindName>();
for (const name of KIND_NAMES) {
  for (const group of KINDS[name].groups) {
    for (const kind of KINDS[name].kinds ?? [name]) byGroupAndKind.set(`${group}/${kind}`, name);
  }
}

/** The values of `kind:` in manifests of the kinds that are read. */
export const KINDS_IN_MANIFESTS: ReadonlySet<string> = new Set(
  KIND_NAMES.flatMap((name) => KINDS[name].kinds ?? [name]),
);

/** The kind of a manifest, if it is one that is read. The version does not matter, but the group does. */
export function kindOf(apiVersion: unknown, kind: unknown): KindName | undefined {
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const name = byGroupAndKind.get(`${groupOf(apiVersion)}/${kind}`);
  return name ?? (isMisspelt(apiVersion, kind) ? "Misspelt" : undefined);
}

/**
 * Whether an object belongs to Kubernetes' own RBAC API, in a version that works like v1. OpenShift has a copy of the
 * API that accepts other values, and in v1alpha1 a subject has an apiVersion.
 */
export function isCurrentRbac({ apiVersion = "" }: { apiVersion?: string }): boolean {
  return apiVersion === "rbac.authorization.k8s.io/v1" || apiVersion === "rbac.authorization.k8s.io/v1beta1";
}

/** Whether the objects of a kind live in a namespace. */
export function isNamespaced(kind: KindName): boolean {
  return KINDS[kind].namespaced;
}

/**
 * An object trimmed to the fields that are read, each of the right type. A value of another type (a template
 * instead of a list, a number instead of a name) is not left out, which would mean something, but replaced by an
 * unknown one: `UNKNOWN` for a string, a list or map with one unknown item for these. Null is the same as absent.
 * @param old what the object was before a change, already trimmed: what both share is not looked at again
 */
export function normalise<Name extends KindName>(kind: Name, value: object, old?: object): Kinds[Name] {
  const fields: Record<string, Shape> = { apiVersion: "text", kind: "text", metadata, ...KINDS[kind].shape };
  return fitShape(value, { fields }, old) as AnyObject as Kinds[Name];
}

/** The template from which a workload makes its pods; of a Pod, itself. Undefined if there is none. */
export function podTemplateOf({
  kind,
  object,
}: {
  kind: KindName;
  object: AnyObject;
}): PodTemplate | undefined {
  if (!WORKLOADS.has(kind)) return undefined;
  if (kind === "Pod") return object as PodTemplate;
  const template = field(object, ...templatePath(kind));
  // `normalise` has fitted it to the shape.
  return isMap(template) ? (template as PodTemplate) : undefined;
}

/** Where a kind of workload has the template of its pods; empty for a Pod. */
export function templatePath(kind: KindName): readonly string[] {
  if (kind === "Pod") return [];
  return kind === "CronJob" ? ["spec", "jobTemplate", "spec", "template"] : ["spec", "template"];
}

/** The labels of the pods that an object creates, if it is a workload. */
export function podLabels(workload: {
  kind: KindName;
  object: AnyObject;
}): Readonly<Record<string, unknown>> {
  return podTemplateOf(workload)?.metadata?.labels ?? {};
}

/** The kinds that run pods. */
export const WORKLOAD_KINDS = [
  "Pod",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob",
  "DeploymentConfig",
  "Rollout",
  "CloneSet",
  "AdvancedStatefulSet",
  "AdvancedDaemonSet",
  "KnativeService",
  "VirtualMachine",
] as const satisfies KindName[];

export const WORKLOADS: ReadonlySet<KindName> = new Set(WORKLOAD_KINDS);

import { IMPERSONATION } from "./impersonation.js";
import { givesPermission, type PermissionContext, type Permission } from "./permissions.js";
import type { PolicyRule } from "../objects.js";

const CORE = [""];
const RBAC = ["rbac.authorization.k8s.io"];
const CERTIFICATES = ["certificates.k8s.io"];

const READ = ["get", "list", "watch"];
const CREATE = ["create", "update", "patch"];
const CHANGE = ["update", "patch"];
const WRITE = [...CREATE, "delete", "deletecollection"];

/**
 * Kubernetes' own signers of certificates that authenticate to the API server, and the pattern for all signers of
 * their domain: plugin/pkg/admission/certificates/util.go, IsAuthorizedForSignerName.
 */
const CLIENT_SIGNERS = [
  "kubernetes.io/kube-apiserver-client",
  "kubernetes.io/kube-apiserver-client-kubelet",
  "kubernetes.io/*",
];

/** ConfigMaps of kube-system that decide who is who, and how names resolve in the cluster. */
const SYSTEM_CONFIG_MAPS = ["coredns", "aws-auth", "extension-apiserver-authentication"];

/** Until `create` was always checked, `get` was enough to connect. */
const CONNECT = { apiGroups: CORE, resources: ["pods/exec", "pods/attach", "pods/portforward"] };

/**
 * The permissions that allow more than it seems, by the name of the rule that finds them. The references are to
 * where Kubernetes decides.
 */
export const DANGEROUS_PERMISSIONS = {
  /** list and watch return whole objects: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/get.go, ListResource. */
  "no-secret-read": {
    can: "read every Secret of {{where}}",
    access: [{ apiGroups: CORE, resources: ["secrets"], verbs: READ }],
    scope: "cluster",
    instead: "Name the Secrets in resourceNames with 'get' only, or bind the role in one namespace.",
  },

  /**
   * Whoever writes a Secret of the type `kubernetes.io/service-account-token` names any ServiceAccount of its
   * namespace, and the token appears in the Secret: pkg/controller/serviceaccount/tokens_controller.go, syncSecret.
   * The accounts in kube-system are those of Kubernetes' own controllers.
   */
  "no-secret-write": {
    can: "have a token made of any ServiceAccount of {{where}}, with a Secret that names it",
    access: [
      { apiGroups: CORE, resources: ["secrets"], verbs: ["create"] },
      {
        apiGroups: CORE,
        resources: ["secrets"],
        verbs: CHANGE,
        says: {
          messageId: "change",
          can: "change every Secret of {{where}}, and with them the passwords, keys and tokens that others rely on",
          instead: "Name the Secrets in resourceNames, or bind the role in the namespaces that it is for.",
        },
      },
    ],
    scope: "cluster",
    alsoIn: ["kube-system"],
    instead:
      "Bind the role in the namespaces that it is for, without kube-system, or create its Secrets beforehand and name them in resourceNames.",
  },

  /**
   * Pods, and what a controller of Kubernetes or OpenShift creates them from: pkg/controller/deployment,
   * daemon, statefulset, replicaset, replication, job and cronjob. Nothing creates pods from a PodTemplate, and
   * the group `extensions` has had no workloads since 1.16.
   */
  "no-workload-create": {
    can: "run any image in {{where}}, with the ServiceAccount and the Secrets of its pod",
    access: [
      { apiGroups: CORE, resources: ["pods", "replicationcontrollers"], verbs: CREATE },
      {
        apiGroups: ["apps"],
        resources: ["deployments", "daemonsets", "statefulsets", "replicasets"],
        verbs: CREATE,
      },
      { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: CREATE },
      { apiGroups: ["apps.openshift.io"], resources: ["deploymentconfigs"], verbs: CREATE },
    ],
    scope: "cluster",
    instead: "Bind the role in the namespaces that the workloads are in.",
  },

  /**
   * The verb is that of the HTTP method, so a WebSocket needs `get`; since 1.35 `create` is checked as well:
   * pkg/registry/core/pod/rest/subresources.go, Connect, with AuthorizePodWebsocketUpgradeCreatePermission.
   * A proxy is different: each method does whatever the program behind it makes of it.
   */
  "no-pod-exec": {
    can: "run commands in pods of {{where}}, or reach their ports past network policies",
    access: [
      { ...CONNECT, verbs: ["create"] },
      { ...CONNECT, verbs: ["get"], before: 35 },
      { apiGroups: CORE, resources: ["pods/proxy", "services/proxy"], verbs: "any", part: "ports" },
      { apiGroups: CORE, resources: ["pods/ephemeralcontainers"], verbs: CHANGE },
    ],
    scope: "cluster",
    instead:
      "Bind the role in the namespaces that need it, and give people access only for as long as they need it.",
  },

  /**
   * Any part of the kubelet's API without a subresource of its own requires `proxy`, even `/exec` and `/run`, and
   * a WebSocket is a `get`: pkg/kubelet/server/auth.go, GetRequestAttributes.
   */
  "no-node-proxy": {
    can: "run commands in every pod through the kubelets of {{where}}",
    access: [{ apiGroups: CORE, resources: ["nodes/proxy"], verbs: "any", scope: "cluster" }],
    scope: "cluster",
    instead:
      "Write what is needed: 'nodes/metrics', 'nodes/stats' or 'nodes/log', and from Kubernetes 1.33 'nodes/pods', 'nodes/healthz' or 'nodes/configz'.",
  },

  "no-impersonation": IMPERSONATION,

  /**
   * pkg/registry/rbac/escalation_check.go: RoleEscalationAuthorized checks `escalate` on the role that is
   * written, BindingAuthorized `bind` on the role that is referred to, in the namespace of the binding.
   * On rolebindings these verbs mean nothing.
   */
  "no-privilege-escalation": {
    can: "gain rights in {{where}} that this role does not give",
    access: [
      {
        apiGroups: RBAC,
        resources: ["clusterroles"],
        verbs: ["bind"],
        evenFor: (name, isDangerous) => isDangerous("ClusterRole", name),
      },
      {
        apiGroups: RBAC,
        resources: ["roles"],
        verbs: ["bind", "escalate"],
        evenFor: (name, isDangerous) => isDangerous("Role", name),
      },
      {
        apiGroups: RBAC,
        resources: ["clusterroles"],
        verbs: ["escalate"],
        scope: "cluster",
        evenFor: (name, isDangerous) => isDangerous("ClusterRole", name),
      },
    ],
    scope: "any",
    instead:
      "Leave out 'escalate', and name in resourceNames the roles that 'bind' is for; without these verbs, a writer of roles and bindings can pass on only rights that it has.",
  },

  /** The check that `bind` and `escalate` would skip: pkg/registry/rbac/validation/rule.go, ConfirmNoEscalation. */
  "no-rbac-write": {
    can: "{{write}} roles or bindings in {{where}}, which can pass on every right that the writer has",
    access: [
      { apiGroups: RBAC, resources: ["roles", "rolebindings"], verbs: CREATE },
      {
        apiGroups: RBAC,
        resources: ["clusterroles", "clusterrolebindings"],
        verbs: CREATE,
        scope: "cluster",
      },
    ],
    scope: "cluster",
    instead: "Bind the role in the namespaces that it is for, or keep roles and bindings in git.",
  },

  /** pkg/registry/core/serviceaccount/storage/token.go, Create: a token of any ServiceAccount that is named. */
  "no-token-create": {
    can: "create tokens for the ServiceAccounts of {{where}} and act as them",
    access: [
      {
        apiGroups: CORE,
        resources: ["serviceaccounts/token"],
        verbs: ["create"],
        evenFor: () => false,
        partsNarrow: true,
      },
    ],
    scope: "any",
    instead: "Name the ServiceAccounts in resourceNames.",
  },

  /**
   * Two checks: the authorizer's for the subresource, and the admission plugin's for the signer, which is not
   * namespaced: plugin/pkg/admission/certificates/approval/admission.go, Validate.
   */
  "no-csr-approval": {
    can: "approve client certificates for any identity in {{where}}",
    access: [
      {
        apiGroups: CERTIFICATES,
        resources: ["certificatesigningrequests/approval"],
        verbs: CHANGE,
        scope: "cluster",
        evenFor: () => false,
      },
    ],
    together: {
      apiGroups: CERTIFICATES,
      resources: ["signers"],
      verbs: ["approve"],
      scope: "cluster",
      evenFor: (name) => CLIENT_SIGNERS.includes(name),
    },
    scope: "cluster",
    instead:
      "Name the signers that are needed in resourceNames of 'signers', and none of Kubernetes' own that issue client certificates.",
  },

  /**
   * All of these see and may change or refuse each request, including Secrets:
   * staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook and plugin/policy. Deleting one lets through
   * what it refuses.
   */
  "no-admission-write": {
    can: "{{write}} the webhooks and policies that every request to the API server of {{where}} passes",
    access: [
      {
        apiGroups: ["admissionregistration.k8s.io"],
        resources: [
          "mutatingwebhookconfigurations",
          "validatingwebhookconfigurations",
          "mutatingadmissionpolicies",
          "mutatingadmissionpolicybindings",
          "validatingadmissionpolicies",
          "validatingadmissionpolicybindings",
        ],
        verbs: WRITE,
        scope: "cluster",
      },
    ],
    scope: "cluster",
    instead:
      "Name the role's own configurations in resourceNames, and leave creating them to whoever installs them.",
  },

  /** pkg/volume/hostpath: a PersistentVolume can be any directory of the node that a pod runs on. */
  "no-persistent-volume-create": {
    can: "create PersistentVolumes in {{where}}, which can be any directory of a node",
    access: [{ apiGroups: CORE, resources: ["persistentvolumes"], verbs: ["create"], scope: "cluster" }],
    scope: "cluster",
    instead: "Leave it out, and let a StorageClass provide volumes for 'persistentvolumeclaims'.",
  },

  /**
   * A request for a namespace is checked in that namespace: requestinfo.go, NewRequestInfo, in
   * staging/src/k8s.io/apiserver/pkg/endpoints/request. Its labels decide on Pod Security:
   * pod-security-admission/admission/admission.go.
   */
  "no-namespace-write": {
    can: "switch Pod Security and network policies on and off in {{where}}, through the labels of namespaces",
    access: [{ apiGroups: CORE, resources: ["namespaces"], verbs: CHANGE }],
    scope: "any",
    instead: "Leave out 'update' and 'patch', or name the namespaces in resourceNames.",
  },

  /**
   * CVE-2020-8554: an address in the status of a Service takes over the traffic to it: pkg/proxy. The status of
   * a pod says which address a Service sends to, that of a node where its kubelet is.
   */
  "no-status-write": {
    can: "redirect the traffic of others in {{where}}, through the status of nodes, pods or Services",
    access: [
      { apiGroups: CORE, resources: ["pods/status", "services/status"], verbs: CHANGE },
      { apiGroups: CORE, resources: ["nodes/status"], verbs: CHANGE, scope: "cluster" },
    ],
    scope: "cluster",
    instead: "Leave out what is not the controller's own: these belong to Kubernetes.",
  },

  /**
   * ConfigMaps of kube-system decide how names resolve (CoreDNS), who an AWS identity is (aws-auth), and which client
   * certificates aggregated API servers trust: pkg/controlplane/controller/clusterauthenticationtrust.
   */
  "no-system-configmap-write": {
    can: "{{write}} ConfigMaps of kube-system, which decide how names resolve and who is who",
    access: [
      { apiGroups: CORE, resources: ["configmaps"], verbs: WRITE },
      {
        apiGroups: CORE,
        resources: ["configmaps"],
        verbs: [...CHANGE, "delete"],
        evenFor: (name) => SYSTEM_CONFIG_MAPS.includes(name),
      },
    ],
    scope: "any",
    namespaces: ["kube-system"],
    instead:
      "Bind the role in the namespaces that it is for, without kube-system, or name its own ConfigMaps in resourceNames.",
  },

  /** Both groups serve the same objects: pkg/registry/events/rest/storage_events.go. */
  "no-evidence-delete": {
    can: "delete the Events of {{where}} that show what happened",
    access: [
      {
        apiGroups: ["", "events.k8s.io"],
        resources: ["events"],
        verbs: ["delete", "deletecollection"],
      },
    ],
    scope: "any",
    instead: "Leave out 'delete' and 'deletecollection': Events expire by themselves after an hour.",
  },
} as const satisfies Record<string, Permission>;

export type PermissionName = keyof typeof DANGEROUS_PERMISSIONS;

/** The permissions that give access to the rights or the Secrets of others: what `recommended` finds. */
export const ESCALATING: readonly PermissionName[] = [
  "no-secret-read",
  "no-pod-exec",
  "no-node-proxy",
  "no-impersonation",
  "no-privilege-escalation",
  "no-token-create",
  "no-csr-approval",
  "no-admission-write",
];

/** Every permission, those that give access to the rights or the Secrets of others first. */
export const PERMISSIONS_BY_DANGER: readonly PermissionName[] = [
  ...ESCALATING,
  ...(Object.keys(DANGEROUS_PERMISSIONS) as PermissionName[]).filter((name) => !ESCALATING.includes(name)),
];

/** Whether a permission matters in a namespace alone: those that give the rights of others do wherever they are. */
export function mattersIn(name: PermissionName, namespace: string): boolean {
  const { scope, alsoIn = [], namespaces: only }: Permission = DANGEROUS_PERMISSIONS[name];
  if (only) return only.includes(namespace);
  return scope === "any" || ESCALATING.includes(name) || alsoIn.includes(namespace);
}

/**
 * Kubernetes' own ClusterRoles that give one of these, in any version.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy, policy.go and controller_policy.go.
 */
const DANGEROUS_BUILT_IN: ReadonlySet<string> = new Set([
  "admin",
  "cluster-admin",
  "edit",
  "system:aggregate-to-edit",
  "system:controller:certificate-controller",
  "system:controller:clusterrole-aggregation-controller",
  "system:controller:generic-garbage-collector",
  "system:controller:namespace-controller",
  "system:controller:resourcequota-controller",
  "system:controller:storage-version-migrator-controller",
  "system:kube-controller-manager",
  "system:kubelet-api-admin",
  "system:node",
]);

/** Whether a ClusterRole that every cluster has gives access to the rights or the Secrets of others. */
export function isDangerousBuiltIn(name: string): boolean {
  return DANGEROUS_BUILT_IN.has(name);
}

/** Whether rules give access to the rights or the Secrets of others. */
export function areDangerous(
  rules: readonly PolicyRule[],
  context: PermissionContext,
  inNamespace: boolean,
): boolean {
  return ESCALATING.some((name) => {
    return givesPermission(DANGEROUS_PERMISSIONS[name], rules, context, inNamespace);
  });
}

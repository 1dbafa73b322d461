import type { ComponentName } from "./component.js";

type Defaults = Partial<Record<ComponentName, Readonly<Record<string, string>>>>;

/** The authorization modes that every tool sets. */
const MODES = { "authorization-mode": "Node,RBAC" };

/** A kubelet that only the API server and those whom it lets may ask. */
const SAFE_KUBELET = {
  "anonymous-auth": "false",
  "authorization-mode": "Webhook",
  "authentication-token-webhook": "true",
};

/** A controller manager or scheduler that listens to its own node only. */
const LOCAL = { "bind-address": "127.0.0.1" };

/**
 * kubeadm, and what is built on it: Cluster API and kind. A flag that is written replaces its default.
 * Kubernetes: cmd/kubeadm/app/phases/controlplane/manifests.go, getAPIServerCommand, getControllerManagerCommand and
 * getSchedulerCommand; phases/etcd/local.go, getEtcdCommand; componentconfigs/kubelet.go, kubeletConfig.Default.
 */
export const KUBEADM: Defaults = {
  "kube-apiserver": {
    ...MODES,
    "enable-admission-plugins": "NodeRestriction",
    "service-account-key-file": "/etc/kubernetes/pki/sa.pub",
    "service-account-signing-key-file": "/etc/kubernetes/pki/sa.key",
    "client-ca-file": "/etc/kubernetes/pki/ca.crt",
    "tls-cert-file": "/etc/kubernetes/pki/apiserver.crt",
    "tls-private-key-file": "/etc/kubernetes/pki/apiserver.key",
    "kubelet-client-certificate": "/etc/kubernetes/pki/apiserver-kubelet-client.crt",
    "kubelet-client-key": "/etc/kubernetes/pki/apiserver-kubelet-client.key",
    "etcd-cafile": "/etc/kubernetes/pki/etcd/ca.crt",
    "etcd-certfile": "/etc/kubernetes/pki/apiserver-etcd-client.crt",
    "etcd-keyfile": "/etc/kubernetes/pki/apiserver-etcd-client.key",
    "enable-bootstrap-token-auth": "true",
    "secure-port": "6443",
  },
  "kube-controller-manager": {
    ...LOCAL,
    "use-service-account-credentials": "true",
    "root-ca-file": "/etc/kubernetes/pki/ca.crt",
    "service-account-private-key-file": "/etc/kubernetes/pki/sa.key",
    "client-ca-file": "/etc/kubernetes/pki/ca.crt",
  },
  "kube-scheduler": LOCAL,
  kubelet: {
    ...SAFE_KUBELET,
    "client-ca-file": "/etc/kubernetes/pki/ca.crt",
    "read-only-port": "0",
    "rotate-certificates": "true",
  },
  etcd: {
    "cert-file": "/etc/kubernetes/pki/etcd/server.crt",
    "key-file": "/etc/kubernetes/pki/etcd/server.key",
    "trusted-ca-file": "/etc/kubernetes/pki/etcd/ca.crt",
    "client-cert-auth": "true",
    "peer-cert-file": "/etc/kubernetes/pki/etcd/peer.crt",
    "peer-key-file": "/etc/kubernetes/pki/etcd/peer.key",
    "peer-trusted-ca-file": "/etc/kubernetes/pki/etcd/ca.crt",
    "peer-client-cert-auth": "true",
  },
};

/**
 * k3s, and RKE2, which is built on it.
 * k3s: pkg/daemons/control/server.go, apiServer, controllerManager and scheduler; pkg/daemons/agent/agent_linux.go,
 * kubeletArgs. RKE2: pkg/cli/defaults/defaults.go, Set.
 */
export const K3S: Defaults = {
  "kube-apiserver": {
    ...MODES,
    "enable-admission-plugins": "NodeRestriction",
    "anonymous-auth": "false",
    profiling: "false",
  },
  "kube-controller-manager": { ...LOCAL, profiling: "false", "use-service-account-credentials": "true" },
  "kube-scheduler": { ...LOCAL, profiling: "false" },
  kubelet: { ...SAFE_KUBELET, "read-only-port": "0" },
};

/**
 * Talos. Its kubelet reads a configuration file whose authentication and authorization nobody can change, though flags
 * can. Talos: internal/app/machined/pkg/controllers/k8s/control_plane_static_pod.go, manageAPIServer,
 * manageControllerManager and manageScheduler; kubelet_spec.go, newKubeletConfiguration.
 */
export const TALOS: Defaults = {
  "kube-apiserver": {
    ...MODES,
    "enable-admission-plugins": "NodeRestriction",
    "anonymous-auth": "false",
    profiling: "false",
    "tls-min-version": "VersionTLS12",
    "audit-log-maxage": "30",
    "audit-log-maxbackup": "10",
    "audit-log-maxsize": "100",
  },
  "kube-controller-manager": { ...LOCAL, profiling: "false", "use-service-account-credentials": "true" },
  "kube-scheduler": { ...LOCAL, profiling: "false" },
  kubelet: { ...SAFE_KUBELET, "rotate-certificates": "true", "streaming-connection-idle-timeout": "5m0s" },
};

/**
 * kOps. Which modes it takes for want of `authorization` changed from AlwaysAllow to Node and RBAC, and the kubelet's
 * defaults changed too: both are left out. kOps: pkg/model/components/apiserver.go, BuildOptions.
 */
export const KOPS: Defaults = {
  "kube-apiserver": {
    "enable-admission-plugins":
      "DefaultStorageClass,DefaultTolerationSeconds,LimitRanger,MutatingAdmissionWebhook,NamespaceLifecycle,NodeRestriction,ResourceQuota,RuntimeClass,ServiceAccount,ValidatingAdmissionPolicy,ValidatingAdmissionWebhook",
    "anonymous-auth": "false",
  },
};

/**
 * A kubelet whose fields come from a file: what it leaves out is safer than what the flags leave out.
 * Kubernetes: pkg/kubelet/apis/config/v1beta1/defaults.go, SetDefaults_KubeletConfiguration.
 */
export const KUBELET_FILE: Defaults = {
  kubelet: {
    ...SAFE_KUBELET,
    "read-only-port": "0",
    "streaming-connection-idle-timeout": "4h0m0s",
    "make-iptables-util-chains": "true",
    "event-qps": "50",
  },
};

/** Kubernetes: pkg/proxy/apis/config/v1alpha1/defaults.go, SetDefaults_KubeProxyConfiguration. */
export const PROXY_FILE: Defaults = {
  "kube-proxy": { "metrics-bind-address": "127.0.0.1:10249", profiling: "false" },
};

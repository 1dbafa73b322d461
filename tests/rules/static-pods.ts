/** The manifest of a static Pod. Its command is in line 10, and each argument in a line of its own below. */
export function staticPod(name: string, args: readonly string[], version = "latest"): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: kube-system
spec:
  containers:
    - image: registry.example/${name}:${version}
      command:
        - ${name}
${args.map((arg) => `        - ${arg}\n`).join("")}`;
}

/** What kubeadm starts the API server with, but for flags that the rule on it does not look at. */
export const KUBEADM_API_SERVER = [
  "--authorization-mode=Node,RBAC",
  "--client-ca-file=/etc/kubernetes/pki/ca.crt",
  "--enable-admission-plugins=NodeRestriction",
  "--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt",
  "--etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt",
  "--etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key",
  "--etcd-servers=https://127.0.0.1:2379",
  "--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt",
  "--kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key",
  "--secure-port=6443",
  "--service-account-key-file=/etc/kubernetes/pki/sa.pub",
  "--tls-cert-file=/etc/kubernetes/pki/apiserver.crt",
  "--tls-private-key-file=/etc/kubernetes/pki/apiserver.key",
];

/** What a strict team adds to it. */
export const HARDENED_API_SERVER = [
  ...KUBEADM_API_SERVER,
  "--audit-log-path=/var/log/audit.log",
  "--audit-policy-file=/etc/kubernetes/audit.yaml",
  "--encryption-provider-config=/etc/kubernetes/encryption.yaml",
  "--kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt",
  "--profiling=false",
  "--service-account-extend-token-expiration=false",
];

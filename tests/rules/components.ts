/** A static Pod that runs a component: the flags begin in line 10, behind `        - `. */
export function componentPod(
  component: string,
  flags: readonly string[],
  image = `${component}:latest`,
): string {
  const lines = [
    "apiVersion: v1",
    "kind: Pod",
    "metadata:",
    `  name: ${component}`,
    "spec:",
    "  containers:",
    `    - image: ${image}`,
    "      command:",
    `        - ${component}`,
    ...flags.map((flag) => `        - ${flag}`),
  ];
  return lines.join("\n") + "\n";
}

/** kubeadm's ClusterConfiguration with flags for the API server: they begin in line 5, behind four spaces. */
export function clusterConfiguration(flags: readonly string[], version = "v1beta3"): string {
  const lines = [
    `apiVersion: kubeadm.k8s.io/${version}`,
    "kind: ClusterConfiguration",
    "apiServer:",
    "  extraArgs:",
  ];
  return [...lines, ...flags.map((flag) => `    ${flag}`)].join("\n") + "\n";
}

/** Configurations that say nothing about authentication, authorization and admission. */
export const EMPTY_CONFIGURATIONS: readonly [format: string, text: string][] = [
  ["ClusterConfiguration", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"],
  ["InitConfiguration", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\n"],
  ["JoinConfiguration", "apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\n"],
  [
    "KubeadmControlPlane",
    "apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nspec: { kubeadmConfigSpec: { clusterConfiguration: {}, initConfiguration: {} } }\n",
  ],
  [
    "KubeadmConfigTemplate",
    "apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: KubeadmConfigTemplate\nspec: { template: { spec: { joinConfiguration: {} } } }\n",
  ],
  ["kind", "apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n"],
  ["k3s", "kube-apiserver-arg: []\nkubelet-arg: []\n"],
  [
    "kOps",
    "apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec: { authorization: { rbac: {} }, kubeAPIServer: {}, kubelet: {} }\n",
  ],
  ["Talos", "machine: { kubelet: {} }\ncluster: { apiServer: {} }\n"],
  ["KubeletConfiguration", "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"],
  ["KubeProxyConfiguration", "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n"],
];

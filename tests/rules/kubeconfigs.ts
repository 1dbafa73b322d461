/** A kubeconfig with one cluster, one user and one context, each named `prod`; the fields are YAML, indented by 6. */
export function kubeconfig({
  cluster = "      server: https://prod.example.com\n",
  user = "      tokenFile: /var/run/token\n",
  more = "",
} = {}): string {
  return `apiVersion: v1
kind: Config
current-context: prod
contexts:
  - name: prod
    context: { cluster: prod, user: prod }
clusters:
  - name: prod
    cluster:
${cluster}users:
  - name: prod
    user:
${user}${more}`;
}

/** The line of the first field of the cluster, and that of the user if the cluster has one field. */
export const CLUSTER_LINE = 10;
export const USER_LINE = 14;

/** A Secret with which Argo CD knows a cluster, and the line of the first line of its `config`. */
export function argoCdCluster(config: string, server = "https://prod.example.com"): string {
  const indented = config.replaceAll(/^/gm, "    ");
  return `apiVersion: v1
kind: Secret
metadata:
  name: prod
  namespace: argocd
  labels:
    argocd.argoproj.io/secret-type: cluster
type: Opaque
stringData:
  name: prod
  server: ${server}
  config: |
${indented}
`;
}
export const CONFIG_LINE = 13;

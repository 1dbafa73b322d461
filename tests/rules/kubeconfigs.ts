/**
 * A kubeconfig with one cluster, one user and one context, each named `prod`. The fields are YAML, indented by 6; the
 * cluster's are on line 10, and the user's on line 14 if the cluster has one.
 */
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

/** A Secret with which Argo CD knows a cluster; its `config` begins on line 13. */
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

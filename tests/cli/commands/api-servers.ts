/** What sets up API servers, for tests. */

/** A static Pod of an API server; its arguments begin in line 9. */
export function apiServer(...args: string[]): string {
  const lines = args.map((arg) => `        - ${arg}\n`).join("");
  return `apiVersion: v1
kind: Pod
metadata: { name: kube-apiserver, namespace: kube-system }
spec:
  containers:
    - image: registry.k8s.io/kube-apiserver:v1.34.0
      command:
        - kube-apiserver
${lines}`;
}

/** A line of a file of ABAC policies. */
export function policy(spec: Record<string, unknown>): string {
  return `${JSON.stringify({ apiVersion: "abac.authorization.kubernetes.io/v1beta1", kind: "Policy", spec })}\n`;
}

/** An AuthorizationConfiguration; its first authorizer stands in line 4. */
export function authorization(...authorizers: string[]): string {
  const list = authorizers.map((one) => `  - ${one}\n`).join("");
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers:\n${list}`;
}

/** Manifests in the shape people write them, for tests. */

export function manifest(kind: string, name: string, namespace?: string, rest = ""): string {
  const groups: Record<string, string> = {
    Namespace: "v1",
    ServiceAccount: "v1",
    Deployment: "apps/v1",
    NetworkPolicy: "networking.k8s.io/v1",
  };
  const lines = [
    `apiVersion: ${groups[kind] ?? "rbac.authorization.k8s.io/v1"}`,
    `kind: ${kind}`,
    "metadata:",
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
  ];
  return `${lines.join("\n")}\n${rest}`;
}

/** A RoleBinding; the name of the role stands in line 9, column 9. */
export function roleBinding(
  role: string,
  namespace: string | undefined = "shop",
  kind = "Role",
  subjects = "",
): string {
  const roleRef = `roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ${kind}\n  name: ${role}\n`;
  return manifest(
    "RoleBinding",
    "readers",
    namespace,
    `${roleRef}${subjects === "" ? "" : `subjects:\n${subjects}`}`,
  );
}

export const clusterBinding = (role: string, subjects = ""): string =>
  manifest(
    "ClusterRoleBinding",
    "readers",
    undefined,
    `roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: ${role}\n${subjects === "" ? "" : `subjects:\n${subjects}`}`,
  );

export const user = (name: string): string =>
  `  - { kind: User, name: "${name}", apiGroup: rbac.authorization.k8s.io }\n`;

export const denyAll = (namespace: string | undefined, types = "Ingress", rest = ""): string =>
  manifest(
    "NetworkPolicy",
    "deny",
    namespace,
    `spec:\n  podSelector: {}\n  policyTypes: [${types}]\n${rest}`,
  );

/** A role with entries in flow style, without braces; the first one stands in line 6. */
export function roleOf(
  entries: string | readonly string[],
  kind = "ClusterRole",
  namespace?: string,
): string {
  const lines = [entries].flat().map((entry) => `  - { ${entry} }\n`);
  return manifest(kind, "operator", namespace, `rules:\n${lines.join("")}`);
}

/** A binding of that role to ServiceAccount `tools/operator`, in the cluster unless a namespace is given. */
export function operatorBinding(namespace?: string, kind = "ClusterRole"): string {
  const account = "  - { kind: ServiceAccount, name: operator, namespace: tools }\n";
  return namespace === undefined
    ? clusterBinding("operator", account)
    : roleBinding("operator", namespace, kind, account);
}

export const group = (name: string): string =>
  `  - { kind: Group, name: "${name}", apiGroup: rbac.authorization.k8s.io }\n`;

export const account = (name: string, namespace?: string): string =>
  `  - { kind: ServiceAccount, name: ${name}${namespace === undefined ? "" : `, namespace: ${namespace}`} }\n`;

// A cluster of many roles and bindings, made up: what a search for ways to cluster-admin has to get through.

const API = "rbac.authorization.k8s.io";
const WRITES = ["pods", "deployments", "jobs", "secrets", "configmaps", "pods/exec", "serviceaccounts/token"];
const GROUPS = { deployments: "apps", jobs: "batch" };
const WORKLOADS = 10;

/** The paths and texts of so many roles and bindings: a namespace, its accounts and a workload for each ten bindings. */
export function rights(roles, bindings) {
  const files = new Map();
  const namespaces = Math.ceil(bindings / WORKLOADS);
  for (let number = 0; number < namespaces; number++) {
    const namespace = `team-${number}`;
    const texts = [
      `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${namespace} }\n`,
      ...["app", "deployer"].map((name) => manifest("v1", "ServiceAccount", name, namespace, "")),
      manifest(
        "apps/v1",
        "Deployment",
        "app",
        namespace,
        "spec: { selector: { matchLabels: { app: app } }, template: { metadata: { labels: { app: app } }, spec: { serviceAccountName: app, containers: [{ name: main, image: app }] } } }\n",
      ),
    ];
    for (let role = number; role < roles; role += namespaces) texts.push(roleOf(role, namespace));
    for (let binding = number; binding < bindings; binding += namespaces)
      texts.push(bindingOf(binding, namespace, namespaces));
    files.set(`${namespace}/all.yaml`, texts.join("---\n"));
  }
  files.set(
    "admin.yaml",
    bindingTo("ClusterRoleBinding", "admin", "cluster-admin", account("app", "team-0")),
  );
  return files;
}

/** Every third writes something by which one becomes somebody else. */
function roleOf(number, namespace) {
  const resource = WRITES[number % WRITES.length];
  const verbs = number % 3 === 0 ? "[get, create, update]" : "[get, list]";
  const rule = `rules: [{ apiGroups: ["${GROUPS[resource] ?? ""}"], resources: [${resource}], verbs: ${verbs} }]\n`;
  const [kind, where] = number % 5 === 0 ? ["ClusterRole"] : ["Role", namespace];
  return manifest(`${API}/v1`, kind, `role-${number}`, where, rule);
}

/** Every twentieth is in the whole cluster; half of the subjects are accounts of another namespace. */
function bindingOf(number, namespace, namespaces) {
  const subject =
    number % 2 === 0
      ? account("deployer", `team-${(number * 7) % namespaces}`)
      : `{ kind: User, name: user-${number % 300}, apiGroup: ${API} }`;
  return number % 20 === 0
    ? bindingTo("ClusterRoleBinding", `binding-${number}`, `role-${number}`, subject)
    : bindingTo("RoleBinding", `binding-${number}`, `role-${number}`, subject, namespace);
}

function bindingTo(kind, name, role, subject, namespace) {
  const number = Number(role.slice("role-".length));
  const roleKind = Number.isNaN(number) || number % 5 === 0 ? "ClusterRole" : "Role";
  const rest = `roleRef: { apiGroup: ${API}, kind: ${roleKind}, name: ${role} }\nsubjects: [${subject}]\n`;
  return manifest(`${API}/v1`, kind, name, namespace, rest);
}

const account = (name, namespace) => `{ kind: ServiceAccount, name: ${name}, namespace: ${namespace} }`;

function manifest(apiVersion, kind, name, namespace, rest) {
  const where = namespace === undefined ? "" : `, namespace: ${namespace}`;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}${where} }\n${rest}`;
}

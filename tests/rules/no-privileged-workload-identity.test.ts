import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "no-privileged-workload-identity";
const RBAC = "rbac.authorization.k8s.io";

const workload = (spec = "serviceAccountName: web", kind = "Deployment") => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: web, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web } }
    spec:
      ${spec}
      containers: [{ name: web, ports: [{ containerPort: 8080 }] }]
`;
const account = (more = "") =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web, namespace: shop }\n${more}`;
const role = (rules: string, kind = "ClusterRole") =>
  `apiVersion: ${RBAC}/v1\nkind: ${kind}\nmetadata: { name: web${kind === "Role" ? ", namespace: shop" : ""} }\nrules: ${rules}\n`;
const binding = (to = "ClusterRole/web", { name = "ServiceAccount", kind = "ClusterRoleBinding" } = {}) => {
  const [roleKind = "", roleName = ""] = to.split("/");
  const subject =
    name === "ServiceAccount"
      ? "{ kind: ServiceAccount, name: web, namespace: shop }"
      : `{ kind: Group, apiGroup: ${RBAC}, name: "${name}" }`;
  const where = kind === "RoleBinding" ? ", namespace: shop" : "";
  return `apiVersion: ${RBAC}/v1\nkind: ${kind}\nmetadata: { name: bind${where} }\nroleRef: { apiGroup: ${RBAC}, kind: ${roleKind}, name: ${roleName} }\nsubjects: [${subject}]\n`;
};
const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
`;
const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec: { defaultBackend: { service: { name: web, port: { number: 80 } } } }
`;
const files = (...documents: string[]) => ({ "a.yaml": documents.join("---\n") });
const EVERYTHING = `[{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }]`;
const INSTEAD =
  "Give it a ServiceAccount of its own that may do only what it needs, or 'automountServiceAccountToken: false' if it needs nothing.";
const TAIL = "Deployment 'web' -> ServiceAccount 'web' -> ClusterRoleBinding 'bind' -> ClusterRole";
const AT = "a.yaml:8:27-8:30";

describe(RULE, () => {
  it.each([
    ["everything", EVERYTHING, "do everything in the cluster"],
    [
      "roles",
      `[{ apiGroups: [${RBAC}], resources: [clusterroles], verbs: [bind] }]`,
      "give itself any right in the cluster",
    ],
    [
      "others",
      `[{ apiGroups: [""], resources: [users], verbs: [impersonate] }]`,
      "act as others in the cluster",
    ],
    [
      "Secrets",
      `[{ apiGroups: [""], resources: [secrets], verbs: [list] }]`,
      "read every Secret of the cluster",
    ],
  ])("finds a workload that can take over %s", async (_, rules, can) => {
    expect(await lint(RULE, files(workload(), account(), role(rules), binding()))).toEqual([
      [AT, `Whoever gets into a pod of Deployment 'web' can ${can}: ${TAIL} 'web'. ${INSTEAD}`],
    ]);
  });

  it("shows the way from the outside", async () => {
    const all = [workload(), account(), binding("ClusterRole/cluster-admin"), service, ingress];
    expect(await lint(RULE, files(...all))).toEqual([
      [
        AT,
        `Whoever gets into a pod of Deployment 'web', which the outside reaches, can do everything in the cluster: Ingress 'web' -> Service 'web' -> ${TAIL} 'cluster-admin'. ${INSTEAD}`,
      ],
    ]);
    const open = service.replace("spec: {", "spec: { type: LoadBalancer,");
    const [[, message] = []] = await lint(
      RULE,
      files(workload(), account(), binding("ClusterRole/cluster-admin"), open),
    );
    expect(message).toContain(`the cluster: Service 'web' -> ${TAIL}`);
    const [[, inside] = []] = await lint(
      RULE,
      files(workload(), account(), binding("ClusterRole/cluster-admin"), service),
    );
    expect(inside).toContain(`the cluster: ${TAIL}`);
  });

  it("tells what is granted in a namespace", async () => {
    const inNamespace = binding("ClusterRole/cluster-admin", { kind: "RoleBinding" });
    expect(await lint(RULE, files(workload(), account(), inNamespace))).toEqual([
      [
        AT,
        `Whoever gets into a pod of Deployment 'web' can do everything in namespace 'shop': Deployment 'web' -> ServiceAccount 'web' -> RoleBinding 'bind' -> ClusterRole 'cluster-admin'. ${INSTEAD}`,
      ],
    ]);
  });

  it("reports at the place of a name that is not written", async () => {
    const named = binding().replace("name: web, namespace", "name: default, namespace");
    expect(await lint(RULE, files(workload("hostNetwork: false"), role(EVERYTHING), named))).toEqual([
      [
        "a.yaml:7:5-7:9",
        `Whoever gets into a pod of Deployment 'web' can do everything in the cluster: Deployment 'web' -> ServiceAccount 'default' -> ClusterRoleBinding 'bind' -> ClusterRole 'web'. ${INSTEAD}`,
      ],
    ]);
  });

  it("speaks of a Pod itself, and of a binding whose name is filled in", async () => {
    const pod =
      "apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec: { serviceAccountName: web, containers: [{ name: a }] }\n";
    const named = binding().replace("name: bind", "name: '${NAME}'");
    expect(await lint(RULE, files(pod, account(), role(EVERYTHING), named))).toEqual([
      [
        "a.yaml:4:29-4:32",
        `Whoever gets into Pod 'web' can do everything in the cluster: Pod 'web' -> ServiceAccount 'web' -> a ClusterRoleBinding -> ClusterRole 'web'. ${INSTEAD}`,
      ],
    ]);
  });

  it("shows the role that gives the right, of those that are taken in", async () => {
    const own = binding("ClusterRole/admin", { kind: "RoleBinding" });
    const aggregated = `apiVersion: ${RBAC}/v1\nkind: ClusterRole\nmetadata: { name: aaa, labels: { ${RBAC}/aggregate-to-admin: "true" } }\nrules: [{ apiGroups: [a.example], resources: [b], verbs: [get] }]\n`;
    const [[, message] = []] = await lint(RULE, files(workload(), account(), aggregated, own));
    expect(message).toContain(
      "can act as others in namespace 'shop': Deployment 'web' -> ServiceAccount 'web' -> RoleBinding 'bind' -> ClusterRole 'admin' -> ClusterRole 'edit' -> ClusterRole 'system:aggregate-to-edit'.",
    );
  });

  it("never shows as a namespace what is none", async () => {
    const named = [workload(), account(), binding("ClusterRole/cluster-admin", { kind: "RoleBinding" })].map(
      (text) => text.replaceAll("namespace: shop", "namespace: NAMESPACE"),
    );
    const [[, message] = []] = await lint(RULE, files(...named));
    expect(message).toContain("can do everything in its namespace: ");
  });

  it.each([
    ["the old name of the field", "serviceAccount: web", "a.yaml:8:23-8:26"],
    ["a token that it asks for", "serviceAccountName: web\n      automountServiceAccountToken: true", AT],
  ])("finds %s", async (_, spec, place) => {
    const found = await lint(RULE, files(workload(spec), account(), role(EVERYTHING), binding()));
    expect(found.map(([at]) => at)).toEqual([place]);
  });

  it.each([
    [
      "no token",
      [
        workload("serviceAccountName: web\n      automountServiceAccountToken: false"),
        account(),
        role(EVERYTHING),
        binding(),
      ],
    ],
    [
      "an account without token",
      [workload(), account("automountServiceAccountToken: false\n"), role(EVERYTHING), binding()],
    ],
    [
      "what everybody can, which is wrong in the binding",
      [
        workload(),
        account(),
        role(EVERYTHING),
        binding("ClusterRole/web", { name: "system:serviceaccounts" }),
        binding("ClusterRole/web", { name: "system:authenticated" }),
      ],
    ],
    ["no binding", [workload(), account(), role(EVERYTHING)]],
    ["another account", [workload("serviceAccountName: other"), account(), role(EVERYTHING), binding()]],
    [
      "one Secret",
      [
        workload(),
        account(),
        role(`[{ apiGroups: [""], resources: [secrets], resourceNames: [a], verbs: [get] }]`),
        binding(),
      ],
    ],
    [
      "Secrets of its namespace",
      [
        workload(),
        account(),
        role(`[{ apiGroups: [""], resources: [secrets], verbs: [get] }]`, "Role"),
        binding("Role/web", { kind: "RoleBinding" }),
      ],
    ],
    ["a role that is elsewhere", [workload(), account(), binding("ClusterRole/missing")]],
    [
      "a name that is filled in later",
      [workload("serviceAccountName: ${ACCOUNT}"), account(), role(EVERYTHING), binding()],
    ],
  ])("accepts %s", async (_, documents) => {
    expect(await lint(RULE, files(...documents))).toEqual([]);
  });

  it("does not mix clusters and builds that are one", async () => {
    const kustomization = "resources: [../base]\nnamespace: shop\n";
    const found = await lint(RULE, {
      "base/kustomization.yaml": "resources: [all.yaml]\n",
      "base/all.yaml": [workload(), account(), role(EVERYTHING), binding()].join("---\n"),
      "dev/kustomization.yaml": kustomization,
      "prod/kustomization.yaml": kustomization,
    });
    expect(found.map(([place]) => place)).toEqual(["base/all.yaml:8:27-8:30"]);
  });
});

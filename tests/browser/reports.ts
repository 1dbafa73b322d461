import { join } from "node:path";
import { run } from "../cli/run.js";
import { temporary } from "../repository/temporary.js";
import { manifest } from "../rules/manifests.js";

/** Writes the report of a repository, and returns its file. */
export async function reportOf(files: Record<string, string>, ...argv: string[]): Promise<string> {
  const root = temporary({ ".git/HEAD": "", ...files });
  const file = join(temporary(), "report.html");
  const { code, err } = await run(root, "--format", "html", "-o", file, ...argv, root);
  if (code === 2) throw new Error(err);
  return file;
}

const RBAC = "rbac.authorization.k8s.io";
const subject = (kind: string, name: string) =>
  `  - { kind: ${kind}, name: ${JSON.stringify(name)}, apiGroup: ${RBAC} }\n`;
export const binding = (name: string, role: string, subjects: readonly string[], namespace?: string) =>
  manifest(
    namespace === undefined ? "ClusterRoleBinding" : "RoleBinding",
    name,
    namespace,
    `roleRef: { apiGroup: ${RBAC}, kind: ClusterRole, name: ${role} }\nsubjects:\n${subjects.map((one) => subject("User", one)).join("")}`,
  );
const pod = (name: string, namespace: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace}, labels: { app: ${name} } }\nspec: { containers: [{ name: c, image: c }] }\n`;
const deny = (namespace: string) =>
  manifest("NetworkPolicy", "deny", namespace, "spec: { podSelector: {}, policyTypes: [Ingress] }\n");
const role = (name: string, verb: string) =>
  manifest(
    "ClusterRole",
    name,
    undefined,
    `rules:\n  - { apiGroups: [""], resources: [configmaps], verbs: ["${verb}"] }\n`,
  );

const IMPERSONATOR = manifest(
  "ClusterRole",
  "actor",
  undefined,
  'rules:\n  - { apiGroups: [""], resources: [users, groups], verbs: [impersonate] }\n',
);

/** A repository with something of everything. */
export const SMALL: Record<string, string> = {
  "team/roles.yaml": [role("reader", "get"), role("writer", "*"), IMPERSONATOR].join("---\n"),
  "team/bindings.yaml": [
    binding("admins", "cluster-admin", ["ada"]),
    binding("readers", "reader", ["ada", "bob"], "shop"),
    binding("writers", "writer", ["eve"], "blog"),
    binding("actors", "actor", ["kim"]),
  ].join("---\n"),
  "net/all.yaml": [pod("web", "shop"), pod("db", "blog"), deny("blog")].join("---\n"),
  "far/kustomization.yaml": "resources: [all.yaml, 'https://example.org/roles']\n",
  "far/all.yaml": binding("far", "unknown", ["joe"], "far"),
};

const HOSTILE = `</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">'"&\u0007\u202E`;

/** A repository whose names try to be more than text. */
export const hostile = (): Record<string, string> => ({
  [`${HOSTILE.replaceAll("/", "")}.yaml`]: [
    role("x", "*"),
    binding("b", "cluster-admin", [HOSTILE]),
    binding("c", "view", ["ada"], JSON.stringify(HOSTILE)),
  ].join("---\n"),
  "p.yaml": pod("p", JSON.stringify(HOSTILE)),
});

/** A repository with so many findings, and so many subjects. */
export function large(findings: number, subjects: number): Record<string, string> {
  const files: Record<string, string> = {};
  for (let index = 0; index < findings / 50; index++) {
    const entries = Array.from(
      { length: 50 },
      (_, entry) => `  - { apiGroups: [""], resources: [r${entry}], verbs: ["*"] }\n`,
    );
    files[`team-${index % 10}/role-${index}.yaml`] = manifest(
      "ClusterRole",
      `role-${index}`,
      undefined,
      `rules:\n${entries.join("")}`,
    );
  }
  for (let index = 0; index < subjects / 4; index++) {
    const names = Array.from({ length: 4 }, (_, number) => `user-${index * 4 + number}`);
    files[`bindings/${index}.yaml`] = binding(
      `binding-${index}`,
      index % 5 === 0 ? "cluster-admin" : `role-${index % 100}`,
      names,
      index % 2 === 0 ? undefined : `shop-${index % 60}`,
    );
    files[`pods/${index}.yaml`] = pod(`p${index}`, `shop-${index % 60}`);
  }
  return files;
}

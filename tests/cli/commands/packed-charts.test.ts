import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chartArchive } from "../../helm/chart/archives.js";
import { repository } from "../../rules/lint.js";
import { run } from "../run.js";

const described = (name: string, ...dependencies: string[]) =>
  [
    `apiVersion: v2\nname: ${name}\nversion: 1.0.0\ndependencies:\n`,
    ...dependencies.map(
      (one) => `  - { name: ${one}, version: 1.0.0, repository: "https://charts.example.org" }\n`,
    ),
  ].join("");
const RBAC = "apiVersion: rbac.authorization.k8s.io/v1";
const ROLE = `{{- /* Reads. */}}
${RBAC}
kind: ClusterRole
metadata:
  name: reader
rules:
  - apiGroups: [""]
    resources: {{ toJson .Values.resources }}
    verbs: [get]
---
${RBAC}
kind: ClusterRoleBinding
metadata:
  name: readers
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: reader
subjects:
  - kind: ServiceAccount
    name: reader
    namespace: {{ .Release.Namespace }}
`;

/** A chart with one packed in it, and one more in that. */
const inner = chartArchive("deep", {
  "Chart.yaml": described("deep"),
  "values.yaml": "# What is read.\nresources: [secrets]\n",
  "templates/role.yaml": ROLE,
});
const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  destination: { name: in-cluster, namespace: ops }
  source: { repoURL: "https://git.example.org/ops.git", path: web }
`;

const files = {
  "web/Chart.yaml": described("web", "sub"),
  "web/charts/sub.tgz": chartArchive("sub", {
    "Chart.yaml": described("sub", "deep"),
    "charts/deep-1.0.0.tgz": inner,
  }),
};
const TEMPLATE = "web/charts/sub.tgz/charts/deep-1.0.0.tgz/templates/role.yaml";
const VALUES = "web/charts/sub.tgz/charts/deep-1.0.0.tgz/values.yaml";

describe("what is in the archive of a chart", () => {
  it("is answered with, and its lines there", async () => {
    const root = repository({ ...files, "apps/web.yaml": APPLICATION });
    expect((await run(root, "who-can", "get", "secrets", "--root", root)).out).toContain(
      `ClusterRoleBinding readers (${TEMPLATE}:20) > ClusterRole reader (${TEMPLATE}:7)`,
    );
  });

  it("is asked about, with its lines there", async () => {
    const root = repository(files);
    expect((await run(root, "unknowns", "--root", root, root)).out).toContain(
      `${TEMPLATE}:21:11  whether there is ServiceAccount 'reader'`,
    );
  });

  it("is rendered, with its lines there", async () => {
    const root = repository(files);
    const { out } = await run(root, "render", join(root, "web"), "--origins", "--root", root);
    expect(out).toContain(`# ${TEMPLATE}:2\n`);
    expect(out).toContain(`- "secrets" # ${VALUES}:2\n`);
  });
});

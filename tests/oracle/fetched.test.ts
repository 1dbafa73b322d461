import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { resolveBuilds } from "../../lib/builds/resolve.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { run } from "../cli/run.js";
import { serveGit, WrittenRepository } from "../fetch/git-server.js";
import { serveFiles } from "../fetch/servers.js";
import { chartArchive } from "../helm/chart/archives.js";
import { put, temporary } from "../repository/temporary.js";
import { differences } from "./compare.js";
import { buildHelm, Helm } from "./helm/helm.js";
import { hasKubectl } from "./kubectl.js";

const kubectl = await hasKubectl();
const helm = await buildHelm();

const binding = (role: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: binds-${role} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role} }
subjects: [{ kind: ServiceAccount, name: runner }]
`;
const role = (name: string, verb: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ${name} }
rules: [{ apiGroups: [""], resources: [pods], verbs: [${verb}] }]
`;
const ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: runner }\n";

/** Fetches what a repository names, and gives what its builds of a type apply. */
async function applied(root: string, origin: string, type: string) {
  const { code, out, err } = await run(root, "fetch", "--root", root, "--allow", origin);
  expect({ code, err }, out).toEqual({ code: 0, err: "" });
  const builds = resolveBuilds(readRepository(root)).builds.filter((one) => one.type === type);
  expect(builds.flatMap(({ hidden }) => hidden.map(({ reason }) => reason))).toEqual([]);
  return builds.flatMap(({ objects }) => objects);
}

beforeEach(() => {
  const home = temporary();
  vi.stubEnv("GITOPS_LINT_STORE", join(home, "store"));
  vi.stubEnv("XDG_CONFIG_HOME", join(home, "config"));
});
afterEach(() => vi.unstubAllEnvs());

describe.skipIf(!kubectl)("bases that are fetched with git", () => {
  test.each([
    ["a tag", (url: string) => `resources: ["${url}//base?ref=v1.0.0"]\n`],
    ["the default branch", (url: string) => `resources: ["${url}//base"]\n`],
    ["a base that includes others beside it", (url: string) => `resources: ["${url}//both?ref=main"]\n`],
    [
      "an overlay of a base, with names, a namespace and a patch",
      (url: string) => `resources: ["${url}//base?ref=v1.0.0"]
namePrefix: team-
namespace: apps
patches:
- target: { kind: Role }
  patch: '[{"op": "replace", "path": "/rules/0/verbs", "value": ["list"]}]'
`,
    ],
    [
      "a component from elsewhere",
      (url: string) =>
        `resources: ["${url}//base?ref=v1.0.0"]\ncomponents: ["${url}//component?ref=v1.0.0"]\n`,
    ],
  ])("are what kustomize makes of them: %s", async (_, kustomization) => {
    const repository = new WrittenRepository();
    const files = {
      "base/kustomization.yaml": "resources: [all.yaml]\n",
      "base/all.yaml": [role("reads", "get"), binding("reads"), ACCOUNT].join("---\n"),
      "both/kustomization.yaml": "nameSuffix: -both\nresources: [../base, ../other]\n",
      "other/kustomization.yaml": "resources: [role.yaml]\n",
      "other/role.yaml": role("other", "watch"),
      "component/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: c-\nresources: [role.yaml]\n",
      "component/role.yaml": role("of-component", "delete"),
    };
    repository.commit(files, "v1.0.0");
    repository.commit({ "base/all.yaml": [role("reads", "watch"), binding("reads"), ACCOUNT].join("---\n") });
    const { origin } = await serveGit(dirname(repository.top));
    const url = `${origin}/${repository.top.split("/").at(-1)}/.git`;
    const root = temporary({ ".gitops-lint.yaml": "", "top/kustomization.yaml": kustomization(url) });
    const ours = await applied(root, origin, "kustomize");
    const { stdout } = await promisify(execFile)("kubectl", ["kustomize", join(root, "top")]);
    expect(differences(ours, stdout)).toEqual([]);
    expect(ours.length).toBeGreaterThan(2);
  });
});

describe.skipIf(helm === undefined)("charts that are fetched", () => {
  test("are what Helm makes of them", async () => {
    const chart = {
      "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "values.yaml": "verbs: [get]\naccount: { create: false }\n",
      "templates/role.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: {{ .Release.Name }}-{{ .Chart.Name }}, namespace: {{ .Release.Namespace }} }
rules: [{ apiGroups: [""], resources: [pods], verbs: {{ toJson .Values.verbs }} }]
{{- if .Values.account.create }}
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }} }
{{- end }}
`,
    };
    const { origin } = await serveFiles({
      "/index.yaml":
        "apiVersion: v1\nentries:\n  web:\n  - name: web\n    version: 1.0.0\n    urls: [web-1.0.0.tgz]\n",
      "/web-1.0.0.tgz": chartArchive("web", chart),
    });
    const values = "verbs: [get, list]\naccount: { create: true }\n";
    const root = temporary({
      ".gitops-lint.yaml": "",
      "web.yaml": `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: apps }
spec: { url: "${origin}" }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: shop, namespace: apps }
spec:
  chart: { spec: { chart: web, version: 1.x, sourceRef: { kind: HelmRepository, name: charts } } }
  values: { verbs: [get, list], account: { create: true } }
`,
    });
    const ours = await applied(root, origin, "helm");
    const directory = temporary();
    for (const [path, text] of Object.entries(chart)) put(directory, path, text);
    const program = new Helm(helm ?? "");
    const { manifest, error } = await program.ask({
      op: "template",
      dir: directory,
      name: "shop",
      namespace: "apps",
      values: [values],
      kubeVersion: "1.33.0",
      apiVersions: [],
      includeCrds: true,
    });
    program.stop();
    expect(error).toBeUndefined();
    expect(differences(ours, manifest ?? "")).toEqual([]);
    expect(ours.map(({ kind }) => kind)).toEqual(["Role", "ServiceAccount"]);
  });
});

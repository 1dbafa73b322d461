import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { buildKustomization } from "../../lib/builds/kustomize/kustomize.js";
import { documents, text } from "../builds/kustomize/applied.js";
import { oddExamples } from "../builds/kustomize/odd-examples.js";
import { valueExamples } from "../builds/kustomize/value-examples.js";
import { repositoryOf } from "../builds/repository-of.js";
import { differences } from "./compare.js";
import { hasKubectl, render } from "./kubectl.js";

const kubectl = await hasKubectl();
if (!kubectl) console.warn("Nothing is compared with kustomize: there is no kubectl.");

const account = text.serviceAccount("name: ci");
const subject = (namespace: string) =>
  text.clusterBinding(
    "name: b",
    "kind: ClusterRole, name: view",
    `{kind: ServiceAccount, name: ci${namespace}}`,
  );
const accounts = [
  "",
  ", namespace: foo",
  ", namespace: system",
  ", namespace: edge",
  ", namespace: default",
].map((namespace) => ({
  name: `a subject in "${namespace}" of an account that two layers move`,
  directory: "top",
  files: {
    "top/kustomization.yaml": "namespace: edge\nnamePrefix: x-\nresources: [../base]\n",
    "base/kustomization.yaml": "namespace: system\nresources: [all.yaml]\n",
    "base/all.yaml": documents(account, subject(namespace)),
  },
}));
const kinds = ["Role", "ClusterRole"].map((kind) => ({
  name: `a ClusterRole that becomes a Role, and its binding to a ${kind}`,
  directory: "top",
  files: {
    "top/kustomization.yaml": `namespace: edge
namePrefix: x-
resources: [../base]
patches:
- {target: {kind: ClusterRole}, patch: '- {op: replace, path: /kind, value: Role}'}
- {target: {kind: ClusterRoleBinding}, patch: '[{"op": "replace", "path": "/kind", "value": "RoleBinding"}, {"op": "replace", "path": "/roleRef/kind", "value": "${kind}"}]'}
`,
    "base/kustomization.yaml": "resources: [all.yaml]\n",
    "base/all.yaml": documents(
      text.clusterRole("name: r"),
      text.clusterBinding("name: b", "kind: ClusterRole, name: r"),
    ),
  },
}));

describe.skipIf(!kubectl)("what kubectl renders", () => {
  const root = mkdtempSync(join(tmpdir(), "gitops-examples-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function rendered({ files, directory }: { files: Record<string, string>; directory: string }) {
    const scratch = mkdtempSync(join(root, "run-"));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), content);
    }
    return render(join(scratch, directory));
  }

  const odd = oddExamples.filter(({ isRefused }) => isRefused !== true);
  test.each([...valueExamples, ...accounts, ...kinds, ...odd])(
    "is rendered alike: $name",
    async (example) => {
      const { yaml, refused } = await rendered(example);
      expect(refused).toBeUndefined();
      const build = buildKustomization(repositoryOf(example.files), example.directory);
      expect(differences(build.objects, yaml ?? "")).toEqual([]);
    },
  );

  const wrong = oddExamples.filter(({ isRefused }) => isRefused === true);
  test.each(wrong)("is refused: $name", async (example) => {
    expect((await rendered(example)).yaml).toBeUndefined();
    const { hidden } = buildKustomization(repositoryOf(example.files), example.directory);
    expect(hidden.map(({ kind }) => kind)).toContain("impossible");
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { put, temporary } from "../../repository/temporary.js";
import { clusterBinding, denyAll, manifest, roleBinding, roleOf, user } from "../../rules/manifests.js";
import { throughCommand, throughESLint } from "./both-ways.js";

const wide = roleOf("apiGroups: [''], resources: [secrets], verbs: ['*']");
const texts = [
  wide,
  roleOf("apiGroups: [''], resources: [pods], verbs: [get]", "Role", "shop"),
  `# eslint-disable gitops/no-wildcard-verbs\n${wide}`,
  `# eslint-disable gitops/no-missing-role\n${wide}`,
  `# eslint gitops/no-wildcard-verbs: off\n${wide}`,
  `# eslint gitops/no-unused-role: error\n${manifest("Role", "unused", "shop", "rules: []\n")}`,
  `# eslint gitops/no-unused-service-account: error\n${manifest("ServiceAccount", "unused", "shop")}`,
  roleBinding("reader"),
  roleBinding("reader", undefined, "ClusterRole", user("ada")),
  clusterBinding("cluster-admin", user("ada")),
  manifest("Namespace", "shop"),
  denyAll("shop"),
  manifest("Deployment", "web", "shop", "spec: { template: { spec: { serviceAccountName: web } } }\n"),
  "kind: Role\napiVersion: [\n",
  `${wide}---\n${clusterBinding("cluster-admin")}---\nkind: Role\napiVersion: rbac.authorization.k8s.io/v1\n\t- x`,
  "resources: [a.yaml, b]\n",
  "resources: [gone.yaml]\nnamespace: x\n",
  "# eslint-disable-next-line gitops/valid-kustomization\nresources: [gone.yaml]\n",
  "resources: [a.yaml]\npatches: [{ path: c.yaml }]\nnamePrefix: x-\n",
  "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: { name: reader }\nrules:\n  - { apiGroups: [''], resources: [pods], verbs: ['*'] }\n",
  "a: { eslint: b }\n",
  "",
];
const configs = [
  undefined,
  "preset: all\n",
  "preset: none\nrules: { no-wildcard-verbs: [warn, { exceptFullAccess: false }] }\n",
  "rules: { no-wildcard-verbs: warn }\noverrides:\n  - files: ['b/**']\n    rules: { no-wildcard-verbs: off, no-unused-role: error }\n",
  "preset: strict\nignores: ['b/*.yaml']\noverrides:\n  - files: ['**/a.yaml']\n    rules: { no-missing-role: 'off' }\n",
];
const paths = ["a.yaml", "b/b.yaml", "b/kustomization.yaml", "kustomization.yaml", "c.yaml", "b/d.json"];

describe("what is left out before ESLint", () => {
  it("has no finding, whatever the repository, comments and overrides", { timeout: 300_000 }, async () => {
    const files = fc.dictionary(fc.constantFrom(...paths), fc.constantFrom(...texts), { minKeys: 1 });
    const options = fc.constantFrom([], ["--no-inline-config"], ["--rule", "valid-role-ref: warn"]);
    const repository = fc.tuple(files, fc.constantFrom(...configs), options);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(repository, async ([content, config, argv]) => {
        const root = temporary({ ".git/HEAD": "" });
        for (const [path, text] of Object.entries(content)) put(root, path, text);
        if (config !== undefined) put(root, ".gitops-lint.yaml", config);
        const expected = await throughESLint(root, argv);
        count += expected.length;
        expect(await throughCommand(root, argv)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    expect(count).toBeGreaterThan(0);
  });
});

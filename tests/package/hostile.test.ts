import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { ESLint } from "eslint";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { forget } from "../../lib/plugin/session.js";
import { printBuilds } from "../../lib/cli/commands/print-builds.js";
import plugin from "../../lib/index.js";
import { readCheckout } from "../../lib/repository/git/remotes.js";
import { readRepository } from "../../lib/repository/read-repository.js";
import { repository } from "../rules/lint.js";

/** Everything that every rule says of a repository. */
async function findings(root: string) {
  forget();
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ["**/*.{yaml,json}"],
      plugins: { gitops: plugin },
      language: "gitops/yaml",
      settings: { gitops: { root } },
      rules: plugin.configs.all.rules,
    },
  });
  return eslint.lintFiles(["."]);
}

const missing = (results: ESLint.LintResult[], rule = "no-missing-role") =>
  results.flatMap(({ messages }) => messages).filter(({ ruleId }) => ruleId === `gitops/${rule}`);

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index));
const RBAC = "apiVersion: rbac.authorization.k8s.io/v1";
const role = (name: string, namespace: string) =>
  `${RBAC}\nkind: Role\nmetadata: { name: ${name}, namespace: ${namespace} }\n`;
const binding = (name: string, to: string) =>
  `${RBAC}\nkind: RoleBinding\nmetadata: { name: ${name}, namespace: shop }\nroleRef: { kind: Role, name: ${to} }\nsubjects: [{ kind: User, name: ada }]\n`;
const account = (name: string) =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: shop }\n`;

describe("a repository made to take long", () => {
  it("is judged to the end where thousands of bindings lack a role among thousands", async () => {
    const root = repository({
      "roles.yaml": times(4000, (index) => role(`the-role-${index}`, "shop")).join("---\n"),
      "bindings.yaml": times(4000, (index) => binding(`b${index}`, `the-rule-x${index}`)).join("---\n"),
    });
    const results = await findings(root);
    expect(missing(results)).toHaveLength(4000);
  });

  it("is judged to the end where thousands of subjects lack a ServiceAccount among thousands", async () => {
    const subjects = times(4000, (index) => `{ kind: ServiceAccount, name: the-acount-${index} }`).join(", ");
    const root = repository({
      "roles.yaml": role("reader", "shop"),
      "accounts.yaml": times(4000, (index) => account(`the-account-x${index}`)).join("---\n"),
      "binding.yaml": binding("b", "reader").replace(/subjects: .*/, `subjects: [${subjects}]`),
    });
    const results = await findings(root);
    expect(missing(results, "no-missing-subject")).toHaveLength(4000);
  });

  it("is judged to the end where they lie in as many builds", async () => {
    const files = times(1500, (index) => `d${index}/a.yaml`).map((path, index) => [
      path,
      `${role(`r${index}`, "shop")}---\n${binding(`b${index}`, `missing-${index}`)}`,
    ]);
    const results = await findings(repository(Object.fromEntries(files) as Record<string, string>));
    expect(missing(results)).toHaveLength(1500);
  });
});

describe.skipIf(process.platform === "win32")("a link that leads out of the repository", () => {
  it("is no .git", () => {
    const git = { config: '[remote "origin"]\n\turl = https://example.com/secret\n' };
    const root = repository({});
    symlinkSync(repository(git), join(root, ".git"));
    expect(readCheckout(root).remotes).toEqual([]);
    const real = repository({ ".git/config": git.config });
    expect(readCheckout(real).remotes).toEqual(["https://example.com/secret"]);
  });
});

/** What real objects look like, to be broken. */
const OBJECTS: readonly unknown[] = [
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "r", labels: { a: "b" } },
    rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] },
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "b", namespace: "n" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
    subjects: [{ kind: "ServiceAccount", name: "default", namespace: "n" }],
  },
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "n", labels: { a: "b" } } },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "p", namespace: "n" },
    spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from: [{ ipBlock: { cidr: "::/0" } }] }] },
  },
  {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata: { name: "p", namespace: "n" },
    spec: {
      endpointSelector: {},
      ingress: [{ fromEntities: ["all"] }],
      enableDefaultDeny: { ingress: true },
    },
  },
  {
    apiVersion: "projectcalico.org/v3",
    kind: "GlobalNetworkPolicy",
    metadata: { name: "p" },
    spec: {
      selector: "all()",
      types: ["Ingress"],
      ingress: [{ action: "Allow", source: { nets: ["::/0"] } }],
    },
  },
  {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "f", namespace: "flux-system" },
    spec: {
      path: "./o",
      targetNamespace: "t",
      patches: [{ patch: "[{op: remove, path: /rules}]", target: { kind: "ClusterRole" } }],
      postBuild: { substitute: { A: "b" } },
      sourceRef: { kind: "GitRepository", name: "flux-system" },
    },
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "ApplicationSet",
    metadata: { name: "s" },
    spec: {
      generators: [{ git: { repoURL: "https://github.com/a/b", directories: [{ path: "o*" }] } }],
      template: {
        spec: {
          source: { repoURL: "https://github.com/a/b", path: "{{path}}", kustomize: { namePrefix: "p-" } },
          destination: { server: "https://kubernetes.default.svc", namespace: "d" },
        },
      },
    },
  },
];
const KUSTOMIZATION: unknown = {
  resources: ["../base"],
  namespace: "n",
  namePrefix: "p-",
  labels: [{ pairs: { a: "b" }, includeSelectors: true }],
  patches: [
    { patch: "[{op: add, path: /rules/0/verbs/-, value: get}]", target: { kind: "ClusterRole", name: ".*" } },
    { patch: '{apiVersion: v1, kind: Namespace, metadata: {name: n}, $patch: "delete"}' },
  ],
  replacements: [
    {
      source: {
        kind: "Namespace",
        name: "n",
        fieldPath: "metadata.name",
        options: { delimiter: "-", index: 0 },
      },
      targets: [{ select: { kind: "RoleBinding" }, fieldPaths: ["subjects.[name=default].namespace"] }],
    },
  ],
  vars: [{ name: "V", objref: { apiVersion: "v1", kind: "Namespace", name: "n" } }],
  configMapGenerator: [{ name: "c", literals: ["a=b"] }],
  transformers: ["{apiVersion: builtin, kind: NamespaceTransformer, metadata: {name: t, namespace: q}}"],
};

const WRONG = [
  ...[null, 0, 1.5, true, "", " ", "*", "..", "/", "${A}", "{{x}}", "a\nb", "__proto__", "constructor"],
  ...["::", "[x", "all(", "(((", "\ud800", "x".repeat(400), [], {}, [null], { a: null }, [[]]],
];

/** An object with one place of it changed for something else, for each pair of numbers. */
function broken(value: unknown, steps: readonly (readonly [number, number])[]): unknown {
  return steps.reduce<unknown>((current, [where, what]) => breakAt(current, where, what), value);
}

function breakAt(value: unknown, where: number, what: number): unknown {
  const wrong = WRONG[what % WRONG.length];
  if (typeof value !== "object" || value === null || where % 7 === 0) return wrong;
  const entries: [string, unknown][] = Object.entries(value);
  const at = entries[where % Math.max(1, entries.length)];
  if (!at) return wrong;
  const [key, inner] = at;
  const next = breakAt(inner, Math.floor(where / 3), what);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? next : item));
  return { ...value, [key]: next };
}

describe("a repository with anything in it", () => {
  const steps = fc.array(fc.tuple(fc.nat(100_000), fc.nat(1000)), { maxLength: 3 });
  const object = fc.tuple(fc.constantFrom(...OBJECTS), steps).map(([value, how]) => broken(value, how));
  const kustomization = steps.map((how) => broken(KUSTOMIZATION, how));
  const yaml = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join("\n---\n");

  it("makes no rule fail, and every finding stands in its text", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(object, { maxLength: 6 }),
        kustomization,
        object,
        async (base, kust, plain) => {
          const files: Record<string, string> = {
            "base/kustomization.yaml": "resources: [a.yaml]\n",
            "base/a.yaml": yaml(base),
            "o/kustomization.yaml": yaml([kust]),
            "plain/a.yaml": yaml([plain, ...base]),
          };
          const root = repository(files);
          for (const { filePath, messages } of await findings(root)) {
            const lines = files[filePath.slice(root.length + 1)]?.split("\n") ?? [];
            for (const { line, column, endLine = line, endColumn = column, message } of messages) {
              expect(message).not.toMatch(/undefined|\[object|NaN|failed here/);
              expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
              expect(endColumn).toBeLessThanOrEqual((lines[endLine - 1]?.length ?? -1) + 1);
            }
          }
          expect(printBuilds(new Analysis(readRepository(root), { root }), [""])).not.toContain("undefined");
        },
      ),
      { numRuns: 150 },
    );
  });
});

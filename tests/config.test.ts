import { ESLint } from "eslint";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Linter } from "eslint";
import { repository } from "./rules/lint.js";
import { manifest } from "./rules/manifests.js";

describe("eslint-plugin-gitops/config", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.resetModules();
  });

  it("is what the command uses in the repository of the current directory", async () => {
    const wildcard = manifest(
      "Role",
      "x",
      "shop",
      'rules:\n  - { resources: [pods], verbs: ["*"], apiGroups: [""] }\n',
    );
    const root = repository({
      ".gitops-lint.yaml":
        "overrides: [{ files: [b.yaml], rules: { no-wildcard-verbs: off } }]\nignores: [c.yaml]\n",
      "a.yaml": wildcard,
      "b.yaml": wildcard,
      "c.yaml": wildcard,
      "d.json": '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}',
    });
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const { default: config } = (await import("../lib/config.js")) as { default: Linter.Config[] };
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: config });
    const results = await eslint.lintFiles(["."]);
    const found = results.flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, line, column }) => [filePath.slice(root.length + 1), ruleId, line, column]),
    );
    expect(found).toEqual([
      ["a.yaml", "gitops/no-wildcard-verbs", 7, 34],
      ["d.json", "gitops/require-default-deny", 1, 58],
    ]);
  });
});

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { committed, stage } from "../repository/git.js";
import { put } from "../repository/temporary.js";
import { manifest, roleBinding } from "../rules/manifests.js";
import { BROKEN, FILES, installCommand, run } from "./commit-hooks.js";
import { directory } from "./helpers.js";

const require = createRequire(import.meta.url);
const LINT_STAGED = join(dirname(require.resolve("lint-staged/package.json")), "bin/lint-staged.js");
const HUSKY = join(dirname(require.resolve("husky")), "bin.js");

describe.skipIf(process.platform === "win32")("husky and lint-staged", () => {
  let path = "";
  let root = "";
  beforeAll(() => {
    path = installCommand(join(directory, "lint-staged"));
  });

  /** A repository with husky's hook, which runs some lines before each commit. */
  function withHook(...lines: string[]): void {
    root = committed({ ...FILES, ".lintstagedrc.json": '{ "*.{yaml,yml}": "gitops-lint" }' });
    expect(run(root, path, process.execPath, HUSKY)).toEqual({ code: 0, text: "" });
    put(root, ".husky/pre-commit", lines.map((line) => `${line}\n`).join(""));
  }
  const commit = () => run(root, path, "git", "commit", "--message=next");
  const lintStaged = `"${process.execPath}" "${LINT_STAGED}"`;

  describe("with the staged files as arguments", () => {
    beforeEach(() => {
      withHook(lintStaged);
    });

    it("lets a commit pass that is in order, whatever stands in other files", () => {
      stage(root, { "new.yaml": manifest("Role", "another", "shop", "rules: []\n") });
      expect(commit()).toMatchObject({ code: 0, text: expect.stringContaining("1 file changed") as string });
    });

    it("finds in the staged files what a full run finds, with all files in mind", () => {
      stage(root, { "one.yaml": roleBinding("reader"), "two.yaml": roleBinding("readr") });
      const { code, text } = commit();
      expect(code).toBe(1);
      const full = run(root, path, "gitops-lint").text;
      const line = /^ +9:9 .*Did you mean 'reader'.*$/m;
      expect(text).toContain(line.exec(full)?.[0] ?? "the finding of a full run");
      expect(text.match(/ error /g)).toHaveLength(1);
      expect(full.match(/ error /g)).toHaveLength(2);
    });

    it("hides what is not staged, as lint-staged does", () => {
      stage(root, { "one.yaml": roleBinding("reader") });
      put(root, "one.yaml", roleBinding("nobody"));
      expect(commit().code).toBe(0);
    });

    it("is not asked about a deletion: that is what --staged is for", () => {
      stage(root, { "role.yaml": undefined });
      expect(commit().code).toBe(0);
    });
  });

  describe("with --staged", () => {
    beforeEach(() => {
      withHook("gitops-lint --staged");
    });

    it("stops a commit that deletes a role that a binding needs", () => {
      stage(root, { "role.yaml": undefined });
      const { code, text } = commit();
      expect(code).toBe(1);
      expect(text).toContain(`${join(root, "binding.yaml")}\n  ${BROKEN}`);
      expect(text).toContain(
        "Compared with HEAD: 1 file changed; 1 finding in other files was there before.",
      );
    });

    it("lets a commit pass that is in order, in spite of old findings", () => {
      stage(root, { "new.yaml": manifest("Role", "another", "shop", "rules: []\n") });
      expect(commit().code).toBe(0);
    });

    it("judges what git is about to commit, with 'git commit FILE' and 'git commit --all' too", () => {
      put(root, "role.yaml", manifest("Role", "renamed", "shop", "rules: []\n"));
      stage(root, { "new.yaml": roleBinding("nobody") });
      expect(run(root, path, "git", "commit", "--message=one", "role.yaml").text).toContain(BROKEN);
      stage(root, { "new.yaml": roleBinding("reader") });
      expect(commit().code).toBe(0);
      expect(run(root, path, "git", "commit", "--message=all", "--all").text).toContain(BROKEN);
    });
  });
});

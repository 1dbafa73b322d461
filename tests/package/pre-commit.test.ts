import { spawnSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { committed, ENVIRONMENT, git, stage } from "../repository/git.js";
import { put, temporary } from "../repository/temporary.js";
import { manifest, roleBinding } from "../rules/manifests.js";
import { ROOT } from "./install.js";
import { BROKEN, FILES, installCommand, run } from "./commit-hooks.js";
import { directory } from "./helpers.js";

const isThere = spawnSync("pre-commit", ["--version"]).status === 0;
if (!isThere)
  console.warn("pre-commit is not installed, so the hook for it is not tested. See CONTRIBUTING.md.");

describe.skipIf(!isThere)("the hook for pre-commit", () => {
  let root = "";
  let hook = "";
  const home = join(directory, "pre-commit-home");

  /** A repository with our hook and a package that needs neither a build nor the network. */
  beforeAll(() => {
    const path = installCommand(join(directory, "pre-commit"));
    const command = join(path, "node_modules", packageJson.name, packageJson.bin["gitops-lint"]);
    hook = join(directory, "pre-commit-hook");
    put(hook, "package.json", '{ "name": "hook", "version": "1.0.0", "bin": { "gitops-lint": "run.mjs" } }');
    put(hook, "run.mjs", `#!/usr/bin/env node\nimport "${pathToFileURL(command).href}";\n`);
    cpSync(join(ROOT, ".pre-commit-hooks.yaml"), join(hook, ".pre-commit-hooks.yaml"));
    git(hook, "init", "--quiet");
    git(hook, "add", "--all");
    git(hook, "commit", "--quiet", "--message=hook");
  });

  function preCommit(...args: string[]) {
    vi.stubEnv("PRE_COMMIT_HOME", home);
    return run(root, "", "pre-commit", ...args);
  }

  /** A repository that uses the hook. */
  function withHook(more: string): void {
    const rev = git(hook, "rev-parse", "HEAD");
    root = committed({
      ...FILES,
      ".pre-commit-config.yaml": `repos: [{ repo: "${hook}", rev: ${rev}, hooks: [{ id: gitops-lint${more} }] }]\n`,
    });
    expect(preCommit("install").code).toBe(0);
  }
  const commit = () => run(root, "", "git", "commit", "--message=next");

  describe("as it is", () => {
    beforeEach(() => {
      withHook("");
      stage(root, { "old.yaml": undefined });
    });

    it("runs once for any change, and passes where nothing is wrong", () => {
      const { code, text } = commit();
      expect(text.match(/gitops-lint\.+Passed/g)).toHaveLength(1);
      expect(code).toBe(0);
    });

    it("runs when files are only deleted, and stops what that breaks", () => {
      stage(root, { "role.yaml": undefined });
      const { code, text } = commit();
      expect(code).toBe(1);
      expect(text).toMatch(/gitops-lint\.+Failed\n- hook id: gitops-lint\n- exit code: 1\n/);
      expect(text).toContain(`${join(root, "binding.yaml")}\n  ${BROKEN}`);
    });

    it("finds the same with --all-files, once", () => {
      stage(root, { "role.yaml": undefined });
      const { code, text } = preCommit("run", "--all-files");
      expect(code).toBe(1);
      expect(text.split(BROKEN)).toHaveLength(2);
    });
  });

  it("with --staged lets old findings pass, and stops new ones as they are staged", () => {
    withHook(', args: ["--staged"]');
    stage(root, { "new.yaml": manifest("Role", "another", "shop", "rules: []\n") });
    expect(commit().code).toBe(0);
    stage(root, { "new.yaml": roleBinding("nobody", "shop") });
    put(root, "new.yaml", roleBinding("reader"));
    const { code, text } = commit();
    expect(code).toBe(1);
    expect(text).toContain("9:9  error  Role 'nobody' in namespace 'shop' does not exist");
    expect(text).toContain("Compared with HEAD: 1 file changed; 1 finding in other files was there before.");
  });
});

describe("what pre-commit does with a clone of this project", () => {
  /** The project as it is, beside what is installed for it. */
  function clone(): string {
    const copy = temporary();
    const kept = git(ROOT, "ls-files").split("\n");
    const needed = kept.filter((file) => !/^(?:tests|docs\/examples)\//.test(file));
    for (const file of needed) cpSync(join(ROOT, file), join(copy, file));
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    return copy;
  }

  it("prints nothing but the name of the file when it packs, which pre-commit before 4.7 reads", () => {
    const { stdout, status } = spawnSync("npm", ["pack"], {
      cwd: clone(),
      encoding: "utf8",
      env: { ...ENVIRONMENT, npm_config_foreground_scripts: undefined },
      shell: process.platform === "win32",
    });
    expect([status, stdout]).toEqual([0, `${packageJson.name}-${packageJson.version}.tgz\n`]);
  });
});

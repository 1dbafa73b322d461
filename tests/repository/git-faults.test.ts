import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { delimiter } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { forget } from "../../lib/plugin/session.js";
import { refuseForeign } from "../../lib/repository/git/environment.js";
import { Git, GitError } from "../../lib/repository/git/git.js";
import { run } from "../cli/run.js";
import { manifest } from "../rules/manifests.js";
import { committed, git, stage } from "./git.js";
import { put, temporary } from "./temporary.js";

afterEach(forget);

const role = (name: string) => manifest("Role", name, "shop", "rules: []\n");

describe.skipIf(process.platform === "win32")("a git that hangs", () => {
  it("is ended, and the run fails with a sentence", async () => {
    const root = committed({ "a.yaml": role("a") });
    const bin = temporary({ git: "#!/bin/sh\nexec sleep 1000\n" });
    chmodSync(join(bin, "git"), 0o755);
    vi.stubEnv("PATH", [bin, process.env.PATH].join(delimiter));
    vi.stubEnv("GITOPS_LINT_GIT_TIMEOUT", "0.05");
    expect(await run(root, "--staged", root)).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: git rev-parse did not end within 0.05 seconds. If it only needs more, set GITOPS_LINT_GIT_TIMEOUT to more seconds.",
    });
  });

  it.each(["", "0", "-1", "soon"])("has a minute where %j is said", (given) => {
    const root = committed({ "a.yaml": role("a") });
    const environment = { ...process.env, GITOPS_LINT_GIT_TIMEOUT: given };
    expect(new Git(root, { environment }).ask("rev-parse", "--is-inside-work-tree")).toBe("true");
  });
});

describe("a variable of git that leads to another repository", () => {
  const words = (name: string, value: string, root: string) =>
    `${name} is '${value}', which does not belong to the repository in '${root}', as when a hook of another one starts gitops-lint. Start it with 'env -u ${name}', so that git finds the repository.`;

  it.each([
    ["GIT_DIR", ".git"],
    ["GIT_WORK_TREE", ""],
    ["GIT_INDEX_FILE", ".git/index"],
  ])("is refused: %s", async (name, below) => {
    const root = committed({ "a.yaml": role("a") });
    const other = committed({ "b.yaml": role("b") });
    const value = join(other, below);
    vi.stubEnv(name, value);
    for (const argv of [
      ["--staged"],
      ["--changed-since", "main"],
      ["--untrusted", "--changed-since", "main"],
    ]) {
      expect(await run(other, ...argv, root)).toEqual({
        code: 2,
        out: "",
        err: `gitops-lint: ${words(name, value.replace(other, "ROOT"), root)}`,
      });
    }
    // What starts no git asks nothing of it.
    expect((await run(root, root)).code).not.toBe(2);
  });

  it("is refused where there is nothing", () => {
    const root = committed({ "a.yaml": role("a") });
    const refuse = (name: string) => () =>
      refuseForeign(new Git(root), { ...process.env, [name]: "/nowhere" });
    expect(refuse("GIT_DIR")).toThrow(new GitError(words("GIT_DIR", "/nowhere", root)));
    expect(refuse("GIT_INDEX_FILE")).toThrow(GitError);
  });

  it.each([
    ["as to a hook", { GIT_DIR: ".git", GIT_INDEX_FILE: ".git/index" }],
    ["as to a hook of 'git commit --all'", { GIT_INDEX_FILE: ".git/index.lock" }],
    ["as to a hook of 'git commit FILE'", { GIT_INDEX_FILE: ".git/next-index-1.lock" }],
    ["with the working tree", { GIT_DIR: ".git", GIT_WORK_TREE: "." }],
  ])("is not what git hands down %s", (_, given) => {
    const root = committed({ "a.yaml": role("a") });
    expect(() => refuseForeign(new Git(root), { ...process.env, ...given })).not.toThrow();
  });

  it("is not the git directory of a linked worktree", () => {
    const root = committed({ "a.yaml": role("a") });
    const worktree = join(temporary(), "tree");
    git(root, "worktree", "add", "--quiet", "-b", "work", worktree);
    const directory = join(root, ".git/worktrees/tree");
    const given = { ...process.env, GIT_DIR: directory, GIT_INDEX_FILE: join(directory, "index") };
    expect(() => refuseForeign(new Git(worktree), given)).not.toThrow();
    expect(() => refuseForeign(new Git(root), given)).toThrow(GitError);
  });
});

describe.skipIf(process.platform === "win32")("a hook", () => {
  it.each([
    ["git commit", ["commit"]],
    ["git commit --all", ["commit", "--all"]],
    ["git commit FILE", ["commit", "a.yaml"]],
  ])("hands down what belongs to its repository: %s, also in a linked worktree", (_, command) => {
    const root = committed({ "a.yaml": role("a"), "b.yaml": role("b") });
    const worktree = join(temporary(), "tree");
    git(root, "worktree", "add", "--quiet", "-b", "work", worktree);
    put(root, ".git/hooks/pre-commit", `#!/bin/sh\nenv | grep ^GIT_ > "${root}/env"\n`);
    chmodSync(join(root, ".git/hooks/pre-commit"), 0o755);
    for (const at of [root, worktree]) {
      stage(at, { "a.yaml": role("c") });
      git(at, ...command, "--quiet", "--message=next");
      const lines = readFileSync(join(root, "env"), "utf8").trim().split("\n");
      const given = Object.fromEntries(
        lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
      );
      expect(Object.keys(given)).toContain("GIT_INDEX_FILE");
      expect(() => refuseForeign(new Git(at), { ...process.env, ...given })).not.toThrow();
    }
  });
});

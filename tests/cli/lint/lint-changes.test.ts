import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { forget } from "../../../lib/plugin/session.js";
import { main } from "../../../lib/cli/main.js";
import { committed, git, stage } from "../../repository/git.js";
import { link, put, temporary } from "../../repository/temporary.js";
import { manifest, roleBinding } from "../../rules/manifests.js";

afterEach(forget);

const CONFIG = "rules: { require-default-deny: off }\n";
const role = (name: string, verbs = "get", namespace = "shop") =>
  manifest(
    "Role",
    name,
    namespace,
    `rules:\n  - { apiGroups: [""], resources: [pods], verbs: ["${verbs}"] }\n`,
  );
const WILDCARD =
  "7:51 Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.";
const missing = (name: string) =>
  `9:9 Role '${name}' in namespace 'shop' does not exist, so this binding grants nothing until somebody creates a role of that name. Create it, correct the name, or list it under 'knownRoles' in .gitops-lint.yaml.`;

interface Result {
  filePath: string;
  messages: { line: number; column: number; message: string; fatal?: true; ruleId: string | null }[];
}

/** The findings by file, the exit code, and what is said of failures. */
async function run(root: string, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const code = await main(["--format", "json", ...argv, root], output);
  const results = out.length === 0 ? [] : (JSON.parse(out.join("")) as Result[]);
  const found = results.flatMap(({ filePath, messages }) =>
    messages
      // That the run has failed is told of on the error stream as well.
      .filter(({ fatal, ruleId }) => fatal !== true || ruleId !== null)
      .map(({ line, column, message }) => `${filePath.slice(root.length + 1)}:${line}:${column} ${message}`),
  );
  return { code, found, ...(err.length > 0 && { err: err.join("\n").replaceAll(root, "ROOT") }) };
}

async function summary(root: string, ...argv: string[]): Promise<string> {
  const lines: string[] = [];
  const output = { out: (text: string) => lines.push(text), err: () => undefined };
  await main([...argv, root], output);
  return lines.join("\n").replace(/\d+\.\d s\)/g, "0.0 s)");
}

describe("--staged", () => {
  it("tells what a staged deletion breaks in a file that has not changed", async () => {
    const root = committed({
      "role.yaml": role("reader"),
      "binding.yaml": roleBinding("reader"),
      ".gitops-lint.yaml": CONFIG,
    });
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
    stage(root, { "role.yaml": undefined });
    expect(await run(root, "--staged")).toEqual({ code: 1, found: [`binding.yaml:${missing("reader")}`] });
  });

  it("is silent on findings in other files that were there before, and says so", async () => {
    const root = committed({
      "old.yaml": role("x", "*"),
      "gone.yaml": roleBinding("nobody"),
      ".gitops-lint.yaml": CONFIG,
    });
    stage(root, { "new.yaml": role("z") });
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
    expect(await summary(root, "--staged")).toBe(
      "Nothing found in 3 objects of 3 files (0.0 s).\nCompared with HEAD: 1 file changed; 2 findings in other files were there before.",
    );
  });

  it("reports everything in a changed file, as a full run does", async () => {
    const root = committed({ "a.yaml": role("x", "*"), ".gitops-lint.yaml": CONFIG });
    stage(root, { "a.yaml": `# a comment\n${role("x", "*")}` });
    const { found } = await run(root, "--staged");
    expect(found).toEqual([`a.yaml:${WILDCARD.replace("7:", "8:")}`]);
    expect(found).toEqual((await run(root)).found);
  });

  it("judges what is staged, not what lies on the disk", async () => {
    const root = committed({
      "a.yaml": role("x"),
      "binding.yaml": roleBinding("x"),
      ".gitops-lint.yaml": CONFIG,
    });
    stage(root, { "a.yaml": role("x", "*") });
    put(root, "a.yaml", role("x"));
    expect(await run(root, "--staged")).toEqual({ code: 1, found: [`a.yaml:${WILDCARD}`] });
    stage(root, { "a.yaml": role("x") });
    put(root, "a.yaml", role("renamed", "*"));
    put(root, "untracked.yaml", role("y", "*"));
    rmSync(join(root, "binding.yaml"));
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
  });

  it("lints a staged file that is not on the disk, in a directory that is not either", async () => {
    const root = committed({ ".gitops-lint.yaml": CONFIG });
    stage(root, { "deep/er/a.yaml": role("x", "*") });
    rmSync(join(root, "deep"), { recursive: true });
    expect(await run(root, "--staged")).toEqual({ code: 1, found: [`deep/er/a.yaml:${WILDCARD}`] });
  });

  it("takes no untracked role, kustomization or ignored file for one that will be committed", async () => {
    const root = committed({ ".gitops-lint.yaml": CONFIG });
    stage(root, { "binding.yaml": roleBinding("reader") });
    put(root, "role.yaml", role("reader"));
    expect((await run(root)).found).toEqual([]);
    expect((await run(root, "--staged")).found).toEqual([`binding.yaml:${missing("reader")}`]);
  });

  it("uses the configuration that is staged, and the one before for what was there before", async () => {
    const root = committed({ "a.yaml": role("x", "*"), ".gitops-lint.yaml": "preset: none\n" });
    stage(root, { ".gitops-lint.yaml": CONFIG });
    put(root, ".gitops-lint.yaml", "preset: none\n");
    expect(await run(root, "--staged")).toEqual({ code: 1, found: [`a.yaml:${WILDCARD}`] });
    stage(root, { ".gitops-lint.yaml": "preset: nonsense\n" });
    expect(await run(root, "--staged")).toEqual({
      code: 2,
      found: [],
      err: "gitops-lint: .gitops-lint.yaml:1:9: 'nonsense' is not a valid 'preset'; use one of recommended, strict, all, none.",
    });
  });

  it("uses a staged configuration that ends in .yml, and refuses two that are staged", async () => {
    const root = committed({ "a.yaml": role("x", "*"), ".gitops-lint.yaml": "preset: none\n" });
    git(root, "mv", ".gitops-lint.yaml", ".gitops-lint.yml");
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
    stage(root, { ".gitops-lint.yml": CONFIG });
    expect(await run(root, "--staged")).toEqual({ code: 1, found: [`a.yaml:${WILDCARD}`] });
    stage(root, { ".gitops-lint.yaml": CONFIG });
    expect(await run(root, "--staged")).toEqual({
      code: 2,
      found: [],
      err: "gitops-lint: There is a .gitops-lint.yaml and a .gitops-lint.yml. Only one can count: delete the other.",
    });
  });

  it("takes a file that was only moved for unchanged, and tells what moving it breaks", async () => {
    const root = committed({
      "app/kustomization.yaml": "resources: [role.yaml, binding.yaml]\n",
      "app/role.yaml": role("reader", "*"),
      "app/binding.yaml": roleBinding("reader"),
      ".gitops-lint.yaml": CONFIG,
    });
    git(root, "mv", "app", "other");
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
    git(root, "mv", "other/role.yaml", "other/unlisted.yaml");
    stage(root, { "other/kustomization.yaml": "resources: [binding.yaml]\n" });
    expect((await run(root, "--staged")).found).toEqual([
      "other/binding.yaml:9:9 Role 'reader' in namespace 'shop' does not exist, so this binding grants nothing until somebody creates a role of that name. It is in other/unlisted.yaml, but no kustomization lists that file.",
    ]);
  });

  it("does not take another hint about an old defect for a new one", async () => {
    const root = committed({ "binding.yaml": roleBinding("reader"), ".gitops-lint.yaml": CONFIG });
    stage(root, { "role.yaml": role("readers") });
    expect((await run(root)).found).toEqual([expect.stringContaining("Did you mean 'readers'?")]);
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
  });

  it("does not take a namespace for new because another file is the one to tell of it", async () => {
    const root = committed({
      "a.yaml": manifest("Namespace", "shop"),
      "b.yaml": manifest("Deployment", "app", "shop", "spec: { template: { spec: {} } }\n"),
    });
    stage(root, { "a.yaml": undefined });
    expect((await run(root)).found).toEqual([expect.stringMatching(/^b\.yaml:5:14 Namespace 'shop' has no/)]);
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
  });

  it("compares with nothing before the first commit", async () => {
    const root = committed({});
    git(root, "checkout", "--quiet", "--orphan", "other");
    stage(root, { "a.yaml": role("x", "*"), ".gitops-lint.yaml": CONFIG });
    expect(await run(root, "--staged")).toEqual({ code: 1, found: [`a.yaml:${WILDCARD}`] });
  });

  it("reads a root below the top, .gitignore, links and submodules as on the disk", async () => {
    const root = committed({ "clusters/role.yaml": role("x", "*") });
    stage(root, {
      "clusters/.gitops-lint.yaml": CONFIG,
      "clusters/.gitignore": "ignored/\n",
      "clusters/kustomization.yaml": "resources: [sub, linked.yaml, ../role.yaml, gone.yaml]\n",
      "clusters/text": role("linked", "*"),
    });
    put(root, "clusters/ignored/a.yaml", role("ignored", "*"));
    link(root, "clusters/linked.yaml", "text");
    link(root, "clusters/out.yaml", "../../etc/passwd");
    link(root, "clusters/loop.yaml", "loop.yaml");
    git(root, "add", "--force", "clusters");
    git(
      root,
      "update-index",
      "--add",
      "--cacheinfo",
      `160000,${git(root, "rev-parse", "HEAD")},clusters/sub`,
    );
    expect((await run(join(root, "clusters"), "--staged")).found).toEqual([
      "kustomization.yaml:1:45 There is nothing at 'gone.yaml', so kustomize refuses to build this. Did you mean 'role.yaml'?",
      `linked.yaml:${WILDCARD}`,
    ]);
  });

  it("does not read what is only intended to be added, and takes LFS pointers for unknown", async () => {
    const root = committed({ ".gitops-lint.yaml": CONFIG });
    put(root, "app/kustomization.yaml", "resources: [role.yaml]\n");
    git(root, "add", "--intent-to-add", "app/kustomization.yaml");
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
    stage(root, {
      "role.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
      "binding.yaml": roleBinding("reader"),
    });
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
    rmSync(join(root, "app"), { recursive: true });
    expect(await run(root)).toEqual({ code: 0, found: [] });
  });

  it("reports on the asked paths only, deleted ones too", async () => {
    const root = committed({
      "a/role.yaml": role("x", "*"),
      "b/role.yaml": role("y"),
      ".gitops-lint.yaml": CONFIG,
    });
    stage(root, { "a/role.yaml": role("x2", "*"), "b/role.yaml": undefined });
    expect((await run(join(root, "b/role.yaml"), "--staged")).code).toBe(0);
    expect((await run(join(root, "a"), "--staged", join(root, "b/role.yaml"))).code).toBe(1);
    expect(await run(join(root, "nothing.yaml"), "--staged")).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /There is no file or directory '[^']+', neither now nor in HEAD\.$/,
      ) as string,
    });
  });

  it("counts accepted findings in the whole file, so that none of them hides a new one", async () => {
    const root = committed({
      "role.yaml": role("reader"),
      "bindings.yaml": `${roleBinding("nobody")}---\n${roleBinding("reader").replace("readers", "others")}`,
      ".gitops-lint.yaml": CONFIG,
    });
    const output = { out: () => undefined, err: () => undefined };
    expect(await main(["--suppress-all", root], output)).toBe(0);
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message=accepted");
    expect(await run(root, "--staged")).toEqual({ code: 0, found: [] });
    stage(root, { "role.yaml": undefined });
    expect(await run(root, "--staged")).toEqual({
      code: 1,
      found: [`bindings.yaml:${missing("reader").replace("9:", "19:")}`],
    });
    expect((await run(root, "--staged", "--suppress-all")).err).toMatch(/cannot be used with/);
  });

  it("says what it cannot do", async () => {
    const root = committed({ "a.yaml": role("x") });
    expect((await run(root, "--staged", "--changed-since", "main")).err).toMatch(/cannot be used with/);
    expect((await run(root, "--staged", "--fix")).err).toMatch(/cannot be used with/);
    rmSync(join(root, ".git"), { recursive: true });
    expect((await run(root, "--staged")).err).toBe(
      "gitops-lint: 'ROOT' is not in a git repository, so there is no record of what has changed.",
    );
  });
});

describe("--changed-since", () => {
  /** A branch that has left main, on which something else was committed meanwhile. */
  function branch(files: Record<string, string>): string {
    const root = committed(files);
    git(root, "checkout", "--quiet", "-b", "work");
    git(root, "checkout", "--quiet", "main");
    stage(root, { "on-main.yaml": role("on-main", "*") });
    git(root, "commit", "--quiet", "--message=on main");
    git(root, "checkout", "--quiet", "work");
    return root;
  }

  it("reports what has changed since the branch left the other one, committed or not", async () => {
    const root = branch({
      "old.yaml": role("old", "*"),
      "role.yaml": role("reader"),
      "binding.yaml": roleBinding("reader"),
      ".gitops-lint.yaml": CONFIG,
    });
    expect(await run(root, "--changed-since", "main")).toEqual({ code: 0, found: [] });
    stage(root, { "committed.yaml": role("committed", "*") });
    git(root, "commit", "--quiet", "--message=work");
    stage(root, { "staged.yaml": role("staged", "*") });
    put(root, "untracked.yaml", role("untracked", "*"));
    rmSync(join(root, "role.yaml"));
    const expected = [
      `binding.yaml:${missing("reader")}`,
      `committed.yaml:${WILDCARD}`,
      `staged.yaml:${WILDCARD}`,
      `untracked.yaml:${WILDCARD}`,
    ];
    expect(await run(root, "--changed-since", "main")).toEqual({ code: 1, found: expected });
    expect((await run(root, "--changed-since", "HEAD~1")).found).toEqual(expected);
    expect((await run(root, "--changed-since", "HEAD")).found).toEqual(
      expected.filter((one) => !one.startsWith("committed")),
    );
  });

  it("takes a file with other line ends for unchanged", async () => {
    const root = committed({ "a.yaml": role("x", "*"), ".gitops-lint.yaml": CONFIG });
    put(root, "a.yaml", role("x", "*").replaceAll("\n", "\r\n"));
    expect(await run(root, "--changed-since", "HEAD")).toEqual({ code: 0, found: [] });
  });

  it("says what it was compared with", async () => {
    const root = committed({ "a.yaml": role("x", "*"), ".gitops-lint.yaml": CONFIG });
    const commit = git(root, "rev-parse", "HEAD").slice(0, 12);
    expect(await summary(root, "--changed-since", "main")).toBe(
      `Nothing found in 1 object of 1 file (0.0 s).\nCompared with main (${commit}): 0 files changed; 1 finding in other files was there before.`,
    );
  });

  it("says what to do where git does not know the commit, or not the history before it", async () => {
    const root = committed({ "a.yaml": role("x") });
    expect(await run(root, "--changed-since", "origin/main")).toEqual({
      code: 2,
      found: [],
      err: "gitops-lint: Git finds no commit 'origin/main' here. Fetch it first, as in 'git fetch origin main', or correct the name.",
    });
    expect((await run(root, "--changed-since=--output=x")).err).toMatch(
      /Git finds no commit '--output=x' here/,
    );
    expect((await run(root, "--changed-since", "")).err).toMatch(/Git finds no commit '' here/);
    git(root, "checkout", "--quiet", "--orphan", "other");
    expect((await run(root, "--changed-since", "main")).err).toBe(
      "gitops-lint: This branch has no commits yet; use '--staged' instead.",
    );
    git(root, "commit", "--quiet", "--message=other");
    expect((await run(root, "--changed-since", "main")).err).toBe(
      "gitops-lint: This branch and 'main' have no commit in common. Name a commit that this branch is based on.",
    );
    git(root, "commit", "--quiet", "--allow-empty", "--message=more");
    const shallow = temporary();
    git(shallow, "clone", "--quiet", "--depth=1", "--branch=other", `file://${root}`, ".");
    expect((await run(shallow, "--changed-since", "HEAD~1")).err).toBe(
      "gitops-lint: Git finds no commit 'HEAD~1' here. This clone is shallow: fetch its whole history first, with 'git fetch --unshallow' or, in actions/checkout, 'fetch-depth: 0'.",
    );
  });

  it("works in a linked worktree and below the top, and without a checkout of what is asked about", async () => {
    const root = committed({ "clusters/a.yaml": role("x"), ".gitops-lint.yaml": CONFIG });
    const worktree = join(temporary(), "tree");
    git(root, "worktree", "add", "--quiet", "-b", "work", worktree);
    put(worktree, "clusters/a.yaml", role("x", "*"));
    expect(await run(worktree, "--changed-since", "main")).toEqual({
      code: 1,
      found: [`clusters/a.yaml:${WILDCARD}`],
    });
    expect((await run(join(worktree, "clusters"), "--changed-since", "main")).code).toBe(1);
    expect(await run(root, "--changed-since", "main")).toEqual({ code: 0, found: [] });
  });
});

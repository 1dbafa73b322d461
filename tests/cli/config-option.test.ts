import { mkdirSync, rmSync } from "node:fs";
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { committed, git, stage } from "../repository/git.js";
import { link, put, temporary } from "../repository/temporary.js";
import { repository } from "../rules/lint.js";
import { manifest, roleBinding } from "../rules/manifests.js";
import { run } from "./run.js";

const wildcard = manifest(
  "Role",
  "x",
  "shop",
  'rules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]\n',
);
const OFF = "rules: { no-wildcard-verbs: off }\n";
const NOTHING = "Nothing found in 1 object of 1 file (0.0 s).";

/** Runs the command in a repository. */
async function lint(root: string, ...argv: string[]) {
  vi.spyOn(process, "cwd").mockReturnValue(root);
  return run(root, ...argv);
}

describe("--config", () => {
  it("takes the place of the root's configuration, from wherever it is", async () => {
    const elsewhere = temporary({ "off.yaml": OFF, "on.yaml": "" });
    const root = repository({ ".gitops-lint.yaml": OFF, "a.yaml": wildcard });
    expect(await lint(root)).toMatchObject({ code: 0, out: NOTHING });
    expect(await lint(root, "-c", join(elsewhere, "on.yaml"))).toMatchObject({ code: 1 });
    const other = repository({ ".git/HEAD": "", "a.yaml": wildcard, "ci/off.yaml": OFF });
    expect(await lint(other)).toMatchObject({ code: 1 });
    expect(await lint(other, "--config", "ci/off.yaml")).toMatchObject({ code: 0 });
    expect(await lint(other, "--config", "ci/off.yaml", "--rule", "no-wildcard-verbs: error")).toMatchObject({
      code: 1,
    });
  });

  it("has paths from the root, and settings", async () => {
    const root = repository({
      ".git/HEAD": "",
      "apps/a.yaml": wildcard,
      "b.yaml": roleBinding("reader"),
      "ci/lint.yaml": "ignores: [apps/**]\nsettings: { knownRoles: [shop/reader] }\n",
    });
    expect(await lint(root, "-c", "ci/lint.yaml")).toMatchObject({
      code: 0,
      out: "Nothing found in 2 objects of 3 files (0.0 s). Not read: 1 file that 'ignores' names.",
    });
    const unknown = await lint(root, "-c", "ci/lint.yaml", "--unknowns");
    expect(unknown.code).toBe(0);
    expect(await lint(root, "-c", "ci/lint.yaml", "--explain-silence", "b.yaml")).toMatchObject({ code: 0 });
    expect(await lint(root, "-c", "ci/lint.yaml", "--print-builds")).toMatchObject({ code: 0 });
  });

  it("is for each root that is named, and not for repositories below", async () => {
    const root = repository({
      "a/.gitops-lint.yaml": "",
      "a/x.yaml": wildcard,
      "b/.gitops-lint.yaml": "",
      "b/x.yaml": wildcard,
      "b/c/.gitops-lint.yaml": "",
      "b/c/x.yaml": wildcard,
      "off.yaml": OFF,
    });
    const { code, out } = await lint(root, "a", "b", "-c", "off.yaml");
    expect(code).toBe(1);
    expect(out.split("\n").filter((line) => line.startsWith("ROOT"))).toEqual(["ROOT/b/c/x.yaml"]);
  });

  it("says where it is wrong, by its own path", async () => {
    const root = repository({
      ".gitops-lint.yaml": "",
      "a.yaml": wildcard,
      "ci/a.yaml": "presets: all\n",
      "ci/b.yaml": "rules: { no-wildcard-verbs: [error, { a: 1 }] }\n",
      "ci/c.yaml": "a: [",
    });
    const wrong = (err: string) => ({ code: 2, out: "", err: `gitops-lint: ${err}` });
    expect(await lint(root, "-c", "ci/a.yaml")).toEqual(
      wrong(
        "ci/a.yaml:1:1: Unknown key 'presets'; use one of preset, rules, ignores, overrides, settings, contracts. Did you mean 'preset'?",
      ),
    );
    expect((await lint(root, "-c", "ci/b.yaml")).err).toMatch(
      /^gitops-lint: ci\/b\.yaml:1: The options of 'no-wildcard-verbs' are not valid: /,
    );
    expect((await lint(root, "-c", "ci/c.yaml")).err).toMatch(/^gitops-lint: ci\/c\.yaml:1:/);
    expect(await lint(root, "-c", "ci/d.yaml")).toEqual(
      wrong("There is no file 'ci/d.yaml', which '--config' names."),
    );
    expect(await lint(root, "-c", "ci")).toEqual(
      wrong("The configuration 'ci' cannot be read: it is not a file."),
    );
    put(root, "ci/e.yaml", `# ${"x".repeat(2 ** 20)}\n`);
    expect(await lint(root, "-c", "ci/e.yaml")).toEqual(
      wrong("ci/e.yaml is larger than 1 MB, too large for a configuration. Shorten its lists and comments."),
    );
  });

  it.each([
    "eslint.config.js",
    "eslint.config.mjs",
    "eslint.config.cts",
    ".eslintrc",
    ".eslintrc.json",
    "a/.eslintrc.yml",
  ])("is no configuration of ESLint, such as %s", async (name) => {
    const root = repository({ ".gitops-lint.yaml": "", [name]: "rules: {}\n" });
    expect(await lint(root, "-c", name)).toEqual({
      code: 2,
      out: "",
      err: `gitops-lint: '${name}' is a configuration of ESLint, and none of gitops-lint. '--config' takes a file like .gitops-lint.yaml; ESLint itself reads its own, with this plugin in it.`,
    });
  });

  it.skipIf(process.platform === "win32")("may be a pipe, for several roots, but no device", async () => {
    const root = repository({
      "a/.gitops-lint.yaml": "",
      "a/x.yaml": wildcard,
      "b/.gitops-lint.yaml": "",
      "b/x.yaml": wildcard,
    });
    execFileSync("sh", ["-c", `mkfifo "$1"`, "sh", join(root, "pipe")]);
    const writing = spawn("sh", ["-c", `printf '%s' "$1" > "$2"`, "sh", OFF, join(root, "pipe")]);
    expect(await lint(root, "a", "b", "-c", "pipe")).toMatchObject({ code: 0 });
    writing.kill();
    expect(await lint(root, "a", "-c", "/dev/zero")).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: The configuration '/dev/zero' cannot be read: it is not a file.",
    });
  });

  it("is not read through a link of the repository that leads out of it", async () => {
    const elsewhere = temporary({ "off.yaml": OFF });
    const root = repository({ ".git/HEAD": "", "a.yaml": wildcard });
    link(root, "lint.yaml", join(elsewhere, "off.yaml"));
    link(elsewhere, "mine.yaml", "off.yaml");
    const err =
      "gitops-lint: The configuration 'lint.yaml' cannot be used: a link in the repository leads out of it. If that is intended, name its target.";
    for (const argv of [[], ["--print-builds"], ["--unknowns"]])
      expect(await lint(root, "-c", "lint.yaml", ...argv)).toEqual({ code: 2, out: "", err });
    expect(await lint(root, "-c", "lint.yaml", "--explain-silence", "a.yaml")).toMatchObject({
      code: 2,
      err,
    });
    expect(await lint(root, "-c", join(elsewhere, "mine.yaml"))).toMatchObject({ code: 0 });
  });
});

describe("--config, when comparing", () => {
  it("holds before the change and after it", async () => {
    const root = committed({ "a.yaml": roleBinding("view", "shop", "ClusterRole") });
    stage(root, { "b.yaml": wildcard, ".gitops-lint.yaml": OFF });
    const elsewhere = temporary({ "on.yaml": "", "off.yaml": OFF });
    expect(await lint(root, "--staged")).toMatchObject({ code: 0 });
    expect(await lint(root, "--staged", "-c", join(elsewhere, "on.yaml"))).toMatchObject({ code: 1 });
    expect(await lint(root, "--changed-since", "main", "-c", join(elsewhere, "off.yaml"))).toMatchObject({
      code: 0,
    });
  });
});

describe("--config for a change that is not trusted", () => {
  const FOLLOWED = /not followed as it is here: ([^\n]*)\.$/m;
  const untrusted = ["--untrusted", "--changed-since", "main"];

  /** A branch that adds what is not allowed, with some other changes. */
  function branch(before: Record<string, string>, change: Record<string, string>): string {
    const root = committed({ "README.md": "x", ...before });
    git(root, "checkout", "--quiet", "-b", "change");
    stage(root, { "a.yaml": wildcard, ...change });
    git(root, "commit", "--quiet", "--message=change");
    return root;
  }

  it("counts as it is outside of the repository", async () => {
    const elsewhere = temporary({ "off.yaml": OFF });
    const root = branch({}, {});
    expect(await lint(root, ...untrusted)).toMatchObject({ code: 1 });
    const { code, out } = await lint(root, ...untrusted, "-c", join(elsewhere, "off.yaml"));
    expect(code).toBe(0);
    expect(out).not.toMatch(FOLLOWED);
    expect(await lint(root, "--untrusted", "-c", join(elsewhere, "off.yaml"))).toMatchObject({ code: 0 });
  });

  it("counts as the trusted commit has it", async () => {
    const unchanged = branch({ "ci/lint.yaml": OFF }, {});
    const same = await lint(unchanged, ...untrusted, "-c", "ci/lint.yaml");
    expect(same.code).toBe(0);
    expect(same.out).not.toMatch(FOLLOWED);
    const changed = branch({ "ci/lint.yaml": "rules: {}\n" }, { "ci/lint.yaml": OFF });
    const other = await lint(changed, ...untrusted, "-c", "ci/lint.yaml");
    expect(other.code).toBe(1);
    expect(FOLLOWED.exec(other.out)?.[1]).toBe("ci/lint.yaml");
    const broken = branch({ "ci/lint.yaml": OFF }, { "ci/lint.yaml": "rules: 1\n" });
    expect(await lint(broken, ...untrusted, "-c", "ci/lint.yaml")).toMatchObject({ code: 0, err: "" });
    rmSync(join(broken, "ci/lint.yaml"));
    expect(await lint(broken, ...untrusted, "-c", "ci/lint.yaml")).toMatchObject({ code: 0, err: "" });
  });

  it("does not count if the change adds it, by whatever way", async () => {
    const added = branch({}, { "ci/lint.yaml": OFF });
    const { code, out } = await lint(added, ...untrusted, "-c", "ci/lint.yaml");
    expect(code).toBe(1);
    expect(FOLLOWED.exec(out)?.[1]).toBe("ci/lint.yaml");
    expect(await lint(added, "--untrusted", "-c", "ci/lint.yaml")).toMatchObject({ code: 1 });
    const by = temporary();
    link(by, "mine", added);
    expect(await lint(by, ...untrusted, "-c", "mine/ci/lint.yaml", added)).toMatchObject({ code: 1 });
    expect(await lint(by, ...untrusted, "-c", join(added, "ci/lint.yaml"), "mine")).toMatchObject({
      code: 1,
    });
  });

  it("is not another file of the commit because the change links to it", async () => {
    const root = branch({ "ci/lint.yaml": "rules: {}\n", "tests/lint.yaml": OFF }, {});
    git(root, "rm", "--quiet", "ci/lint.yaml");
    mkdirSync(join(root, "ci"), { recursive: true });
    link(root, "ci/lint.yaml", "../tests/lint.yaml");
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message=link");
    expect(await lint(root, ...untrusted, "-c", "ci/lint.yaml")).toMatchObject({ code: 1 });
    git(root, "rm", "--quiet", "--force", "ci/lint.yaml");
    link(root, "ci", "tests");
    expect(await lint(root, ...untrusted, "-c", "ci/lint.yaml")).toMatchObject({ code: 1 });
  });

  it("counts above the root that is linted, too, only as it was", async () => {
    const before = { "apps/.gitops-lint.yaml": "", "lint.yaml": "" };
    const root = branch(before, { "apps/b.yaml": wildcard, "lint.yaml": OFF });
    expect(await lint(root, ...untrusted, "-c", "lint.yaml", "apps")).toMatchObject({ code: 1 });
  });

  it("counts as it is if no commit has it, as when a pipeline has made it", async () => {
    const root = branch({}, {});
    put(root, "made.yaml", OFF);
    expect(await lint(root, ...untrusted, "-c", "made.yaml")).toMatchObject({ code: 0 });
  });
});

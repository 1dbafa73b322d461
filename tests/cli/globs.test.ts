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
const RULE = ["--preset", "none", "--rule", "no-wildcard-verbs: error"];

/** The files with findings, and what is said on standard error. */
async function lint(root: string, ...argv: string[]) {
  vi.spyOn(process, "cwd").mockReturnValue(root);
  const { code, out, err } = await run(root, ...RULE, ...argv);
  const files = out.split("\n").flatMap((line) => (line.startsWith("ROOT/") ? [line.slice(5)] : []));
  return { code, files, err };
}

const found = (...files: string[]) => ({ code: 1, files, err: "" });
const refused = (sentence: string) => ({ code: 2, files: [], err: `gitops-lint: ${sentence}` });
const none = (glob: string) =>
  refused(
    `No file that is linted matches the glob '${glob}'. It is looked for among files that can hold manifests and templates of charts, except what .gitignore names.`,
  );

const FILES = {
  ".gitops-lint.yaml": "",
  "a.yaml": wildcard,
  "apps/b.yaml": wildcard,
  "apps/x/c.yml": wildcard,
  "apps/x/y/d.yaml": wildcard,
  "apps/x/y/e.json": "{}",
  "apps/x/notes.txt": wildcard,
};

describe("globs that no shell has expanded", () => {
  it.each([
    ["*.yaml", ["a.yaml"]],
    ["apps/*.yaml", ["apps/b.yaml"]],
    ["apps/*", ["apps/b.yaml", "apps/x/c.yml", "apps/x/y/d.yaml"]],
    ["apps/*/", ["apps/x/c.yml", "apps/x/y/d.yaml"]],
    ["**/*.yaml", ["a.yaml", "apps/b.yaml", "apps/x/y/d.yaml"]],
    ["./apps/**/*.yaml", ["apps/b.yaml", "apps/x/y/d.yaml"]],
    ["apps/**/*.{yaml,yml}", ["apps/b.yaml", "apps/x/c.yml", "apps/x/y/d.yaml"]],
    ["apps/?.yaml", ["apps/b.yaml"]],
    ["[ab].yaml", ["a.yaml"]],
    ["apps/[!a]/c.yml", ["apps/x/c.yml"]],
    ["apps/x/**", ["apps/x/c.yml", "apps/x/y/d.yaml"]],
    ["{a,apps/b}.yaml", ["a.yaml", "apps/b.yaml"]],
    ["{,apps/}[ab].yaml", ["a.yaml", "apps/b.yaml"]],
  ])("%s", async (glob, files) => {
    expect(await lint(repository(FILES), glob)).toEqual(found(...files));
  });

  it("may be several, and stand beside paths", async () => {
    const root = repository(FILES);
    expect(await lint(root, "a.yaml", "apps/x/*/*.yaml", "*.yaml")).toEqual(
      found("a.yaml", "apps/x/y/d.yaml"),
    );
    expect(await lint(root, "--root", "apps", "apps/x/*.yml")).toEqual(found("apps/x/c.yml"));
    expect(await lint(root, "--root", "apps", "*.yaml")).toEqual(
      refused("'*.yaml' is outside of the root 'apps'."),
    );
  });

  it("are looked for from the current directory, in which names may look like globs", async () => {
    const root = repository({ ".gitops-lint.yaml": "", "[x]/a.yaml": wildcard, "x/a.yaml": wildcard });
    expect(await lint(root, "[x]/*.yaml")).toEqual(found("[x]/a.yaml"));
    expect(await lint(`${root}/[x]`, "*.yaml")).toMatchObject({ code: 1 });
  });

  it("are no globs if something has that name", async () => {
    const root = repository({ ".gitops-lint.yaml": "", "[a].yaml": wildcard, "a.yaml": wildcard });
    expect(await lint(root, "[a].yaml")).toEqual(found("[a].yaml"));
    if (process.platform === "win32") return;
    put(root, "*.yaml", wildcard);
    expect(await lint(root, "*.yaml")).toEqual(found("*.yaml"));
  });

  it("reach into repositories below, each with its own configuration", async () => {
    const off = "rules: { no-wildcard-verbs: off }\n";
    const root = repository({ ...FILES, "apps/x/.gitops-lint.yaml": "", "apps/z/.gitops-lint.yaml": "" });
    put(root, "apps/z/f.yaml", wildcard);
    expect(await lint(root, "apps/**/*.yaml")).toEqual(
      found("apps/b.yaml", "apps/x/y/d.yaml", "apps/z/f.yaml"),
    );
    expect(await lint(root, "apps/z/*.yaml")).toEqual(found("apps/z/f.yaml"));
    put(root, "apps/z/.gitops-lint.yaml", off);
    const { out } = await run(root, `${root}/apps/z/*.yaml`);
    expect(out).toBe("Nothing found in 1 object of 1 file (0.0 s).");
  });

  it("are those of the files that are linted", async () => {
    const root = repository({ ...FILES, ".gitignore": "apps/b.yaml\n", "chart/Chart.yaml": "name: x\n" });
    put(root, "chart/templates/a.yaml", wildcard);
    for (const glob of ["apps/*.yaml", "**/*.txt", "nothing/**", "a.yam?l", "*.{a,b}"])
      expect(await lint(root, glob)).toEqual(none(glob));
    put(root, ".gitops-lint.yaml", "ignores: [a.yaml]\n");
    expect(await lint(root, "*.yaml")).toMatchObject({ code: 0, err: "" });
    expect(await lint(root, "*.yaml", "*.yml")).toEqual(none("*.yml"));
  });

  it("follow no link out of the root", async () => {
    const root = repository(FILES);
    link(root, "out", temporary({ "a.yaml": wildcard }));
    expect(await lint(root, "o*/*.yaml")).toEqual(none("o*/*.yaml"));
    expect(await lint(root, "--root", ".", "out/*.yaml")).toEqual(none("out/*.yaml"));
  });

  it("select changes, including deleted files", async () => {
    const root = committed({ "a.yaml": wildcard, "b/c.yaml": wildcard, "b/role.yaml": "x: 1\n" });
    stage(root, { "a.yaml": undefined, "b/d.yaml": `${wildcard}#\n`, "d.yaml": wildcard });
    expect(await lint(root, "--staged", "b/*.yaml")).toEqual(found("b/d.yaml"));
    expect(await lint(root, "--staged", "[a].yaml")).toMatchObject({ code: 0, err: "" });
    expect(await lint(root, "--staged", "x/*.yaml")).toEqual(
      refused("There is no file or directory 'x/*.yaml', neither now nor in HEAD."),
    );
    git(root, "checkout", "--quiet", "-b", "change");
    git(root, "commit", "--quiet", "--message=change");
    expect(await lint(root, "--changed-since", "main", "--untrusted", "b/*.yaml")).toEqual(found("b/d.yaml"));
  });

  it("select what is not known", async () => {
    const root = repository({ ...FILES, "apps/b.yaml": roleBinding("reader") });
    expect((await run(root, "--unknowns", `${root}/apps/*.yaml`)).code).toBe(0);
    expect(await lint(root)).toMatchObject({ code: 1 });
  });

  it("must not take forever", async () => {
    const root = repository(FILES);
    for (const glob of ["*a*a*a*a*a*a*a*.yaml", "+(a|b)*.yaml", `${"{a,b}".repeat(8)}`, "{a{b,c},d}"])
      expect(await lint(root, glob)).toEqual(
        refused(`The glob '${glob}' could take too long to match. Write several simpler ones.`),
      );
  });
});

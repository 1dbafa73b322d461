import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { link, temporary } from "../repository/temporary.js";
import { wildcard } from "./report/formats/repository.js";
import { run } from "./run.js";

const WHY = "a link in the repository leads out of it. If that is intended, name its target";

/** A repository with a link that leads out of it, and another that does not. */
function repository() {
  const top = temporary({
    "outside/precious.txt": "precious",
    "repo/.git/HEAD": "",
    "repo/a.yaml": wildcard("x"),
  });
  link(top, "repo/reports", "../outside");
  link(top, "repo/inside", "b");
  link(top, "repo/gone", "../not/there");
  link(top, "repo/b/up", "../../outside");
  return { top, root: join(top, "repo"), outside: join(top, "outside") };
}

/** Everything below a directory. */
const all = (directory: string) => readdirSync(directory, { recursive: true }).sort();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe.skipIf(process.platform === "win32")("a link that a repository has laid", () => {
  it.each<[string[], string]>([
    [["--format", "junit:@/reports/junit.xml"], "The report cannot be written to '@/reports/junit.xml'"],
    [
      ["--output-file", "@/reports/deep/er/x.txt"],
      "The report cannot be written to '@/reports/deep/er/x.txt'",
    ],
    [["--output-file", "@/inside/up/x"], "The report cannot be written to '@/inside/up/x'"],
    [["--output-file", "@/b/../reports/x"], "The report cannot be written to '@/b/../reports/x'"],
    [["--output-file", "@/gone/x"], "The report cannot be written to '@/gone/x'"],
    [
      ["--format", "json:@/fine/a.json", "--format", "sarif:@/reports/a.sarif"],
      "The report cannot be written to '@/reports/a.sarif'",
    ],
    [
      ["--suppress-all", "--suppressions-location", "@/reports/s.json"],
      "The suppressions in '@/reports/s.json' cannot be used",
    ],
    [
      ["--suppressions-location", "@/reports/precious.txt"],
      "The suppressions in '@/reports/precious.txt' cannot be used",
    ],
    [
      ["--suppress-rule", "no-wildcard-verbs", "--suppressions-location", "@/reports"],
      "The suppressions in '@/reports/eslint-suppressions.json' cannot be used",
    ],
    [["--cache", "--cache-location", "@/reports"], "The cache cannot be in '@/reports'"],
    [["--cache", "--cache-location", "@/reports/x/y"], "The cache cannot be in '@/reports/x/y'"],
  ])("takes nothing out of it with %j", async (argv, sentence) => {
    const { top, root } = repository();
    const before = all(top);
    const given = argv.map((word) => word.replace("@", root));
    const more = argv.includes("--cache") ? ", with --cache-location." : ".";
    expect(await run(root, ...given, root)).toEqual({
      code: 2,
      out: "",
      err: `gitops-lint: ${sentence.replace("@", "ROOT")}: ${WHY}${more}`,
    });
    // Another report tells of it.
    const told = argv.includes("json:@/fine/a.json") ? ["repo/fine", "repo/fine/a.json"] : [];
    expect(all(top)).toEqual([...before, ...told].sort());
  });

  it("takes nothing out with paths from the current directory, which need not be what is linted", async () => {
    const { top, root } = repository();
    const other = temporary({ "a.yaml": wildcard("x") });
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const before = all(top);
    const refused = { code: 2, err: `gitops-lint: The report cannot be written to 'reports/x': ${WHY}.` };
    expect(await run(root, "--output-file", "reports/x", other)).toMatchObject(refused);
    expect(await run(root, "--controls", "--output-file", "reports/x")).toMatchObject(refused);
    expect(all(top)).toEqual(before);
  });

  it.each([
    ["--format", "json", "--output-file", "reports/x.json"],
    ["--suppress-all", "--suppressions-location", "reports"],
    ["--cache", "--cache-location", "reports/c"],
  ])("takes nothing out of what is linted, be it no repository of git: %j", async (...argv) => {
    const top = temporary({ "outside/precious.txt": "precious", "unpacked/role.yaml": wildcard("x") });
    const root = join(top, "unpacked");
    link(root, "reports", "../outside");
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const before = all(top);
    for (const linted of [[], ["--root", "."], ["--root", ".", "role.yaml"]]) {
      const { code, err } = await run(root, ...argv, ...linted);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(WHY) as string });
    }
    expect(all(top)).toEqual(before);
    const outside = argv.map((word) => word.replace("reports", join(top, "outside")));
    expect((await run(root, ...outside)).code).not.toBe(2);
    expect(all(top)).not.toEqual(before);
  });

  it("takes nothing out of the checkout that the linted part is in", async () => {
    const { root, outside } = repository();
    const part = join(root, "b");
    const { code } = await run(root, "--root", part, "--output-file", join(root, "reports/x"), part);
    expect(code).toBe(2);
    expect(all(outside)).toEqual(["precious.txt"]);
  });

  it("is not written through, be it the report itself", async () => {
    const { top, root } = repository();
    link(root, "report", "/dev/null");
    const { code, err } = await run(root, "--output-file", join(root, "report"), root);
    expect({ code, err }).toEqual({
      code: 2,
      err: `gitops-lint: The report cannot be written to 'ROOT/report': ${WHY}.`,
    });
    link(root, "s.json", "../outside/precious.txt");
    const at = ["--suppressions-location", join(root, "s.json")];
    expect((await run(root, "--suppress-all", ...at, root)).code).toBe(2);
    expect(readFileSync(join(top, "outside/precious.txt"), "utf8")).toBe("precious");
  });

  it("may lead to a place in it", async () => {
    const { root } = repository();
    expect((await run(root, "--output-file", join(root, "inside/new/x.txt"), root)).code).toBe(1);
    expect(existsSync(join(root, "b/new/x.txt"))).toBe(true);
  });

  it("may be the user's own, outside of it", async () => {
    const { top, root, outside } = repository();
    link(top, "mine", "outside");
    link(top, "same", "repo");
    const cache = ["--cache", "--cache-location", join(top, "mine/cache")];
    expect((await run(root, "--output-file", join(top, "mine/new/x.txt"), ...cache, root)).code).toBe(1);
    expect(all(outside)).toContain("new/x.txt");
    // The root by another name is the same root.
    const same = ["--root", join(top, "same"), join(top, "same")];
    expect((await run(root, "--output-file", join(top, "same/x.txt"), ...same)).code).toBe(1);
    expect((await run(root, "--output-file", join(root, "reports/x.txt"), ...same)).code).toBe(2);
    expect((await run(root, "--output-file", join(top, "same/reports/x.txt"), root)).code).toBe(2);
  });
});

describe("a cache in the repository", () => {
  it("is not made because the home directory is the repository, or in it", async () => {
    for (const name of ["XDG_CACHE_HOME", "LOCALAPPDATA"]) {
      const root = temporary({ "a.yaml": wildcard("x") });
      for (const home of [root, join(root, "not/there/yet")]) {
        vi.stubEnv(name, home);
        const { code, err } = await run(root, "--cache", "--root", root, root);
        if (process.platform === "win32" ? name !== "LOCALAPPDATA" : name !== "XDG_CACHE_HOME") continue;
        expect({ code, err }).toEqual({
          code: 2,
          err: expect.stringMatching(
            /^gitops-lint: The cache would be in what is linted, in 'ROOT.*', since your home directory is there\. Name a place with --cache-location\.$/,
          ) as string,
        });
      }
      expect(all(root)).toEqual(["a.yaml"]);
    }
  });

  it.each(["cache", "", "."])("is not believed where the repository is not: %j", async (name) => {
    const root = temporary({ ".git/HEAD": "", "part/a.yaml": wildcard("x") });
    const part = join(root, "part");
    for (const directory of [join(root, name), join(part, name)]) {
      const cache = ["--cache", "--cache-location", directory, "--root", part, part];
      expect((await run(root, "--no-inline-config", ...cache)).err).toBe(
        `gitops-lint: With '--no-inline-config', the cache cannot be in the repository, in '${directory.replace(root, "ROOT")}': it may have been committed there, and what it says is believed. Name a place outside with --cache-location.`,
      );
    }
    const outside = ["--cache", "--cache-location", temporary(), "--root", part, part];
    expect((await run(root, "--no-inline-config", ...outside)).code).toBe(1);
    // Whoever trusts the repository may keep it there, as pipelines do that save nothing else.
    expect(
      (await run(root, "--cache", "--cache-location", join(root, "cache"), "--root", part, part)).code,
    ).toBe(1);
    expect(existsSync(join(root, "cache"))).toBe(true);
  });
});

import { mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../../lib/cli/args.js";
import { link, temporary } from "../../repository/temporary.js";
import { repository } from "../../rules/lint.js";
import { wildcard } from "./formats/repository.js";
import { run } from "../run.js";

describe("where reports go", () => {
  it("prints one and writes the others", async () => {
    const root = repository({ "a.yaml": wildcard("x") });
    const reports = temporary({ "old.json": "old" });
    const [sarif, json] = [join(reports, "deep/er/x.sarif"), join(reports, "old.json")];
    const argv = ["--format", "gitlab", "--format", `sarif:${sarif}`, "--format", `json:${json}`];
    const { code, out, err } = await run(root, ...argv, root);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(JSON.parse(out)).toHaveLength(1);
    expect(readFileSync(sarif, "utf8")).toMatch(/^\{[^]*"version": "2\.1\.0"[^]*\}\n$/);
    expect(readFileSync(json, "utf8")).toMatch(/^\[\{.*\}\]\n$/);
    expect(readdirSync(reports).sort()).toEqual(["deep", "old.json"]);
  });

  it("spreads no secret of a file in any report", async () => {
    const user = "users: [{name: a, user: {token: s3cr3t, username: a}}]";
    const root = repository({ kubeconfig: `apiVersion: v1\nkind: Config\n${user}\n` });
    for (const format of FORMATS) {
      const { out } = await run(root, "--format", format, root);
      expect(out).toContain("no-kubeconfig-credentials");
      expect(out).not.toContain("s3cr3t");
    }
  });

  it("says on the error stream what was looked at where nothing is printed", async () => {
    const root = repository({ "a.yaml": wildcard("x") });
    const file = join(temporary(), "report.txt");
    expect(await run(root, "--output-file", file, root)).toEqual({
      code: 1,
      out: "",
      err: "1 finding in 1 object of 1 file (0.0 s).",
    });
    expect(readFileSync(file, "utf8")).toMatch(
      /^\S+a\.yaml\n {2}9:13 {2}error {2}Verb .*\n\n✖ 1 finding in /,
    );
    expect((await run(root, "--format", "junit", "--output-file", file, root)).out).toBe("");
    expect(readFileSync(file, "utf8")).toMatch(/^<\?xml /);
  });

  it("replaces a link and does not write where it leads to", async () => {
    const root = repository({});
    const reports = temporary({ "precious.txt": "precious" });
    link(reports, "report.json", "precious.txt");
    await run(root, "--format", "json", "--output-file", join(reports, "report.json"), root);
    expect(readFileSync(join(reports, "precious.txt"), "utf8")).toBe("precious");
    expect(() => readlinkSync(join(reports, "report.json"))).toThrow("EINVAL");
  });

  it.each<[string[], string]>([
    [
      ["--format", "nope"],
      "Option '-f, --format <name[:file]>' argument 'nope' is invalid. Allowed choices are stylish, json, sarif, github, gitlab, junit, markdown, html. See gitops-lint --help.",
    ],
    [
      ["--format", "sarif:"],
      "Option '-f, --format <name[:file]>' argument 'sarif:' is invalid. The name of a file must follow 'sarif:'. See gitops-lint --help.",
    ],
    [
      ["--format", "sarif", "--format", "junit"],
      "Only one report can be printed; give the others a file, as in '--format junit:report.txt'.",
    ],
    [
      ["--format", "sarif:a", "--output-file", "b"],
      "Every '--format' already names a file, so nothing is left for '--output-file'.",
    ],
    [
      ["--format", "json:@/x", "--format", "sarif:@/b/../x"],
      "Two reports cannot be in one file: '@/b/../x' is named twice.",
    ],
    [
      ["--format", "json:@/x", "--output-file", "@/x"],
      "Every '--format' already names a file, so nothing is left for '--output-file'.",
    ],
    [["--output-file", ""], "'--output-file' needs the name of a file."],
    [["--output-file", "@"], "The report cannot be written to '@': a directory has that name."],
    [
      ["--output-file", "@/a.txt/b"],
      "The report cannot be written to '@/a.txt/b': ENOTDIR: not a directory, stat '@/a.txt/b'.",
    ],
  ])("says in one sentence what is wrong with %j", async (argv, sentence) => {
    const root = repository({});
    const directory = temporary({ "a.txt": "" });
    mkdirSync(join(directory, "b"));
    const given = argv.map((word) => word.replace("@", directory));
    expect(await run(directory, ...given, root)).toEqual({
      code: 2,
      out: "",
      err: `gitops-lint: ${sentence.replaceAll("@", "ROOT")}`,
    });
  });
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { link, temporary } from "../../repository/temporary.js";
import { repository } from "../../rules/lint.js";
import { run } from "../run.js";
import { wildcard } from "./formats/repository.js";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const BROKEN = ".gitops-lint.yaml:2:3: There is no rule 'no-such-rule'; 'gitops-lint rules' lists all.";

/** A repository whose part `sub` has a configuration that cannot be understood. */
const broken = () =>
  repository({
    ".git/HEAD": "",
    "a.yaml": wildcard("x"),
    "sub/.gitops-lint.yaml": "rules:\n  no-such-rule: error\n",
    "sub/b.yaml": wildcard("y"),
  });

/** What each format says of it on standard output. */
const TOLD: [format: string, told: (out: string, sentence: string) => void][] = [
  [
    "github",
    (out, sentence) => {
      const shown = sentence.replaceAll("%", "%25");
      expect(out).toBe(`::error file=sub/.gitops-lint.yaml,line=2,title=gitops-lint::${shown}`);
    },
  ],
  [
    "sarif",
    (out, sentence) => {
      const { runs } = JSON.parse(out) as { runs: object[] };
      expect(runs).toMatchObject([
        {
          results: [],
          invocations: [
            {
              executionSuccessful: false,
              toolExecutionNotifications: [
                {
                  level: "error",
                  message: { text: sentence },
                  locations: [
                    {
                      physicalLocation: {
                        artifactLocation: { uri: "sub/.gitops-lint.yaml", uriBaseId: "%SRCROOT%" },
                        region: { startLine: 2 },
                      },
                    },
                  ],
                },
              ],
            },
          ],
        },
      ]);
    },
  ],
  [
    "gitlab",
    (out, sentence) => {
      expect(JSON.parse(out)).toEqual([
        {
          description: sentence,
          check_name: "gitops-lint",
          fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
          severity: "blocker",
          location: { path: "sub/.gitops-lint.yaml", lines: { begin: 2, end: 2 } },
        },
      ]);
    },
  ],
  [
    "junit",
    (out, sentence) => {
      const words = sentence.replaceAll("'", "&apos;");
      expect(out).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gitops-lint" tests="1" failures="0" errors="1">
  <testsuite name="gitops-lint" tests="1" failures="0" errors="1" skipped="0">
    <testcase name="gitops-lint: sub/.gitops-lint.yaml" classname="gitops-lint"><error message="${words}" type="failure of gitops-lint">${words}</error></testcase>
  </testsuite>
</testsuites>`);
    },
  ],
  [
    "markdown",
    (out, sentence) => {
      expect(out).toBe(
        `## gitops-lint\n\n❌ The run failed.\n\n**Failed:** ${sentence.replace(/^\S+/, "`$&`")}`,
      );
    },
  ],
  [
    "json",
    (out, sentence) => {
      expect(JSON.parse(out)).toMatchObject([
        {
          filePath: expect.stringMatching(/sub\/\.gitops-lint\.yaml$/) as string,
          errorCount: 1,
          fatalErrorCount: 1,
          messages: [{ ruleId: null, fatal: true, severity: 2, line: 2, column: 1, message: sentence }],
        },
      ]);
    },
  ],
  ["stylish", (out) => expect(out).toBe("")],
];

describe("a run that fails", () => {
  it.each(TOLD)("says so in %s, with the place of the mistake", async (format, told) => {
    const root = broken();
    const { code, out, err } = await run(root, "--format", format, root);
    const sentence = `sub/${BROKEN}`;
    expect({ code, err }).toEqual({ code: 2, err: `gitops-lint: ${sentence}` });
    told(out, sentence);
  });

  it.each(TOLD)("says so in a file of %s, in the place of an earlier report", async (format, told) => {
    const root = broken();
    const file = join(temporary({ report: "an earlier one" }), "report");
    const { code, out } = await run(root, "--format", `${format}:${file}`, root);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    const text = readFileSync(file, "utf8").replaceAll(root, "ROOT").trimEnd();
    if (format === "stylish") expect(text).toBe(`gitops-lint: sub/${BROKEN}`);
    else told(text, `sub/${BROKEN}`);
  });

  it.each([
    ["an option that is none", ["--nope"], /^Unknown option '--nope'/],
    ["a value that is none", ["--preset", "lax"], /^Option '--preset <name>' argument 'lax' is invalid\./],
    ["options that exclude each other", ["--staged", "--fix"], /cannot be used with option/],
    ["a path that is not there", ["nowhere.yaml"], /^There is no file or directory 'nowhere\.yaml'\./],
    ["a commit that is not there", ["--changed-since", "nope"], /./],
  ])("says so in the reports of a command line with %s", async (_, mistake, sentence) => {
    const root = repository({ ".git/HEAD": "", "a.yaml": wildcard("x") });
    const file = join(temporary({ report: "an earlier one" }), "report");
    const { code, out, err } = await run(
      root,
      "--format=github",
      "--format",
      `gitlab:${file}`,
      ...mistake,
      root,
    );
    const said = err.replace("gitops-lint: ", "");
    expect(code).toBe(2);
    expect(said).toMatch(sentence);
    expect(out).toBe(`::error title=gitops-lint::${said}`);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject([
      {
        description: said.replaceAll("ROOT", root),
        severity: "blocker",
        location: { path: ".gitlab-ci.yml", lines: { begin: 1 } },
      },
    ]);
  });

  it.each([
    ["of formats that are none", ["--format", "nope"]],
    ["of two reports in one place", ["--format", "sarif", "--format", "junit"]],
    ["about what is no report", ["--unknowns", "--format", "sarif"]],
    ["of a question", ["who-can", "--format", "json"]],
  ])("prints no report where the mistake is %s", async (_, argv) => {
    const { code, out } = await run("ROOT", ...argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  it("says so on the page of the job", async () => {
    const file = join(temporary({ "summary.md": "" }), "summary.md");
    vi.stubEnv("GITHUB_STEP_SUMMARY", file);
    const root = broken();
    await run(root, "--format", "github", root);
    expect(readFileSync(file, "utf8")).toMatch(
      /^## gitops-lint\n\n❌ The run failed\.\n\n\*\*Failed:\*\* `sub/,
    );
  });

  it("names the configuration by the way to it from the current directory", async () => {
    const root = broken();
    vi.spyOn(process, "cwd").mockReturnValue(root);
    expect((await run(root, join(root, "sub"))).err).toBe(`gitops-lint: sub/${BROKEN}`);
    vi.spyOn(process, "cwd").mockReturnValue(join(root, "sub"));
    expect((await run(root)).err).toBe(`gitops-lint: ${BROKEN}`);
  });

  it("names the whole path of a configuration in JSON, wherever it is run", async () => {
    const root = broken();
    const elsewhere = temporary({});
    for (const directory of [root, join(root, "sub"), elsewhere]) {
      vi.spyOn(process, "cwd").mockReturnValue(directory);
      const { out } = await run("/nowhere", "--format", "json", join(root, "sub"));
      expect(JSON.parse(out)).toMatchObject([{ filePath: join(root, "sub/.gitops-lint.yaml") }]);
    }
  });

  it("tells the other reports that one of them cannot be written", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": wildcard("x") });
    const reports = temporary({});
    mkdirSync(join(reports, "b"));
    const [good, bad] = [join(reports, "a"), join(reports, "b")];
    const { code, out, err } = await run(
      root,
      "--format",
      "github",
      "--format",
      `json:${good}`,
      "--format",
      `sarif:${bad}`,
      root,
    );
    const sentence = `The report cannot be written to '${bad}': a directory has that name.`;
    expect({ code, out, err }).toEqual({
      code: 2,
      out: `::error title=gitops-lint::${sentence}`,
      err: `gitops-lint: ${sentence}`,
    });
    expect(JSON.parse(readFileSync(good, "utf8"))).toMatchObject([{ messages: [{ message: sentence }] }]);
  });

  it("that is killed leaves no report of an earlier one, and follows no link for that", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": wildcard("x") });
    const reports = temporary({ "old.xml": "old", "precious.txt": "precious" });
    link(reports, "link.xml", "precious.txt");
    const { markUnfinished } = await import("../../../lib/cli/report/report-failure.js");
    const files = ["old.xml", "link.xml", "new.xml"].map((name) => join(reports, name));
    await markUnfinished(files.map((file) => ({ name: "junit", file })));
    const [old = "", linked = "", fresh = ""] = files;
    expect(readFileSync(old, "utf8")).toContain('<error message="The run did not finish."');
    expect(readFileSync(linked, "utf8")).toBe("precious");
    expect(existsSync(fresh)).toBe(false);
    writeFileSync(old, "old");
    expect((await run(root, "--format", `junit:${old}`, root)).code).toBe(1);
    expect(readFileSync(old, "utf8")).toContain("<failure ");
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { temporary } from "../../../repository/temporary.js";
import { HOSTILE_FILE, HOSTILE_RESOURCE, report, wildcard, withFailingRule } from "./repository.js";

const SENTENCE =
  "Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.";
const suppressed = wildcard("s", "pods", " # eslint-disable-line gitops/no-wildcard-verbs -- ours & theirs");
const PAGE =
  "https://github.com/eslint-plugin-gitops/eslint-plugin-gitops/blob/main/docs/rules/no-wildcard-verbs.md";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("github", () => {
  it("prints a workflow command for each finding, and what was looked at elsewhere", async () => {
    const files = { "apps/a.yaml": wildcard("x"), "b.yaml": suppressed };
    expect(await report("github", files)).toMatchObject({
      code: 1,
      out: `::error file=apps/a.yaml,line=9,endLine=9,col=13,endColumn=16,title=gitops/no-wildcard-verbs::${SENTENCE}`,
      err: "1 finding in 2 objects of 2 files (0.0 s); 1 finding suppressed by comments.",
    });
    const warned = await report("github", { "a.yaml": wildcard("x") }, "--rule", "no-wildcard-verbs: warn");
    expect(warned.out).toMatch(/^::warning file=a\.yaml,/);
    expect((await report("github", {})).out).toBe("");
  });

  it("lets no name and no text begin a command", async () => {
    const { out } = await report("github", { [HOSTILE_FILE]: wildcard("x", HOSTILE_RESOURCE) });
    expect(out).toBe(
      `::error file=a%2Cb%3Ac%250A%3A%3Aerror%3A%3A<x>&'" |\`@all\uFFFD[l](https%3Ae).yaml,line=9,endLine=9,col=13,endColumn=16,title=gitops/no-wildcard-verbs::Verb '*' allows every action on '${HOSTILE_RESOURCE.replace("%", "%25")}', now and in future versions of Kubernetes. List the verbs that are needed.`,
    );
  });

  it("tells of what could not be done", async () => {
    withFailingRule();
    const { code, out } = await report("github", { "a.yaml": wildcard("x") }, "--rule", "no-luck: error");
    expect(code).toBe(2);
    expect(out.split("\n")[1]).toBe(
      "::error file=a.yaml,title=gitops/no-luck::The rule failed, which is a defect of the rule and not of the file: out of luck.",
    );
    expect(out.split("\n")).toHaveLength(2);
  });

  it("adds the page of the job to what stands there", async () => {
    const file = join(temporary({ "summary.md": "before\n" }), "summary.md");
    vi.stubEnv("GITHUB_STEP_SUMMARY", file);
    await report("github", { "a.yaml": wildcard("x") });
    expect(readFileSync(file, "utf8")).toMatch(/^before\n## gitops-lint\n\n❌ 1 error and 0 warnings/);
    vi.stubEnv("GITHUB_STEP_SUMMARY", "/nowhere/summary.md");
    const { code, err } = await report("github", {});
    expect(code).toBe(0);
    expect(err).toMatch(/\ngitops-lint: the job summary could not be written: ENOENT/);
  });
});

describe("gitlab", () => {
  it("prints a Code Quality report", async () => {
    const { out, err } = await report("gitlab", { "apps/a.yaml": wildcard("x"), "b.yaml": suppressed });
    expect(err).toBe("");
    expect(JSON.parse(out)).toEqual([
      {
        description: SENTENCE,
        check_name: "gitops/no-wildcard-verbs",
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        severity: "critical",
        location: { path: "apps/a.yaml", lines: { begin: 9, end: 9 } },
      },
    ]);
    expect(JSON.parse((await report("gitlab", {})).out)).toEqual([]);
  });

  it("says how bad a finding is", async () => {
    const broken = `${wildcard("x")}aggregationRule: ]\n`;
    const severities = async (...argv: string[]) => {
      const { out } = await report("gitlab", { "a.yaml": wildcard("y"), "b.yaml": broken }, ...argv);
      return (JSON.parse(out) as { severity: string }[]).map(({ severity }) => severity);
    };
    expect(await severities("--rule", "valid-yaml: error")).toEqual(["critical", "major"]);
    expect(await severities("--rule", "no-wildcard-verbs: warn")).toEqual(["minor"]);
  });
});

describe("junit", () => {
  it("has a suite for each file, a case for each finding, and one that passes", async () => {
    const { out } = await report("junit", { "a.yaml": wildcard("x"), "b.yaml": suppressed });
    const escaped = SENTENCE.replaceAll("'", "&apos;");
    expect(out).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gitops-lint" tests="3" failures="1" errors="0">
  <testsuite name="a.yaml" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="gitops/no-wildcard-verbs: Role shop/x" classname="a.yaml"><failure message="${escaped}" type="error">a.yaml:9:13: ${escaped}</failure></testcase>
  </testsuite>
  <testsuite name="b.yaml" tests="1" failures="0" errors="0" skipped="1">
    <testcase name="gitops/no-wildcard-verbs: Role shop/s" classname="b.yaml"><skipped message="Suppressed: ours &amp; theirs">b.yaml:9:13: ${escaped}</skipped></testcase>
  </testsuite>
  <testsuite name="gitops-lint" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="2 files were read, 2 objects" classname="gitops-lint"/>
  </testsuite>
</testsuites>`);
  });

  it("passes where nothing is found, and where there are only warnings", async () => {
    expect((await report("junit", {})).out).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gitops-lint" tests="1" failures="0" errors="0">
  <testsuite name="gitops-lint" tests="1" failures="0" errors="0" skipped="0">
    <testcase name="0 files were read, 0 objects" classname="gitops-lint"/>
  </testsuite>
</testsuites>`);
    const { out } = await report("junit", { "a.yaml": wildcard("x") }, "--rule", "no-wildcard-verbs: warn");
    expect(out).toContain('failures="0"');
    expect(out).toContain("<system-out>warning: a.yaml:9:13: Verb ");
  });

  it("is XML whatever names and texts hold", async () => {
    const name = "a\u0001<\"'&>]]>.yaml";
    const twice = wildcard("x", HOSTILE_RESOURCE).replace('["*"]', '["*", "*"]');
    const { out } = await report("junit", { [name]: twice });
    expect(out).toContain('<testsuite name="a\uFFFD&lt;&quot;&apos;&amp;&gt;]]&gt;.yaml" tests="2"');
    expect(out).toContain("on &apos;]]&gt;&lt;img src=x|`@all`");
    expect(out).toContain('name="gitops/no-wildcard-verbs: Role shop/x (2)"');
    // eslint-disable-next-line no-control-regex -- XML cannot hold them
    expect(out).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
  });

  it("has an error for what could not be done", async () => {
    withFailingRule();
    const { out } = await report("junit", { "a.yaml": wildcard("x") }, "--rule", "no-luck: error");
    expect(out).toContain(
      '<testcase name="gitops/no-luck: a.yaml" classname="gitops-lint"><error message="The rule failed, which is a defect of the rule and not of the file: out of luck." type="failure of gitops-lint">',
    );
  });
});

describe("markdown", () => {
  it("has a table for each file", async () => {
    const { out } = await report("markdown", { "a.yaml": wildcard("x"), "b.yaml": suppressed });
    expect(out).toBe(`## gitops-lint

❌ 1 error and 0 warnings in 2 objects of 2 files.

1 finding suppressed.

### a.yaml

| Line | | Finding | Rule |
| ---: | :-- | :-- | :-- |
| 9:13 | error | ${SENTENCE.replace("*", "&#42;")} | [gitops/no-wildcard-verbs](${PAGE}) |`);
    expect((await report("markdown", {})).out).toBe(
      "## gitops-lint\n\n✅ Nothing found in 0 objects of 0 files.",
    );
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "GitHub",
      { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "o/r", GITHUB_SHA: "abc" },
      "[9:13](https://github.com/o/r/blob/abc/a%20%28b%29.yaml#L9)",
    ],
    [
      "GitLab",
      { CI_PROJECT_URL: "https://gitlab.com/o/r", CI_COMMIT_SHA: "abc" },
      "[9:13](https://gitlab.com/o/r/-/blob/abc/a%20%28b%29.yaml#L9)",
    ],
    ["a pipeline that says nonsense", { CI_PROJECT_URL: "javascript:x()", CI_COMMIT_SHA: "abc" }, "| 9:13 |"],
  ])("links to the files of the commit on %s", async (_, variables, link) => {
    for (const name of ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "CI_PROJECT_URL"]) {
      vi.stubEnv(name, undefined);
    }
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    expect((await report("markdown", { "a (b).yaml": wildcard("x") })).out).toContain(link);
  });

  it("lets no name and no text be more than text", async () => {
    const { out } = await report("markdown", { [HOSTILE_FILE]: wildcard("x", HOSTILE_RESOURCE) });
    const lines = out.split("\n");
    expect(lines[4]).toBe("### `a,b:c%0A::error::<x>&`'\" &#124;&#96;`@all\uFFFD[l](https:e).yaml`");
    expect(lines[8]).toBe(
      `| 9:13 | error | Verb '&#42;' allows every action on '&#93;&#93;&#62;&#60;img src=x&#124;&#96;\`@all\`&#96; \`[l](https://e.x)\` ::set-env name=x::y \`%0A\` \`#1\` \`www.e.x\`', now and in future versions of Kubernetes. List the verbs that are needed. | [gitops/no-wildcard-verbs](${PAGE}) |`,
    );
  });

  it("makes everything code that the page would make a reference, and hides no characters", async () => {
    const references = "@a a@b.c o/r#1 !1 GH-1 :tada: https://e.x www.e.x ~l %m &e $1 [x] system:masters a:b";
    const { out } = await report("markdown", { "a.yaml": wildcard("x", references) });
    const [, words = ""] = /every action on '(.*)', now/.exec(out) ?? [];
    expect(words).toBe(
      "`@a` `a@b.c` `o/r#1` `!1` `GH-1` `:tada:` `https://e.x` `www.e.x` `~l` `%m` `&e` `$1` `[x]` system:masters a:b",
    );
    expect(out).not.toMatch(/[\p{Cf}]|&#8203;/u);
  });

  it("has room in a comment, and says what it leaves out", async () => {
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${i}.yaml`, wildcard(`x${i}`)]));
    const { out } = await report("markdown", files);
    expect(out.length).toBeLessThan(65_536);
    const rows = out.match(/^\| 9:13 /gm)?.length ?? 0;
    expect(out).toMatch(new RegExp(`\\n\\nThere is no room here for ${400 - rows} more findings\\.$`));
  });

  it("tells of what could not be done", async () => {
    withFailingRule();
    const { out } = await report("markdown", { "a.yaml": wildcard("x") }, "--rule", "no-luck: error");
    expect(out).toContain(
      "\n**Failed:** a.yaml: gitops/no-luck: The rule failed, which is a defect of the rule and not of the file: out of luck.\n",
    );
  });
});

import type { ESLint, Linter } from "eslint";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FORMATS, parseArguments } from "../../../../lib/cli/args.js";
import { guarded } from "../../../../lib/cli/report/clean.js";
import { main } from "../../../../lib/cli/main.js";
import { Output } from "../../../../lib/cli/output.js";
import { reportRun } from "../../../../lib/cli/report/write-reports.js";
import { summary } from "../../../../lib/cli/report/summary.js";
import { temporary } from "../../../repository/temporary.js";
import { repository } from "../../../rules/lint.js";
import { ATOMS, expectHarmless, expectXml } from "./harmless.js";
import { wildcard } from "./repository.js";
import type { RootResult } from "../../../../lib/cli/lint/outcome.js";

const ESC = "\u001B";

describe("the guard of finished texts", () => {
  it.each([
    ["text", "a\u0007b\u202Ec\u2028d", "a\uFFFDb\uFFFDc\uFFFDd"],
    ["text", "a\r\nb\rc", "a\nb\uFFFDc"],
    ["text", "x ##[error] ##VSO[a] ###teamcity[b] ##c", "x # #[error] # #VSO[a] ## #teamcity[b] ##c"],
    ["text", "a::b\n \u00A0::stop-commands::x\n:::", "a::b\n \u00A0: :stop-commands::x\n: ::"],
    ["text", `${ESC}[31m`, "\uFFFD[31m"],
    ["colored", `${ESC}[31m${ESC}]0;x${ESC}[2J${ESC}[39m`, `${ESC}[31m\uFFFD]0;x\uFFFD[2J${ESC}[39m`],
    ["json", '["\u007F\u202E\u{E0001}##[x"]', '["\\u007f\\u202e\\udb40\\udc01\\u0023#[x"]'],
    ["xml", "<a>\u0001\u0085\u202E##[b\n ::c</a>", "<a>\uFFFD&#133;&#8238;&#35;#[b\n &#58;:c</a>"],
    ["text", "--- a\n+++ b\n~~~ c\n^^^ +++\n---", " --- a\n +++ b\n ~~~ c\n ^^^ +++\n---"],
    ["text", "[[[attachment|/x]] travis_fold:start:a", "[[ [attachment|/x]] travis fold:start:a"],
    ["xml", "<a>[[ATTACHMENT|/x]]</a>", "<a>[ [ATTACHMENT|/x]]</a>"],
    ["text", "https://a:b@c", "https://(secret)@c"],
    ["json", '["https://a:b@c"]', '["https://(secret)@c"]'],
    ["page", "--- # a\n::b https://a:b@c\u001B", "--- # a\n::b https://a:b@c\uFFFD"],
    ["github", "::error a=b::c ##[d]\n::stop-commands::x", "::error a=b::c # #[d]\n: :stop-commands::x"],
  ] as const)("makes %s harmless: %j", (encoding, text, expected) => {
    expect(guarded(text, encoding)).toBe(expected);
    expect(guarded(expected, encoding)).toBe(expected);
  });
});

const words = fc.array(fc.constantFrom(...ATOMS), { maxLength: 6 }).map((parts) => parts.join(""));
const name = words.map((text) => text.replace(/[/\\]/g, "") || "a");

const position = { line: fc.integer({ min: 1, max: 12 }), column: fc.integer({ min: 1, max: 9 }) };
const message = fc.record(
  {
    ...position,
    severity: fc.constantFrom<1 | 2>(1, 2),
    message: words,
    ruleId: fc.oneof(
      fc.constant(null),
      words.map((text) => `gitops/${text}`),
    ),
    messageId: words,
    suggestions: fc.array(
      fc.record({
        desc: words,
        fix: fc.record({ range: fc.constant<[number, number]>([0, 1]), text: words }),
      }),
      { maxLength: 2 },
    ),
    fix: fc.record({ range: fc.constant<[number, number]>([1, 2]), text: words }),
  },
  { requiredKeys: ["line", "column", "severity", "message", "ruleId"] },
) as fc.Arbitrary<Linter.LintMessage>;
const suppressed = fc
  .tuple(message, fc.constantFrom("directive", "file"), words)
  .map(([one, kind, justification]): Linter.SuppressedLintMessage => ({
    ...one,
    suppressions: [{ kind, justification }],
  }));
const source = words.map(
  (text) => `kind: Role\napiVersion: v1\nmetadata:\n  name: ${JSON.stringify(text)}\n`,
);
const result = fc.record({
  path: name,
  messages: fc.array(message, { maxLength: 3 }),
  suppressedMessages: fc.array(suppressed, { maxLength: 2 }),
  source: fc.oneof(source, words),
});
const looked = fc.record({
  paths: fc.array(name, { maxLength: 2 }),
  unreadable: fc.array(fc.record({ path: name, message: words }), { maxLength: 2 }),
  crashes: fc.array(fc.record({ rule: words, file: name, words }), { maxLength: 2 }),
  compared: words,
});
const given = fc.record({ base: name, results: fc.array(result, { maxLength: 3 }), looked });

describe("what every format makes of texts of strangers", () => {
  beforeEach(() => {
    vi.stubEnv("FORCE_COLOR", undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(FORMATS)("is harmless in %s", async (format) => {
    const files = temporary();
    await fc.assert(
      fc.asyncProperty(given, async (run) => {
        const root = `/nowhere/${run.base}`;
        const results = run.results.map(({ path, ...rest }): ESLint.LintResult => ({
          ...rest,
          filePath: `${root}/${path}`,
          errorCount: rest.messages.filter(({ severity }) => severity === 2).length,
          warningCount: rest.messages.filter(({ severity }) => severity === 1).length,
          fatalErrorCount: 0,
          fixableErrorCount: 0,
          fixableWarningCount: 0,
          usedDeprecatedRules: [],
        }));
        const { paths, unreadable, crashes, compared } = run.looked;
        const all: RootResult = {
          root,
          config: undefined,
          linted: [],
          results,
          crashes,
          leavesOut: () => false,
          looked: {
            ...{ files: 1, objects: 1, unreadable, compared: { name: compared, changed: 1, known: 0 } },
            ...{
              ignored: paths,
              chartTemplates: paths,
              templated: paths,
              brokenOthers: paths,
              nested: paths,
              namedInNested: paths,
              outside: paths,
            },
          },
        };
        const shown = { out: [] as string[], err: [] as string[] };
        const output = new Output({
          out: (text) => shown.out.push(text),
          err: (text) => shown.err.push(text),
        });
        const jobSummary = join(files, "summary.md");
        vi.stubEnv("GITHUB_STEP_SUMMARY", jobSummary);
        const file = join(files, "report");
        const written = parseArguments(["--format", format, "--output-file", file], "0", []);
        const printed = parseArguments(["--format", format], "0", []);
        const lookedAt = () =>
          summary([all.looked], results, {
            milliseconds: 0,
            nestedToo: true,
            notes: paths,
            isQuiet: false,
            unknowns: "gitops-lint --unknowns",
          });
        for (const args of [printed, written]) {
          await reportRun(args, output, { done: [all], results, lookedAt });
        }
        const out = shown.out.join("\n");
        const inFile = readFileSync(file, "utf8");
        expectHarmless(inFile, format);
        const same = out.replace(/\p{Cs}/gu, "\uFFFD");
        // Whoever reads a file does not see the error stream.
        expect(format === "stylish" ? inFile.slice(0, same.length) : inFile).toBe(
          format === "stylish" ? same : `${same}\n`,
        );
        expectHarmless(out, format);
        expectHarmless(shown.err.join("\n"));
        if (format === "github") expectHarmless(readFileSync(jobSummary, "utf8"));
        if (["json", "sarif", "gitlab"].includes(format)) JSON.parse(out);
        if (format === "json") {
          const reported = results.map((one) => ({ ...one, source: undefined }));
          const [told, unreadable] = [JSON.parse(out) as object[], all.looked.unreadable];
          expect(told.slice(0, reported.length)).toEqual(JSON.parse(JSON.stringify(reported)));
          expect(told).toHaveLength(reported.length + unreadable.length);
        }
        if (format === "junit") expectXml(out);
      }),
      { numRuns: 150 },
    );
  });
});

/** What a pull request can hold, in comments, names and values. */
function hostileRepository() {
  const rule = "gitops/no-wildcard-verbs";
  const comments = [
    `# eslint-disable-next-line gitops/${ESC}]0;owned\u0007`,
    "# eslint-disable-line gitops/x\r::stop-commands::x",
    "# eslint-disable-line gitops/\u202E\u2066x ##[error]",
    "# eslint gitops/x##[error]: 2",
    `# eslint ${rule}: [2, { "${ESC}[2J\\n::error::x": 1 }]`,
    `# eslint gitops/valid-yaml: ["\r::error::x"]`,
    `# eslint 'gitops/x: [`,
  ];
  const reason = `-- ##vso[task.setvariable variable=x]y\r::stop-commands::z ${ESC}]0;x\u0007`;
  return repository({
    ".git/HEAD": "",
    "a.yaml": `${comments.join("\n")}\n${wildcard("x")}`,
    "b.yaml": wildcard("y", "pods", ` # eslint-disable-line ${rule} ${reason}`),
    "c.yaml": wildcard("##[group]x", `${"\\"}e]0;x##teamcity[x]${"\\"}u202e`),
    "::stop-commands::x.yaml": wildcard("z"),
    "a\r::error::x.yaml": wildcard("z"),
    "##[error]\u202Ex\n::set-env name=x::y.yaml": wildcard("z"),
    [`${ESC}]0;x\u0007/##vso[x].yaml`]: wildcard("z"),
    "k/kustomization.yaml": `resources: [a.yaml]\n`,
    "k/a.yaml": wildcard("z"),
    "k/::error::x##[error]\r.yaml": wildcard("z"),
    "::add-mask::x/kustomization.yaml": `resources: ["${ESC}]0;x##[error]"]\n`,
  });
}

async function shown(...argv: string[]) {
  const texts = { out: [] as string[], err: [] as string[] };
  const code = await main(argv, { out: (text) => texts.out.push(text), err: (text) => texts.err.push(text) });
  return { code, out: texts.out.join("\n"), err: texts.err.join("\n") };
}

describe.skipIf(process.platform === "win32")("a pull request that talks to terminals and runners", () => {
  beforeEach(() => {
    vi.stubEnv("FORCE_COLOR", undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(FORMATS)("is told of harmlessly in %s", async (format) => {
    const root = hostileRepository();
    const jobSummary = join(temporary(), "summary.md");
    vi.stubEnv("GITHUB_STEP_SUMMARY", jobSummary);
    const { code, out, err } = await shown("--preset", "all", "--format", format, root);
    expect(code).toBe(1);
    expect(out).toContain("no-wildcard-verbs");
    expect(out).toMatch(format === "json" ? /\\u001b\]0;owned/ : /\uFFFD(\]|&#93;)0;owned/);
    expectHarmless(out, format);
    expectHarmless(err);
    if (format === "github") expectHarmless(readFileSync(jobSummary, "utf8"));
  });

  it("has only our own colors", async () => {
    vi.stubEnv("FORCE_COLOR", "1");
    const { out } = await shown(hostileRepository());
    expect(out).toContain(`${ESC}[31merror${ESC}[39m`);
    expectHarmless(out.replaceAll(new RegExp(`${ESC}\\[\\d\\d?m`, "g"), ""));
    expect(out).not.toContain(`${ESC}[2J`);
  });

  it("is described harmlessly", async () => {
    const root = hostileRepository();
    const { out } = await shown("--print-builds", root);
    expect(out).toContain(": :add-mask::x (kustomize)\n");
    expect(out).toMatch(/\n {2}k\/::error::x# #\[error\]\uFFFD\.yaml$/m);
    expectHarmless(out);
    const file = await shown("--print-builds", join(root, "a\r::error::x.yaml"));
    expect(file.out).toMatch(/^a\uFFFD::error::x\.yaml is a plain manifest/);
    const { code, ...answer } = await shown("who-can", "*", "pods", "--root", root);
    expect(code).toBe(1);
    expectHarmless(answer.out);
    const path = await shown("access-path", "User:x::error::y", "*", "pods", "--root", root);
    expect(path.code).toBe(1);
    expectHarmless(path.out);
    for (const format of ["text", "json", "markdown", "svg", "dot"]) {
      expectHarmless((await shown("connections", "--format", format, "--root", root)).out);
    }
    expectHarmless((await shown("isolation", "--root", root)).out);
    const end = await shown("connections", "--to", "a\r/::error::x\u001B]0;y", "--root", root);
    expect(end.code).toBe(2);
    expectHarmless(end.err);
  });

  it.each([
    `rules: { "x\\e]0;y\\r::error::z": error }\n`,
    `rules: { no-wildcard-verbs: "##[error]\\u202e" }\n`,
    `rules: { no-wildcard-verbs: [error, { "##vso[x]\\n::error::": 1 }] }\n`,
    `"##teamcity[x]\\e[2J": 1\n`,
    "rules: { \u001B]0;x\r::error::: [\n",
    `platform: "\\n::error::x"\n`,
  ])("cannot say anything in its configuration file: %j", async (config) => {
    const root = repository({ ".git/HEAD": "", ".gitops-lint.yaml": config, "a.yaml": wildcard("x") });
    const { code, out, err } = await shown(root);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^gitops-lint: \.gitops-lint\.yaml[^\n]*$/);
    expectHarmless(err);
  });
});

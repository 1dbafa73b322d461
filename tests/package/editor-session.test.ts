import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Diagnostic, Editor } from "./editor.js";
import { directory } from "./helpers.js";
import { commandSays, makeWorkspace, write } from "./workspace.js";

/** In milliseconds: what the editor shows later than this after a change must heed the change. */
const FRESH_AFTER = 510;

const CONFIGS = {
  "the ready configuration": `export { default } from "eslint-plugin-gitops/config";\n`,
  "a configuration of their own": `import gitops from "eslint-plugin-gitops";
export default [
  gitops.configs.recommended,
  { ...gitops.configs.json, files: ["manifests/**/*.json"] },
];
`,
};

function role(name: string, verb = "get"): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${name}
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs:
      - '${verb}' # why
`;
}

function binding(to: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${to}
subjects:
  - kind: User
    apiGroup: rbac.authorization.k8s.io
    name: ada
`;
}

function kustomization(...resources: string[]): string {
  return `resources:\n${resources.map((resource) => `  - ${resource}\n`).join("")}`;
}

const FILES = {
  ".gitignore": "node_modules\n",
  "apps/kustomization.yaml": kustomization("role.yaml", "binding.yaml"),
  "apps/role.yaml": role("reader"),
  "apps/binding.yaml": binding("reader"),
  "apps/wild.yaml": role("wild", "*"),
};

const WILD = "gitops/no-wildcard-verbs";
const MISSING = "gitops/no-missing-role";
const READ_ONLY = `Allow reading only: get, list, watch instead of '*'. (${WILD})`;

function codes(diagnostics: readonly Diagnostic[]): (string | undefined)[] {
  return diagnostics.map(({ code }) => code);
}

function essence({ range, code, severity, message }: Diagnostic) {
  return { range, code, severity, message };
}

const TABLE = [
  [10, "the ready configuration"],
  [10, "a configuration of their own"],
  [9, "the ready configuration"],
] as const;

describe.each(TABLE)("an editor that stays open, with ESLint %i and %s", (version, config) => {
  const isReady = config === "the ready configuration";
  let workspace: string;
  let editor: Editor;
  let file: string;

  function git(...args: string[]): void {
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    execFileSync("git", [...identity, ...args], { cwd: workspace, stdio: "pipe", env });
  }

  beforeAll(async () => {
    const files = { ...FILES, "eslint.config.mjs": CONFIGS[config] };
    workspace = makeWorkspace(`session${version}${config.length}`, version, files);
    git("init", "--quiet", "--initial-branch", "main");
    git("add", ".");
    git("commit", "--quiet", "--message", "The shop");
    editor = await Editor.start(workspace, { "eslint.validate": ["yaml", "json"] });
  });
  afterAll(() => editor.stop());

  beforeEach(() => {
    git("checkout", "--quiet", "--force", "main");
    git("clean", "--quiet", "--force", "-d");
  });
  afterEach(() => {
    expect(editor.complaints.splice(0)).toEqual([]);
  });

  function open(path: string, text = readFileSync(join(workspace, path), "utf8"), language = "yaml"): void {
    file = path;
    editor.open(path, text, language);
  }

  /** What the editor shows of the open text when it must heed what has just happened, at the latest. */
  async function shown(): Promise<Diagnostic[]> {
    await pause(FRESH_AFTER);
    return editor.diagnostics();
  }

  /** Asserts that the editor shows these rules, each at the place and in the words of a fresh run of the command. */
  async function expectShown(...rules: string[]): Promise<void> {
    const command = await commandSays(workspace, file, { [file]: editor.text });
    const wanted = command.map(({ line, column, endLine, endColumn, ruleId, severity, message }) => ({
      range: {
        start: { line: line - 1, character: column - 1 },
        end: { line: endLine - 1, character: endColumn - 1 },
      },
      code: ruleId,
      severity: severity === 2 ? 1 : 2,
      message,
    }));
    expect(wanted.map(({ code }) => code)).toEqual(rules);
    const soon = (await editor.diagnostics()).map(essence);
    if (!isDeepStrictEqual(soon, wanted)) expect((await shown()).map(essence)).toEqual(wanted);
  }

  /** The same where it has shown these rules before, so that an old answer would do. */
  async function expectStill(...rules: string[]): Promise<void> {
    await shown();
    await expectShown(...rules);
  }

  async function act(title: string): Promise<void> {
    const [diagnostic] = await editor.diagnostics();
    const actions = diagnostic ? await editor.actions(diagnostic) : [];
    const action = actions.find((one) => one.title === title);
    if (!action) throw new Error(`Offered are only: ${actions.map((one) => one.title).join("; ")}`);
    await editor.run(action);
  }

  it("shows a finding at its place, applies the suggestion, and saves", async () => {
    open("apps/wild.yaml");
    await expectShown(WILD);
    const [diagnostic] = await editor.diagnostics();
    expect(diagnostic?.range).toEqual({
      start: { line: 9, character: 8 },
      end: { line: 9, character: 11 },
    });

    await act(READ_ONLY);
    expect(editor.text).toBe(
      role("wild", "*").replace("- '*' # why", "- 'get'\n      - 'list'\n      - 'watch' # why"),
    );
    await expectShown();

    editor.save();
    await expectStill();
    expect(readFileSync(join(workspace, file), "utf8")).toBe(editor.text);
  });

  it("writes a comment that switches the rule off for the line", async () => {
    open("apps/wild.yaml");
    await act(`Disable ${WILD} for this line`);

    expect(editor.text).toBe(
      role("wild", "*").replace("      - '*'", `      # eslint-disable-next-line ${WILD}\n      - '*'`),
    );
    await expectShown();
  });

  it("heeds that another file is saved, renamed and deleted", async () => {
    write(workspace, { "plain/role.yaml": role("reader"), "plain/binding.yaml": binding("reader") });
    open("plain/binding.yaml");
    await expectShown();

    write(workspace, { "plain/role.yaml": role("writer") });
    await expectShown(MISSING);
    write(workspace, { "plain/role.yaml": role("reader") });
    await expectShown();

    renameSync(join(workspace, "plain/role.yaml"), join(workspace, "plain/reader.yaml"));
    await expectStill();
    rmSync(join(workspace, "plain/reader.yaml"));
    await expectShown(MISSING);
  });

  it("heeds a rename of the open file", async () => {
    open("apps/binding.yaml", binding("nobody"));
    editor.save();
    await expectShown(MISSING);

    renameSync(join(workspace, file), join(workspace, "apps/bound.yaml"));
    write(workspace, { "apps/kustomization.yaml": kustomization("role.yaml", "bound.yaml") });
    open("apps/bound.yaml");
    await expectStill(MISSING);
  });

  it("finds a Role that another file has got", async () => {
    open("apps/binding.yaml", binding("writer"));
    await expectShown(MISSING);

    write(workspace, {
      "apps/writer.yaml": role("writer"),
      "apps/kustomization.yaml": kustomization("role.yaml", "binding.yaml", "writer.yaml"),
    });
    await expectShown();
  });

  it("heeds what is typed and not saved", async () => {
    open("apps/binding.yaml");
    await expectShown();
    editor.type(binding("nobody"));
    await expectShown(MISSING);
    editor.type(`# Moved by a line\n${binding("nobody")}`);
    await expectShown(MISSING);
    editor.type(`${binding("writer")}---\n${role("writer")}`);
    await expectShown();
  });

  it("heeds that a kustomization brings a file into a build", async () => {
    write(workspace, { "apps/writer.yaml": role("writer") });
    open("apps/binding.yaml", binding("writer"));
    await expectShown(MISSING);

    write(workspace, {
      "apps/kustomization.yaml": kustomization("role.yaml", "binding.yaml", "writer.yaml"),
    });
    await expectShown();

    write(workspace, {
      "apps/kustomization.yaml": kustomization("role.yaml", "binding.yaml", "nothing.yaml"),
    });
    open("apps/kustomization.yaml");
    await expectShown("gitops/valid-kustomization");
  });

  it("heeds another branch", async () => {
    git("checkout", "--quiet", "-B", "other");
    write(workspace, { "apps/role.yaml": role("other") });
    git("commit", "--quiet", "--all", "--message", "Another role");
    git("checkout", "--quiet", "main");
    open("apps/binding.yaml");
    await expectShown();

    git("checkout", "--quiet", "other");
    await expectShown(MISSING);
    git("checkout", "--quiet", "main");
    await expectShown();
  });

  it("heeds which rules the configuration file of the repository switches on, where", async () => {
    open("apps/wild.yaml");
    await expectShown(WILD);
    if (!isReady) {
      write(workspace, { ".gitops-lint.yaml": "preset: none\n" });
      expect(codes(await shown())).toEqual([WILD]);
      return;
    }
    write(workspace, { ".gitops-lint.yaml": "rules:\n  no-wildcard-verbs: warn\n" });
    await expectShown(WILD);
    write(workspace, { ".gitops-lint.yaml": "preset: none\n" });
    await expectShown();
    write(workspace, {
      ".gitops-lint.yaml": "overrides: [{ files: [apps/**], rules: { no-wildcard-verbs: off } }]\n",
    });
    await expectShown();
    write(workspace, {
      ".gitops-lint.yaml": "overrides: [{ files: [none/**], rules: { no-wildcard-verbs: off } }]\n",
    });
    await expectStill(WILD);
    write(workspace, { ".gitops-lint.yaml": "ignores: [apps/**]\n" });
    await expectShown();
    rmSync(join(workspace, ".gitops-lint.yaml"));
    await expectShown(WILD);
  });

  it("says that the configuration file is wrong, until it is right", async () => {
    open("apps/wild.yaml");
    await expectShown(WILD);
    write(workspace, { ".gitops-lint.yaml": "settings: { platform: moon }\n" });
    const WRONG =
      ".gitops-lint.yaml:1:23: 'moon' is not a valid 'platform'; use one of openshift, eks, gke, aks, none.";
    const top = { line: 0, character: 0 };
    const found = await shown();
    expect(found[0]).toMatchObject({ message: WRONG, severity: 1, range: { start: top, end: top } });
    // The rules of one's own configuration are still known.
    expect(codes(found.slice(1))).toEqual(isReady ? [] : [WILD]);
    open("apps/binding.yaml", binding("nobody"));
    expect((await shown()).map(({ message }) => message)).toEqual([WRONG]);

    open("apps/wild.yaml");
    write(workspace, { ".gitops-lint.yaml": "rules: { no-wildcard-verbs: error }\n" });
    await expectShown(WILD);
  });

  it.runIf(isReady)("leaves it to ESLint to refuse options that a rule does not take", async () => {
    open("apps/wild.yaml");
    await expectShown(WILD);
    write(workspace, { ".gitops-lint.yaml": "rules: { no-missing-role: [error, { sttrict: true }] }\n" });
    expect(await shown()).toEqual([]);
    expect(editor.complaints.splice(0).join("\n")).toContain('Unexpected property \\"sttrict\\"');
  });

  it("heeds the settings of the repository", async () => {
    open("apps/binding.yaml", binding("platform-reader"));
    await expectShown(MISSING);

    write(workspace, { ".gitops-lint.yaml": "settings:\n  knownRoles: ['platform-*']\n" });
    await expectShown();
    write(workspace, { ".gitops-lint.yaml": "settings:\n  knownRoles: ['other-*']\n" });
    await expectShown(MISSING);
    rmSync(join(workspace, ".gitops-lint.yaml"));
    await expectStill(MISSING);
  });

  it("shows YAML that does not parse", async () => {
    open("apps/role.yaml", `${role("reader")}---\napiVersion: v1\nkind: Role\nmetadata: { name: a\n`);
    await expectShown("gitops/valid-yaml");
    editor.type(role("reader"));
    await expectShown();
  });

  it("shows a file with Windows line ends", async () => {
    write(workspace, { "apps/wild.yaml": role("wild", "*").replaceAll("\n", "\r\n") });
    open("apps/wild.yaml");
    await expectShown(WILD);
  });

  it("shows a file with a byte order mark, which editors keep to themselves", async () => {
    write(workspace, { "apps/binding.yaml": `\uFEFF${binding("nobody")}` });
    open("apps/binding.yaml", binding("nobody"));
    await expectShown(MISSING);
    write(workspace, { "apps/role.yaml": `\uFEFF${role("nobody")}` });
    await expectShown();
  });

  it("shows what a file outside of the root says by itself", async () => {
    const apps = JSON.stringify(join(workspace, "apps"));
    const config = `${CONFIGS["a configuration of their own"]}`.replace(
      "[",
      `[{ settings: { gitops: { root: ${apps} } } },`,
    );
    write(workspace, { "eslint.config.mjs": config });
    mkdirSync(join(workspace, "elsewhere"));
    open("elsewhere/role.yaml", `${role("wild", "*")}---\n${binding("nobody")}`);
    expect(codes(await shown())).toEqual([WILD]);
  });

  it("shows nothing of a file outside of the folder, where no ESLint is installed", async () => {
    const outside = join(directory, "outside");
    write(outside, { "role.yaml": role("wild", "*") });
    editor.open("../outside/role.yaml", role("wild", "*"));
    expect(await shown()).toEqual([]);
  });

  it("shows a new file in a new directory, before it is saved", async () => {
    mkdirSync(join(workspace, "new/deep"), { recursive: true });
    open("new/deep/role.yaml", role("wild", "*"));
    await expectShown(WILD);
    editor.type(`${role("wild", "*")}---\n${binding("nobody")}`);
    expect(codes(await shown())).toEqual([WILD]);
    editor.save();
    await expectShown(WILD, MISSING);
  });

  it("shows a text that has no file yet", async () => {
    editor.openUntitled(role("wild", "*"));
    expect(codes(await shown())).toEqual([WILD]);
  });

  it("shows manifests in JSON", async () => {
    const manifest = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "wild", namespace: "shop" },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }],
    };
    write(workspace, { "manifests/role.json": JSON.stringify(manifest, null, 2) });
    open("manifests/role.json", undefined, "json");
    await expectShown(WILD);
  });

  it("heeds a change of ESLint's configuration", async () => {
    open("apps/wild.yaml");
    await expectShown(WILD);
    write(workspace, { "eslint.config.mjs": `${CONFIGS[config]}\n` });
    editor.watched("eslint.config.mjs");
    await expectStill(WILD);
  });
});

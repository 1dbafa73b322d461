import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { Editor, type UserSettings } from "./editor.js";
import { makeWorkspace, write } from "./workspace.js";

const PAGE = readFileSync(new URL("../../docs/editors-eslint.md", import.meta.url), "utf8");
const SERVERS = dirname(createRequire(import.meta.url).resolve("vscode-langservers-extracted/package.json"));

/** The blocks of code that the page has in a language. */
function blocks(language: string): string[] {
  return [...PAGE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, found, text]) =>
    found === language && text !== undefined ? [text] : [],
  );
}

const WILD = "gitops/no-wildcard-verbs";
const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: wild, namespace: shop }
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: ["*"]
`;
const JSON_ROLE = JSON.stringify({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "Role",
  metadata: { name: "wild", namespace: "shop" },
  rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }],
});

let workspace: string;
const [READY = ""] = blocks("js");
beforeAll(() => {
  workspace = makeWorkspace("editors", 10, {
    "eslint.config.mjs": READY,
    "role.yaml": ROLE,
    "role.json": JSON_ROLE,
    "code.js": "debugger;\n",
  });
});

describe("VS Code", () => {
  let editor: Editor | undefined;
  afterEach(async () => {
    const complaints = [...(editor?.complaints ?? [])];
    await editor?.stop();
    expect(complaints).toEqual([]);
  });

  /** What is shown of a YAML, a JSON and a JavaScript file. */
  async function shownWith(settings: UserSettings): Promise<Record<string, unknown[]>> {
    write(workspace, {
      "eslint.config.mjs": `import ready from "eslint-plugin-gitops/config";
export default [...ready, { files: ["**/*.js"], rules: { "no-debugger": "error" } }];
`,
    });
    editor = await Editor.start(workspace, settings);
    const shown: Record<string, unknown[]> = {};
    for (const [file, text, language] of [
      ["role.yaml", ROLE, "yaml"],
      ["role.json", JSON_ROLE, "json"],
      ["code.js", "debugger;\n", "javascript"],
    ] as const) {
      editor.open(file, text, language);
      shown[language] = (await editor.diagnostics()).map(({ code }) => code);
    }
    return shown;
  }

  const [YAML_ONLY = {}, WITH_CODE = {}] = blocks("json")
    .map((block) => JSON.parse(block) as UserSettings)
    .filter((settings) => "eslint.validate" in settings);

  it.each<[string, UserSettings, Record<string, unknown[]>]>([
    ["the short form", YAML_ONLY, { yaml: [WILD], json: [], javascript: [] }],
    ["the long form", WITH_CODE, { yaml: [WILD], json: [WILD], javascript: ["no-debugger"] }],
    ["no setting", {}, { yaml: [], json: [WILD], javascript: ["no-debugger"] }],
    ["eslint.probe", { "eslint.probe": ["yaml"] }, { yaml: [], json: [], javascript: [] }],
  ])("shows with %s what the page says", async (_, settings, expected) => {
    expect(await shownWith(settings)).toEqual(expected);
  });

  it("needs eslint.config.mjs to be saved where the ready configuration is part of a list", async () => {
    await shownWith(WITH_CODE);
    editor?.open("role.yaml", ROLE);
    const codes = async () => (await editor?.diagnostics())?.map(({ code }) => code);
    expect(await codes()).toEqual([WILD]);

    write(workspace, { ".gitops-lint.yaml": "preset: none\n" });
    expect(await codes()).toEqual([WILD]);
    write(workspace, {
      "eslint.config.mjs": `${readFileSync(join(workspace, "eslint.config.mjs"), "utf8")}\n`,
    });
    expect(await codes()).toEqual([]);
    write(workspace, { ".gitops-lint.yaml": "" });
  });
});

const NVIM = process.env.NVIM_PROGRAM ?? "nvim";

/** Which Neovim there is, as 11 for 0.11. */
function neovim(): number {
  const { stdout } = spawnSync(NVIM, ["--version"], { encoding: "utf8" });
  return Number(/^NVIM v0\.(\d+)/.exec(stdout ?? "")?.[1] ?? 0);
}

// With a 0.12 in development, as the page says, a change elsewhere does not show.
const isThere = neovim() === 11;

describe.skipIf(!isThere)(
  `Neovim${isThere ? "" : ", which is not installed as 'nvim', version 0.11"}`,
  () => {
    it("shows findings, and heeds another file when one comes back to the text", () => {
      const [, everything = "", askAgain = ""] = blocks("lua");
      write(workspace, {
        "eslint.config.mjs": READY,
        ".gitops-lint.yaml": "",
        "binding.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: writers, namespace: shop }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: writer }
subjects: []
`,
        "init.lua": everything + askAgain,
        "try.lua": `
local function shown()
  return vim.tbl_map(function(found)
    return { found.lnum + 1, found.col + 1, found.end_lnum + 1, found.end_col + 1, found.code }
  end, vim.diagnostic.get(0))
end
local function expect_count(count)
  vim.wait(30000, function()
    vim.api.nvim_exec_autocmds("FocusGained", {})
    return vim.wait(200, function() return #vim.diagnostic.get(0) == count end, 10)
  end, 10)
  return shown()
end
vim.cmd.edit("binding.yaml")
local missing = expect_count(1)
local role = table.concat(vim.fn.readfile("role.yaml"), "\\n"):gsub("wild", "writer"):gsub('"%*"', "get")
vim.fn.writefile(vim.split(role, "\\n"), "writer.yaml")
local found = expect_count(0)
vim.fn.delete("writer.yaml")
local again = expect_count(1)
io.stdout:write(vim.json.encode({ missing = missing, found = found, again = again }))
vim.cmd("qall!")
`,
      });
      const bin = join(workspace, "bin");
      write(workspace, { "bin/.keep": "" });
      const server = join(SERVERS, "bin/vscode-eslint-language-server");
      symlinkSync(server, join(bin, "vscode-eslint-language-server"));
      const output = execFileSync(
        NVIM,
        ["--clean", "--headless", "-u", "init.lua", "-c", "luafile try.lua"],
        {
          cwd: workspace,
          encoding: "utf8",
          env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
        },
      );
      const missing = [[4, 67, 4, 73, "gitops/no-missing-role"]];
      expect(JSON.parse(output)).toEqual({ missing, found: [], again: missing });
    });
  },
);

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installCommand } from "./commit-hooks.js";
import { block, neovim } from "./editors/page.js";
import { directory } from "./helpers.js";
import { write } from "./workspace.js";

const BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: read-pods
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: pod-reeder
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: read-more
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: pod-reader
subjects:
  - kind: ServiceAccount
    name: web
    namespace: shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  namespace: shop
`;
const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: pod-reader
  namespace: shop
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: [get, list, watch]
`;
const MISSING =
  "Role 'pod-reeder' in namespace 'shop' does not exist, so this binding grants nothing until somebody creates a role of that name. Did you mean 'pod-reader'?";

/** A repository, with the command on the PATH of the editor. */
function repository(name: string): { root: string; env: NodeJS.ProcessEnv; output: string } {
  const root = join(directory, name);
  mkdirSync(join(root, ".git"), { recursive: true });
  write(root, { "binding.yaml": BINDING, "role.yaml": ROLE });
  const bin = installCommand(join(directory, `${name}-command`));
  const output = join(directory, `${name}.json`);
  const env = { ...process.env, HOME: directory, PATH: `${bin}:${process.env.PATH}`, OUTPUT: output };
  return { root, env, output };
}

interface Seen {
  failure?: string;
  diagnostics: unknown[];
  hover: unknown;
  definition: unknown;
  line?: string;
  messages?: string;
}
const seen = (output: string) => JSON.parse(readFileSync(output, "utf8")) as Seen;

if (neovim === undefined) console.warn("Neovim is not installed, so its set-up is not tested.");

describe.skipIf(neovim === undefined)("Neovim, as the page says", () => {
  it("shows findings, what a role grants, where it is, and mends a name", () => {
    const { root, env, output } = repository("neovim");
    const settings = join(directory, "init.lua");
    writeFileSync(settings, block("lua"));
    const drive = new URL("editors/neovim.lua", import.meta.url).pathname;
    execFileSync("nvim", ["--headless", "-u", settings, "binding.yaml", "-c", `luafile ${drive}`], {
      cwd: root,
      env,
    });
    const { failure, diagnostics, hover, definition, line, messages } = seen(output);
    expect(failure).toBeUndefined();
    expect(messages).toBe("");
    expect(diagnostics).toEqual([[8, 8, 8, 18, "no-missing-role", MISSING]]);
    expect(hover).toContainEqual(expect.stringContaining("pods"));
    expect(definition).toEqual(["role.yaml", 4, 9]);
    expect(line).toBe("  name: pod-reader");
  });
});

const hasEglot =
  spawnSync("emacs", [
    "--batch",
    "--eval",
    "(package-initialize)",
    "--eval",
    "(require 'eglot)",
    "--eval",
    "(require 'yaml-mode)",
  ]).status === 0;
if (!hasEglot) console.warn("Emacs with Eglot is not installed, so its set-up is not tested.");

describe.skipIf(!hasEglot)("Emacs, as the page says", () => {
  it("shows findings, what a role grants, and where it is", () => {
    const { root, env, output } = repository("emacs");
    const settings = join(directory, "init.el");
    writeFileSync(settings, block("elisp"));
    const drive = new URL("editors/emacs.el", import.meta.url).pathname;
    const manifest = join(root, "binding.yaml");
    execFileSync("emacs", ["--batch", "-l", drive], {
      cwd: root,
      env: { ...env, SETTINGS: settings, MANIFEST: manifest },
    });
    const { failure, diagnostics, hover, definition } = seen(output);
    expect(failure).toBeUndefined();
    expect(diagnostics).toEqual([[9, 174, 184, expect.stringContaining(MISSING)]]);
    expect(hover).toContain("pods");
    expect(definition).toEqual([23, 4]);
  });
});

import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ENVIRONMENT } from "../repository/git.js";
import { manifest, roleBinding } from "../rules/manifests.js";
import { install } from "./install.js";

/** Two files with nothing wrong, until one is changed or deleted, and two with old findings. */
export const FILES = {
  "role.yaml": manifest("Role", "reader", "shop", "rules: []\n"),
  "binding.yaml": roleBinding("reader"),
  "old.yaml": roleBinding("nobody", "other"),
  ".gitops-lint.yaml": "rules: { require-default-deny: off }\n",
};

/** What is said of the binding in binding.yaml when its role is gone. */
export const BROKEN =
  "9:9  error  Role 'reader' in namespace 'shop' does not exist, so this binding grants nothing until somebody creates a role of that name.";

/** Installs the command, and returns a directory for PATH with nothing else in it. */
export function installCommand(directory: string): string {
  const command = install(directory, { eslint: "eslint" });
  const program = join(directory, "gitops-lint");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`);
  chmodSync(program, 0o755);
  return directory;
}

/** Runs a program in a repository, without colours, and returns its exit code and all it prints. */
export function run(root: string, path: string, program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...ENVIRONMENT, NO_COLOR: "1", PATH: [path, process.env.PATH].join(delimiter) },
  });
  return { code: status, text: `${stdout}${stderr}` };
}

import { execFileSync } from "node:child_process";
import { devNull } from "node:os";
import { put, temporary } from "./temporary.js";

/** Nothing of the machine's configuration, nor of a hook that runs the tests. */
export const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

/** Runs git in a directory, and returns what it prints. */
export function git(root: string, ...args: string[]): string {
  const options = { cwd: root, env: ENVIRONMENT, encoding: "utf8", stdio: "pipe" } as const;
  return execFileSync("git", args, options).trim();
}

/** A git repository with one commit that holds these files. */
export function committed(files: Record<string, string | Uint8Array>): string {
  const root = temporary(files);
  git(root, "init", "--quiet", "--initial-branch=main");
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--allow-empty", "--message=first");
  return root;
}

/** Writes files and stages them; nothing instead of a text deletes a file. */
export function stage(root: string, files: Record<string, string | undefined>): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) git(root, "rm", "--quiet", "--force", "--", path);
    else {
      put(root, path, text);
      git(root, "add", "--", path);
    }
  }
}

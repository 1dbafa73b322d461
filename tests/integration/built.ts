import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import packageJson from "../../package.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Builds the package, without its pages, into a directory. */
export function build(directory: string): void {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = [
    "-p",
    "tsconfig.build.json",
    "--declaration",
    "false",
    "--outDir",
    join(directory, "dist"),
  ];
  execFileSync(process.execPath, [tsc, ...options], { cwd: ROOT, stdio: "pipe" });
  cpSync(join(ROOT, "package.json"), join(directory, "package.json"));
}

/**
 * Installs what was built beside other packages.
 * @param others by the name under which each is found, the name it has here
 * @returns the file of the command
 */
export function install(built: string, at: string, others: Readonly<Record<string, string>>): string {
  const modules = join(at, "node_modules");
  for (const [name, own] of Object.entries(others)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", own), join(modules, name));
  }
  cpSync(built, join(modules, packageJson.name), { recursive: true });
  return join(modules, packageJson.name, packageJson.bin["gitops-lint"]);
}

/** What the package needs besides ESLint. */
export const DEPENDENCIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(packageJson.dependencies).map((name) => [name, name]),
);

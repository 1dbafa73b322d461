import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import packageJson from "../../package.json" with { type: "json" };

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What the package needs besides ESLint. */
export const DEPENDENCIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(packageJson.dependencies).map((name) => [name, name]),
);

/**
 * Installs the package as it is packed, and what it needs, in a directory.
 * @param others what else to install, by the name under which it is found: the name it has here
 * @returns the file of the command
 */
export function install(at: string, others: Readonly<Record<string, string>>): string {
  const modules = join(at, "node_modules");
  linkPackages(modules, { ...DEPENDENCIES, ...others });
  cpSync(inject("unpacked"), join(modules, packageJson.name), { recursive: true });
  return join(modules, packageJson.name, packageJson.bin["gitops-lint"]);
}

/** Links packages into a node_modules: by the name under which each is found, the name it has here. */
export function linkPackages(modules: string, packages: Readonly<Record<string, string>>): void {
  for (const [name, own] of Object.entries(packages)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", own), join(modules, name), "junction");
  }
}

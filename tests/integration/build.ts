import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import packageJson from "../../package.json" with { type: "json" };

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Builds the package into a directory, without the declarations. */
export function build(directory: string): void {
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const options = ["-p", "tsconfig.build.json", "--declaration", "false"];
  execFileSync(process.execPath, [tsc, ...options, "--outDir", join(directory, "dist")], {
    cwd: ROOT,
    stdio: "pipe",
  });
  cpSync(join(ROOT, "package.json"), join(directory, "package.json"));
}

/** Installs a build beside some other packages, and returns its command. */
export function install(built: string, directory: string, others: readonly string[]): string {
  const modules = join(directory, "node_modules");
  for (const other of others) {
    mkdirSync(dirname(join(modules, other)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", other), join(modules, other));
  }
  cpSync(built, join(modules, packageJson.name), { recursive: true });
  return join(modules, packageJson.name, packageJson.bin["gitops-lint"]);
}

/** What the package needs beside it. */
export const NEEDED = [...Object.keys(packageJson.dependencies), "eslint"];

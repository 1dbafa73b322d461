import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

// What stands for lib/cli/installed.ts in the server of the extension, which needs nothing but the files beside it: ESLint
// and all other packages are in its program.

/** ESLint's threads load what they lint with from files. */
export const HAS_THREADS: boolean = false;

/** The text of a file of eslint-plugin-gitops, by its path in it. */
export function fileOfPackage(path: string): string | undefined {
  const file = join(__dirname, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Whether ESLint is there. */
export function hasESLint(): boolean {
  return true;
}

/** Tells one build of the server from another. */
export function programDigest(): string {
  return createHash("sha256").update(readFileSync(__filename)).digest("hex");
}

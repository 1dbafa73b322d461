import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dependencies } from "../plugin/package.js";
import { digest } from "../util/digest.js";

// What the command finds beside itself where npm has installed it. The single executable has all of it inside:
// executable/installed.ts.

const require = createRequire(import.meta.url);

/** Whether ESLint can lint in threads, each of which loads modules from files. */
export const HAS_THREADS: boolean = true;

/** The text of a file of this package, by its path in it. */
export function fileOfPackage(path: string): string | undefined {
  const file = join(dirname(require.resolve("eslint-plugin-gitops/package.json")), path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Whether ESLint is there, which users install alongside the plugin. */
export function hasESLint(): boolean {
  try {
    require.resolve("eslint");
    return true;
  } catch {
    return false;
  }
}

/** Tells one build of this program, with all that it runs on but Node.js, from another. */
export function programDigest(): string {
  const others = ["eslint", ...Object.keys(dependencies)].map((name) => [name, versionOf(name, require)]);
  return digest(JSON.stringify([others, programText()]));
}

/** The version of a package next to this one; empty if it is missing or has no version. */
export function versionOf(name: string, require: NodeJS.Require): string {
  try {
    // Not every package exports its package.json, and one without a version can be next to the modules.
    let directory = dirname(require.resolve(name));
    for (; directory !== dirname(directory); directory = dirname(directory)) {
      const file = join(directory, "package.json");
      if (!existsSync(file)) continue;
      const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: string };
      if (version !== undefined) return version;
    }
  } catch {
    // It is not installed.
  }
  return "";
}

/** The program's own files, which change without a new version when someone builds it: the bundle is next to this. */
function programText(): string {
  const directory = dirname(fileURLToPath(import.meta.url));
  const files = readdirSync(directory).filter((file) => /\.[jt]s$/.test(file));
  return digest(JSON.stringify(files.sort().map((file) => [file, stateOf(join(directory, file))])));
}

/** What tells a file from another of its name. The build names most by what they say, which need not be read for it. */
function stateOf(file: string): string | number {
  return /-[\w-]{8}\.js$/.test(file) ? statSync(file).size : digest(readFileSync(file));
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { digest } from "../../util/digest.js";

/** Incremented when what is written changes its meaning. */
const SCHEMA = 4;

/**
 * A digest of everything that determines the findings in a text: this program as it is installed, what it
 * depends on, ESLint and Node.js. A cache of another version is not read.
 */
export function programVersion(): string {
  const require = createRequire(import.meta.url);
  const own = require("eslint-plugin-gitops/package.json") as {
    version: string;
    dependencies: Record<string, string>;
  };
  const others = ["eslint", ...Object.keys(own.dependencies)].map((name) => [name, versionOf(name, require)]);
  return digest(JSON.stringify([SCHEMA, own.version, others, process.version, programText()]));
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

/**
 * The program's own files, which change without a new version when someone builds it: the bundle is next to
 * this.
 */
function programText(): string {
  const directory = dirname(fileURLToPath(import.meta.url));
  const digests = readdirSync(directory)
    .filter((file) => /\.[jt]s$/.test(file))
    .sort()
    .map((file) => digest(readFileSync(join(directory, file))));
  return digest(digests.join());
}

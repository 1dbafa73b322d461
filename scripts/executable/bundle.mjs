// The whole command with all packages, ESLint among them, in one file, since an executable holds one.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { rolldown } from "rolldown";
import { reportPage } from "../report-page.mjs";

/** What finds things beside the program, and what stands for it where there is nothing. */
const REPLACED = {
  "lib/plugin/package.ts": "lib/cli/executable/package.ts",
  "lib/util/libraries.ts": "lib/cli/executable/libraries.ts",
  "lib/cli/installed.ts": "lib/cli/executable/installed.ts",
};

/** The same for the server of the extension for VS Code, which has files beside it. */
const REPLACED_IN_EXTENSION = {
  ...REPLACED,
  "lib/plugin/package.ts": "editors/vscode/src/server/package.ts",
  "lib/cli/installed.ts": "editors/vscode/src/server/installed.ts",
};

/** The file of the bundle. Its path is part of the executable, so it has no directory: the same sources give the same. */
const MAIN = "program.cjs";

/**
 * Writes the bundle, and what else the executable has inside, to a directory.
 * @returns the bundle by its path in the directory, the files inside by their names, the modules in the bundle
 */
export async function bundle(home, directory) {
  const file = join(directory, MAIN);
  const modules = await inOneFile(home, "./lib/cli/bin.ts", { file, replaced: REPLACED });

  const assets = { "package.json": join(home, "package.json"), digest: join(directory, "digest") };
  for (const page of readdirSync(join(home, "docs/rules")).filter((name) => name.endsWith(".md")))
    assets[`docs/rules/${page}`] = join(home, "docs/rules", page);
  writeFileSync(assets.digest, createHash("sha256").update(readFileSync(file)).digest("hex"));
  return { main: MAIN, assets, modules };
}

/**
 * Writes the server of the extension for VS Code.
 * @returns the modules in it
 */
export async function bundleServer(home, file) {
  return inOneFile(home, "./editors/vscode/src/server/main.ts", { file, replaced: REPLACED_IN_EXTENSION });
}

async function inOneFile(home, input, { file, replaced }) {
  const build = await rolldown({
    cwd: home,
    input,
    platform: "node",
    // ESLint loads it for a configuration in TypeScript, and gets none.
    external: ["jiti", "jiti/package.json"],
    plugins: [replace(home, replaced), reportPage(home)],
    onLog(level, log, handle) {
      // What cannot be resolved would fail on the user's machine only.
      handle(level === "warn" ? "error" : level, log);
    },
  });
  const { output } = await build.write({ file, format: "cjs", codeSplitting: false, minify: MINIFIED });
  await build.close();
  return output[0].moduleIds;
}

/** Names stay, since messages can have them. */
const MINIFIED = { compress: false, mangle: false, codegen: { removeWhitespace: true } };

function replace(home, replaced) {
  const missing = new Set(Object.keys(replaced));
  return {
    name: "replace what finds things beside the program",
    async resolveId(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const path = Object.keys(replaced).find((one) => found && relative(join(home, one), found.id) === "");
      if (path === undefined) return found;
      missing.delete(path);
      return join(home, replaced[path]);
    },
    buildEnd() {
      if (missing.size > 0) throw new Error(`Nothing imports ${[...missing].join(", ")} any more.`);
    },
  };
}

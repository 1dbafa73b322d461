// Builds the package into a directory, by default `dist`: the plugin as modules with their types, and the command
// bundled, because loading its modules one by one takes longer than judging hundreds of files.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { licensesOfPackages } from "./executable/licenses.mjs";
import { reportPage } from "./report-page.mjs";

const home = join(import.meta.dirname, "..");
const out = resolve(process.argv[2] ?? join(home, "dist"));
if (!relative(out, home).startsWith(".."))
  throw new Error(`The build would overwrite the project in ${out}.`);
rmSync(out, { recursive: true, force: true });

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const types = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", out], {
  cwd: home,
  stdio: "inherit",
});
if (types.status !== 0) process.exit(1);

const command = await rolldown({
  cwd: home,
  // ESLint loads the second one in each of its threads.
  input: ["./lib/cli/bin.ts", "./lib/cli/lint/eslint-worker.ts"],
  platform: "node",
  // Every other package, named in package.json or not: one that is missing there must fail to load, not be bundled.
  // Those of the language server are some eighty modules, which take longer to load one by one than all of ours.
  external: /^(?!vscode-(?:languageserver|jsonrpc))@?[\w-]+(\/|$)/,
  plugins: [reportPage(home)],
});
const { output } = await command.write({
  dir: join(out, "cli"),
  // Whoever reads the bundle has the sources. The program reads it in each run, to its last word.
  comments: { jsdoc: false, annotation: false, legal: true },
});
await command.close();
chmodSync(join(out, "cli/bin.js"), 0o755);
const bundled = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
writeFileSync(join(out, "cli/LICENSES.txt"), licensesOfPackages(bundled));

await writeManPage();

/** The manual page, which says what the help of the command says. */
async function writeManPage() {
  const bundle = await rolldown({ cwd: home, input: "./lib/cli/man-page.ts", platform: "node" });
  // Only to run it once, so it is no part of the package.
  const directory = mkdtempSync(join(tmpdir(), "gitops-lint-man-"));
  try {
    const file = join(directory, "man-page.mjs");
    await bundle.write({ file });
    await bundle.close();
    const { manPage } = await import(pathToFileURL(file));
    mkdirSync(join(out, "man"));
    writeFileSync(
      join(out, "man/gitops-lint.1"),
      manPage(JSON.parse(readFileSync(join(home, "package.json"), "utf8"))),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
}

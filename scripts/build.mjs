// Builds the package into a directory, by default `dist`: the plugin as modules with their types, and the command
// bundled, because loading its modules one by one takes longer than judging hundreds of files.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { rolldown } from "rolldown";

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
  // Every package, named in package.json or not: one that is missing there must fail to load, not be bundled.
  external: /^@?[\w-]+(\/|$)/,
});
await command.write({ dir: join(out, "cli") });
await command.close();
chmodSync(join(out, "cli/bin.js"), 0o755);

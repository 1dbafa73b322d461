// Builds the package when npm prepares a clone of it, as for pre-commit. `npm install --global git+...` hands its
// `--global` on to the install in the clone, which then brings no devDependencies, as with NODE_ENV=production:
// get what the build needs first.
import { execSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const home = join(import.meta.dirname, "..");
const run = (command) =>
  execSync(command, { stdio: "inherit", env: { ...process.env, npm_config_global: "false" } });

// The first `npx gitops-lint` in a clone has npm prepare it once more, which `npm ci` has just done.
if (process.env.npm_command === "exec" && isBuilt()) process.exit(0);

try {
  import.meta.resolve("typescript");
  // rolldown is loaded, not only resolved, since its binary for this system can be missing.
  await import("rolldown");
} catch {
  run("npm ci --include=dev --include=optional --ignore-scripts --no-audit --no-fund");
}
run("npm run build");

/** Whether nothing that the build reads has changed since. A directory changes with what is in it. */
function isBuilt() {
  const built = statSync(join(home, "dist/cli/bin.js"), { throwIfNoEntry: false });
  if (built === undefined) return false;
  const sources = ["lib", "rules"].flatMap((name) => [
    name,
    ...readdirSync(join(home, name), { recursive: true }).map((path) => join(name, path)),
  ]);
  const others = ["package.json", "scripts/build.mjs", "tsconfig.json", "tsconfig.build.json"];
  return [...sources, ...others].every((path) => statSync(join(home, path)).mtimeMs <= built.mtimeMs);
}

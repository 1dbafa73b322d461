// Builds the package when npm prepares a clone of it, as for pre-commit. `npm install --global git+...` hands its
// `--global` on to the install in the clone, which then brings no devDependencies, as with NODE_ENV=production:
// get what the build needs first.
import { execSync } from "node:child_process";

const run = (command) =>
  execSync(command, { stdio: "inherit", env: { ...process.env, npm_config_global: "false" } });

try {
  import.meta.resolve("typescript");
  // rolldown is loaded, not only resolved, since its binary for this system can be missing.
  await import("rolldown");
} catch {
  run("npm ci --include=dev --include=optional --ignore-scripts --no-audit --no-fund");
}
run("npm run build");

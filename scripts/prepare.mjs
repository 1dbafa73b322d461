// Builds the package when npm prepares a clone of it, as for pre-commit. `npm install --global git+...` hands
// its `--global` on to the install in the clone, which then brings no devDependencies: get them first.
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";

const run = (command) =>
  execSync(command, { stdio: "inherit", env: { ...process.env, npm_config_global: "false" } });

if (!existsSync("node_modules/typescript")) run("npm ci --ignore-scripts --no-audit --no-fund");
run("npm run build");

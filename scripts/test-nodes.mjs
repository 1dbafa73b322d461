// Runs the unit tests, or what follows the versions, with other releases of Node.js, which npm brings:
// npm run test:nodes -- [22 24] [-- tests/one.test.ts]
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const separator = process.argv.indexOf("--", 2);
const [versions, tests] =
  separator < 0
    ? [process.argv.slice(2), []]
    : [process.argv.slice(2, separator), process.argv.slice(separator + 1)];
const vitest = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
for (const version of versions.length > 0 ? versions : ["22", "24"]) {
  console.log(`Node.js ${version}`);
  const args = ["-y", "-p", `node@${version}`, "node", vitest, "run", ...tests];
  const { status } = spawnSync("npx", args, { stdio: "inherit", cwd: join(import.meta.dirname, "..") });
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * Tries what must hold of any repository on many that are made up, as long as one likes.
 *
 *   npm run fuzz                          every property, five minutes altogether
 *   npm run fuzz -- --minutes 60 fixes    those with 'fixes' in their names, for an hour
 *   npm run fuzz -- NAME --seed 7 --path 12:3:0
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: "string", default: "5" }, seed: { type: "string" }, path: { type: "string" } },
});
const [wanted = ""] = positionals;
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".test.ts"));
const names = files.flatMap((file) => {
  const text = readFileSync(join(import.meta.dirname, file), "utf8");
  return [...text.matchAll(/\bfuzz(?:<[^>(]*>)?\("([^"]+)"/g)].map(([, name]) => name);
});
const chosen = names.filter((name) => name.includes(wanted));
const minutes = Number(values.minutes);
if (chosen.length === 0 || !(minutes > 0)) {
  console.error(`Give minutes above 0, and a part of one of these names: ${names.join(", ")}.`);
  process.exit(2);
}
const seed = values.seed ?? String(Date.now() % 2 ** 31);
console.log(`${chosen.length} properties, ${minutes} minutes, seed ${seed}.`);
const { status } = spawnSync(
  "npx",
  ["vitest", "run", "--config", "tests/fuzz/vitest.config.ts", ...(wanted ? ["-t", wanted] : [])],
  {
    cwd: join(import.meta.dirname, "../.."),
    stdio: "inherit",
    env: {
      ...process.env,
      GITOPS_FUZZ_SECONDS: String((minutes * 60) / chosen.length),
      GITOPS_FUZZ_SEED: seed,
      ...(values.path && { GITOPS_FUZZ_PATH: values.path }),
    },
  },
);
process.exit(status ?? 1);

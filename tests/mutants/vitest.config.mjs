import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import base from "../../vitest.config.ts";
import { findMutants } from "./find-mutants.mjs";
import { instrument } from "./instrument.mjs";

/* What `npm run test:mutants` starts: one file without tests of ours, whose runner then runs those by itself. */

/** @type {import("./mutants.mjs").Plan} */
const plan = JSON.parse(readFileSync(process.env.GITOPS_MUTANTS_PLAN, "utf8"));
const firstOf = new Map(plan.files.map(({ path, first }) => [path, first]));

export default defineConfig({
  plugins: [
    {
      name: "mutants",
      enforce: "pre",
      transform(text, id) {
        const first = firstOf.get(id);
        return first === undefined ? undefined : instrument(text, findMutants(text), first);
      },
    },
  ],
  test: {
    ...base.test,
    include: ["tests/mutants/nothing.ts"],
    exclude: [],
    runner: "./tests/mutants/runner.mjs",
    testTimeout: 30_000,
    hookTimeout: 30_000,
    silent: true,
    // To transform the code takes longer than many a test.
    experimental: { fsModuleCache: true, fsModuleCachePath: plan.modules },
    provide: { plan },
  },
});

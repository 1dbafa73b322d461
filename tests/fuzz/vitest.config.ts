import { defineConfig } from "vitest/config";

/** Everything that is fuzzed, for as long as `npm run fuzz` says. */
export default defineConfig({
  test: {
    include: ["tests/fuzz/**/*.test.ts"],
    isolate: false,
    pool: "forks",
    // The properties share the time, one after the other.
    maxWorkers: 1,
    testTimeout: 600_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});

import { defineConfig } from "vitest/config";
import { reportPage } from "./scripts/report-page.mjs";

export default defineConfig({
  plugins: [reportPage(import.meta.dirname)],
  test: {
    include: ["tests/**/*.test.ts"],
    // What needs the built package, real programs or real repositories has commands of its own: see package.json.
    exclude: ["tests/package/**", "tests/oracle/**", "tests/mutations/**", "tests/browser/**"],
    // To load ESLint and the plugin anew for each file takes as long as most tests, so what a test changes it puts back.
    isolate: false,
    // The stack of a thread is larger, and what overflows it is tested.
    pool: "forks",
    setupFiles: ["tests/loaded-first.ts"],
    slowTestThreshold: 5000,
    restoreMocks: true,
    unstubEnvs: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { include: ["lib/**", "rules/**"] },
  },
});

import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { reportPage } from "../../scripts/report-page.mjs";

/** The page of a report in a real browser. */
export default defineConfig({
  plugins: [reportPage(join(import.meta.dirname, "../.."))],
  test: {
    include: ["tests/browser/**/*.test.ts"],
    isolate: false,
    pool: "forks",
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

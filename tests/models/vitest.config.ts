import { defineConfig } from "vitest/config";

/** The comparisons with models, on all the worlds that are made up for them; `npm test` tries a few. */
export default defineConfig({
  test: {
    include: [
      "tests/analysis/change/grants-model.test.ts",
      "tests/analysis/contracts/breaches.test.ts",
      "tests/analysis/escalation/shortest-paths.test.ts",
      "tests/builds/helm/origins/origins.test.ts",
      "tests/lsp/random-edits.test.ts",
    ],
    env: { GITOPS_ALL_WORLDS: "yes" },
    slowTestThreshold: 60_000,
    testTimeout: 600_000,
  },
});

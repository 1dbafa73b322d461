import { defineConfig } from "vitest/config";

/** The package as it is packed, with real programs around it, and the examples of the documentation. */
export default defineConfig({
  test: {
    include: ["tests/package/**/*.test.ts"],
    globalSetup: ["tests/package/pack.ts"],
    slowTestThreshold: 30_000,
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});

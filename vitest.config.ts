import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // What needs the built package, real programs or real repositories has commands of its own: see package.json.
    exclude: ["tests/package/**", "tests/oracle/**", "tests/mutations/**"],
    testTimeout: 60_000,
    coverage: { include: ["lib/**", "rules/**"] },
  },
});

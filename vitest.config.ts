import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Compared with the real kustomize, over real repositories: `npm run test:oracle`, `npm run test:mutations`.
    exclude: ["tests/oracle/**", "tests/mutations/**"],
    testTimeout: 60_000,
    coverage: { include: ["lib/**", "rules/**"] },
  },
});

import { defineConfig } from "vitest/config";

/** The comparison with the real kustomize: slow, and only where there is one. */
export default defineConfig({
  test: { include: ["tests/oracle/**/*.test.ts"], testTimeout: 3_600_000, hookTimeout: 3_600_000 },
});
